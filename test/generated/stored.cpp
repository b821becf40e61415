// What a program that one compiler has built stores is found by what another builds of it.
// RUN: rm -rf %t && mkdir %t
// RUN: %gxx -std=c++17 -O2 %s -I%include -L%libdir -lstcache -Wl,-rpath,%libdir -o %t/gcc
// RUN: %clangxx -std=c++20 %s -I%include -L%libdir -lstcache -Wl,-rpath,%libdir -o %t/clang
// RUN: env STCACHE_DIR=%t/one %t/gcc | %FileCheck %s --check-prefix=FIRST
// RUN: env STCACHE_DIR=%t/one %t/clang | %FileCheck %s --check-prefix=SECOND
// RUN: env STCACHE_DIR=%t/two %t/clang | %FileCheck %s --check-prefix=FIRST
// RUN: env STCACHE_DIR=%t/two %t/gcc | %FileCheck %s --check-prefix=SECOND
// FIRST: runs 3, loads 0
// SECOND: runs 0, loads 3
#include <cstdio>
#include <map>
#include <memory>
#include "Inputs/generated.h"
#include <string>
#include <vector>

static const ::st::detail::generated_code *st_codes();
static int runs = 0;

struct point {
  int x, y;
};
struct shape {
  std::string name;
  std::map<std::string, std::vector<point>> parts;
};

shape scaled(const shape &s, int by, std::shared_ptr<const std::string>, float &_log) {
  struct st_options {
    static auto st_setup() { return ::st::detail::options(::st::persist = ::st::disk); }
    static auto st_keys() { return ::st::detail::options(::st::depends_on = std::string("v1")); }
  };
  struct st_cached : st_options {
    ST_FUNCTION(overload<decltype(s), decltype(by), std::shared_ptr<const std::string>,
                         decltype(_log)>::of(&::scaled))
    ST_CODE("scaled", "_Z6scaled")
  };
  ST_BODY([](decltype(s) s, decltype(by) by, std::shared_ptr<const std::string>, decltype(_log)), {
    ++runs;
    shape result = s;
    for (auto &part : result.parts)
      for (point &p : part.second)
        p = {p.x * by, p.y * by};
    return result;
  });
  return ::st::detail::cached_data<st_cached, 8ull>(
      st_body, s, ST_PASS(by), std::make_shared<const std::string>("p"), _log);
}

template <class T> T plain(T a, long b) {
  struct st_options {
    static auto st_setup() { return ::st::detail::options(::st::persist = ::st::disk); }
  };
  struct st_cached : st_options { ST_FUNCTION(overload<decltype(a), decltype(b)>::of(&::plain<T>)) };
  ST_BODY([](decltype(a) a, decltype(b) b), {
    ++runs;
    return a + static_cast<T>(b);
  });
  ST_INSTANCE;
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, ST_PASS(a), ST_PASS(b));
}

int main() {
  float log = 0;
  const shape s{"s", {{"a", {{1, 2}, {3, 4}}}, {"b", {}}}};
  const shape twice = scaled(s, 2, nullptr, log);
  const int sum = plain(1, 2) + static_cast<int>(plain(1.5, 2));
  std::printf("runs %d, loads %llu\n", runs, st::cache_data.stats().loads);
  return twice.parts.at("a")[1].y == 8 && sum == 6 ? 0 : 1;
}

static const ::st::detail::generated_code *st_codes() {
  static const ::st::detail::generated_code all[] = {
      {"_Z5plainIiET_S0_l", "plain<int>", {3, 4}, nullptr, 0},
      {"_Z5plainIdET_S0_l", "plain<double>", {5, 6}, nullptr, 0},
      {}};
  return all;
}
template <> struct st::detail::field_access<::point> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.x, value.y);
  }
};
template <> struct st::detail::field_access<::shape> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.name, value.parts);
  }
};
