// Deduced return types: auto, decltype(auto), several returns, recursion after the first return, a local type as the result.
// Rewritten source: results of a type that differs or has no name.
// XFAIL: rewritten
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] auto deduced(int x) { ++runs; return x * 1.5; }
[[st::cache_data]] decltype(auto) deduced_decltype(int x) { ++runs; return std::string(static_cast<std::size_t>(x), 'x'); }
[[st::cache_data]] auto several(int x) {
  ++runs;
  if (x < 0) return std::string("negative");
  for (int i = 0; i < x; ++i)
    if (i == 3) return std::string("more than three");
  return std::string();
}
[[st::cache_data]] auto recursive(int n) {
  ++runs;
  if (n <= 1) return 1LL;
  return n * recursive(n - 1);
}
[[st::cache_data]] auto local_type(int x) {
  ++runs;
  struct Point {
    int x, y;
    std::vector<int> history;
  };
  return Point{x, x + 1, {1, 2, 3}};
}
[[st::cache_data]] auto nothing(int) { ++runs; }
[[st::cache_data]] const auto constant(int x) { ++runs; return x; }

template <class A, class B>
[[st::cache_data]] auto add(A a, B b) { ++runs; return a + b; }
template <class A>
[[st::cache_data]] auto trailing(const std::vector<A>& v) -> decltype(v.size() * 2) { ++runs; return v.size() * 2; }

struct S {
  int base = 10;
  [[st::cache_data]] auto member(int x) const { ++runs; return later(x); }
  [[st::cache_data]] auto out_of_class(int x) const;
  [[st::cache_data]] static auto of_class(int x) { ++runs; return std::pair(x, std::to_string(x)); }
  int later(int x) const { return base + x; }
};
auto S::out_of_class(int x) const { ++runs; return base * x; }

// Resources.
[[st::cache_resource]] auto resource(int x) { ++runs; return std::make_shared<int>(x); }
[[st::cache_resource]] auto& reference(int x) { ++runs; return *new std::string(static_cast<std::size_t>(x), 'r'); }
[[st::cache_resource]] auto* pointer(int x) { ++runs; return new int(x); }

int main() {
  static_assert(std::is_same_v<decltype(deduced(1)), double>);
  static_assert(std::is_same_v<decltype(deduced_decltype(1)), std::string>);
  static_assert(std::is_same_v<decltype(add(1, 2.0)), double>);
  static_assert(std::is_same_v<decltype(reference(1)), std::string&>);
  static_assert(std::is_same_v<decltype(pointer(1)), int*>);
  static_assert(std::is_void_v<decltype(nothing(1))>);
  for (int round = 0; round < 3; ++round) {
    EXPECT(deduced(3) == 4.5);
    EXPECT(deduced_decltype(3) == "xxx");
    EXPECT(several(-1) == "negative");
    EXPECT(several(9) == "more than three");
    auto p = local_type(5);
    EXPECT_EQ(p.x + p.y + static_cast<int>(p.history.size()), 14);
    p.history.clear();
    nothing(4);
    EXPECT_EQ(constant(6), 6);
    EXPECT(add(1, 2.5) == 3.5);
    EXPECT(add(std::string("a"), std::string("b")) == "ab");
    EXPECT_EQ(trailing(std::vector<int>{1, 2, 3}), 6);
    EXPECT_EQ(S{}.member(1), 11);
    EXPECT_EQ(S{}.out_of_class(2), 20);
    EXPECT(S::of_class(3).second == "3");
    EXPECT_EQ(*resource(1), 1);
    EXPECT(reference(3) == "rrr");
    EXPECT_EQ(*pointer(4), 4);
  }
  EXPECT_EQ(runs, 16);
  runs = 0;
  EXPECT_EQ(recursive(10), 3628800);
  EXPECT_EQ(runs, 10);
  EXPECT_EQ(recursive(9), 362880);
  EXPECT_EQ(runs, 10);
  EXPECT(resource(1) == resource(1));
  EXPECT(&reference(3) == &reference(3));
  EXPECT(pointer(4) == pointer(4));
  return check::ok();
}
