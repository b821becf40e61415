// Functions that cannot be cached are refused, at the place where they stand, with what they are.
// RUN: not %stcxx -std=c++20 -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C6 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C10 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C11 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C12 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C13 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=14 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C14 --implicit-check-not='PLEASE submit'
#include <st/cache.h>

#if CASE == 1  // constexpr
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constexpr
[[st::cache_data]] constexpr int f(int x) { return x; }
#elif CASE == 2  // consteval
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}consteval
[[st::cache_data]] consteval int f(int x) { return x; }
#elif CASE == 3  // constructor
struct S {
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constructor
  [[st::cache_data]] S(int) {}
};
#elif CASE == 4  // destructor
struct S {
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}destructor
  [[st::cache_data]] ~S() {}
};
#elif CASE == 5  // C variadic
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}variadic
[[st::cache_data]] int f(const char* s, ...) { return s[0]; }
#elif CASE == 6  // deleted
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}deleted
[[st::cache_data]] int f(int x) = delete;
#elif CASE == 7  // defaulted
struct S {
  int x;
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}defaulted
  [[st::cache_data]] bool operator==(const S&) const = default;
};
#elif CASE == 8  // main
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}main
[[st::cache_data]] int main() { return 0; }
#elif CASE == 9  // coroutine by co_return
#include <coroutine>
struct Task { struct promise_type {
  Task get_return_object() { return {}; }
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
}; };
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}coroutine
[[st::cache_data]] Task f(int x) { co_return; }
#elif CASE == 10  // coroutine in a class, by co_await
#include <coroutine>
struct Task { struct promise_type {
  Task get_return_object() { return {}; }
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
}; };
struct S {
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}coroutine
  [[st::cache_data]] static Task f(int x) { co_await std::suspend_never{}; }
};
#elif CASE == 11  // constexpr member
struct S {
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constexpr
  [[st::cache_data]] constexpr int f(int x) const { return x; }
};
#elif CASE == 12  // constexpr template
template <class T>
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constexpr
[[st::cache_data]] constexpr T f(T x) { return x; }
int use() { return f(1); }
#elif CASE == 13  // constexpr resource
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constexpr
[[st::cache_resource]] constexpr int* f(int) { return nullptr; }
#elif CASE == 14  // constructor template
struct S {
  template <class T>
// C14: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}constructor
  [[st::cache_data]] S(T) {}
};
S s(1);
#endif
