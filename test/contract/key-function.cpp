// Which function is part of the key; the state of *this and of what a reference refers to at entry; depends_on.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/check.h"

int runs;

// One text of body and one list of arguments, other functions.
[[st::cache_data]] std::string f(int) { return "f"; }
[[st::cache_data]] std::string g(int) { return "g"; }
namespace n { [[st::cache_data]] std::string f(int) { return "n::f"; } }
[[st::cache_data]] std::string f(long) { return "f(long)"; }
[[st::cache_data]] std::string f(const std::string&) { return "f(string)"; }
[[st::cache_data]] std::string f(int, int) { return "f(int, int)"; }
struct A { int k = 1; [[st::cache_data]] std::string f(int) const { return "A"; } };
struct B { int k = 1; [[st::cache_data]] std::string f(int) const { return "B"; } };
[[st::cache_data]] int same_body_1(int x) { ++runs; return x; }
[[st::cache_data]] int same_body_2(int x) { ++runs; return x; }

// Value at entry, not after the body has changed it.
struct Counter {
  int n = 0;
  std::vector<int> log;
  [[st::cache_data]] int bump(int by) { ++runs; n += by; log.push_back(by); return n; }
};
[[st::cache_data]] std::string consume(std::string&& s) { ++runs; std::string taken = std::move(s); return taken; }
int global = 5;
[[st::cache_data]] int changes_what_its_argument_refers_to(const int& x) { ++runs; global += 100; return x; }

// A base by reference: the base's part.
struct Base { int b; };
struct Derived : Base { int d; };
[[st::cache_data]] int of_base(const Base& b) { ++runs; return b.b; }

// Added to the key at each call.
int version_of_data = 1;
std::string mode = "fast";
int current() { return version_of_data; }
[[st::cache_data(depends_on = version_of_data)]] int by_global(int x) { ++runs; return x * version_of_data; }
[[st::cache_data(depends_on = current())]] int by_call(int x) { ++runs; return x * version_of_data; }
[[st::cache_data(depends_on = std::make_pair(version_of_data, mode))]] int by_both(int x) {
  ++runs;
  return x * version_of_data + static_cast<int>(mode.size());
}
struct S {
  static int generation;
  [[st::cache_data(depends_on = generation)]] static int of_class(int x) { ++runs; return x + generation; }
};
int S::generation = 1;

int main() {
  A a;
  B b;
  for (int round = 0; round < 2; ++round) {
    EXPECT(f(1) == "f");
    EXPECT(g(1) == "g");
    EXPECT(n::f(1) == "n::f");
    EXPECT(f(1L) == "f(long)");
    EXPECT(f("1") == "f(string)");
    EXPECT(f(1, 1) == "f(int, int)");
    EXPECT(a.f(1) == "A");
    EXPECT(b.f(1) == "B");
  }
  EXPECT_EQ(same_body_1(1) + same_body_2(1) + same_body_1(1) + same_body_2(1), 4);
  EXPECT_EQ(runs, 2);

  runs = 0;
  Counter c;
  EXPECT_EQ(c.bump(1), 1);
  EXPECT_EQ(Counter{}.bump(1), 1);  // the key was {0, {}} and 1
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(c.bump(1), 2);
  EXPECT_EQ((Counter{1, {1}}.bump(1)), 2);
  EXPECT_EQ(runs, 2);
  runs = 0;
  EXPECT(consume("a") == "a");
  EXPECT(consume("a") == "a");
  EXPECT_EQ(runs, 1);
  runs = 0;
  EXPECT_EQ(changes_what_its_argument_refers_to(global), 105);
  global = 5;
  EXPECT_EQ(changes_what_its_argument_refers_to(5), 105);
  EXPECT_EQ(runs, 1);
  runs = 0;
  EXPECT_EQ(of_base(Derived{{1}, 2}), 1);
  EXPECT_EQ(of_base(Derived{{1}, 3}), 1);
  EXPECT_EQ(runs, 1);

  runs = 0;
  EXPECT_EQ(by_global(10) + by_call(10) + by_both(10), 10 + 10 + 14);
  EXPECT_EQ(by_global(10) + by_call(10) + by_both(10), 34);
  EXPECT_EQ(runs, 3);
  version_of_data = 2;
  EXPECT_EQ(by_global(10) + by_call(10) + by_both(10), 20 + 20 + 24);
  EXPECT_EQ(runs, 6);
  mode = "accurate";
  EXPECT_EQ(by_global(10) + by_call(10) + by_both(10), 20 + 20 + 28);
  EXPECT_EQ(runs, 7);
  version_of_data = 1;
  mode = "fast";
  EXPECT_EQ(by_global(10) + by_call(10) + by_both(10), 34);  // back at the earlier state
  EXPECT_EQ(runs, 7);
  runs = 0;
  EXPECT_EQ(S::of_class(1), 2);
  S::generation = 2;
  EXPECT_EQ(S::of_class(1), 3);
  EXPECT_EQ(S::of_class(1), 3);
  EXPECT_EQ(runs, 2);
  return check::ok();
}
