// The attribute on a declaration before the definition, and on nothing else.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] int on_first(int x);
int on_first(int);  // more declarations in between, with other names
int on_first(int another_name);
int uses_before_definition() { return on_first(3); }
int on_first(int y) { ++runs; return y + 1; }

int on_second(int x);
[[st::cache_data(max_entries = 2)]] int on_second(int x);
int on_second(int x) { ++runs; return x + 2; }

// Default arguments come from one declaration, the attribute from another.
int with_default(int x = 10);
[[st::cache_data]] int with_default(int x);
int with_default(int x) { ++runs; return x + 3; }

// Declared in its namespace, defined outside of it.
namespace n {
[[st::cache_data]] std::string text(const std::string& s);
}
std::string n::text(const std::string& s) { ++runs; return s + s; }

// The type is incomplete at the declaration.
struct Later;
[[st::cache_data]] Later make(const Later& from, int x);
struct Later {
  int a;
};
Later make(const Later& from, int x) { ++runs; return {from.a + x}; }

struct S {
  int k = 4;
  [[st::cache_data]] int member(int x) const;
  [[st::cache_data]] static int of_class(int x);
  template <class T>
  [[st::cache_data]] T templated(T x) const;
};
int S::member(int x) const { ++runs; return x + k; }
int S::of_class(int x) { ++runs; return x + 5; }
template <class T>
T S::templated(T x) const { ++runs; return x + static_cast<T>(k); }

template <class T>
[[st::cache_data]] T free_template(T x);
template <class T>
T free_template(T x) { ++runs; return x + T(6); }

[[st::cache_data]] static int internal(int x);
static int internal(int x) { ++runs; return x + 7; }

[[st::cache_data]] inline int is_inline(int x);
inline int is_inline(int x) { ++runs; return x + 8; }

// Declared with the attribute and never defined nor called.
[[st::cache_data]] int never_defined(int x);

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(uses_before_definition(), 4);
    EXPECT_EQ(on_first(3), 4);
    EXPECT_EQ(on_second(3), 5);
    EXPECT_EQ(with_default(), 13);
    EXPECT_EQ(with_default(10), 13);
    EXPECT(n::text("ab") == "abab");
    EXPECT_EQ(make({1}, 2).a, 3);
    EXPECT_EQ(S{}.member(1), 5);
    EXPECT_EQ(S::of_class(1), 6);
    EXPECT_EQ(S{}.templated(1), 5);
    EXPECT_EQ(free_template(1), 7);
    EXPECT_EQ(internal(1), 8);
    EXPECT_EQ(is_inline(1), 9);
  }
  EXPECT_EQ(runs, 11);
  return check::ok();
}
