// Aggregates field by field with no code from the user: nested, arrays, bit-fields, bases, padding, many fields.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/key.h"

struct Empty {};
struct Point {
  int x, y;
};
struct Named {
  std::string first, second;
};
struct Padded {
  char c;
  int i;
  char d;
  double e;
};
struct Nested {
  Point p;
  Named n;
  struct Inner {
    std::vector<Point> points;
    std::map<std::string, Point> by_name;
  } inner;
  std::optional<Point> maybe;
};
struct Arrays {
  int one[3];
  Point two[2][2];
  std::string texts[2];
  char raw[8];
  std::array<Point, 2> standard;
};
struct Bits {
  unsigned a : 3;
  unsigned b : 5;
  unsigned : 0;
  int c : 7;
  unsigned : 4;
  bool d : 1;
  std::uint64_t e : 40;
  int whole;
};
struct BaseA {
  int x;
};
struct BaseB {
  std::string s;
};
struct Derived : BaseA, BaseB, Empty {
  int x;  // hides BaseA::x
  std::vector<int> v;
};
struct OnlyBase : Point {};
struct Defaults {
  int a = 1;
  const int b = 2;
  static int not_a_field;
  static constexpr int nor_this = 5;
  enum class Kind { k1, k2 } kind = Kind::k1;
  mutable int counted = 0;
  int sum() const { return a + b; }
};
int Defaults::not_a_field = 1;
template <class T, std::size_t N>
struct Generic {
  T values[N];
  T extra;
};
struct Recursive {
  int v;
  std::vector<Recursive> children;
};
struct Many {
  int f00, f01, f02, f03, f04, f05, f06, f07, f08, f09, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24,
      f25, f26, f27, f28, f29, f30, f31, f32, f33, f34, f35, f36, f37, f38, f39, f40, f41, f42, f43, f44, f45, f46, f47, f48, f49,
      f50, f51, f52, f53, f54, f55, f56, f57, f58, f59, f60, f61, f62, f63, f64, f65, f66, f67, f68, f69;
};
struct MoveOnlyMember {
  int n;
  std::unique_ptr<int> p;
};
struct NoDefault {
  struct Must {
    explicit Must(int n) : n(n) {}
    int n;
    template <class H>
    friend void st_hash(H& h, const Must& m) { h(m.n); }
  } must;
  const Point* operator&() const { return nullptr; }
  int y;
};
struct ConvertsFromAll {
  struct Any {
    int n = 0;
    Any() = default;
    template <class T>
    Any(T&&) : n(-1) {}
    Any(const Any&) = default;
    Any(Any&) = default;
    Any(Any&&) = default;
    template <class H>
    friend void st_hash(H& h, const Any& a) { h(a.n); }
  } any;
  int rest;
};
namespace {
struct Anonymous {
  int a;
  std::string b;
};
}  // namespace

template <class T>
T* dirty(void* memory, int garbage) {
  std::memset(memory, garbage, sizeof(T));
  return ::new (memory) T;
}

