// Writes a cached function as the plugin does, by hand:
//   CACHED_DATA(int, square, (int x), setup, nullptr, 0, static_cast<int &&>(x)) { return x * x; }
#ifndef STCACHE_TEST_WRAP_H
#define STCACHE_TEST_WRAP_H

#include <atomic>
#include <st/cache.h>
#include <st/testing.h>

#define CACHED_AS(how, R, f, parameters, setup, keys, excluded, ...)                               \
  R f parameters;                                                                                  \
  R f##_body parameters;                                                                           \
  static st::detail::code f##_code{{0x1122334455667788u, 0x99aabbccddeeff00u}, #f, #f};            \
  R f parameters {                                                                                 \
    return st::detail::call_##how<&f, &f##_body, &f##_code, setup, keys, excluded>(__VA_ARGS__);   \
  }                                                                                                \
  R f##_body parameters
#define CACHED_DATA(...) CACHED_AS(data, __VA_ARGS__)
#define CACHED_RESOURCE(...) CACHED_AS(resource, __VA_ARGS__)
#define OPTIONS(name, ...)                                                                         \
  static auto name() { return st::detail::options(__VA_ARGS__); }

// A clock that stands still until it is told otherwise.
struct test_clock {
  static inline std::atomic<std::int64_t> time{1'000'000'000'000};
  test_clock() {
    st::detail::set_clock_for_testing([] { return time.load(); });
  }
  ~test_clock() { st::detail::set_clock_for_testing(nullptr); }
  static void forward(double seconds) { time += static_cast<std::int64_t>(seconds * 1e9); }
};

#endif
