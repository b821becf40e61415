// What is put is found, by whom it should, for as long as it should.
#include "support.h"

namespace st::store {
namespace {

class Store : public testing::Test {
protected:
  directory where;
  std::shared_ptr<disk> store = open_at(where.path);
  id128 group = group_of(*store);
  entry_key key{group, {1, 2}};

  void reopen() {
    store.reset();
    store = open_at(where.path);
  }
};

TEST_F(Store, FindsWhatWasPut) {
  EXPECT_EQ(value_of(*store, key), "<none>");
  for (const std::size_t size : {0u, 1u, 100u, 1023u, 1024u, 1025u, 8192u, 8193u, 65535u, 65536u,
                                 65537u, 200'000u, 3'000'000u}) {
    const entry_key k{group, {size, 7}};
    const std::string value = pattern(size, size);
    ASSERT_EQ(put_value(*store, k, value), put_result::stored) << size;
    found out;
    ASSERT_TRUE(store->find(k, {}, 0, out)) << size;
    EXPECT_TRUE(text_of(out.payload()) == value) << size;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(out.payload().data()) % 64, 0u);
    EXPECT_EQ(value_of(*store, {group, {size, 8}}), "<none>");
  }
  reopen();
  for (const std::size_t size : {0u, 100u, 65536u, 65537u, 3'000'000u})
    EXPECT_TRUE(value_of(*store, {group, {size, 7}}) == pattern(size, size)) << size;
  EXPECT_EQ(store->events().errors, 0u);
}

TEST_F(Store, ReplacesAndErases) {
  for (const std::size_t size : {10u, 100'000u, 20u, 20u, 200'000u, 300'000u}) {
    ASSERT_EQ(put_value(*store, key, pattern(size, size)), put_result::stored);
    EXPECT_TRUE(value_of(*store, key) == pattern(size, size));
  }
  store_totals totals;
  ASSERT_TRUE(store->totals(totals));
  EXPECT_EQ(totals.entries, 1u);
  std::size_t files = 0;
  for (const auto &f : std::filesystem::recursive_directory_iterator(where.path + "/v1/values"))
    files += f.is_regular_file();
  EXPECT_EQ(files, 1u);
  EXPECT_TRUE(store->erase(key));
  EXPECT_FALSE(store->erase(key));
  EXPECT_EQ(value_of(*store, key), "<none>");
  verification seen = store->verify(false);
  EXPECT_TRUE(seen.complete && seen.entries == 0 && seen.orphans == 0);
}

// A copy of what another store has lives as long as that does.
TEST_F(Store, CountsTheAgeOfCopies) {
  put_info info;
  info.ttl = 100 * second;
  info.created = info.started = real_time() - 90 * second;
  ASSERT_EQ(put_value(*store, key, "copied", info), put_result::stored);
  found out;
  ASSERT_TRUE(store->find(key, {}, 100 * second, out));
  EXPECT_EQ(out.info().created, info.created);
  EXPECT_EQ(out.info().expires, info.created + 100 * second);
  EXPECT_FALSE(store->find(key, {}, 80 * second, out));
  info.created = real_time() + 50 * second; // by a clock that is ahead
  ASSERT_EQ(put_value(*store, key, "copied", info), put_result::stored);
  EXPECT_TRUE(store->find(key, {}, 100 * second, out));
  // What was cleared after it had been made elsewhere stays cleared.
  store->clear_group(group);
  info.created = info.started = real_time() - 90 * second;
  EXPECT_EQ(put_value(*store, key, "copied", info), put_result::refused);
}

// A variant without a value, for example.
TEST_F(Store, TellsValuesWithoutBytesFromErrors) {
  value_writer writer(store->values_directory());
  writer.failed = true;
  EXPECT_EQ(store->put(key, writer, {}), put_result::invalid);
  EXPECT_EQ(store->events().errors, 0u);
}

TEST_F(Store, KeepsWhatIsPutBesideTheValue) {
  put_info info;
  const std::string extra = pattern(1, 5000);
  const std::string arguments = "one, two";
  info.arguments = view(arguments);
  info.extra = view(extra);
  info.compute_ns = 12345;
  info.schema = 99;
  for (const std::size_t size : {10u, 100'000u}) {
    ASSERT_EQ(put_value(*store, key, pattern(2, size), info), put_result::stored);
    found out;
    ASSERT_TRUE(store->find(key, info.arguments, 0, out));
    EXPECT_EQ(text_of(out.payload()), pattern(2, size));
    EXPECT_EQ(text_of(out.extra()), extra);
    EXPECT_EQ(out.info().compute_ns, 12345);
    EXPECT_EQ(out.info().schema, 99u);
    EXPECT_EQ(out.info().expires, never);
    // The same hash by chance.
    EXPECT_FALSE(store->find(key, view("one, too"), 0, out));
    EXPECT_FALSE(store->find(key, {}, 0, out));
  }
  // Too long to be kept: the hash alone counts.
  const std::string longer = pattern(3, arguments_limit + 1);
  info.arguments = view(longer);
  ASSERT_EQ(put_value(*store, key, "value", info), put_result::stored);
  EXPECT_EQ(value_of(*store, key, info.arguments), "value");
}

TEST_F(Store, ProcessesSeeEachOther) {
  const int result = run_child([&] {
    const auto own = open_at(where.path);
    return own && put_value(*own, key, "from the child") == put_result::stored ? 7 : 1;
  });
  EXPECT_EQ(result, 7);
  EXPECT_EQ(value_of(*store, key), "from the child");
  ASSERT_EQ(put_value(*store, key, "from the parent"), put_result::stored);
  EXPECT_EQ(run_child([&] { return value_of(*store, key) == "from the parent" ? 7 : 1; }), 7);
}

TEST_F(Store, TheSecretStays) {
  const detail::hash_secret secret = store->secret();
  reopen();
  EXPECT_EQ(std::memcmp(secret.bytes, store->secret().bytes, sizeof(secret)), 0);
  const directory other;
  EXPECT_NE(std::memcmp(secret.bytes, open_at(other.path)->secret().bytes, sizeof(secret)), 0);
  EXPECT_EQ(run_child([&] {
              const auto own = open_at(where.path);
              return std::memcmp(own->secret().bytes, secret.bytes, sizeof(secret)) == 0 ? 7 : 1;
            }),
            7);
}

TEST_F(Store, OneObjectForAProcess) {
  EXPECT_EQ(open_at(where.path), store);
  EXPECT_EQ(open_at(where.path + "/."), store);
  const std::string link = where.path + "-link";
  std::filesystem::create_symlink(where.path, link);
  EXPECT_EQ(open_at(link), store);
  std::filesystem::remove(link);
}

TEST_F(Store, ClearsFunctions) {
  const id128 other = group_of(*store, "_Z1gi");
  const id128 newer = group_of(*store, "_Z1fi", 5);
  const auto fill = [&] {
    for (const id128 &g : {group, other, newer})
      for (std::uint64_t i = 0; i < 3; ++i)
        ASSERT_EQ(put_value(*store, {g, {i, 0}}, pattern(i, i * 50'000)), put_result::stored);
  };
  const auto left = [&] {
    store_totals totals;
    EXPECT_TRUE(store->totals(totals));
    return totals.entries;
  };
  fill();
  EXPECT_EQ(store->clear_group(group).entries, 3u);
  EXPECT_EQ(left(), 6u);
  fill();
  EXPECT_EQ(store->clear_symbol("_Z1fi").entries, 6u);
  EXPECT_EQ(left(), 3u);
  EXPECT_EQ(value_of(*store, {other, {1, 0}}), pattern(1, 50'000));
  fill();
  EXPECT_EQ(store->clear_all().entries, 9u);
  EXPECT_EQ(left(), 0u);
}

TEST_F(Store, WhatWasBegunBeforeAClearIsNotKept) {
  put_info info;
  info.started = real_time();
  store->clear_group(group);
  EXPECT_EQ(put_value(*store, key, "old", info), put_result::refused);
  EXPECT_EQ(put_value(*store, key, pattern(1, 100'000), info), put_result::refused);
  info = {};
  info.compute_ns = 3600 * second;
  EXPECT_EQ(put_value(*store, key, "old", info), put_result::refused);
  info.compute_ns = 0;
  EXPECT_EQ(put_value(*store, key, "new", info), put_result::stored);
  EXPECT_TRUE(std::filesystem::is_empty(where.path + "/v1/tmp"));
}

// Times.

std::int64_t clock_shift = 0;
calls real_calls;
class Time : public Store {
protected:
  void SetUp() override {
    clock_shift = 0;
    real_calls = sys;
    sys.clock = [](clockid_t which, timespec *to) {
      const int rc = real_calls.clock(which, to);
      if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)
        to->tv_sec += clock_shift / second;
      return rc;
    };
  }
  void TearDown() override {
    store.reset();
    sys = real_calls;
  }
};

TEST_F(Time, EntriesExpire) {
  put_info info;
  info.ttl = 100 * second;
  ASSERT_EQ(put_value(*store, key, "value", info), put_result::stored);
  EXPECT_EQ(value_of(*store, key, {}, info.ttl), "value");
  clock_shift = 98 * second;
  EXPECT_EQ(value_of(*store, key, {}, info.ttl), "value");
  clock_shift = 100 * second;
  EXPECT_EQ(value_of(*store, key, {}, info.ttl), "<none>");
  // The caller's ttl counts.
  EXPECT_EQ(value_of(*store, key, {}, 2 * info.ttl), "value");
  EXPECT_EQ(value_of(*store, key), "value");
  EXPECT_EQ(store->remove({.only_expired = true}).entries, 1u);
}

TEST_F(Time, ClocksAreSetBack) {
  ASSERT_EQ(put_value(*store, key, "value"), put_result::stored);
  clock_shift = -1000 * second;
  EXPECT_EQ(value_of(*store, key, {}, 100 * second), "<none>");
  EXPECT_EQ(value_of(*store, key), "value");
  ASSERT_EQ(put_value(*store, key, "newer"), put_result::stored);
  EXPECT_EQ(value_of(*store, key, {}, 100 * second), "newer");
  // A clear in what is now the future.
  clock_shift = 0;
  store->clear_group(group);
  clock_shift = -1000 * second;
  EXPECT_EQ(put_value(*store, key, "again"), put_result::stored);
}

// max_entries.

TEST_F(Time, TheLeastRecentlyUsedLeavesFirst) {
  put_info info;
  info.max_entries = 3;
  const auto at = [&](std::uint64_t i) { return entry_key{group, {i, 0}}; };
  const auto there = [&] {
    std::string all;
    for (std::uint64_t i = 0; i < 10; ++i)
      if (found out; store->find(at(i), {}, 0, out))
        all += static_cast<char>('0' + i);
    return all;
  };
  for (std::uint64_t i = 0; i < 5; ++i)
    ASSERT_EQ(put_value(*store, at(i), "value", info), put_result::stored);
  EXPECT_EQ(there(), "234");
  store->used(at(2));
  put_value(*store, at(5), "value", info);
  EXPECT_EQ(there(), "245");
  put_value(*store, at(4), "again", info);
  put_value(*store, at(6), "value", info);
  EXPECT_EQ(there(), "456");
  // Another function is not concerned.
  const entry_key other{group_of(*store, "_Z1gi"), {1, 0}};
  put_value(*store, other, "value");
  EXPECT_EQ(there(), "456");
  // A lower limit, and one that is larger than what there is.
  info.max_entries = 1;
  put_value(*store, at(7), "value", info);
  EXPECT_EQ(there(), "7");
  info.max_entries = 100;
  put_value(*store, at(8), "value", info);
  EXPECT_EQ(there(), "78");
  // What was erased does not count.
  store->erase(at(7));
  info.max_entries = 2;
  put_value(*store, at(9), "value", info);
  EXPECT_EQ(there(), "89");
}

TEST_F(Time, WhatHasExpiredLeavesFirst) {
  put_info info;
  info.max_entries = 3;
  info.ttl = 1000 * second;
  const auto at = [&](std::uint64_t i) { return entry_key{group, {i, 0}}; };
  put_value(*store, at(1), "value", info);
  info.ttl = 10 * second;
  put_value(*store, at(2), "value", info);
  info.ttl = 1000 * second;
  put_value(*store, at(3), "value", info);
  clock_shift = 20 * second;
  store->used(at(2));
  put_value(*store, at(4), "value", info);
  EXPECT_EQ(value_of(*store, at(1)), "value");
  EXPECT_EQ(value_of(*store, at(2)), "<none>");
}

TEST_F(Time, LeastRecentlyUsedAgainstAModel) {
  put_info info;
  info.max_entries = 50;
  std::vector<std::uint64_t> model; // the least recently used first
  std::uint64_t state = 1;
  for (int i = 0; i < 3000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t x = (state >> 33) % 80;
    const entry_key k{group, {x, 1}};
    const auto there = std::find(model.begin(), model.end(), x);
    ASSERT_EQ(value_of(*store, k) != "<none>", there != model.end()) << i;
    if (there != model.end()) {
      model.erase(there);
      store->used(k);
    } else {
      ASSERT_EQ(put_value(*store, k, pattern(x, 30), info), put_result::stored);
      if (model.size() == 50)
        model.erase(model.begin());
    }
    model.push_back(x);
    if (i % 1000 == 999)
      store->sync();
  }
}

} // namespace
} // namespace st::store
