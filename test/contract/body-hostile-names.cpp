// User code whose names collide with what generated code is likely to use.
// RUN: %stcxx -O0 -g %s -o %t.0 && %t.0 | %FileCheck %s
// RUN: %stcxx -O2 %s -o %t.2 && %t.2 | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/check.h"

int runs;

// Parameters and locals with the names an implementer would take.
[[st::cache_data]] int parameters(int key, int cache, int st, int hasher, int result, int self, int args, int lock, int entry,
                                  int value, int fn, int impl, int std_, int call, int body, int compute, int frame) {
  ++runs;
  return key + cache + st + hasher + result + self + args + lock + entry + value + fn + impl + std_ + call + body + compute + frame;
}

// A namespace st and a namespace std of the user's own in between; option values that are named as the options are.
namespace app {
namespace st {
struct cache {};
inline int cached(int x) { return x; }
inline int cache_data = 3;
}  // namespace st
namespace std {
struct string {
  int n;
};
inline int move(int x) { return -x; }
inline int forward(int x) { return -x; }
}  // namespace std
namespace detail {
inline int call(int x) { return x; }
}
constexpr int ttl = 3600;
constexpr int max_entries = 1;
[[st::cache_data(ttl = ttl, max_entries = max_entries)]] int f(int x) {
  ++runs;
  return st::cached(x) + st::cache_data + std::move(2) + detail::call(1);
}
[[st::cache_data]] std::string user_string(std::string s, ::std::string t) { ++runs; return {s.n + static_cast<int>(t.size())}; }
struct holder {
  int st = 1, std = 2;
  [[st::cache_data]] int member(int x) const { ++runs; return x + st + std; }
};
}  // namespace app

// Types whose namespace has greedy templates for argument-dependent lookup, and unkind operators.
namespace trap {
struct Item {
  int n = 0;
  void operator&() const = delete;
  template <class T>
  void operator,(T&&) const = delete;
};
template <class... T>
void move(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void forward(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void hash(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void invoke(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void call(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void get(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void size(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void begin(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
template <class... T>
void addressof(T&&...) { static_assert(sizeof...(T) == 99, "picked by argument-dependent lookup"); }
[[st::cache_data]] Item next(Item item, const Item& other, std::vector<Item> all) {
  ++runs;
  return {item.n + other.n + static_cast<int>(all.size())};
}
[[st::cache_data]] std::vector<Item> copies(const std::shared_ptr<Item>& p, Item&& q) { ++runs; return {*p, q}; }
}  // namespace trap

// Functions whose names are those of options, attributes and of the library.
[[st::cache_data]] int cache_data(int x) { ++runs; return x + 1; }
[[st::cache_data]] int ttl(int x) { ++runs; return x + 2; }
[[st::cache_data]] int max_entries(int validate, int on_release) { ++runs; return validate + on_release; }
[[st::cache_data]] int hash_funcs(int depends_on) { ++runs; return depends_on + 3; }
int disk = 4, none = 5, session = 6, version = 7;
[[st::cache_data]] int uses_globals(int persist) { ++runs; return persist + disk + none + session + version; }

// A class with a member called like its own type's namespace, and with new and delete forbidden.
struct NoHeap {
  int n = 0;
  static void* operator new(std::size_t) = delete;
  static void* operator new[](std::size_t) = delete;
  static void operator delete(void*) = delete;
  [[st::cache_data]] NoHeap plus(NoHeap o) const { ++runs; return {n + o.n}; }
};

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(parameters(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 17);
    EXPECT_EQ(app::f(1), 1 + 3 - 2 + 1);
    EXPECT_EQ(app::user_string({4}, "ab").n, 6);
    EXPECT_EQ(app::holder{}.member(1), 4);
    EXPECT_EQ(trap::next({1}, {2}, {{3}, {4}}).n, 5);
    EXPECT_EQ(trap::copies(std::make_shared<trap::Item>(), trap::Item{5})[1].n, 5);
    EXPECT_EQ(cache_data(1), 2);
    EXPECT_EQ(ttl(1), 3);
    EXPECT_EQ(max_entries(1, 2), 3);
    EXPECT_EQ(hash_funcs(1), 4);
    EXPECT_EQ(uses_globals(1), 23);
    EXPECT_EQ(NoHeap{1}.plus({2}).n, 3);
  }
  EXPECT_EQ(runs, 12);
  return check::ok();
}
