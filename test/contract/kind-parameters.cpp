// Kinds of parameters: defaults, packs, rvalue references, move-only by value, references to arrays, initialised from braces.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/check.h"

int runs;

// Move-only values: hashed before they are moved into the body.
[[st::cache_data]] int owns(std::unique_ptr<int> p) {
  ++runs;
  std::unique_ptr<int> mine = std::move(p);
  return *mine + 1;
}
[[st::cache_data]] int owns_two(std::unique_ptr<std::string> a, std::vector<std::unique_ptr<int>> b) {
  ++runs;
  auto mine = std::move(b);
  return static_cast<int>(a->size()) + *mine.at(0);
}

class MoveOnly {
 public:
  explicit MoveOnly(int n) : n_(n) { ++alive; }
  MoveOnly(MoveOnly&& o) noexcept : n_(std::exchange(o.n_, -1)) { ++alive; }
  MoveOnly& operator=(MoveOnly&&) = delete;
  ~MoveOnly() { --alive; }
  int n() const { return n_; }
  static int alive;
  template <class H>
  friend void st_hash(H& h, const MoveOnly& m) { h(m.n_); }

 private:
  int n_;
};
int MoveOnly::alive;
[[st::cache_data]] int by_value(MoveOnly m) { ++runs; return m.n() * 2; }
[[st::cache_data]] int by_rvalue(MoveOnly&& m) { ++runs; MoveOnly taken = std::move(m); return taken.n() * 3; }
[[st::cache_data]] std::string string_rvalue(std::string&& s) { ++runs; std::string taken = std::move(s); s = "gone"; return taken + "!"; }
[[st::cache_data]] std::string changed_in_body(std::string s) { ++runs; s += "+"; return s; }
struct Sink {
  int k = 1;
  [[st::cache_data]] int take(MoveOnly m, std::unique_ptr<int> p) && { ++runs; return m.n() + *p + k; }
};
template <class T>
[[st::cache_data]] int forwarded(T&& t) { ++runs; std::string s = std::forward<T>(t); return static_cast<int>(s.size()); }
template <class... Ts>
[[st::cache_data]] int pack_by_value(Ts... ts) { ++runs; return (0 + ... + *std::move(ts)); }

// Copies of an argument that is passed by value: no more than a plain function makes, on a hit as on a miss.
struct Copied {
  int n = 0;
  Copied(int n) : n(n) {}
  Copied(const Copied& o) : n(o.n) { ++copies; }
  Copied(Copied&& o) noexcept : n(o.n) {}
  static int copies;
  template <class H>
  friend void st_hash(H& h, const Copied& c) { h(c.n); }
};
int Copied::copies;
[[st::cache_data]] int no_copies(Copied by_value, const Copied& by_reference) { ++runs; return by_value.n + by_reference.n; }

// Default arguments that are expressions, refer to globals and to earlier names, and differ by call.
int next_default = 5;
[[st::cache_data]] int defaults(int a, int b = 2, int c = next_default++, const std::vector<int>& d = {1, 2}) {
  ++runs;
  return a + 10 * b + 100 * c + static_cast<int>(d.size());
}
[[st::cache_data]] int all_defaults(int a = 1, std::string s = "x") { ++runs; return a + static_cast<int>(s.size()); }
[[st::cache_data]] int no_parameters() { ++runs; return 77; }
[[st::cache_data]] int void_parameters(void) { ++runs; return 78; }
[[st::cache_data]] int array_reference(const int (&a)[3], const char (&text)[4]) { ++runs; return a[0] + a[1] + a[2] + text[0]; }
[[st::cache_data]] int many_braces(std::pair<int, int> p, std::vector<std::pair<int, std::string>> v) {
  ++runs;
  return p.first + p.second + static_cast<int>(v.size());
}
[[st::cache_data]] int unnamed(int, const std::string&, double = 0.5) { ++runs; return 5; }

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(owns(std::make_unique<int>(4)), 5);
    std::vector<std::unique_ptr<int>> v;
    v.push_back(std::make_unique<int>(6));
    v.push_back(nullptr);
    EXPECT_EQ(owns_two(std::make_unique<std::string>("abc"), std::move(v)), 9);
    EXPECT_EQ(by_value(MoveOnly(5)), 10);
    EXPECT_EQ(by_rvalue(MoveOnly(5)), 15);
    EXPECT(string_rvalue("text") == "text!");
    std::string s = "text";
    EXPECT(string_rvalue(std::move(s)) == "text!");
    EXPECT(changed_in_body("a") == "a+");
    EXPECT_EQ(Sink{}.take(MoveOnly(1), std::make_unique<int>(2)), 4);
    EXPECT_EQ(forwarded(std::string("abc")), 3);
    EXPECT_EQ(pack_by_value(std::make_unique<int>(1), std::make_unique<short>(short{2})), 3);
    EXPECT_EQ(pack_by_value(std::make_unique<int>(1), std::make_unique<short>(short{3})), 4);
    EXPECT_EQ(no_parameters(), 77);
    EXPECT_EQ(void_parameters(), 78);
    EXPECT_EQ(array_reference({1, 2, 3}, "abc"), 103);
    EXPECT_EQ(array_reference({1, 2, 4}, "abc"), 104);
    EXPECT_EQ(many_braces({1, 2}, {{3, "x"}, {4, "y"}}), 5);
    EXPECT_EQ(unnamed(1, "a"), 5);
    EXPECT_EQ(all_defaults(), 2);
    EXPECT_EQ(all_defaults(1), 2);
    EXPECT_EQ(all_defaults(1, "x"), 2);
  }
  EXPECT_EQ(runs, 17);
  EXPECT_EQ(MoveOnly::alive, 0);

  runs = 0;
  Copied lvalue(7);
  EXPECT_EQ(no_copies(1, lvalue), 8);
  EXPECT_EQ(no_copies(1, lvalue), 8);
  EXPECT_EQ(Copied::copies, 0);
  EXPECT_EQ(no_copies(lvalue, lvalue), 14);
  EXPECT_EQ(no_copies(lvalue, lvalue), 14);
  EXPECT_EQ(Copied::copies, 2);
  EXPECT_EQ(runs, 2);

  runs = 0;
  EXPECT_EQ(defaults(1), 1 + 20 + 500 + 2);
  EXPECT_EQ(defaults(1), 1 + 20 + 600 + 2);  // the default is evaluated at each call
  EXPECT_EQ(next_default, 7);
  EXPECT_EQ(defaults(1, 2, 5), 523);
  EXPECT_EQ(defaults(1, 2, 6, {1, 2}), 623);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(defaults(1, 2, 6, {2, 1}), 623);
  EXPECT_EQ(runs, 3);
  return check::ok();
}
