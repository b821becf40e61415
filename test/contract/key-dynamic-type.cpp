// A cached member function of a base class that calls virtual functions must not give one derived object the other's result.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include "Inputs/check.h"

struct Shape {
  explicit Shape(int s) : side(s) {}
  virtual ~Shape() = default;
  virtual int corners() const { return 0; }
  [[st::cache_data]] int weight(int per_corner) const { return corners() * per_corner * side; }
  int side;
  template <class H>
  friend void st_hash(H& h, const Shape& s) { h(s.side); }
};
struct Triangle : Shape {
  using Shape::Shape;
  int corners() const override { return 3; }
};
struct Square : Shape {
  using Shape::Shape;
  int corners() const override { return 4; }
};

int main() {
  Triangle t(2);
  Square s(2);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(t.weight(10), 60);
    EXPECT_EQ(s.weight(10), 80);
    EXPECT_EQ(Shape(2).weight(10), 0);
  }
  return check::ok();
}
