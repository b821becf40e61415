// Checks for self-contained test programs: the first one that fails prints its place and ends the program.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace check {
inline void fail(const char* file, int line, const char* what) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, what);
#ifndef CHECK_KEEP_GOING
  std::fflush(nullptr);
  std::_Exit(1);
#endif
}
inline void fail_equal(const char* file, int line, const char* what, long long got, long long expected) {
  std::fprintf(stderr, "%s:%d: check failed: %s: got %lld, expected %lld\n", file, line, what, got, expected);
#ifndef CHECK_KEEP_GOING
  std::fflush(nullptr);
  std::_Exit(1);
#endif
}
inline int ok() {
  std::puts("ok");
  return 0;
}
}  // namespace check

#define EXPECT(...)                                              \
  do {                                                           \
    if (!(__VA_ARGS__)) check::fail(__FILE__, __LINE__, #__VA_ARGS__); \
  } while (0)

// For integers (counters).
#define EXPECT_EQ(got, expected)                                                              \
  do {                                                                                        \
    const long long check_got = static_cast<long long>(got);                                  \
    const long long check_expected = static_cast<long long>(expected);                        \
    if (check_got != check_expected)                                                          \
      check::fail_equal(__FILE__, __LINE__, #got " == " #expected, check_got, check_expected); \
  } while (0)

#define EXPECT_THROW(type, ...)                                                     \
  do {                                                                              \
    bool check_thrown = false;                                                      \
    try {                                                                           \
      (void)(__VA_ARGS__);                                                          \
    } catch (const type&) {                                                         \
      check_thrown = true;                                                          \
    }                                                                               \
    if (!check_thrown) check::fail(__FILE__, __LINE__, #__VA_ARGS__ " throws " #type); \
  } while (0)
