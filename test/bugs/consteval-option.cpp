// A consteval function called in an option: Clang parses attribute arguments where no immediate
// invocation is made, and then refuses the expression as code.
// XFAIL: *
// RUN: %stcxx -std=c++20 -fsyntax-only %s
#include <st/cache.h>
consteval int four() { return 4; }
[[st::cache_data(depends_on = four())]] int f(int x) { return x; }
