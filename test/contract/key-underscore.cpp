// Parameters whose names start with _ are left out of the key, whatever their type; *this, packs and templates too.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include "Inputs/check.h"

int runs;
struct Unhashable {
  explicit Unhashable(int n) : n(n) {}
  Unhashable(const Unhashable&) = delete;
  int n;
  std::mutex m;
};

[[st::cache_data]] int by_name(int x, int _y) { ++runs; return x + _y; }
[[st::cache_data]] int unhashable(const Unhashable& _connection, int x) { ++runs; return _connection.n + x; }
[[st::cache_data]] int nonconst_reference(Unhashable& _u, int& _count, int x) { ++runs; ++_count; return _u.n + x; }
[[st::cache_data]] int pointer(int x, void* _p, int (*_f)(int), std::ostream& _out) { ++runs; (void)_p; (void)_out; return _f(x); }
[[st::cache_data]] int function_reference(int x, int (&_f)(int), int (&_a)[2], void (&&_g)()) { ++runs; _g(); return _f(x) + _a[0]; }
[[st::cache_data]] int only_underscore(int _) { ++runs; return _; }
[[st::cache_data]] int double_underscore_later(int x_, int y__) { ++runs; return x_ + y__; }
[[st::cache_data]] int callback(int x, const std::function<int(int)>& _f) { ++runs; return _f(x); }
template <class T, class... Ts>
[[st::cache_data]] int pack(T x, Ts... _rest) { ++runs; return static_cast<int>((x + ... + _rest)); }
struct S {
  int k;
  [[st::cache_data]] int member(int x, int _log) const { ++runs; return k + x + _log; }
};
[[st::cache_data]] int moved(int x, std::unique_ptr<int> _p) { ++runs; return x + *_p; }

int twice(int x) { return 2 * x; }
int thrice(int x) { return 3 * x; }
void nothing() {}

int main() {
  EXPECT_EQ(by_name(1, 10), 11);
  EXPECT_EQ(by_name(1, 20), 11);
  EXPECT_EQ(by_name(2, 20), 22);
  EXPECT_EQ(runs, 2);
  Unhashable a(1), b(2);
  EXPECT_EQ(unhashable(a, 5), 6);
  EXPECT_EQ(unhashable(b, 5), 6);
  int count = 0;
  EXPECT_EQ(nonconst_reference(a, count, 1), 2);
  EXPECT_EQ(nonconst_reference(b, count, 1), 2);
  EXPECT_EQ(count, 1);
  EXPECT_EQ(pointer(1, &a, twice, std::cout), 2);
  EXPECT_EQ(pointer(1, nullptr, thrice, std::cerr), 2);
  int one[2] = {1, 0}, two[2] = {2, 0};
  EXPECT_EQ(function_reference(1, twice, one, nothing), 3);
  EXPECT_EQ(function_reference(1, thrice, two, nothing), 3);
  EXPECT_EQ(function_reference(2, thrice, two, nothing), 8);
  EXPECT_EQ(st::cached(function_reference).contains(1, twice, one, nothing), true);
  EXPECT_EQ(only_underscore(1), 1);
  EXPECT_EQ(only_underscore(2), 1);
  EXPECT_EQ(callback(1, twice), 2);
  EXPECT_EQ(callback(1, [](int) { return 99; }), 2);
  runs = 0;
  EXPECT_EQ(double_underscore_later(1, 2), 3);
  EXPECT_EQ(double_underscore_later(1, 3), 4);
  EXPECT_EQ(double_underscore_later(2, 3), 5);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(pack(1, 2, 3), 6);
  EXPECT_EQ(pack(1, 5, 6), 6);
  EXPECT_EQ(pack(2, 5, 6), 13);
  EXPECT_EQ(pack(1, 5L, 6), 12);  // another instance
  EXPECT_EQ(S{1}.member(1, 1), 3);
  EXPECT_EQ(S{1}.member(1, 2), 3);
  EXPECT_EQ(S{2}.member(1, 2), 5);
  EXPECT_EQ(moved(1, std::make_unique<int>(1)), 2);
  EXPECT_EQ(moved(1, std::make_unique<int>(2)), 2);
  return check::ok();
}
