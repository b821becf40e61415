// Handles: st::cached in all its forms, clear, clear(args), contains, the fields of stats, fingerprint; those of all functions.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <cctype>
#include <memory>
#include <string>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

int runs;
[[st::cache_data]] int load(const std::string& path, int n) { ++runs; return static_cast<int>(path.size()) + n; }
[[st::cache_data]] int none() { ++runs; return 1; }
[[st::cache_data]] int over(int x) { ++runs; return x; }
[[st::cache_data]] std::string over(const std::string& s) { ++runs; return s; }
template <class T>
[[st::cache_data]] T tmpl(T x) { ++runs; return x; }
template <int N>
[[st::cache_data]] int number(int x) { ++runs; return x + N; }
[[st::cache_data]] int never_throws(int x) noexcept { ++runs; return x; }
[[st::cache_data]] std::vector<int> big(int n) { ++runs; check::sleep_ms(60); return std::vector<int>(static_cast<std::size_t>(n)); }
[[st::cache_data]] int excluded(int x, int _y) { ++runs; return x + _y; }
[[st::cache_data(hash_funcs = [](int x) { return x % 10; })]] int hashed(int x) { ++runs; return x % 10; }
[[st::cache_data]] int moved(std::unique_ptr<int> p) { ++runs; return *p; }
[[st::cache_resource]] int* resource(int x) { ++runs; static std::vector<std::unique_ptr<int>> owner; owner.push_back(std::make_unique<int>(x)); return owner.back().get(); }
struct Model {
  int k = 0;
  [[st::cache_data]] int predict(int x) const { ++runs; return k + x; }
  [[st::cache_data]] int change(int x) { ++runs; return k + x; }
  [[st::cache_data]] int quiet(int x) const noexcept { ++runs; return k + x; }
  [[st::cache_data]] int over(int x) const { ++runs; return k + x; }
  [[st::cache_data]] int over(const std::string& s) const { ++runs; return k + static_cast<int>(s.size()); }
  [[st::cache_data]] int qualified(int x) const& { ++runs; return k + x; }
  [[st::cache_data]] static int of_class(int x) { ++runs; return x; }
  template <class T>
  [[st::cache_data]] T tmpl(T x) const { ++runs; return x; }
  [[st::cache_data]] int operator()(int x) const { ++runs; return k * x; }
};
[[st::cache_data]] int operator+(const Model& m, int x) { ++runs; return m.k + x; }

// clear and contains for the entry that `call` makes with the arguments that follow the handle.
#define EACH(call, handle, ...)                      \
  do {                                               \
    EXPECT(!(handle).contains(__VA_ARGS__));         \
    const auto before = (handle).stats();            \
    runs = 0;                                        \
    (void)(call), (void)(call);                      \
    EXPECT_EQ(runs, 1);                              \
    EXPECT((handle).contains(__VA_ARGS__));          \
    EXPECT_EQ((handle).stats().entries, 1);          \
    EXPECT_EQ((handle).stats().misses - before.misses, 1); \
    EXPECT_EQ((handle).stats().hits - before.hits, 1); \
    (handle).clear(__VA_ARGS__);                     \
    EXPECT(!(handle).contains(__VA_ARGS__));         \
    EXPECT_EQ((handle).stats().entries, 0);          \
    EXPECT_EQ(runs, 1);                              \
    (void)(call);                                    \
    EXPECT_EQ(runs, 2);                              \
    const std::string fingerprint((handle).fingerprint()); \
    EXPECT_EQ(fingerprint.size(), 32);               \
    for (char c : fingerprint) EXPECT(std::isxdigit(static_cast<unsigned char>(c)) != 0); \
    EXPECT(fingerprint == std::string((handle).fingerprint())); \
    (handle).clear();                                \
    EXPECT_EQ((handle).stats().entries, 0);          \
  } while (0)

