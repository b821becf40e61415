// C++20: abbreviated templates, constraints, a consteval callee, lambdas in the signature, designated
// initialisers, aggregates by parentheses, and class types as template arguments.
// Clang 14 knows no aggregates by parentheses, and no address of what constraints choose among.
// UNSUPPORTED: expand-clang14
// RUN: %stcxx -std=c++20 -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <concepts>
#include <span>
#include <string>
#include <vector>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] int abbreviated(auto x, std::integral auto y) { ++runs; return static_cast<int>(x + y); }
template <class T>
  requires std::integral<T>
[[st::cache_data]] T constrained(T x) requires(sizeof(T) > 1) { ++runs; return x; }
template <class T>
[[st::cache_data]] std::string dispatch(T) { ++runs; return "any"; }
template <std::integral T>
[[st::cache_data]] std::string dispatch(T) { ++runs; return "integral"; }

consteval int at_compile_time(int x) { return x * 2; }
[[st::cache_data]] int uses_consteval(int x) { ++runs; constexpr int k = at_compile_time(21); return x + k + at_compile_time(1); }

template <std::size_t N>
struct Name {
  char text[N]{};
  consteval Name(const char (&t)[N]) { for (std::size_t i = 0; i < N; ++i) text[i] = t[i]; }
};
template <Name N>
[[st::cache_data]] std::string named(int x) { ++runs; return N.text + std::to_string(x); }
struct Pair { int a, b; };
template <Pair P>
[[st::cache_data]] int structural(int x) { ++runs; return x * P.a + P.b; }
template <auto F>
[[st::cache_data]] int with_lambda(int x) { ++runs; return F(x); }

[[st::cache_data]] int over_span(std::span<const int> s) { ++runs; int r = 0; for (int i : s) r += i; return r; }
[[st::cache_data]] Pair by_parentheses(int x) { ++runs; return Pair(x, x + 1); }
[[st::cache_data]] Pair designated(Pair p) { ++runs; return {.a = p.b, .b = p.a}; }

template <class T>
struct Box {
  T t;
  [[st::cache_data]] T only_integral(T x) const requires std::integral<T> { ++runs; return t + x; }
  [[st::cache_data]] T out(T x) const requires(!std::same_as<T, bool>);
};
template <class T>
T Box<T>::out(T x) const requires(!std::same_as<T, bool>) { ++runs; return t - x; }

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(abbreviated(1.5, 2), 3);
    EXPECT_EQ(abbreviated(1, 2L), 3);
    EXPECT_EQ(constrained(5), 5);
    EXPECT(dispatch(1.0) == "any");
    EXPECT(dispatch(1) == "integral");
    EXPECT_EQ(uses_consteval(1), 45);
    EXPECT(named<"a">(1) == "a1");
    EXPECT(named<"b">(1) == "b1");
    EXPECT_EQ((structural<Pair{2, 3}>(4)), 11);
    EXPECT_EQ((structural<Pair{2, 4}>(4)), 12);
    EXPECT_EQ(with_lambda<[](int x) { return x + 1; }>(1), 2);
    const int numbers[] = {1, 2, 3};
    const std::vector<int> same{1, 2, 3};
    EXPECT_EQ(over_span(numbers), 6);
    EXPECT_EQ(over_span(same), 6);
    EXPECT_EQ(by_parentheses(1).b, 2);
    EXPECT_EQ(designated({.a = 1, .b = 2}).a, 2);
    EXPECT_EQ(Box<int>{1}.only_integral(2), 3);
    EXPECT_EQ(Box<int>{1}.out(2), -1);
  }
  EXPECT_EQ(runs, 16);
  return check::ok();
}
