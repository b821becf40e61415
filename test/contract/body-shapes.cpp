// Whatever may stand in a body: jumps, switches, statics, lambdas, local names, asm, structured bindings.
// RUN: %stcxx -O0 -g -Wno-vla-cxx-extension %s -o %t.0 && %t.0 | %FileCheck %s
// RUN: %stcxx -O2 -Wno-vla-cxx-extension %s -o %t.2 && %t.2 | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <vector>
#include "Inputs/check.h"

int runs;
int global_for_extern = 11;

[[st::cache_data]] int uses_goto(int n) {
  ++runs;
  int sum = 0, i = 0;
again:
  if (i == n) goto done;
  sum += i++;
  goto again;
done:
  return sum;
}

[[st::cache_data]] int computed_goto(int n) {
  ++runs;
  static void* const targets[] = {&&zero, &&one, &&other};
  goto* targets[n > 1 ? 2 : n];
zero:
  return 100;
one:
  return 101;
other:
  return 102;
}

[[st::cache_data]] std::string uses_switch(int n) {
  ++runs;
  std::string out;
  switch (int m = n % 5; m) {
    case 0: out += "zero"; [[fallthrough]];
    case 1: out += "one"; break;
    case 2 ... 3: { out += "range"; return out; }
    default:
      do {
        out += "d";
        case 99:
          out += "e";
      } while (out.size() < 6);
  }
  return out + "!";
}

// A static in the body is one object for all computations.
[[st::cache_data]] int uses_static(int x) {
  ++runs;
  static int calls = 0;
  static const std::vector<int> table = [] { return std::vector<int>{1, 2, 3}; }();
  static thread_local int per_thread = 5;
  return ++calls * 1000 + table[static_cast<std::size_t>(x)] + per_thread;
}
template <class T>
[[st::cache_data]] int static_per_instance(T) {
  ++runs;
  static int calls = 0;
  return ++calls;
}
inline int static_of_inline() { static int n = 0; return ++n; }

[[st::cache_data]] int lambdas(int a, std::vector<int> v, const std::string& s) {
  ++runs;
  auto by_ref = [&] { a += 1; return a; };
  auto by_copy = [=]() mutable { a += 100; return a + static_cast<int>(v.size()); };
  auto init = [moved = std::move(v), n = s.size()] { return static_cast<int>(moved.size() + n); };
  auto generic = [&](auto... xs) { return (a + ... + xs); };
  auto nested = [&] { return [&] { return [a, &s] { return a + static_cast<int>(s.size()); }(); }(); };
  int r1 = by_ref(), r2 = by_copy(), r3 = init(), r4 = generic(1, 2, 3), r5 = nested();
  return r1 + r2 + r3 + r4 + r5;
}

[[st::cache_data]] int local_names(int x) {
  ++runs;
  extern int global_for_extern;
  int local_function(int);
  using Alias = std::pair<int, long>;
  typedef int Number;
  enum { A = 1, B };
  enum class Color : char { Red = 3 };
  constexpr int k = 7;
  static_assert(k == 7, "constant");
  struct Local {
    int v;
    int twice() const { return 2 * v; }
    struct Deeper { int w; };
  };
  union { int u; float f; };
  u = 4;
  using namespace std;
  vector<Local> locals{{x}, {x + 1}};
  auto [first, second] = Alias{1, 2};
  auto& [p] = locals[0];
  Number sum = 0;
  for (auto&& [v] : locals) sum += v;
  if (auto it = locals.begin(); it != locals.end()) sum += it->twice();
  { int x = 1000; sum += x; }
  return sum + first + static_cast<int>(second) + B + static_cast<int>(Color::Red) + k + u + p + global_for_extern + local_function(2);
}
int local_function(int y) { return y * 10; }

[[st::cache_data]] int statements(int x) {
  ++runs;
  int r = 0;
  try {
    if (x > 2) throw x;
    r = 1;
  } catch (int y) {
    r = y * 2;
  }
  for (int i = 0, j = 10; i < j; ++i, --j) {
    if (i == 2) continue;
    if (i == 4) break;
    r += i;
  }
  while (r < 20) r += 5;
  r += ({ int t = x; t * 3; });
#if defined(__x86_64__)
  int moved;
  __asm__ volatile("movl %1, %0" : "=r"(moved) : "r"(r) : "memory");
  r = moved;
#endif
  int vla[x > 0 ? x : 1];
  vla[0] = 6;
  return r + vla[0] + int{[] { return 3; }()} + static_cast<int>(alignof(double)) - static_cast<int>(sizeof(vla[0]) + sizeof(double));
}

