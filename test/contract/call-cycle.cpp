// Cycles of waits across threads end: each call returns a value or throws st::RecursionError, none hangs.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

// a(x) asks for b(x), b(x) for a(x): two threads that begin at either end wait for each other.
std::atomic<int> depth{0};
check::Gate in_a, in_b;
[[st::cache_data]] int b(int x);
[[st::cache_data]] int a(int x) {
  in_a.open();
  in_b.wait_ms(2000);
  return depth++ > 6 ? x : b(x) + 1;
}
int b(int x) {
  in_b.open();
  in_a.wait_ms(2000);
  return depth++ > 6 ? x : a(x) + 1;
}

// A ring of keys in one function, entered by as many threads.
constexpr int kRing = 4;
check::Gate in_ring[kRing];
[[st::cache_data]] int ring(int x) {
  in_ring[x].open();
  for (auto& g : in_ring) g.wait_ms(2000);
  return ring((x + 1) % kRing) + 1;
}

int main() {
  check::deadline(100);
  std::atomic<int> ended{0};
  auto run = [&](auto f) {
    return std::thread([&ended, f] {
      try {
        (void)f();
      } catch (const st::RecursionError&) {
      }
      ++ended;
    });
  };
  std::vector<std::thread> threads;
  threads.push_back(run([] { return a(1); }));
  threads.push_back(run([] { return b(1); }));
  for (int i = 0; i < kRing; ++i) threads.push_back(run([i] { return ring(i); }));
  for (auto& t : threads) t.join();
  EXPECT_EQ(ended, 2 + kRing);
  return check::ok();
}
