// One computation per key however many threads ask; different keys never wait for each other; waits are counted.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

std::atomic<int> runs{0}, started{0};

[[st::cache_data]] std::string slow(int x) {
  ++runs;
  check::sleep_ms(400);
  return std::to_string(x);
}
[[st::cache_resource]] std::shared_ptr<int> resource(int x) {
  ++runs;
  check::sleep_ms(200);
  return std::make_shared<int>(x);
}
struct S {
  int k;
  [[st::cache_data]] int member(int x) const { ++runs; check::sleep_ms(200); return k + x; }
};

check::Gate in_one, leave_one;
[[st::cache_data]] int held(int x) {
  if (x == 1) {
    in_one.open();
    leave_one.wait();
  }
  return x;
}
[[st::cache_data(max_entries = 2)]] int held_small(int x) { return held(x) + 100; }

// The computation of a outlasts a whole life of b, in one function and with the same start: neither waits.
[[st::cache_data]] int crossed(int x) {
  static check::Gate both[2];
  both[x].open();
  return both[1 - x].wait_ms(20000) ? x : -1;
}

template <class F>
void in_threads(int n, F f) {
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i) threads.emplace_back(f, i);
  for (auto& t : threads) t.join();
}

int main() {
  check::deadline(120);
  in_threads(8, [](int) { EXPECT(slow(1) == "1"); });
  EXPECT_EQ(runs, 1);
  const auto stats = st::cached(slow).stats();
  EXPECT_EQ(stats.misses, 1);
  EXPECT_EQ(stats.hits, 7);
  EXPECT(stats.waits >= 1 && stats.waits <= 7);
  EXPECT_EQ(stats.entries, 1);

  // All get the one object.
  runs = 0;
  std::vector<std::shared_ptr<int>> got(8);
  in_threads(8, [&](int i) { got[static_cast<std::size_t>(i)] = resource(1); });
  for (auto& p : got) EXPECT(p == got[0] && *p == 1);
  EXPECT_EQ(runs, 1);
  runs = 0;
  in_threads(8, [&](int i) { EXPECT_EQ(S{i % 2}.member(1), 1 + i % 2); });
  EXPECT_EQ(runs, 2);

  // Other keys while one is computed: misses, hits, contains, clear(args), stats.
  EXPECT_EQ(held(2), 2);
  std::thread one([] { EXPECT_EQ(held_small(1), 101); });
  in_one.wait();
  check::Clock clock;
  for (int i = 2; i < 200; ++i) EXPECT_EQ(held(i), i);
  for (int i = 2; i < 200; ++i) EXPECT_EQ(held(i), i);
  for (int i = 2; i < 20; ++i) EXPECT_EQ(held_small(i), i + 100);
  EXPECT(st::cached(held).contains(2));
  st::cached(held).clear(2);
  EXPECT(st::cached(held).stats().entries >= 1);
  EXPECT(clock.seconds() < 10);
  leave_one.open();
  one.join();
  in_threads(2, [](int i) { EXPECT_EQ(crossed(i), i); });

  // Many threads, many keys, each computed once.
  runs = 0;
  static std::atomic<int> counts[50];
  struct Many {
    [[st::cache_data]] static int f(int x) { ++counts[x]; return x * 2; }
  };
  in_threads(8, [](int i) {
    for (int k = 0; k < 2000; ++k) EXPECT_EQ(Many::f((k * 7 + i) % 50), (k * 7 + i) % 50 * 2);
  });
  for (auto& c : counts) EXPECT_EQ(c, 1);
  const auto many = st::cached(&Many::f).stats();
  EXPECT_EQ(many.misses, 50);
  EXPECT_EQ(many.hits, 8 * 2000 - 50);
  return check::ok();
}
