// span, as a sequence.
// RUN: %stcxx -std=c++20 -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <array>
#include <span>
#include <string>
#include <vector>
#include "Inputs/key.h"

int main() {
  std::vector<int> v{1, 2, 3}, w{1, 2, 3, 4};
  std::array<int, 3> a{1, 2, 3};
  using S = std::span<const int>;
  EXPECT_SAME(S(v), S(a));
  EXPECT_SAME(S(v), S(w).first(3));
  EXPECT_DIFFER(S(v), S(w));
  EXPECT_DIFFER(S(), S(v));
  EXPECT_SAME((std::span<int, 3>(a)), (std::span<int, 3>(a)));
  std::vector<std::string> x{"a", "b"}, y{"ab"};
  EXPECT_DIFFER((std::span<std::string>(x)), (std::span<std::string>(y)));
  v[0] = 9;  // by content, at the time of the call
  EXPECT_DIFFER(S(v), S(a));
  EXPECT_DIFFER(std::u8string(u8"a"), std::u8string(u8"b"));
  return check::ok();
}