// Parameters: changed, shadowed, with their address taken, const, unnamed.
[[st::cache_data]] int parameters(int a, const int b, std::string c, int, [[maybe_unused]] int unused) {
  ++runs;
  int* p = &a;
  *p += b;
  c.clear();
  for (int a = 0; a < 2; ++a) *p += 10;
  return a + static_cast<int>(c.size());
}

// A name of a parameter hides a type and a function; the function has the name of a type.
struct point {
  int x;
};
int parameter_source();
[[st::cache_data]] int point(struct point point) { ++runs; return point.x + 1; }
[[st::cache_data]] int hides(int parameters, struct point uses_goto) { ++runs; return parameters + uses_goto.x; }

// All ways to return.
[[st::cache_data]] std::vector<std::string> returns_braces(int x) { ++runs; return {"a", std::to_string(x)}; }
[[st::cache_data]] std::tuple<int, std::string> returns_nested_braces(int x) { ++runs; return {x, {'a', 'b'}}; }
[[st::cache_data]] std::array<int, 3> returns_array(int x) { ++runs; if (x) return {{x, x, x}}; else return {}; }
[[st::cache_data]] std::string returns_named(int x) { ++runs; std::string named(static_cast<std::size_t>(x), 'n'); return named; }
[[st::cache_data]] std::string returns_conversion(int x) { ++runs; const char* text = "text"; return x ? text : ""; }
[[st::cache_data]] bool returns_throw(int x) { ++runs; return x > 0 ? true : throw x; }
[[st::cache_data]] std::string never_returns(int x) { ++runs; throw x; }
[[st::cache_data]] int comma(int x) { return ++runs, x; }

#define ONCE(expected, ...)             \
  do {                                  \
    runs = 0;                           \
    EXPECT((__VA_ARGS__) == (expected)); \
    EXPECT((__VA_ARGS__) == (expected)); \
    EXPECT_EQ(runs, 1);                 \
  } while (0)

int main() {
  ONCE(45, uses_goto(10));
  ONCE(100, computed_goto(0));
  ONCE(101, computed_goto(1));
  ONCE(102, computed_goto(2));
  ONCE("zeroone!", uses_switch(0));
  ONCE("one!", uses_switch(6));
  ONCE("range", uses_switch(3));
  ONCE("dedede!", uses_switch(4));
  ONCE(1006, uses_static(0));
  ONCE(2007, uses_static(1));
  ONCE(3008, uses_static(2));
  ONCE(1, static_per_instance(1));
  ONCE(2, static_per_instance(2));
  ONCE(1, static_per_instance(1L));
  EXPECT_EQ(static_of_inline(), 1);
  ONCE(2 + (101 + 2) + 5 + (2 + 6) + (2 + 3), lambdas(1, {1, 2}, "abc"));
  ONCE(6 + 7 + 12 + 1000 + 1 + 2 + 2 + 3 + 7 + 4 + 6 + 11 + 20, local_names(6));
  // i = 0, 1, 3 are added to 1 or 10; then up to 20; then 3 * x, 6, 3 and 8 - 12.
  ONCE(20 + 3 + 6 + 3 - 4, statements(1));
  ONCE(24 + 15 + 6 + 3 - 4, statements(5));
  ONCE(23, parameters(1, 2, "abc", 4, 5));
  ONCE(8, point({7}));
  ONCE(3, hides(1, {2}));
  ONCE((std::vector<std::string>{"a", "3"}), returns_braces(3));
  ONCE((std::tuple<int, std::string>{3, "ab"}), returns_nested_braces(3));
  ONCE((std::array<int, 3>{2, 2, 2}), returns_array(2));
  ONCE((std::array<int, 3>{}), returns_array(0));
  ONCE("nnn", returns_named(3));
  ONCE("text", returns_conversion(3));
  ONCE(true, returns_throw(3));
  EXPECT_THROW(int, returns_throw(0));
  EXPECT_THROW(int, never_returns(0));
  ONCE(5, comma(5));
  return check::ok();
}
