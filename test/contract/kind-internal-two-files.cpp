// Functions with internal linkage and one name in two files are two functions: they never share a result, even where
// their text is the same.
// RUN: %stcxx -O1 -c -DPART=1 %s -o %t.1.o
// RUN: %stcxx -O1 -c -DPART=2 %s -o %t.2.o
// RUN: %stcxx %t.1.o %t.2.o -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

namespace {
const int constant = PART * 100;
int variable;

[[st::cache_data]] int from_constant(int x) { return x + constant; }
[[st::cache_data]] int from_variable(int x) { return x + variable; }
struct Local {
  int a;
  [[st::cache_data]] int member(int x) const { return a + x + constant; }
};
}  // namespace

[[st::cache_data]] static int from_macro(int x) { return x * PART; }

struct Answers {
  int constant, variable, member, macro;
};

#if PART == 1
Answers answers_1(int set) {
#else
Answers answers_2(int set) {
#endif
  variable = set;
  return {from_constant(1), from_variable(1), Local{5}.member(1), from_macro(7)};
}

#if PART == 1
Answers answers_2(int set);
int main() {
  for (int round = 0; round < 2; ++round) {
    Answers one = answers_1(1000);
    Answers two = answers_2(2000);
    EXPECT_EQ(one.constant, 101);
    EXPECT_EQ(two.constant, 201);
    EXPECT_EQ(one.variable, 1001);
    EXPECT_EQ(two.variable, 2001);
    EXPECT_EQ(one.member, 106);
    EXPECT_EQ(two.member, 206);
    EXPECT_EQ(one.macro, 7);
    EXPECT_EQ(two.macro, 14);
  }
  return check::ok();
}
#endif
