// Pure: a hierarchy of classes with cached virtual functions and free helpers.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Shape {
 public:
  explicit Shape(std::string name) : name_(std::move(name)) {}
  virtual ~Shape() = default;
  virtual double area() const = 0;
  virtual double perimeter() const = 0;
  [[st::cache_data]] virtual std::string describe(int digits) const { return name_ + format(area(), digits); }
  const std::string& name() const { return name_; }

 protected:
  [[st::cache_data]] static std::string format(double d, int digits) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, " %.*f", digits, d);
    return buffer;
  }

 private:
  std::string name_;
  template <class H>
  friend void st_hash(H& h, const Shape& s) { h(s.name_, s.area(), s.perimeter()); }
};
class Circle final : public Shape {
 public:
  explicit Circle(double r) : Shape("circle"), r_(r) {}
  [[st::cache_data]] double area() const override { return 3.25 * r_ * r_; }
  [[st::cache_data]] double perimeter() const override { return 6.5 * r_; }

 private:
  double r_;
  template <class H>
  friend void st_hash(H& h, const Circle& c) { h(c.r_); }
};
class Box : public Shape {
 public:
  Box(double w, double h) : Shape("box"), w_(w), h_(h) {}
  [[st::cache_data]] double area() const override { return w_ * h_; }
  [[st::cache_data]] double perimeter() const override { return 2 * (w_ + h_); }
  [[st::cache_data]] std::string describe(int digits) const override { return "[" + Shape::describe(digits) + format(perimeter(), digits) + "]"; }

 protected:
  double w_, h_;
  template <class H>
  friend void st_hash(H& h, const Box& b) { h(b.w_, b.h_); }
};
class Square : public Box {
 public:
  explicit Square(double s) : Box(s, s) {}
  [[st::cache_data]] std::string describe(int digits) const override { return "square:" + Box::describe(digits + 1); }
  template <class H>
  friend void st_hash(H& h, const Square& s) { h(s.w_); }
};

int main() {
  std::vector<std::unique_ptr<Shape>> all;
  for (int i = 1; i < 4; ++i) {
    all.push_back(std::make_unique<Circle>(i * 0.5));
    all.push_back(std::make_unique<Box>(i, i));
    all.push_back(std::make_unique<Square>(i));
    all.push_back(std::make_unique<Box>(i, 2 * i));
  }
  for (int round = 0; round < 2; ++round)
    for (const auto& s : all) std::printf("%s %s %.3f %.3f\n", s->name().c_str(), s->describe(round + 1).c_str(), s->area(), s->perimeter());
}