int main() {
  const Model m{5};
  Model changeable;
  EACH(load("a.csv", 1), st::cached(load), "a.csv", 1);
  EACH(none(), st::cached(none));
  EACH(over(1), st::cached(static_cast<int (*)(int)>(over)), 1);
  EACH(over("s"), st::cached(static_cast<std::string (*)(const std::string&)>(&over)), "s");
  EACH(tmpl(1), st::cached(tmpl<int>), 1);
  EACH(tmpl(1.5), st::cached(&tmpl<double>), 1.5);
  EACH(number<1>(5), st::cached(number<1>), 5);
  EACH(number<2>(5), st::cached(number<2>), 5);
  EACH(never_throws(5), st::cached(never_throws), 5);
  EACH(excluded(1, 2), st::cached(excluded), 1, 3);
  EACH(hashed(13), st::cached(hashed), 23);
  EACH(moved(std::make_unique<int>(3)), st::cached(moved), std::make_unique<int>(3));
  EACH(resource(3), st::cached(resource), 3);
  EACH(m.predict(3), st::cached(&Model::predict), m, 3);
  EACH(changeable.change(3), st::cached(&Model::change), changeable, 3);
  EACH(m.quiet(3), st::cached(&Model::quiet), m, 3);
  EACH(m.over(3), st::cached(static_cast<int (Model::*)(int) const>(&Model::over)), m, 3);
  EACH(m.over("s"), st::cached(static_cast<int (Model::*)(const std::string&) const>(&Model::over)), m, "s");
  EACH(m.qualified(3), st::cached(&Model::qualified), m, 3);
  EACH(Model::of_class(3), st::cached(&Model::of_class), 3);
  EACH(Model::of_class(3), st::cached(Model::of_class), 3);
  EACH(m.tmpl(3), st::cached(&Model::tmpl<int>), m, 3);
  EACH(m(3), st::cached(&Model::operator()), m, 3);
  EACH(m + 3, st::cached(static_cast<int (*)(const Model&, int)>(operator+)), m, 3);

  // One entry goes, the others stay; arguments are converted as for a call.
  (void)load("a", 1), (void)load("b", 1);
  const short one = 1;
  st::cached(load).clear(std::string("a"), one);
  EXPECT(!st::cached(load).contains("a", 1) && st::cached(load).contains("b", 1L));
  // Two instances with equal signatures are apart.
  (void)number<1>(9);
  EXPECT(!st::cached(number<2>).contains(9));
  EXPECT(std::string(st::cached(number<1>).fingerprint()) != std::string(st::cached(number<2>).fingerprint()));
  // As in std::invoke: the object may be given by pointer.
  (void)m.predict(8);
  EXPECT(st::cached(&Model::predict).contains(&m, 8));
  EXPECT(!st::cached(&Model::predict).contains(Model{6}, 8));

  // A handle may be kept, and names the function, not its state at that time.
  const auto handle = st::cached(none);
  (void)none();
  EXPECT_EQ(handle.stats().entries, 1);
  handle.clear();
  EXPECT_EQ(handle.stats().entries, 0);

  // Statistics.
  runs = 0;
  (void)big(1000), (void)big(1000), (void)big(1000);
  const auto stats = st::cached(big).stats();
  EXPECT_EQ(stats.hits, 2);
  EXPECT_EQ(stats.misses, 1);
  EXPECT_EQ(stats.waits, 0);
  EXPECT_EQ(stats.entries, 1);
  EXPECT(stats.bytes >= 1000 * sizeof(int));
  EXPECT_EQ(stats.evictions, 0);
  EXPECT_EQ(stats.expirations, 0);
  EXPECT(stats.compute_seconds >= 0.05 && stats.compute_seconds < 30);
  EXPECT(stats.saved_seconds > 0.05);

  // All functions of a kind.
  (void)none(), (void)over(1), (void)resource(1), (void)m.predict(1), (void)tmpl(1);
  EXPECT(st::cache_data.stats().entries >= 5);
  EXPECT(st::cache_data.stats().hits >= stats.hits);
  EXPECT(st::cache_resource.stats().entries == 1);
  st::cache_data.clear();
  EXPECT_EQ(st::cache_data.stats().entries, 0);
  EXPECT(!st::cached(none).contains());
  EXPECT(!st::cached(&Model::predict).contains(m, 1));
  EXPECT(!st::cached(tmpl<int>).contains(1));
  EXPECT(st::cached(resource).contains(1));
  st::cache_resource.clear();
  EXPECT(!st::cached(resource).contains(1));
  EXPECT_EQ(st::cache_resource.stats().entries, 0);
  runs = 0;
  EXPECT_EQ(none() + none() + over(1) + over(1), 4);
  EXPECT_EQ(runs, 2);
  return check::ok();
}
