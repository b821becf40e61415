// Virtual functions: dispatch stays the language's, each override has its own cache, a pure virtual function may have a cached body.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include "Inputs/check.h"

int base_runs, derived_runs, pure_runs;

struct Shape {
  explicit Shape(int s) : side(s) {}
  virtual ~Shape() = default;
  [[st::cache_data]] virtual int area(int scale) const { ++base_runs; return side * scale; }
  [[st::cache_data]] virtual std::string name(int n) const = 0;
  virtual int plain(int x) const { return x; }
  int side;
  template <class H>
  friend void st_hash(H& h, const Shape& s) { h(s.side); }
};
std::string Shape::name(int n) const { ++pure_runs; return "shape" + std::to_string(n); }

struct Square : Shape {
  using Shape::Shape;
  [[st::cache_data]] int area(int scale) const override { ++derived_runs; return side * side * scale; }
  std::string name(int n) const override { return "square:" + Shape::name(n); }
  [[st::cache_data]] int plain(int x) const final { ++derived_runs; return x + side; }
  // Its own: that of the base would not see what a derived class adds.
  template <class H>
  friend void st_hash(H& h, const Square& s) { h(s.side); }
};

struct Line : Shape {
  using Shape::Shape;
  // Not annotated: calls the cached base explicitly.
  int area(int scale) const override { return Shape::area(scale) + 1; }
  std::string name(int) const override { return "line"; }
};

int main() {
  std::unique_ptr<Shape> square = std::make_unique<Square>(3);
  std::unique_ptr<Shape> line = std::make_unique<Line>(4);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(square->area(2), 18);
    EXPECT_EQ(line->area(2), 9);
    EXPECT_EQ(square->Shape::area(2), 6);
    EXPECT(square->name(1) == "square:shape1");
    EXPECT(line->name(1) == "line");
    EXPECT_EQ(square->plain(1), 4);
    EXPECT_EQ(line->plain(1), 1);
  }
  EXPECT_EQ(base_runs, 2);
  EXPECT_EQ(derived_runs, 2);
  EXPECT_EQ(pure_runs, 1);
  int (Shape::*through_pointer)(int) const = &Shape::area;
  EXPECT_EQ((square.get()->*through_pointer)(2), 18);
  EXPECT_EQ(derived_runs, 2);
  return check::ok();
}
