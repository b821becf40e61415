// C++23: an explicit object parameter is a parameter, static call and subscript operators, several subscripts, if consteval.
// Rewritten source: C++23 that GCC 12 and Clang 14 do not know.
// UNSUPPORTED: gcc, expand-gcc, expand-clang14
// RUN: %stcxx -std=c++23 -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include "Inputs/check.h"

int runs;

struct S {
  int k = 3;
  [[st::cache_data]] int explicit_object(this const S& self, int x) { ++runs; return self.k + x; }
  [[st::cache_data]] int by_value(this S self, int x) { ++runs; self.k += x; return self.k; }
  template <class Self>
  [[st::cache_data]] int deduced(this const Self& self, int x) { ++runs; return self.k * x; }
  [[st::cache_data]] static int operator()(int x) { ++runs; return x + 1; }
  [[st::cache_data]] int operator[](int x, int y) const { ++runs; return k + x * y; }
};
[[st::cache_data]] int in_runtime(int x) {
  ++runs;
  if consteval { return -1; } else { return x; }
}

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(S{}.explicit_object(1), 4);
    EXPECT_EQ(S{4}.explicit_object(1), 5);
    EXPECT_EQ(S{}.by_value(1), 4);
    EXPECT_EQ(S{}.deduced(2), 6);
    EXPECT_EQ(S{}(5), 6);
    EXPECT_EQ((S{}[2, 3]), 9);
    EXPECT_EQ(in_runtime(8), 8);
  }
  EXPECT_EQ(runs, 7);
  return check::ok();
}
