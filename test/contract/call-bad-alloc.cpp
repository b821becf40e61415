// What a body throws reaches those who wait, also if it is std::bad_alloc: it is not taken for a failure of the cache.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <new>
#include <thread>
#include "Inputs/check.h"
#include "../refresh/Inputs/refresh.h"

std::atomic<int> runs{0};
std::atomic<bool> closed{true};
[[st::cache_data]] int fails(int x) {
  ++runs;
  wait_until([] { return !closed; });
  if (x == 1) throw std::bad_alloc();
  return x;
}
bool throws() {
  try {
    fails(1);
  } catch (const std::bad_alloc &) {
    return true;
  }
  return false;
}

int main() {
  std::thread first([] { EXPECT(throws()); });
  wait_until([] { return runs == 1; });
  WaitingCall second([] { EXPECT(throws()); });
  closed = false;
  first.join();
  second.join();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(st::cached(fails).stats().misses, 2);
  EXPECT_EQ(st::cached(fails).stats().waits, 1);
  return check::ok();
}
