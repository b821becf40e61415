// st_hash by argument-dependent lookup, existing Boost-like and cereal-like serialize, also inside containers and aggregates.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/key.h"

namespace lib {
class Point {
 public:
  Point(int x, int y, int note = 0) : x_(x), y_(y), note_(note) {}

 private:
  int x_, y_, note_;
  template <class Hasher>
  friend void st_hash(Hasher& hasher, const Point& p) { hasher(p.x_, p.y_); }
};

class Text {
 public:
  Text(std::string a, std::string b) : a_(std::move(a)), b_(std::move(b)) {}
  const std::string& a() const { return a_; }
  const std::string& b() const { return b_; }

 private:
  std::string a_, b_;
};
// Not a friend, in the type's namespace, member by member.
template <class Hasher>
void st_hash(Hasher& hasher, const Text& t) {
  hasher(t.a());
  hasher(t.b());
}

template <class T>
class Wrapped {
 public:
  explicit Wrapped(T t) : t_(std::move(t)) {}
  const T& get() const { return t_; }

 private:
  T t_;
};
template <class Hasher, class T>
void st_hash(Hasher& hasher, const Wrapped<T>& w) { hasher(w.get()); }

// An aggregate whose author decides that a field does not count.
struct Partly {
  int counts;
  int does_not;
};
template <class Hasher>
void st_hash(Hasher& hasher, const Partly& p) { hasher(p.counts); }
}  // namespace lib

// Boost: member with a version, operator&.
class BoostMember {
 public:
  BoostMember(int a, std::string b) : a_(a), b_(std::move(b)) {}
  template <class Archive>
  void serialize(Archive& ar, const unsigned int /*version*/) {
    ar & a_;
    ar & b_ & c_;
  }

 private:
  int a_;
  std::string b_;
  std::vector<int> c_{1, 2};
};
// Boost: free function.
class BoostFree {
 public:
  explicit BoostFree(int n) : n_(n) {}
  int n_;
};
template <class Archive>
void serialize(Archive& ar, BoostFree& b, const unsigned int) { ar & b.n_; }
// cereal: member, call operator with all members.
class CerealMember {
 public:
  CerealMember(std::string a, std::string b) : a_(std::move(a)), b_(std::move(b)) {}
  template <class Archive>
  void serialize(Archive& ar) { ar(a_, b_); }

 private:
  std::string a_, b_;
};
// cereal: free function.
class CerealFree {
 public:
  explicit CerealFree(int n) : n_(n) {}
  int n_;
};
template <class Archive>
void serialize(Archive& ar, CerealFree& c) { ar(c.n_); }

struct Holds {
  lib::Point p;
  std::vector<CerealMember> c;
};

int main() {
  EXPECT_SAME(lib::Point(1, 2, 3), lib::Point(1, 2, 4));
  EXPECT_DIFFER(lib::Point(1, 2), lib::Point(2, 1));
  EXPECT_DIFFER(lib::Text("ab", "c"), lib::Text("a", "bc"));
  EXPECT_DIFFER(lib::Wrapped<lib::Point>({1, 2}), lib::Wrapped<lib::Point>({1, 3}));
  EXPECT_DIFFER(lib::Wrapped<std::string>("a"), lib::Wrapped<std::string>("b"));
  EXPECT_SAME((lib::Partly{1, 2}), (lib::Partly{1, 3}));
  EXPECT_DIFFER((lib::Partly{1, 2}), (lib::Partly{2, 2}));

  EXPECT_SAME(BoostMember(1, "a"), BoostMember(1, "a"));
  EXPECT_DIFFER(BoostMember(1, "a"), BoostMember(1, "b"));
  EXPECT_DIFFER(BoostFree(1), BoostFree(2));
  EXPECT_SAME(BoostFree(1), BoostFree(1));
  EXPECT_DIFFER(CerealMember("ab", "c"), CerealMember("a", "bc"));
  EXPECT_DIFFER(CerealFree(1), CerealFree(2));
  EXPECT_SAME(CerealFree(1), CerealFree(1));

  // Inside others.
  EXPECT_SAME((std::vector<lib::Point>{{1, 2, 3}}), (std::vector<lib::Point>{{1, 2, 4}}));
  EXPECT_DIFFER((std::vector<lib::Text>{{"ab", "c"}}), (std::vector<lib::Text>{{"a", "bc"}}));
  EXPECT_DIFFER(std::optional<BoostMember>(), std::optional<BoostMember>(BoostMember(1, "")));
  EXPECT_DIFFER((Holds{{1, 2}, {{"a", "b"}}}), (Holds{{1, 2}, {{"a", "c"}}}));
  EXPECT_SAME((Holds{{1, 2, 8}, {{"a", "b"}}}), (Holds{{1, 2, 9}, {{"a", "b"}}}));
  EXPECT_SAME(std::make_shared<lib::Point>(1, 2, 3), std::make_shared<lib::Point>(1, 2, 4));
  // Two objects in a row do not run into each other.
  EXPECT(id(lib::Text("a", "b"), lib::Text("c", "d")) != id(lib::Text("a", "bc"), lib::Text("", "d")));
  return check::ok();
}
