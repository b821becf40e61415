// Scalars in the key: 0.0 and -0.0 differ, equal NaN patterns agree, padding of long double does not count, enums by value.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <climits>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include "Inputs/key.h"

enum Plain { a0, a1 };
enum class Scoped : std::uint8_t { a, b };
enum Opaque : long long;

double nan_with(std::uint64_t payload) {
  std::uint64_t bits = 0x7ff8000000000000ULL | payload;
  double d;
  std::memcpy(&d, &bits, sizeof d);
  return d;
}

// Long doubles with garbage in their padding bytes.
long double with_padding(long double value, int garbage) {
  alignas(long double) unsigned char bytes[sizeof(long double)];
  std::memset(bytes, garbage, sizeof bytes);
#if defined(__x86_64__)
  std::memcpy(bytes, &value, 10);
#else
  std::memcpy(bytes, &value, sizeof value);
#endif
  long double out;
  std::memcpy(&out, bytes, sizeof out);
  return out;
}
struct HasLongDouble {
  long double d;
};

int main() {
  EXPECT_SAME(1, 1);
  EXPECT_DIFFER(1, -1);
  EXPECT_DIFFER(INT_MAX, INT_MIN);
  EXPECT_DIFFER(true, false);
  EXPECT_DIFFER('a', 'b');
  EXPECT_DIFFER(0x100000000LL, 0LL);
  EXPECT_DIFFER(std::numeric_limits<std::uint64_t>::max(), std::numeric_limits<std::uint64_t>::max() - 1);
  EXPECT_DIFFER(static_cast<__int128>(1) << 100, static_cast<__int128>(1) << 101);
  EXPECT_DIFFER(L'a', L'b');
  EXPECT_DIFFER(u'a', u'b');
  EXPECT_DIFFER(U'a', U'b');
  EXPECT_DIFFER(std::byte{1}, std::byte{2});
  EXPECT_SAME(nullptr, nullptr);
  EXPECT_DIFFER(a0, a1);
  EXPECT_DIFFER(Scoped::a, Scoped::b);
  EXPECT_DIFFER(static_cast<Opaque>(1), static_cast<Opaque>(2));

  EXPECT_DIFFER(0.0, -0.0);
  EXPECT_DIFFER(0.0f, -0.0f);
  EXPECT_DIFFER(0.0L, -0.0L);
  EXPECT_DIFFER(1.0, std::nextafter(1.0, 2.0));
  EXPECT_SAME(nan_with(1), nan_with(1));
  EXPECT_SAME(std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity());
  EXPECT_DIFFER(std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity());
  EXPECT_SAME(with_padding(1.5L, 0), with_padding(1.5L, 0xff));
  EXPECT_DIFFER(with_padding(1.5L, 0), with_padding(2.5L, 0));
  HasLongDouble x, y;
  std::memset(&x, 0, sizeof x);
  std::memset(&y, 0xff, sizeof y);
  x.d = with_padding(3, 0);
  y.d = with_padding(3, 0xff);
  EXPECT_SAME(x, y);

  // Argument lists.
  EXPECT(id(1, 2) != id(2, 1));
  EXPECT(id(1, 2) == id(1, 2));
  EXPECT(id(0, 0) != id(0, 1));
  EXPECT(id(0.0, 1) != id(-0.0, 1));
  for (int i = 0; i < 1000; ++i) EXPECT(id(i, i + 1, i + 2) == id(i, i + 1, i + 2));
  // Many keys, no two of them the same.
  const int before = next_id;
  for (int i = 0; i < 300; ++i)
    for (int j = 0; j < 300; ++j) id(static_cast<short>(i), static_cast<short>(j));
  EXPECT_EQ(next_id - before, 90000);
  return check::ok();
}
