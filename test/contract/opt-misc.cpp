// cache_if, version and show_spinner; names of options bare and as st::name; several options with commas inside their values.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "Inputs/check.h"

using namespace std::chrono_literals;
int runs;
bool is_good(const std::string& s) { return s != "bad"; }

[[st::cache_data(cache_if = is_good)]] std::string by_function(std::string s) { ++runs; return s; }
[[st::cache_data(cache_if = [](const std::optional<int>& r) { return r.has_value(); })]] std::optional<int> by_lambda(int x) {
  ++runs;
  if (x < 0) return std::nullopt;
  return x;
}
[[st::cache_data(cache_if = [](const auto& v) { return !v.empty(); })]] std::vector<int> generic(int n) { ++runs; return std::vector<int>(static_cast<std::size_t>(n)); }
[[st::cache_resource(cache_if = [](const std::shared_ptr<int>& p) { return p != nullptr; })]] std::shared_ptr<int> resource(int x) {
  ++runs;
  return x ? std::make_shared<int>(x) : nullptr;
}
[[st::cache_data(show_spinner = true)]] int spinner_on(int x) { ++runs; return x; }
[[st::cache_data(show_spinner = false)]] int spinner_off(int x) { ++runs; return x; }
[[st::cache_data(show_spinner = "Loading, please wait (50%) ...")]] int spinner_text(int x) { ++runs; return x; }
[[st::cache_resource(show_spinner = "Connecting")]] int* spinner_resource(int x) { ++runs; return new int(x); }
[[st::cache_data(version = "2024-1")]] int with_version(int x) { ++runs; return x; }
[[st::cache_data(st::ttl = 1h, st::max_entries = 10, st::show_spinner = false, st::version = "1")]] int qualified(int x) { ++runs; return x; }
[[using st: cache_data(max_entries = 10)]] int with_using(int x) { ++runs; return x; }
[[st::cache_data(
    max_entries = std::max<long>(3, 4),  // a comment with , and ) and ]]
    ttl = std::chrono::duration<double, std::ratio<60, 1>>{3},
    /* cache_if = nothing, */ cache_if = [](const std::map<int, std::pair<int, int>>& m) { int a = 1, b = 2; return a < b && !m.empty(); },
    hash_funcs = hash_funcs([](const std::pair<int, int>& p) { return p.first, p.second; }))]]
std::map<int, std::pair<int, int>> commas(const std::pair<int, int>& p) { ++runs; return {{p.first, p}}; }

// Values are those in scope where the function is declared.
namespace n {
constexpr int limit = 2;
[[st::cache_data(max_entries = limit)]] int scoped(int x);
}
constexpr int limit = 100;
int n::scoped(int x) { ++runs; return x; }
class Private {
  static constexpr int limit = 2;
  int k = 0;

 public:
  [[st::cache_data(max_entries = limit)]] int member(int x) const { ++runs; return x + k; }
  template <class H>
  friend void st_hash(H& h, const Private& p) { h(p.k); }
};

#define RUNS(n, ...)    \
  do {                  \
    runs = 0;           \
    for (int round = 0; round < 3; ++round) (void)(__VA_ARGS__); \
    EXPECT_EQ(runs, n); \
  } while (0)

int main() {
  RUNS(1, by_function("good"));
  RUNS(3, by_function("bad"));
  EXPECT(by_function("bad") == "bad");
  EXPECT(!st::cached(by_function).contains("bad"));
  EXPECT_EQ(st::cached(by_function).stats().entries, 1);
  RUNS(1, by_lambda(1));
  RUNS(3, by_lambda(-1));
  RUNS(1, generic(2));
  RUNS(3, generic(0));
  RUNS(1, resource(1));
  RUNS(3, resource(0));
  RUNS(1, spinner_on(1));
  RUNS(1, spinner_off(1));
  RUNS(1, spinner_text(1));
  RUNS(1, spinner_resource(1));
  RUNS(1, with_version(1));
  RUNS(1, qualified(1));
  RUNS(1, with_using(1));
  RUNS(1, commas({1, 2}));
  RUNS(0, commas({7, 2}));  // the second decides
  RUNS(9, n::scoped(1) + n::scoped(2) + n::scoped(3));  // room for two
  RUNS(9, Private{}.member(1) + Private{}.member(2) + Private{}.member(3));
  return check::ok();
}
