// The size limit, and what the tool asks for.
#include "support.h"

namespace st::store {
namespace {

class Evict : public testing::Test {
protected:
  directory where{"/dev/shm"};
  std::string old_program = where.path + "-old";
  std::string new_program = where.path + "-new";
  std::shared_ptr<disk> store;

  void SetUp() override {
    for (const std::string &program : {old_program, new_program})
      ::close(::creat(program.c_str(), 0700));
  }
  void TearDown() override {
    store.reset();
    std::filesystem::remove(old_program);
    std::filesystem::remove(new_program);
  }
  void open(const std::string &program, std::uint64_t limit = 1 << 30) {
    store.reset();
    store = open_at(where.path, limit, program);
  }
  store_totals totals() {
    store_totals result;
    EXPECT_TRUE(store->totals(result));
    return result;
  }
  std::size_t entries_of(const id128 &group) {
    std::vector<listed_entry> entries;
    EXPECT_TRUE(store->list_entries(group, entries));
    return entries.size();
  }
  put_result add(const id128 &group, std::uint64_t i, std::size_t size, std::int64_t compute_ns = 0,
                 std::int64_t ttl = 0) {
    put_info info;
    info.compute_ns = compute_ns;
    info.ttl = ttl;
    return put_value(*store, {group, {i * 0x9E3779B97F4A7C15u, i}}, pattern(i, size), info);
  }
};

TEST_F(Evict, StaysBelowTheLimit) {
  for (const std::size_t size : {100u, 5000u, 100'000u}) {
    open(new_program, 4'000'000);
    store->clear_all();
    const id128 group = group_of(*store);
    const std::uint64_t count = 30'000'000 / (size + 300);
    for (std::uint64_t i = 0; i < count; ++i)
      ASSERT_EQ(add(group, i, size), put_result::stored);
    const store_totals t = totals();
    EXPECT_LE(t.bytes, 4'300'000u) << size;
    EXPECT_GE(t.bytes, 3'300'000u) << size;
    EXPECT_LE(t.index_bytes, 8'000'000u) << size;
    EXPECT_GT(store->events().evicted, 0u);
    // The last ones are there.
    EXPECT_NE(value_of(*store, {group, {(count - 1) * 0x9E3779B97F4A7C15u, count - 1}}), "<none>");
    EXPECT_EQ(store->verify(false).bad.size(), 0u);
    // And what the sums say is about what there is.
    std::uint64_t sum = 0;
    store->sync();
    inside(*store).write([&](MDB_txn *txn, changes &) {
      sum = get_sums(txn).bytes;
      return nothing_to_do;
    });
    EXPECT_NEAR(double(sum), double(totals().bytes), 1000) << size;
  }
}

TEST_F(Evict, TooLargeForTheStore) {
  open(new_program, 1'000'000);
  const id128 group = group_of(*store);
  EXPECT_EQ(add(group, 1, 950'000), put_result::refused);
  EXPECT_EQ(add(group, 2, 800'000), put_result::stored);
  EXPECT_EQ(totals().files, 1u);
}

TEST_F(Evict, ExpiredThenGoneThenCheap) {
  open(old_program);
  const id128 gone_first = group_of(*store, "f", 1);
  const id128 gone_later = group_of(*store, "f", 2);
  const id128 kept = group_of(*store, "f", 3);
  const id128 other = group_of(*store, "g", 1);
  // The order of use says nothing: the later ones are gone.
  for (std::uint64_t i = 0; i < 100; ++i) {
    add(kept, i, 1000, 1'000'000);
    add(other, i, 1000, 1'000'000'000);
    add(other, 1000 + i, 1000, 0, 1);
  }
  for (std::uint64_t i = 0; i < 100; ++i)
    add(gone_later, i, 1000, 1'000'000'000);
  for (std::uint64_t i = 0; i < 100; ++i)
    add(gone_first, i, 1000, 1'000'000'000);
  EXPECT_EQ(entries_of(other), 200u);
  const std::uint64_t each = totals().bytes / 500;
  const auto keep = [&](std::uint64_t count) {
    const removal done = store->prune(count * each);
    EXPECT_TRUE(done.complete);
    EXPECT_EQ(done.entries > 0, true);
  };
  keep(450);
  EXPECT_NEAR(double(entries_of(other)), 150, 2);
  keep(400);
  EXPECT_NEAR(double(entries_of(other)), 100, 2);
  keep(350);
  EXPECT_NEAR(double(entries_of(gone_first)), 50, 3);
  keep(250);
  EXPECT_NEAR(double(entries_of(gone_first)), 0, 3);
  EXPECT_NEAR(double(entries_of(gone_later)), 50, 3);
  EXPECT_EQ(entries_of(kept), 100u);
  keep(150);
  EXPECT_EQ(entries_of(gone_later), 0u);
  EXPECT_NEAR(double(entries_of(kept)), 50, 5);
  EXPECT_GE(entries_of(other), 98u);
  keep(50);
  EXPECT_EQ(entries_of(kept), 0u);
  // An edit undone: its code is current again.
  group_of(*store, "f", 1);
  std::vector<group_info> groups;
  ASSERT_TRUE(store->list_groups(groups));
  for (const group_info &g : groups)
    EXPECT_EQ(g.gone, g.symbol == "f" && g.fingerprint.lo != 1) << g.fingerprint.lo;
}

TEST_F(Evict, EveryProgramCountsUntilItIsRemoved) {
  open(old_program);
  const id128 older = group_of(*store, "f", 1);
  add(older, 1, 100);
  open(new_program);
  const id128 newer = group_of(*store, "f", 2);
  add(newer, 1, 100);
  const auto gone = [&] {
    std::vector<group_info> groups;
    EXPECT_TRUE(store->list_groups(groups));
    std::string all;
    for (std::uint64_t code = 1; code <= 2; ++code)
      for (const group_info &g : groups)
        if (g.fingerprint.lo == code)
          all += g.gone ? 'g' : '-';
    return all;
  };
  EXPECT_EQ(gone(), "--");
  std::filesystem::remove(old_program);
  EXPECT_EQ(gone(), "g-");
  EXPECT_EQ(store->remove({.only_gone = true}).entries, 1u);
  store->prune(0);
  std::vector<group_info> groups;
  ASSERT_TRUE(store->list_groups(groups));
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].id, newer);
}

TEST_F(Evict, RecentUseCounts) {
  open(new_program);
  const id128 group = group_of(*store);
  calls real = sys;
  static std::int64_t back;
  static calls original;
  original = sys;
  back = 0;
  sys.clock = [](clockid_t which, timespec *to) {
    const int rc = original.clock(which, to);
    if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)
      to->tv_sec += back;
    return rc;
  };
  for (std::uint64_t i = 0; i < 100; ++i)
    add(group, i, 1000, 1'000'000);
  back = 10'000;
  for (std::uint64_t i = 0; i < 100; i += 2)
    store->find({group, {i * 0x9E3779B97F4A7C15u, i}}, {}, 0, *std::make_unique<found>());
  store->prune(totals().bytes / 2);
  for (std::uint64_t i = 0; i < 100; ++i)
    EXPECT_EQ(value_of(*store, {group, {i * 0x9E3779B97F4A7C15u, i}}) == "<none>", i % 2 == 1) << i;
  sys = real;
}

TEST_F(Evict, ListsAndRemovals) {
  open(new_program);
  const id128 f = group_of(*store, "f"), g = group_of(*store, "g");
  const std::int64_t before = real_time();
  for (std::uint64_t i = 0; i < 3000; ++i)
    add(f, i, 50, 10);
  add(g, 1, 100'000, 20, 1000 * second);
  std::vector<group_info> groups;
  ASSERT_TRUE(store->list_groups(groups));
  ASSERT_EQ(groups.size(), 2u);
  const group_info &first = groups[groups[0].symbol == "f" ? 0 : 1];
  const group_info &second_group = groups[groups[0].symbol == "f" ? 1 : 0];
  EXPECT_EQ(first.entries, 3000u);
  EXPECT_EQ(first.compute_ns, 30'000);
  EXPECT_GE(first.oldest, before);
  EXPECT_GE(first.newest, first.oldest);
  EXPECT_GE(first.last_use, first.newest);
  EXPECT_EQ(first.name, "f");
  EXPECT_EQ(first.schema, 3u);
  EXPECT_EQ(second_group.entries, 1u);
  EXPECT_GT(second_group.bytes, 100'000u);
  std::vector<listed_entry> entries;
  ASSERT_TRUE(store->list_entries(g, entries));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_TRUE(entries[0].sound && entries[0].in_file && entries[0].has_arguments);
  EXPECT_EQ(entries[0].payload_size, 100'000u);
  EXPECT_EQ(entries[0].info.expires, entries[0].info.created + 1000 * second);
  ASSERT_TRUE(store->list_entries(f, entries));
  EXPECT_EQ(entries.size(), 3000u);
  const store_totals t = totals();
  EXPECT_EQ(t.groups, 2u);
  EXPECT_EQ(t.entries, 3001u);
  EXPECT_EQ(t.files, 1u);
  EXPECT_GT(t.index_bytes, 3000u * 100);
  EXPECT_EQ(t.limit, 1u << 30);
  EXPECT_EQ(store->remove({.created_before = before}).entries, 0u);
  EXPECT_EQ(store->remove({.symbol = "h"}).entries, 0u);
  EXPECT_EQ(store->remove({.symbol = "g", .only_expired = true}).entries, 0u);
  EXPECT_EQ(store->remove({.symbol = "g"}).entries, 1u);
  EXPECT_EQ(store->remove({.unused_since = real_time() + second}).entries, 3000u);
  EXPECT_EQ(totals().entries, 0u);
}

TEST_F(Evict, OrphansAreFound) {
  open(new_program);
  const id128 group = group_of(*store);
  add(group, 1, 100'000);
  const std::string values = where.path + "/v1/values";
  std::string file;
  for (const auto &f : std::filesystem::recursive_directory_iterator(values))
    if (f.is_regular_file())
      file = f.path();
  // A second file of the same entry, as a writer that was killed leaves it, and foreign ones.
  std::filesystem::copy(file, file.substr(0, file.size() - 4) + "0000");
  std::filesystem::create_directory(values + "/zz");
  std::filesystem::copy(file, values + "/zz/foreign");
  EXPECT_EQ(store->verify(true).orphans, 0u); // too young to be sure
  for (const auto &f : std::filesystem::recursive_directory_iterator(values))
    if (f.is_regular_file())
      std::filesystem::last_write_time(f.path(), std::filesystem::file_time_type::clock::now() -
                                                     std::chrono::hours(2));
  verification seen = store->verify(false);
  EXPECT_EQ(seen.orphans, 2u);
  EXPECT_EQ(seen.orphan_bytes, 2 * (100'000u + 64));
  seen = store->verify(true);
  EXPECT_EQ(seen.orphans, 2u);
  EXPECT_EQ(store->verify(true).orphans, 0u);
  EXPECT_EQ(totals().entries, 1u);
  EXPECT_TRUE(std::filesystem::exists(file));
}

} // namespace
} // namespace st::store
