// __func__ and its relatives name the user's function, in every kind of function.
// Rewritten source: __builtin_FUNCTION() in default arguments.
// XFAIL: rewritten
// RUN: %stcxx -O0 -g %s -o %t.0 && %t.0 | %FileCheck %s
// RUN: %stcxx -O2 %s -o %t.2 && %t.2 | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include "Inputs/check.h"

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::string pretty_plain(int) { return __PRETTY_FUNCTION__; }

[[st::cache_data]] std::string func(int) { return __func__; }
[[st::cache_data]] std::string function(int) { return __FUNCTION__; }
[[st::cache_data]] std::string pretty(int x) { (void)x; return __PRETTY_FUNCTION__; }
[[st::cache_data]] std::size_t size(int) { static_assert(sizeof(__func__) == sizeof("size")); return sizeof __func__; }
[[st::cache_data]] std::string in_lambda(int) { return [] { return std::string(__func__); }(); }
[[st::cache_data]] std::string in_nested(int) {
  struct Local {
    std::string member() { return __func__; }
  };
  return Local{}.member();
}
[[st::cache_data]] std::string in_try(int) try { throw 1; } catch (int) { return __func__; }
[[st::cache_data]] std::string by_default(int, const std::string& where = __builtin_FUNCTION()) { return where; }
[[st::cache_data]] std::string calls_default(int x) { return by_default(x); }
[[st::cache_data]] std::string builtin(int) { return __builtin_FUNCTION(); }

namespace n {
template <class T>
[[st::cache_data]] std::string templated(T) { return std::string(__func__) + "|" + __PRETTY_FUNCTION__; }
struct S {
  [[st::cache_data]] std::string member(int) const { return std::string(__func__) + "|" + __PRETTY_FUNCTION__; }
  [[st::cache_data]] std::string operator()(int) const { return __func__; }
};
}  // namespace n

int main() {
  for (int round = 0; round < 2; ++round) {
    EXPECT(func(1) == "func");
    EXPECT(function(1) == "function");
    EXPECT(has(pretty(1), "pretty(int)"));
    std::string expected = pretty_plain(1);  // "std::string pretty_plain(int)" in this compiler's spelling
    expected.replace(expected.find("pretty_plain"), 12, "pretty");
    EXPECT(pretty(1) == expected);
    EXPECT_EQ(size(1), 5);
    EXPECT(in_lambda(1) == "operator()");
    EXPECT(in_nested(1) == "member");
    EXPECT(in_try(1) == "in_try");
    EXPECT(by_default(1) == "main");
    EXPECT(calls_default(1) == "calls_default");
    EXPECT(builtin(1) == "builtin");
    EXPECT(has(n::templated(1), "templated|"));
    EXPECT(has(n::templated(1), "n::templated("));
    EXPECT(has(n::templated(1), "T = int"));
    EXPECT(has(n::templated(1.0), "T = double"));
    EXPECT(n::S{}.member(1).substr(0, 7) == "member|");
    EXPECT(has(n::S{}.member(1), "n::S::member(int) const"));
    EXPECT(n::S{}(1) == "operator()");
  }
  return check::ok();
}
