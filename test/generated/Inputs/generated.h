// What rewritten source has in each function, so that the tests show only what differs.
#pragma once
#include <st/cache.h>
#include <typeinfo>

// In `struct st_cached`: ST_FUNCTION(overload<decltype(x)>::of(&::f)), ST_CODE("name", "symbol").
#define ST_FUNCTION(...)                                                                           \
  static constexpr auto st_function() { return ::st::detail::__VA_ARGS__; }
#define ST_CODE(...)                                                                               \
  static constexpr ::st::detail::code st_code() { return {{1, 2}, __VA_ARGS__}; }

// ST_BODY([](decltype(x) x), { ... });
#define ST_BODY(closure, ...)                                                                      \
  using st_result = ::st::detail::result_of<st_cached>;                                            \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body =     \
      closure->st_result {                                                                         \
    _Pragma("GCC diagnostic pop") __VA_ARGS__                                                      \
  }

// An instantiation is known by the closure.
#define ST_INSTANCE                                                                                \
  struct st_instance : st_cached {                                                                 \
    static constexpr ::st::detail::code st_code() {                                                \
      return ::st::detail::code_among(&st_codes, &typeid(decltype(st_body)));                      \
    }                                                                                              \
  }

// An argument of the call behind the body.
#define ST_PASS(name) static_cast<decltype(name) &&>(name)
