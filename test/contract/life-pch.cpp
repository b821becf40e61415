// Annotated functions in a precompiled header are rewritten once.
// Rewritten source: options of Clang's.
// UNSUPPORTED: rewritten
// RUN: %stcxx -O1 -x c++-header %S/Inputs/shared-inline.h -o %t.pch
// RUN: %stcxx -O1 -include-pch %t.pch %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include "Inputs/check.h"

int runs;
int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(shared_inline(1), 3);
    EXPECT(declared_then_defined("ab") == "abab");
    EXPECT_EQ(shared_template(10), 20);
    EXPECT_EQ(Widget{3}.area(2), 18);
    EXPECT_EQ(Widget::twice(5), 10);
    EXPECT_EQ(Box<int>{1}.plus(2), 3);
  }
  EXPECT_EQ(runs, 6);
  EXPECT_EQ(st::cached(shared_inline).stats().misses, 1);
  EXPECT_EQ(st::cached(shared_inline).stats().hits, 2);
  return check::ok();
}
