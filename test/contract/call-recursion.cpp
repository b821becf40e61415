// Recursion with other keys: memoised descent, mutual recursion, through templates, members and lambdas, deep.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] unsigned long long fib(int n) {
  ++runs;
  return n < 2 ? static_cast<unsigned long long>(n) : fib(n - 1) + fib(n - 2);
}

[[st::cache_data]] bool is_odd(unsigned n);
[[st::cache_data]] bool is_even(unsigned n) { ++runs; return n == 0 || is_odd(n - 1); }
bool is_odd(unsigned n) { ++runs; return n != 0 && is_even(n - 1); }

template <int N>
[[st::cache_data]] int countdown(int x) {
  ++runs;
  if constexpr (N == 0) return x;
  else return countdown<N - 1>(x + N) + countdown<N - 1>(x + N);
}

struct Paths {
  int width, height;
  [[st::cache_data]] long count(int x, int y) const {
    ++runs;
    if (x == width || y == height) return 1;
    return count(x + 1, y) + count(x, y + 1);
  }
};

[[st::cache_data]] long through_lambda(int n) {
  ++runs;
  auto below = [&](int k) { return n > k ? through_lambda(n - k) : 1L; };
  std::function<long(int)> erased = below;
  return below(1) + erased(2);
}

// A callee that is annotated below its caller, and one that the caller calls with the caller's own arguments.
[[st::cache_data]] int inner(int x);
[[st::cache_data]] int outer(int x) { ++runs; return inner(x) + inner(x); }
int inner(int x) { ++runs; return x * 2; }

int main() {
  EXPECT(fib(90) == 2880067194370816120ULL);
  EXPECT_EQ(runs, 91);
  EXPECT(fib(90) == 2880067194370816120ULL);
  EXPECT_EQ(fib(40), 102334155);
  EXPECT_EQ(runs, 91);

  runs = 0;
  EXPECT(is_even(30));
  EXPECT_EQ(runs, 31);
  EXPECT(!is_odd(30));
  EXPECT_EQ(runs, 62);  // is_odd(30), is_even(29), ... is_odd(0): the other parity
  EXPECT(is_even(30));
  EXPECT_EQ(runs, 62);

  runs = 0;
  EXPECT_EQ(countdown<10>(0), 1024 * 55);
  EXPECT_EQ(runs, 11);

  runs = 0;
  EXPECT_EQ((Paths{10, 10}.count(0, 0)), 184756);
  EXPECT(runs <= 121);
  EXPECT_EQ((Paths{2, 2}.count(0, 0)), 6);

  runs = 0;
  EXPECT_EQ(through_lambda(30), 2178309);
  EXPECT_EQ(runs, 30);

  runs = 0;
  EXPECT_EQ(outer(4), 16);
  EXPECT_EQ(outer(4), 16);
  EXPECT_EQ(runs, 2);

  runs = 0;
  EXPECT_EQ(fib(0), 0);
  EXPECT_EQ(runs, 0);
  st::cached(fib).clear();
  EXPECT_EQ(fib(5), 5);
  EXPECT_EQ(runs, 6);

  // Deep, as far as a plain function with a small frame would go.
  runs = 0;
  EXPECT(is_even(5000));
  EXPECT(is_even(5000));
  return check::ok();
}
