// ttl, max_entries, cache_if, validate, on_release.
#include "wrap.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <time.h>
#include <vector>

namespace {

int runs = 0;

OPTIONS(two_entries, st::max_entries = 2)
CACHED_DATA(int, bounded, (int x), two_entries, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  return x;
}
TEST(MaxEntries, LeastRecentlyUsedGoesFirst) {
  st::cached(bounded).clear();
  bounded(1);
  bounded(2);
  bounded(1);
  bounded(3);
  EXPECT_TRUE(st::cached(bounded).contains(1));
  EXPECT_FALSE(st::cached(bounded).contains(2));
  EXPECT_TRUE(st::cached(bounded).contains(3));
  EXPECT_EQ(st::cached(bounded).stats().entries, 2u);
  EXPECT_TRUE(st::cached(bounded).contains(1)); // asking is no use: 1 is still the oldest
  bounded(4);
  EXPECT_FALSE(st::cached(bounded).contains(1));
}
OPTIONS(ten_entries, st::max_entries = 10)
CACHED_DATA(int, ten, (int x), ten_entries, nullptr, 0, static_cast<int &&>(x)) {
  return ++runs, x;
}
TEST(MaxEntries, IsExactLruForOneThread) {
  std::vector<int> model; // most recent last
  unsigned random = 1;
  for (int i = 0; i < 20000; ++i) {
    random = random * 1664525u + 1013904223u;
    const int x = static_cast<int>(random >> 24) % 16;
    const auto at = std::find(model.begin(), model.end(), x);
    const int before = runs;
    ten(x);
    ASSERT_EQ(runs - before, at == model.end() ? 1 : 0) << "call " << i;
    if (at != model.end())
      model.erase(at);
    else if (model.size() == 10)
      model.erase(model.begin());
    model.push_back(x);
    if (i % 97 == 0) {
      st::cached(ten).clear(model.front());
      model.erase(model.begin());
    }
    ASSERT_EQ(st::cached(ten).stats().entries, model.size());
  }
}

OPTIONS(an_hour, st::ttl = "1h")
CACHED_DATA(int, hourly, (int x), an_hour, nullptr, 0, static_cast<int &&>(x)) { return ++runs, x; }
TEST(Ttl, CountsFromTheWriteAndIsOverAtTtl) {
  test_clock clock;
  runs = 0;
  hourly(1);
  clock.forward(3599.999);
  EXPECT_TRUE(st::cached(hourly).contains(1));
  hourly(1);
  EXPECT_EQ(runs, 1);
  clock.forward(0.001);
  EXPECT_FALSE(st::cached(hourly).contains(1));
  hourly(1);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(st::cached(hourly).stats().expirations, 1u);
}
CACHED_RESOURCE(std::shared_ptr<int>, held, (int x), an_hour, nullptr, 0, static_cast<int &&>(x)) {
  return std::make_shared<int>(x);
}
TEST(Ttl, ExpiredMemoryGoesWithTheNextInsert) {
  test_clock clock;
  std::vector<std::weak_ptr<int>> seen;
  for (int i = 0; i < 100; ++i)
    seen.push_back(held(i));
  clock.forward(3600);
  EXPECT_FALSE(seen[0].expired());
  held(1000);
  for (const std::weak_ptr<int> &w : seen)
    EXPECT_TRUE(w.expired());
  const st::Stats s = st::cached(held).stats();
  EXPECT_EQ(s.entries, 1u);
  EXPECT_EQ(s.expirations, 100u);
}
OPTIONS(no_time, st::ttl = 0)
CACHED_DATA(int, at_once, (int x), no_time, nullptr, 0, static_cast<int &&>(x)) {
  return ++runs, x;
}
TEST(Ttl, ZeroRecomputesEveryCall) {
  runs = 0;
  at_once(1);
  at_once(1);
  EXPECT_EQ(runs, 2);
}
OPTIONS(short_time, st::ttl = 0.05)
CACHED_DATA(int, shortly, (int x), short_time, nullptr, 0, static_cast<int &&>(x)) {
  return ++runs, x;
}
std::int64_t monotonic() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000'000 + t.tv_nsec;
}
TEST(Ttl, IsExactOnTheRealClock) {
  shortly(1);
  const std::int64_t written = monotonic(); // the entry is a little older
  std::int64_t asked;
  do {
    asked = monotonic();
    runs = 0;
    shortly(1);
    if (asked - written >= 50'000'000) {
      ASSERT_EQ(runs, 1);
    }
  } while (runs == 0);
  EXPECT_GT(monotonic() - written, 49'000'000);
}
OPTIONS(both, st::ttl = 10, st::max_entries = 2)
CACHED_DATA(int, limited, (int x), both, nullptr, 0, static_cast<int &&>(x)) { return ++runs, x; }
TEST(Ttl, ExpiredEntriesGoBeforeLiveOnes) {
  test_clock clock;
  limited(1);
  clock.forward(5);
  limited(2);
  clock.forward(1);
  limited(1); // the most recently used, but written first
  clock.forward(4);
  limited(3);
  EXPECT_TRUE(st::cached(limited).contains(2));
  EXPECT_EQ(st::cached(limited).stats().evictions, 0u);
}

