// Processes that fork, die, and write at once.
#include "support.h"
#include <atomic>
#include <fstream>
#include <random>
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>

namespace st::store {
namespace {

class Process : public testing::Test {
protected:
  directory where;
};

TEST_F(Process, ParentAndChildGoOnWithAnOpenStore) {
  const auto store = open_at(where.path);
  const id128 group = group_of(*store);
  const auto key = [&](std::uint64_t i) { return entry_key{group, {i, 1}}; };
  ASSERT_EQ(put_value(*store, key(0), pattern(0, 100'000)), put_result::stored);
  found kept;
  ASSERT_TRUE(store->find(key(0), {}, 0, kept));
  value_writer unfinished(store->values_directory());
  const std::string large = pattern(50, 200'000);
  detail::append(unfinished, large.data(), large.size());
  flight right = store->acquire(key(7));
  const pid_t child = start_child([&] {
    if (text_of(kept.payload()) != pattern(0, 100'000))
      return 1;
    // What belongs to the parent is left to it.
    if (store->put(key(50), unfinished, {}) == put_result::stored)
      return 2;
    right.release();
    if (store->acquire(key(7), 0).owned())
      return 3;
    for (std::uint64_t i = 1; i < 200; ++i)
      if (put_value(*store, key(i), pattern(i, i * 10)) != put_result::stored ||
          value_of(*store, key(i)) != pattern(i, i * 10))
        return 4;
    if (value_of(*store, key(0)) != pattern(0, 100'000))
      return 5;
    // And again, from the child.
    return run_child(
        [&] { return put_value(*store, key(1000), "grandchild") == put_result::stored ? 7 : 6; });
  });
  for (std::uint64_t i = 200; i < 400; ++i)
    ASSERT_EQ(put_value(*store, key(i), pattern(i, i * 10)), put_result::stored);
  EXPECT_EQ(result_of(child), 7);
  EXPECT_TRUE(right.owned());
  EXPECT_EQ(run_child([&] { return store->acquire(key(7), 0).owned() ? 1 : 7; }), 7);
  EXPECT_EQ(store->put(key(50), unfinished, {}), put_result::stored);
  EXPECT_EQ(value_of(*store, key(50)), large);
  EXPECT_EQ(value_of(*store, key(1000)), "grandchild");
  for (std::uint64_t i = 1; i < 400; ++i)
    if (i != 50)
      ASSERT_EQ(value_of(*store, key(i)), pattern(i, i * 10)) << i;
  EXPECT_TRUE(std::filesystem::is_empty(where.path + "/v1/tmp"));
  EXPECT_EQ(store->events().errors, 0u);
}

TEST_F(Process, ForksWhileThreadsUseTheStore) {
  const auto store = open_at(where.path);
  const id128 group = group_of(*store);
  std::atomic<bool> over{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> busy;
  for (unsigned t = 0; t < 3; ++t)
    busy.emplace_back([&, t] {
      for (std::uint64_t i = 0; !over; ++i) {
        const entry_key key{group, {i % 50, t}};
        const std::string value = pattern(i % 50 + t, i % 50 == 0 ? 70'000 : 500);
        if (put_value(*store, key, value) != put_result::stored || value_of(*store, key) != value)
          ++wrong;
        store->used(key);
        const flight right = store->acquire(key, 0);
      }
    });
  for (int i = 0; i < 40; ++i)
    ASSERT_EQ(run_child([&] {
                ::alarm(20);
                const entry_key key{group, {static_cast<std::uint64_t>(i), 99}};
                return put_value(*store, key, "child") == put_result::stored &&
                               value_of(*store, key) == "child" && store->acquire(key).owned()
                           ? 7
                           : 1;
              }),
              7)
        << i;
  over = true;
  for (std::thread &t : busy)
    t.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(Process, ThreadsAtOnce) {
  const auto store = open_at(where.path, 3'000'000);
  const id128 group = group_of(*store);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 6; ++t)
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      put_info info;
      info.max_entries = t % 2 ? 30 : 0;
      const id128 own = t % 2 ? group_of(*store, "limited") : group;
      for (int i = 0; i < 600 / slowness; ++i) {
        const std::uint64_t x = random() % 60;
        const entry_key key{own, {x, 1}};
        const std::string value = pattern(x, x % 20 == 0 ? 80'000 : x * 20);
        switch (random() % 8) {
        case 0:
          store->erase(key);
          break;
        case 1:
        case 2:
          wrong += put_value(*store, key, value, info) != put_result::stored;
          break;
        case 3:
          store->used(key);
          break;
        case 4:
          if (i % 50 == 0)
            store->sync();
          if (std::vector<group_info> groups; i % 20 == 0)
            wrong += !store->list_groups(groups);
          break;
        default:
          if (const std::string seen = value_of(*store, key); seen != "<none>")
            wrong += seen != value;
        }
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(store->events().errors, 0u);
  EXPECT_EQ(store->events().damaged, 0u);
  std::vector<listed_entry> entries;
  ASSERT_TRUE(store->list_entries(group_of(*store, "limited"), entries));
  EXPECT_LE(entries.size(), 30u);
}

TEST_F(Process, AnIndexOutgrowsItsMapping) {
  if (slowness > 1)
    GTEST_SKIP() << "sanitizers need more addresses than this leaves";
  const auto few_addresses = [] {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const rlim_t most = pages * 4096 + (600u << 20);
    const rlimit limit{most, most};
    return pages != 0 && ::setrlimit(RLIMIT_AS, &limit) == 0;
  };
  const auto key = [](std::uint64_t i) { return entry_key{{1, 1}, {i, 0}}; };
  const std::string value = pattern(1, 60'000);
  int ready[2];
  int grown[2];
  ASSERT_EQ(::pipe(ready) + ::pipe(grown), 0);
  char byte = 0;
  // One that has a small mapping when another makes the index larger than that.
  const pid_t reader = start_child([&] {
    if (!few_addresses())
      return 1;
    const auto store = open_at(where.path);
    if (put_value(*store, key(0), value) != put_result::stored)
      return 2;
    if (::write(ready[1], &byte, 1) != 1 || ::read(grown[0], &byte, 1) != 1)
      return 3;
    value_of(*store, key(2999)); // notices
    return value_of(*store, key(2999)) == value && store->events().damaged == 0 &&
                   put_value(*store, key(5000), value) == put_result::stored
               ? 7
               : 4;
  });
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(run_child([&] {
              if (!few_addresses())
                return 1;
              const auto store = open_at(where.path);
              for (std::uint64_t i = 0; i < 3000; ++i)
                if (put_value(*store, key(i), value) != put_result::stored)
                  return 2;
              return store->events().errors == 0 ? 7 : 3;
            }),
            7);
  ASSERT_EQ(::write(grown[1], &byte, 1), 1);
  EXPECT_EQ(result_of(reader), 7);
  EXPECT_GT(std::filesystem::file_size(where.path + "/v1/index.mdb"), 150u << 20);
}

// Writers and readers killed at any point.

constexpr int slots = 4;
constexpr std::uint64_t keys = 40; // of each writer

struct scene {
  std::atomic<std::uint32_t> committed[slots][keys]; // the version that was certainly put
  std::atomic<std::uint64_t> writes, reads, wrong, lost;
};

std::string versioned(int slot, std::uint64_t k, std::uint32_t version) {
  const std::size_t sizes[] = {20, 100, 700, 3000, 20'000, 70'000};
  std::string value = pattern(slot * 1000 + k * 10 + version, sizes[k % 6]);
  value.replace(0, 4, reinterpret_cast<const char *>(&version), 4);
  return value;
}

void check(disk &store, scene &all, int slot, std::uint64_t k) {
  const std::uint32_t before = all.committed[slot][k];
  const std::string seen = value_of(store, {{1, 1}, {k, static_cast<std::uint64_t>(slot)}});
  ++all.reads;
  if (seen == "<none>") {
    // A put in progress unlinks an old file before a reader has it open only after the new record
    // is there, so nothing that was put is ever missing.
    all.lost += before != 0;
    return;
  }
  std::uint32_t version;
  std::memcpy(&version, seen.data(), 4);
  all.wrong += seen != versioned(slot, k, version);
  all.lost += version < before;
}

int act(const std::string &path, scene &all, int slot, unsigned seed) {
  const auto store = open_at(path);
  if (!store)
    return 1;
  std::mt19937 random(seed);
  for (;;) {
    const std::uint64_t k = random() % keys;
    if (random() % 3 != 0) {
      check(*store, all, static_cast<int>(random() % slots), k);
      continue;
    }
    const entry_key key{{1, 1}, {k, static_cast<std::uint64_t>(slot)}};
    const flight right = store->acquire(key);
    const std::uint32_t version = all.committed[slot][k] + 1;
    if (put_value(*store, key, versioned(slot, k, version)) != put_result::stored)
      return 2;
    all.committed[slot][k] = version;
    ++all.writes;
    if (random() % 50 == 0)
      store->sync();
  }
}

TEST_F(Process, AreKilledAtAnyPoint) {
  auto *const all = static_cast<scene *>(
      ::mmap(nullptr, sizeof(scene), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  new (all) scene();
  std::mt19937 random(1);
  const int rounds = 1000 / slowness;
  const std::int64_t limit = monotonic_time() + 30 * second;
  pid_t running[slots];
  unsigned seed = 0;
  const auto start = [&](int slot) {
    ++seed;
    return start_child([&, s = seed] { return act(where.path, *all, slot, s); });
  };
  for (int slot = 0; slot < slots; ++slot)
    running[slot] = start(slot);
  int kills = 0;
  for (; kills < rounds && monotonic_time() < limit; ++kills) {
    ::usleep(random() % 12'000 * (slowness > 1 ? 10 : 1));
    const int slot = static_cast<int>(random() % slots);
    ::kill(running[slot], SIGKILL);
    ASSERT_EQ(result_of(running[slot]), 1000 + SIGKILL) << "ended by itself";
    running[slot] = start(slot);
  }
  for (const pid_t child : running) {
    ::kill(child, SIGKILL);
    result_of(child);
  }
  // Nothing is held by the dead.
  ASSERT_EQ(run_child([&] {
              ::alarm(20);
              const auto store = open_at(where.path);
              for (int slot = 0; slot < slots; ++slot)
                for (std::uint64_t k = 0; k < keys; ++k) {
                  check(*store, *all, slot, k);
                  if (!store->acquire({{1, 1}, {k, static_cast<std::uint64_t>(slot)}}, 0).owned())
                    return 1;
                }
              if (put_value(*store, {{5, 5}, {5, 5}}, "value") != put_result::stored)
                return 2;
              const verification seen = store->verify(false);
              return seen.complete && seen.bad.empty() ? 7 : 3;
            }),
            7);
  std::printf(
      "%d processes killed, %llu writes, %llu reads, %llu wrong, %llu lost\n", kills,
      static_cast<unsigned long long>(all->writes), static_cast<unsigned long long>(all->reads),
      static_cast<unsigned long long>(all->wrong), static_cast<unsigned long long>(all->lost));
  EXPECT_EQ(all->wrong, 0u);
  EXPECT_EQ(all->lost, 0u);
  EXPECT_GE(kills, std::min(rounds, 300));
  ::munmap(all, sizeof(scene));
}

} // namespace
} // namespace st::store
