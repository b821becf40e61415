// Other attributes and pragmas on the function hold for the user's body: target, alignment, visibility, packing, optimize.
// RUN: %stcxx -O0 -g %s -o %t.0 && %t.0 | %FileCheck %s
// RUN: %stcxx -O2 %s -o %t.2 && %t.2 | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <cstdint>
#include <string>
#include "Inputs/check.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

int runs;

#if defined(__x86_64__)
// The body does not compile without the target attribute.
[[st::cache_data]] __attribute__((target("sse4.2"))) std::uint32_t crc(std::uint32_t a, std::uint32_t b) {
  ++runs;
  return _mm_crc32_u32(a, b);
}
__attribute__((target("avx2"))) [[st::cache_data]] int avx(int a) {
  ++runs;
  __m256i v = _mm256_add_epi32(_mm256_set1_epi32(a), _mm256_set1_epi32(1));
  return _mm256_extract_epi32(v, 3);
}
struct WithTarget {
  int k = 1;
  [[st::cache_data]] __attribute__((target("sse4.2"))) std::uint32_t member(std::uint32_t a) const {
    ++runs;
    auto lambda = [&]() __attribute__((target("sse4.2"))) { return _mm_crc32_u32(a, 1); };
    return lambda() + static_cast<std::uint32_t>(k);
  }
};
#endif

#pragma GCC visibility push(hidden)
[[st::cache_data]] int hidden(int x) { ++runs; return x + 1; }
#pragma GCC visibility pop
[[st::cache_data]] __attribute__((weak)) int weak(int x) { ++runs; return x + 2; }
[[st::cache_data]] __attribute__((always_inline)) inline int always_inline(int x) { ++runs; return x + 3; }
[[st::cache_data]] __attribute__((no_sanitize("undefined"))) int no_sanitize(int x) { ++runs; return x + 4; }
[[st::cache_data]] __attribute__((pure)) int marked_pure(int x) { return x + 5; }
[[st::cache_data]] [[deprecated]] int old(int x) { ++runs; return x + 6; }
[[st::cache_data]] __attribute__((nonnull(1))) int nonnull(const char* s, int x) { ++runs; return x + (s[0] == 'a'); }
[[st::cache_data]] __attribute__((section(".text.special"), used)) int in_section(int x) { ++runs; return x + 8; }
[[st::cache_data]] __attribute__((enable_if(true, "always"))) int conditional(int x) { ++runs; return x + 9; }
[[st::cache_data]] __attribute__((overloadable)) int overloadable(int x) { ++runs; return x + 10; }
[[st::cache_data]] __attribute__((flatten, hot)) int flat(int x) { ++runs; return x + 11; }
struct Wide;
[[st::cache_data]] int aligned(Wide w);
struct alignas(64) Wide {
  int n;
};
int aligned(Wide w) { ++runs; return w.n + (reinterpret_cast<std::uintptr_t>(&w) % 64 == 0); }

#pragma clang optimize off
[[st::cache_data]] int unoptimised(int x) { ++runs; return x + 12; }
#pragma clang optimize on

#pragma pack(push, 1)
struct Packed {
  char c;
  int i;
};
[[st::cache_data]] int packed(Packed p) {
  ++runs;
  struct Local { char c; int i; };
  return p.i + static_cast<int>(sizeof(Local));
}
#pragma pack(pop)

#pragma clang diagnostic ignored "-Wdeprecated-declarations"
int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(hidden(1), 2);
    EXPECT_EQ(weak(1), 3);
    EXPECT_EQ(always_inline(1), 4);
    EXPECT_EQ(no_sanitize(1), 5);
    EXPECT_EQ(marked_pure(1), 6);
    EXPECT_EQ(old(1), 7);
    EXPECT_EQ(nonnull("abc", 1), 2);
    EXPECT_EQ(in_section(1), 9);
    EXPECT_EQ(conditional(1), 10);
    EXPECT_EQ(overloadable(1), 11);
    EXPECT_EQ(flat(1), 12);
    EXPECT_EQ(aligned({4}), 5);
    EXPECT_EQ(unoptimised(1), 13);
    EXPECT_EQ(packed({'a', 3}), 8);
  }
  EXPECT_EQ(runs, 13);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("avx2")) {
    runs = 0;
    const auto expected = crc(1, 2);
    EXPECT(crc(1, 2) == expected);
    EXPECT_EQ(avx(4), 5);
    EXPECT_EQ(avx(4), 5);
    EXPECT_EQ(WithTarget{}.member(7), WithTarget{}.member(7));
    EXPECT_EQ(runs, 3);
  }
#endif
  return check::ok();
}
