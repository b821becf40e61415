// The instantiations over closures, each with its own fingerprint, however the compiler numbers
// closures: GCC before 13 counts all of a function, others those of one type.
// Clang 14 has names of its own for those of a function that is not inline, which run uncached.
// UNSUPPORTED: expand-clang14
// RUN: %stcxx %s -o %t && %t > %t.before && %stcxx -DCHANGED %s -o %t && %t > %t.after
// RUN: %not diff %t.before %t.after > %t.diff
// RUN: %FileCheck %s < %t.diff
// CHECK: 4c4
// CHECK-NEXT: < inline second
// CHECK: > inline second
// CHECK: 8c8
// CHECK-NEXT: < main second
// CHECK: > main second
// CHECK-NOT: {{[<>]}}
#include <cstdio>
#include <st/cache.h>

#ifdef CHANGED
constexpr int number = 2;
#else
constexpr int number = 1;
#endif

template <class F> [[st::cache_data]] int apply(F _f, int x) { return _f(x); }
template <class F> void show(const char *place, const char *name, F f) {
  apply(f, 1);
  std::printf("%s %s %s\n", place, name, st::cached(apply<F>).fingerprint().c_str());
}

#define SHOW_ALL(place)                                                                            \
  auto generic = [](auto x) { return x; };                                                         \
  auto outer = [](long x) {                                                                        \
    auto inner = [](int y) { return y; };                                                          \
    return inner(int(x));                                                                          \
  };                                                                                               \
  auto first = [](int x) { return x + 7; };                                                        \
  auto second = [](int x) { return x + number; };                                                  \
  auto third = [](int x) { return x + 9; };                                                        \
  show(place, "generic", generic);                                                                 \
  show(place, "outer", outer);                                                                     \
  show(place, "first", first);                                                                     \
  show(place, "second", second)

inline void in_inline() {
  SHOW_ALL("inline");
  (void)third;
}
int main() {
  in_inline();
  SHOW_ALL("main");
  (void)third;
}