OPTIONS(only_even, st::cache_if = [](const int &x) { return x % 2 == 0; })
CACHED_DATA(int, evens, (int x), only_even, nullptr, 0, static_cast<int &&>(x)) {
  return ++runs, x;
}
TEST(CacheIf, FalseKeepsNothing) {
  runs = 0;
  EXPECT_EQ(evens(1), 1);
  EXPECT_EQ(evens(1), 1);
  EXPECT_EQ(evens(2), 2);
  EXPECT_EQ(evens(2), 2);
  EXPECT_EQ(runs, 3);
}

struct handle_object {
  int id;
  bool open = true;
};
std::vector<int> released;
bool throws = false;
bool is_open(const std::shared_ptr<handle_object> &h) {
  if (throws)
    throw std::logic_error("validate");
  return h->open;
}
void note_release(const std::shared_ptr<handle_object> &h) {
  st::cache_data.stats(); // takes locks: it must not be called under one
  released.push_back(h->id);
  if (h->id == 13)
    throw std::runtime_error("release");
}
OPTIONS(watched, st::validate = is_open, st::on_release = note_release, st::max_entries = 2,
        st::ttl = 100)
CACHED_RESOURCE(std::shared_ptr<handle_object>, connect, (int id), watched, nullptr, 0,
                static_cast<int &&>(id)) {
  ++runs;
  return std::make_shared<handle_object>(handle_object{id});
}
TEST(Callbacks, ReleaseOncePerValueLetGo) {
  test_clock clock;
  released.clear();
  connect(1);
  connect(2);
  connect(3); // evicts 1
  EXPECT_EQ(released, (std::vector<int>{1}));
  connect(2)->open = false;
  connect(2); // rejected
  EXPECT_EQ(released, (std::vector<int>{1, 2}));
  st::cached(connect).clear(3);
  EXPECT_EQ(released, (std::vector<int>{1, 2, 3}));
  clock.forward(100);
  connect(2); // replaced
  EXPECT_EQ(released, (std::vector<int>{1, 2, 3, 2}));
  connect(13);
  st::cached(connect).clear();
  EXPECT_EQ(released.size(), 6u);
  EXPECT_EQ(st::cached(connect).stats().errors, 1u);
}
TEST(Callbacks, ValidateThatThrowsLeavesTheEntry) {
  const auto first = connect(7);
  throws = true;
  EXPECT_THROW(connect(7), std::logic_error);
  throws = false;
  EXPECT_EQ(connect(7), first);
}
TEST(Callbacks, ReleasedResourcesAreDestroyed) {
  std::weak_ptr<handle_object> seen = connect(21);
  EXPECT_FALSE(seen.expired());
  st::cached(connect).clear();
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(st::detail::limbo_size_for_testing(), 0u);
}

} // namespace