int main() {
  EXPECT_SAME(Empty{}, Empty{});
  EXPECT_SAME((Point{1, 2}), (Point{1, 2}));
  EXPECT_DIFFER((Point{1, 2}), (Point{2, 1}));
  EXPECT_DIFFER((Named{"ab", "c"}), (Named{"a", "bc"}));

  alignas(Padded) unsigned char m1[sizeof(Padded)], m2[sizeof(Padded)];
  Padded *p1 = dirty<Padded>(m1, 0), *p2 = dirty<Padded>(m2, 0xff);
  p1->c = p2->c = 'c';
  p1->i = p2->i = 5;
  p1->d = p2->d = 'd';
  p1->e = p2->e = 1.5;
  EXPECT_SAME(*p1, *p2);
  p2->d = 'x';
  EXPECT_DIFFER(*p1, *p2);

  Nested n{{1, 2}, {"a", "b"}, {{{3, 4}}, {{"k", {5, 6}}}}, Point{7, 8}};
  Nested n2 = n;
  EXPECT_SAME(n, n2);
  n2.inner.by_name["k"].y = 60;
  EXPECT_DIFFER(n, n2);
  n2 = n;
  n2.maybe.reset();
  EXPECT_DIFFER(n, n2);
  n2 = n;
  n2.inner.points.clear();
  EXPECT_DIFFER(n, n2);

  Arrays a{{1, 2, 3}, {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, {"ab", "c"}, "raw", {{{1, 2}, {3, 4}}}};
  Arrays a2 = a;
  EXPECT_SAME(a, a2);
  a2.two[1][0].y = 0;
  EXPECT_DIFFER(a, a2);
  a2 = a;
  a2.texts[0] = "a";
  a2.texts[1] = "bc";
  EXPECT_DIFFER(a, a2);
  a2 = a;
  a2.raw[7] = 'z';  // after the text's end, still part of the array
  EXPECT_DIFFER(a, a2);
  a2 = a;
  a2.standard[1].x = 0;
  EXPECT_DIFFER(a, a2);

  alignas(Bits) unsigned char m3[sizeof(Bits)], m4[sizeof(Bits)];
  Bits *b1 = dirty<Bits>(m3, 0), *b2 = dirty<Bits>(m4, 0xff);
  for (Bits* b : {b1, b2}) {
    b->a = 5;
    b->b = 17;
    b->c = -3;
    b->d = true;
    b->e = 0xabcdef0123ULL;
    b->whole = 9;
  }
  EXPECT_SAME(*b1, *b2);
  b2->c = 3;
  EXPECT_DIFFER(*b1, *b2);
  b2->c = -3;
  b2->e ^= 1ULL << 39;
  EXPECT_DIFFER(*b1, *b2);

  Derived d{{1}, {"s"}, {}, 2, {3}};
  Derived d2 = d;
  EXPECT_SAME(d, d2);
  d2.BaseA::x = 100;
  EXPECT_DIFFER(d, d2);
  d2 = d;
  d2.s = "t";
  EXPECT_DIFFER(d, d2);
  d2 = d;
  d2.x = 100;
  EXPECT_DIFFER(d, d2);
  EXPECT_DIFFER((OnlyBase{{1, 2}}), (OnlyBase{{1, 3}}));

  Defaults e1, e2;
  EXPECT_SAME(e1, e2);
  Defaults::not_a_field = 2;
  EXPECT_SAME(e1, e2);
  EXPECT_DIFFER(e1, (Defaults{1, 3}));
  EXPECT_DIFFER(e1, (Defaults{1, 2, Defaults::Kind::k2}));
  EXPECT_DIFFER((Generic<int, 2>{{1, 2}, 3}), (Generic<int, 2>{{1, 3}, 2}));
  EXPECT_DIFFER((Recursive{1, {{2, {}}, {3, {}}}}), (Recursive{1, {{2, {{3, {}}}}}}));
  Many many{};
  const int before = next_id;
  for (int i = 0; i < 70; ++i) {
    Many one{};
    (&one.f00)[i] = 1;
    id(one);
    id(one);
  }
  id(many);
  EXPECT_EQ(next_id - before, 71);
  EXPECT_SAME((MoveOnlyMember{1, std::make_unique<int>(2)}), (MoveOnlyMember{1, std::make_unique<int>(2)}));
  EXPECT_DIFFER((MoveOnlyMember{1, std::make_unique<int>(2)}), (MoveOnlyMember{1, nullptr}));
  EXPECT_DIFFER((NoDefault{NoDefault::Must(1), 2}), (NoDefault{NoDefault::Must(2), 2}));
  ConvertsFromAll c1{{}, 1}, c2{{}, 2};
  EXPECT_DIFFER(c1, c2);
  c2.rest = 1;
  EXPECT_SAME(c1, c2);
  c2.any.n = 4;
  EXPECT_DIFFER(c1, c2);
  EXPECT_DIFFER((Anonymous{1, "a"}), (Anonymous{1, "b"}));
  struct Local {
    int a;
    Point p;
  };
  EXPECT_DIFFER((Local{1, {2, 3}}), (Local{1, {2, 4}}));
  return check::ok();
}
