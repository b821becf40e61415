// Shapes that functions have in public code: qualified members behind macros, specialised members,
// default arguments, arrays, packs, functions declared by a type or written by a macro, files that
// are included twice, #line.
// REQUIRES: g++
// RUN: %split_file %s %t
// RUN: %bindir/stcxx %gxx -std=c++17 %t/main.cpp -o %t/main && %t/main | %FileCheck %s
// RUN: %stcxx %t/main.cpp -o %t/main && %t/main | %FileCheck %s
// CHECK: 4.5 3 2 1 6 13
// CHECK-NEXT: 4 2 abab 1 258 2
// CHECK-NEXT: 1 4 8 8 5 6 400
// CHECK-NEXT: 4.5 3 2 1 6 13
// CHECK-NEXT: 4 2 abab 1 258 2
// CHECK-NEXT: 1 4 8 8 5 6 400
// CHECK-NEXT: 19 hits, 19 misses

//--- shapes.h
#pragma once
#include <cstddef>
#include <map>
#include <st/cache.h>
#include <string>
#include <vector>
#define SHAPES_API __attribute__((visibility("default")))
#define SHAPES_BEGIN namespace shapes { inline namespace v1 {
#define SHAPES_END } }

SHAPES_BEGIN
template <class T> struct Box {
  T held{};
  template <class U> [[st::cache_data]] SHAPES_API auto plus(U u) const -> decltype(u + held) {
    return u + held;
  }
  [[st::cache_data]] static std::vector<T> many(std::size_t n, const T &x = T()) noexcept {
    return std::vector<T>(n, x);
  }
  [[st::cache_data]] [[nodiscard]] inline bool operator()(const T &a) const & { return a == held; }
};
template <>
[[st::cache_data]] inline std::vector<bool> Box<bool>::many(std::size_t n, const bool &x) noexcept {
  return std::vector<bool>(n, !x);
}
template <class T, std::size_t N> [[st::cache_data]] inline T total(const T (&a)[N]) {
  T sum{};
  for (const T &x : a)
    sum += x;
  return sum;
}
template <class... A> [[st::cache_data(max_entries = 3)]] std::size_t bytes(const A &...a) {
  return (std::size_t(0) + ... + sizeof(a));
}
SHAPES_END

struct Shape {
  virtual ~Shape() = default;
  virtual int scaled(int) const = 0;
};
struct Square final : Shape {
  int side = 2;
  template <class A> void serialize(A &a, unsigned) { a & side; }
  [[st::cache_data]] int scaled(int x) const override { return side * x; }
};

//--- next.inc
[[st::cache_data]] inline TYPE NAME(TYPE x) {
  return x + 1;
}
#undef TYPE
#undef NAME

//--- main.cpp
#include "shapes.h"
#include <cstdio>

#define UNUSED(x) x __attribute__((unused))
[[st::cache_data]] static int
old_style(UNUSED(int a), int (*_callback)(int) = nullptr)
{
  struct Local { int x; } local{3};
  goto end;
end:
  return local.x + a;
}

extern "C" {
[[st::cache_data]] SHAPES_API int in_c(int x) {
  switch (x) { case 1: return 2; default: return x; }
}
}

using Repeat = std::string(const std::string &, int);
[[st::cache_data]] Repeat repeated;
std::string repeated(const std::string &text, int n) {
  std::string all;
  while (n--)
    all += text;
  return all;
}

[[st::cache_data]] auto keys(std::map<std::string, std::vector<int>> m) { return m.size(); }

[[st::cache_data(hash_funcs = [](const unsigned char *p) { return p[0] * 256 + p[1]; })]]
int big_endian(const unsigned char *p) { return p[0] * 256 + p[1]; }

[[st::cache_data]] decltype(auto) next(int x) { return (x + 1L); }

#define CACHED(T) [[st::cache_data]] T
CACHED(int) same(int x) { return x; }
#define DOUBLE_OF(name, T) [[st::cache_data]] T name(T x) { return x + x; }
DOUBLE_OF(twice, int) DOUBLE_OF(twice, long)

#define TYPE int
#define NAME next_int
#include "next.inc"
namespace other {
#define TYPE long
#define NAME next_long
#include "next.inc"
}

static void all() {
  shapes::Box<int> box{3};
  const int numbers[] = {1, 2, 3};
  const unsigned char two[] = {1, 2};
  std::printf("%g %zu %zu %d %d %zu\n", box.plus(1.5), shapes::Box<int>::many(3).size(),
              shapes::Box<bool>::many(2).size(), box(3), shapes::total(numbers),
              shapes::bytes(1, 'c', 2.0));
  std::printf("%d %d %s %zu %d %ld\n", old_style(1), in_c(1), repeated("ab", 2).c_str(),
              keys({{"x", {1}}}), big_endian(two), next(1));
  Square square;
  const Shape &shape = square;
  std::printf("%d %d %ld %d %d %ld ", same(1), twice(2), twice(4L), shape.scaled(4), next_int(4),
              other::next_long(5));
}

#line 400 "grammar.y"
[[st::cache_data]] static int line_of(int x) { return x * __LINE__; }

int main() {
  for (int i = 0; i < 2; ++i) {
    all();
    std::printf("%d\n", line_of(1));
  }
  const st::Stats all_of_them = st::cache_data.stats();
  std::printf("%llu hits, %llu misses\n", all_of_them.hits, all_of_them.misses);
}
