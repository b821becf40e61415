// Functions with C linkage keep their symbol and are cached.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

int runs;

extern "C" [[st::cache_data]] int c_square(int x) { ++runs; return x * x; }

extern "C" {
[[st::cache_data]] double c_half(double x) { ++runs; return x / 2; }
[[st::cache_data]] int c_declared(int x);
int c_declared(int x) { ++runs; return x + 1; }
[[st::cache_data]] static int c_static(int x) { ++runs; return x + 2; }
}

namespace n {
extern "C" [[st::cache_data]] int c_in_namespace(int x) { ++runs; return x + 3; }
}

// The same C function, seen under its symbol.
int by_symbol(int) __asm__("c_square");

int main() {
  EXPECT_EQ(c_square(7), 49);
  EXPECT_EQ(c_square(7), 49);
  EXPECT_EQ(by_symbol(7), 49);
  EXPECT_EQ(runs, 1);
  EXPECT(c_half(3) == 1.5);
  EXPECT(c_half(3) == 1.5);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(c_declared(1) + c_declared(1), 4);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(c_static(1) + c_static(1), 6);
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(n::c_in_namespace(1) + n::c_in_namespace(1), 8);
  EXPECT_EQ(runs, 5);
  int (*p)(int) = c_square;
  EXPECT_EQ(p(8), 64);
  EXPECT_EQ(c_square(8), 64);
  EXPECT_EQ(runs, 6);
  return check::ok();
}
