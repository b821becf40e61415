// Lines of raw strings and comments that look as GCC's line markers are none.
// REQUIRES: g++
// RUN: %bindir/stcxx %gxx -std=c++17 %s -o %t && %t | %FileCheck %s
#include <cstdio>
#include <st/cache.h>
#include <string>

const std::string listing = R"(
# 700 "elsewhere.cpp"
  # 3 "nowhere.cpp" 1
)";

/* as in
# 900 "elsewhere.cpp" 2
  # 12 "nowhere.cpp"
*/

[[st::cache_data]] std::string numbered(int n) {
  std::printf("numbered, line %d\n", __LINE__);
  return R"(
# 5 "far.cpp"
)" + std::to_string(n);
}

[[st::cache_data]] int after(int n) { return n + 1; }

int main() {
  numbered(1);
  std::printf("%zu %zu\n", numbered(1).size(), listing.size());
  after(2), after(2);
  std::printf("%llu hit\n", st::cached(after).stats().hits);
}
// CHECK: numbered, line [[#@LINE-14]]
// CHECK-NEXT: 16 45
// CHECK-NEXT: 1 hit
