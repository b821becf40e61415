// Inline functions, templates and members in a header that two files use: one cache per function in the program.
// RUN: %stcxx -O1 -c %s -o %t.1.o
// RUN: %stcxx -O1 -c -DOTHER_FILE %s -o %t.2.o
// RUN: %stcxx %t.1.o %t.2.o -o %t && %t | %FileCheck %s
// The other way round at link time, and at other optimisation levels in the two files.
// RUN: %stcxx -O0 -c -DOTHER_FILE %s -o %t.3.o
// RUN: %stcxx -O2 -c %s -o %t.4.o
// RUN: %stcxx %t.3.o %t.4.o -o %t && %t | %FileCheck %s
// CHECK: ok
#include "Inputs/shared-inline.h"
#include "Inputs/check.h"

#ifdef OTHER_FILE

int other_file() {
  int sum = 0;
  sum += shared_inline(1);                                   // 3
  sum += static_cast<int>(declared_then_defined("ab").size());  // 4
  sum += shared_template(10);                                // 20
  sum += Widget{3}.area(2);                                  // 18
  sum += Widget::twice(5);                                   // 10
  sum += Box<int>{1}.plus(2);                                // 3
  sum += elsewhere(1);                                       // 101
  return sum;
}
int other_entries() { return static_cast<int>(st::cached(shared_inline).stats().entries); }
int (*other_address())(int) { return &shared_inline; }
int elsewhere(int x) { ++runs; return x + 100; }

#else

int runs;
int other_file();
int other_entries();
int (*other_address())(int);

int main() {
  EXPECT_EQ(other_file(), 159);
  EXPECT_EQ(runs, 7);
  EXPECT_EQ(other_file(), 159);
  EXPECT_EQ(runs, 7);
  // Everything is there already in this file.
  EXPECT_EQ(shared_inline(1), 3);
  EXPECT(declared_then_defined("ab") == "abab");
  EXPECT_EQ(shared_template(10), 20);
  EXPECT_EQ(Widget{3}.area(2), 18);
  EXPECT_EQ(Widget::twice(5), 10);
  EXPECT_EQ(Box<int>{1}.plus(2), 3);
  EXPECT_EQ(elsewhere(1), 101);
  EXPECT_EQ(runs, 7);
  // An entry made here is seen there, and a clear here holds there.
  EXPECT_EQ(shared_inline(2), 6);
  EXPECT_EQ(other_entries(), 2);
  EXPECT(other_address() == &shared_inline);
  st::cached(shared_inline).clear();
  EXPECT_EQ(other_entries(), 0);
  EXPECT_EQ(other_file(), 159);
  EXPECT_EQ(runs, 9);
  st::cached(elsewhere).clear();
  EXPECT_EQ(other_file(), 159);
  EXPECT_EQ(runs, 10);
  return check::ok();
}

#endif
