// Functions that cannot be cached: a clear error each, also without a use.
// RUN: %stcxx -std=c++20 -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <coroutine>
#include <cstdarg>
#include <st/cache.h>

[[st::cache_data]] constexpr int at_compile_time(int a) { return a; } // expected-error {{'at_compile_time' cannot be cached: it is constexpr; remove 'constexpr', or the attribute: a cached function cannot be evaluated by the compiler [st-cannot-cache-function]}}
[[st::cache_data]] consteval int immediate(int a) { return a; } // expected-error {{'immediate' cannot be cached: it is consteval}}
[[st::cache_data]] int variadic(int a, ...) { return a; } // expected-error {{'variadic' cannot be cached: it takes C variadic arguments ('...'), which cannot be part of a key; use a parameter pack or a container}}
[[st::cache_data]] int deleted(int a) = delete; // expected-error {{'deleted' cannot be cached: it is deleted; remove the attribute}}

struct S {
  [[st::cache_data]] S(int) {} // expected-error {{cannot be cached: it is a constructor; cache a function that returns the object}}
  [[st::cache_data]] ~S() {} // expected-error {{'~S' cannot be cached: it is a destructor; remove the attribute}}
  [[st::cache_data]] S &operator=(const S &) = default; // expected-error {{'operator=' cannot be cached: it is defaulted}}
};

template <class T> struct U {
  [[st::cache_data]] constexpr T f(T a) { return a; } // expected-error {{'f' cannot be cached: it is constexpr}}
  [[st::cache_data]] U(T) {} // expected-error {{cannot be cached: it is a constructor}}
};
U<int> u(1);
int used = u.f(2);

template <class T> [[st::cache_data]] T deleted_template(T) = delete; // expected-error {{'deleted_template' cannot be cached: it is deleted}}

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
[[st::cache_data]] Task coroutine(int) { co_return; } // expected-error {{'coroutine' cannot be cached: it is a coroutine; cache an ordinary function that it calls}}

int late(int a) { return a; } // expected-note {{previous definition is here}}
[[st::cache_data]] int late(int a); // expected-error {{'st::cache_data' on 'late' comes after its definition, which is compiled without it: put the attribute on the definition or on a declaration before it [st-after-definition]}} expected-warning {{attribute declaration must precede definition}}

[[st::cache_data]] int variable = 1; // expected-error {{'st::cache_data' applies to functions, not to a variable [st-not-a-function]}}
struct [[st::cache_resource]] Type {}; // expected-error {{'st::cache_resource' applies to functions, not to a type}}
[[st::cache_data]] [[st::cache_resource]] int both(int a) { return a; } // expected-error {{'both' has both 'st::cache_data' and 'st::cache_resource': keep one of them [st-two-attributes]}}
[[st::cache_data]] [[st::cache_data]] int repeated(int a) { return a; } // expected-error {{'repeated' has 'st::cache_data' twice}}
[[st::cache]] [[st::cache_data]] int old_and_new(int a) { return a; } // expected-error {{'old_and_new' has both 'st::cache' and 'st::cache_data': keep one of them}} expected-warning {{'st::cache' is deprecated}}
[[st::cache, st::cache(ttl = 1)]] int old_twice(int a) { return a; } // expected-error {{'old_twice' has 'st::cache' twice}} expected-warning {{'st::cache' is deprecated}}
[[cache]] int unscoped_old(int a) { return a; } // expected-warning {{unknown attribute 'cache' ignored}}

// Not ours: as without the plugin.
[[cache_data]] int unscoped(int a) { return a; } // expected-warning {{unknown attribute 'cache_data' ignored}}
[[other::cache_data]] int elsewhere(int a) { return a; } // expected-warning {{unknown attribute}}

[[st::cache_data]] int main() { return 0; } // expected-error {{'main' cannot be cached: it is the program's main function}}
auto lambda = [] [[st::cache_data]] (int a) { return a; }; // expected-error {{cannot be cached: it is a lambda's call operator; use a named function}} expected-warning 0-1 {{C++23}}
