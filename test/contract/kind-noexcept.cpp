// noexcept functions stay noexcept, conditions over parameters too; other parts of the type stay as well.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include <type_traits>
#include <vector>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] int never(int x) noexcept { ++runs; return x + 1; }
[[st::cache_data]] int sometimes(int x) noexcept(sizeof(int) == 4) { ++runs; return x + 2; }
[[st::cache_data]] auto by_parameter(int x, const std::vector<int>& v) noexcept(noexcept(v.size() + static_cast<unsigned>(x)))
    -> decltype(v.size()) {
  ++runs;
  return v.size() + static_cast<unsigned>(x);
}
template <class T>
[[st::cache_data]] T templated(T x) noexcept(std::is_arithmetic_v<T>) { ++runs; return x + x; }
[[st::cache_data]] const std::string constant_result(const int x) { ++runs; return std::to_string(x); }
[[st::cache_data]] int on_decl(int x) noexcept;
int on_decl(int x) noexcept { ++runs; return x + 3; }

// As a non-type template argument and as a constant.
template <int (*F)(int) noexcept>
int apply(int x) { return F(x); }
template <auto F>
struct Holder {
  static int call(int x) { return F(x); }
};
constexpr int (*table[])(int) noexcept = {never, on_decl};
static_assert(table[0] == &never);

int main() {
  static_assert(std::is_same_v<decltype(never), int(int) noexcept>);
  static_assert(std::is_same_v<decltype(&sometimes), int (*)(int) noexcept>);
  static_assert(noexcept(templated(1)));
  static_assert(!noexcept(templated(std::string())));
  static_assert(std::is_same_v<decltype(constant_result), const std::string(int)>);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(never(1), 2);
    EXPECT_EQ(apply<never>(1), 2);
    EXPECT_EQ(Holder<&never>::call(1), 2);
    EXPECT_EQ(table[0](1), 2);
    EXPECT_EQ(sometimes(1), 3);
    EXPECT_EQ(by_parameter(1, {7, 8}), 3);
    EXPECT_EQ(templated(4), 8);
    EXPECT(templated(std::string("a")) == "aa");
    EXPECT(constant_result(5) == "5");
    EXPECT_EQ(table[1](1), 4);
  }
  EXPECT_EQ(runs, 7);
  return check::ok();
}
