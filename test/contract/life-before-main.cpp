// Calls before main, from initialisers in this file and another, of functions defined above, below and elsewhere.
// RUN: %stcxx -O1 -c %s -o %t.1.o
// RUN: %stcxx -O1 -c -DOTHER_FILE %s -o %t.2.o
// RUN: %stcxx %t.1.o %t.2.o -o %t.12 && %t.12 | %FileCheck %s
// RUN: %stcxx %t.2.o %t.1.o -o %t.21 && %t.21 | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include <vector>
#include "Inputs/check.h"

[[st::cache_data(max_entries = 10, ttl = 3600)]] std::vector<int> elsewhere(int x);
[[st::cache_data]] inline int shared(int x) { static int runs = 0; return x * 100 + ++runs; }
template <class T>
[[st::cache_data]] T tmpl(T x) { return x + x; }
[[st::cache_resource]] std::shared_ptr<std::string> resource(const std::string& name);

#ifdef OTHER_FILE

int elsewhere_runs = 0;  // constant initialisation
std::vector<int> elsewhere(int x) { ++elsewhere_runs; return {x, x}; }
std::shared_ptr<std::string> resource(const std::string& name) { return std::make_shared<std::string>(name); }
int other_shared = shared(1);
int other_sum = static_cast<int>(elsewhere(5).size()) + tmpl(2) + *resource("r")->c_str();

#else

extern int other_shared, other_sum, elsewhere_runs;
int runs = 0;
[[st::cache_data(hash_funcs = [](const std::string& s) { return s.size(); })]] int below(const std::string& s);
int from_below = below("abc") + below("xyz");
struct Early {
  Early() : text(resource("r")), n(below("abc")), v(elsewhere(5)) { st::cached(below).clear("none of it"); }
  std::shared_ptr<std::string> text;
  int n;
  std::vector<int> v;
} early;
int from_shared = shared(1);
int from_template = tmpl(2);
static const auto dynamic_of_static = [] { return st::cached(shared).contains(1); }();
int below(const std::string& s) { ++runs; return static_cast<int>(s.size()); }

int main() {
  EXPECT_EQ(from_below, 6);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(early.n, 3);
  EXPECT(early.text == resource("r"));
  EXPECT_EQ(from_shared, 101);
  EXPECT_EQ(other_shared, 101);
  EXPECT_EQ(shared(1), 101);
  EXPECT_EQ(from_template, 4);
  EXPECT_EQ(other_sum, 2 + 4 + 'r');
  EXPECT_EQ(elsewhere_runs, 1);
  EXPECT(dynamic_of_static);
  EXPECT_EQ(below("123"), 3);
  EXPECT_EQ(runs, 1);
  return check::ok();
}

#endif
