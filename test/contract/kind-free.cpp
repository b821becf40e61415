// Free functions of any linkage, in nested, inline and unnamed namespaces, with the attribute in every legal place.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] int plain(int x) { ++runs; return x + 1; }
[[st::cache_data()]] int empty_parens(int x) { ++runs; return x + 2; }
[[st::cache_data]] static int internal(int x) { ++runs; return x + 3; }
static inline int after_name [[st::cache_data]] (int x) { ++runs; return x + 4; }
[[using st: cache_data]] int with_using(int x) { ++runs; return x + 5; }
[[nodiscard, st::cache_data]] int in_a_list(int x) { ++runs; return x + 6; }
[[nodiscard]] [[st::cache_data(max_entries = 10)]] [[gnu::noinline]] int among_others(int x) { ++runs; return x + 7; }
[[st::cache_data]] __attribute__((noinline, cold)) int with_gnu(int x) { ++runs; return x + 8; }

namespace {
[[st::cache_data]] int unnamed_namespace(int x) { ++runs; return x + 9; }
namespace inner {
[[st::cache_data]] int unnamed_nested(int x) { ++runs; return x + 10; }
}  // namespace inner
}  // namespace

namespace a::b {
inline namespace v2 {
[[st::cache_data]] int nested(int x) { ++runs; return x + 11; }
}  // namespace v2
int declared_outside(int x);
}  // namespace a::b
namespace alias = a::b;

// Defined outside its namespace, by a qualified name.
[[st::cache_data]] int a::b::declared_outside(int x) { ++runs; return x + 12; }

// Parenthesised declarator, trailing return type, several on one line.
[[st::cache_data]] int (parenthesised)(int x) { ++runs; return x + 13; }
[[st::cache_data]] auto trailing(int x) -> int { ++runs; return x + 14; }
[[st::cache_data]] int one(int x) { ++runs; return x + 15; } [[st::cache_data]] int two(int x) { ++runs; return x + 16; }

// Declared by way of a function type; one attribute for two declarators.
using Fn = int(int);
[[st::cache_data]] Fn by_typedef;
int by_typedef(int x) { ++runs; return x + 17; }
[[st::cache_data]] int first(int x), second(int x);
int first(int x) { ++runs; return x + 18; }
int second(int x) { ++runs; return x + 19; }

template <class F>
void try_it(F f, int add) {
  runs = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(f(100), 100 + add);
    EXPECT_EQ(f(200), 200 + add);
  }
  EXPECT_EQ(runs, 2);
}

int main() {
  // Called directly...
  EXPECT_EQ(plain(5), 6);
  EXPECT_EQ(plain(5), 6);
  EXPECT_EQ(runs, 1);
  // ...and through pointers.
  try_it(plain, 1);
  try_it(empty_parens, 2);
  try_it(internal, 3);
  try_it(after_name, 4);
  try_it(with_using, 5);
  try_it(in_a_list, 6);
  try_it(among_others, 7);
  try_it(with_gnu, 8);
  try_it(unnamed_namespace, 9);
  try_it(inner::unnamed_nested, 10);
  try_it(alias::nested, 11);
  try_it(a::b::declared_outside, 12);
  try_it(&parenthesised, 13);
  try_it(&trailing, 14);
  try_it(one, 15);
  try_it(two, 16);
  try_it(by_typedef, 17);
  try_it(first, 18);
  try_it(second, 19);
  return check::ok();
}
