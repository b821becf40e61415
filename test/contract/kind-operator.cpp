// Operators: arithmetic, call, subscript, conversion, literal, comparison, arrow-free; member, free and friend.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <cstddef>
#include <string>
#include "Inputs/check.h"

int runs;

struct Vec {
  int x = 0, y = 0;
  [[st::cache_data]] Vec operator+(const Vec& o) const { ++runs; return {x + o.x, y + o.y}; }
  [[st::cache_data]] Vec operator-() const { ++runs; return {-x, -y}; }
  [[st::cache_data]] int operator[](std::size_t i) const { ++runs; return i == 0 ? x : y; }
  [[st::cache_data]] int operator()(int a, int b) const { ++runs; return x * a + y * b; }
  [[st::cache_data]] operator std::string() const { ++runs; return std::to_string(x) + "," + std::to_string(y); }
  [[st::cache_data]] explicit operator bool() const { ++runs; return x != 0 || y != 0; }
  [[st::cache_data]] bool operator<(const Vec& o) const;
  [[st::cache_data]] friend Vec operator*(const Vec& v, int k) { ++runs; return {v.x * k, v.y * k}; }
};
bool Vec::operator<(const Vec& o) const { ++runs; return x < o.x; }

[[st::cache_data]] bool operator==(const Vec& a, const Vec& b) { ++runs; return a.x == b.x && a.y == b.y; }
[[st::cache_data]] Vec operator,(const Vec&, const Vec& b) { ++runs; return b; }

[[st::cache_data]] unsigned long long operator""_doubled(unsigned long long n) { ++runs; return 2 * n; }

template <class T>
struct Wrap {
  T t;
  template <class U>
  [[st::cache_data]] operator Wrap<U>() const { ++runs; return {static_cast<U>(t)}; }
  [[st::cache_data]] T operator()(T by) const { ++runs; return t + by; }
};

int main() {
  const Vec a{1, 2}, b{3, 4};
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ((a + b).x, 4);
    EXPECT_EQ((-a).y, -2);
    EXPECT_EQ(a[0], 1);
    EXPECT_EQ(a[1], 2);
    EXPECT_EQ(a(10, 100), 210);
    EXPECT(std::string(a) == "1,2");
    EXPECT(a ? true : false);
    EXPECT((a < b) == true);
    EXPECT_EQ((a * 5).y, 10);
    EXPECT((a == b) == false);
    EXPECT_EQ((a, b).x, 3);
    EXPECT_EQ(21_doubled, 42);
    EXPECT_EQ((Wrap<int>{3}(4)), 7);
    Wrap<long> w = Wrap<int>{8};
    EXPECT_EQ(w.t, 8);
  }
  EXPECT_EQ(runs, 14);
  return check::ok();
}
