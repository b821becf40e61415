// Sessions in a program without the plugin, or with the cache switched off: everything is computed.
// RUN: %cxx_uncached -O1 %s -o %t && %t | %FileCheck %s
// RUN: %stcxx -O1 %s -o %t && env STCACHE_DISABLE=1 %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

int runs;
[[st::cache_data(scope = session, max_bytes = "1M")]] int number(int x) { ++runs; return x; }
[[st::cache_data]] int outer(int x) { ++runs; return number(x); }

int main() {
  st::Session s;
  const auto in = s.enter();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(number(1) + outer(1), 2);
  EXPECT_EQ(runs, 9);
  st::cached(number).clear();
  s.clear();
  EXPECT_EQ(st::cached(number).stats().entries, 0);
  return check::ok();
}
