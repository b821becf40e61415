// Pure: many small keys of many types, more than any table starts with.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

[[st::cache_data]] std::uint32_t one(std::uint32_t x) { return x * 2654435761u; }
[[st::cache_data]] std::uint32_t two(std::int16_t a, std::int16_t b) { return static_cast<std::uint32_t>(a * 31 + b); }
[[st::cache_data]] std::size_t text(const std::string& a, const std::string& b) { return a.size() * 1000 + b.size(); }
[[st::cache_data]] int optional(std::optional<int> a, std::optional<int> b) { return (a ? *a : -1) * 100 + (b ? *b : -1); }
[[st::cache_data]] int tuple(const std::tuple<int, bool, char>& t) { return std::get<0>(t) * 4 + std::get<1>(t) * 2 + (std::get<2>(t) == 'x'); }
[[st::cache_data(max_entries = 100)]] long bounded(long x) { return x ^ 0x55; }
[[st::cache_data]] std::size_t map(const std::unordered_map<int, std::vector<int>>& m) {
  std::size_t n = 0;
  for (const auto& [k, v] : m) n += static_cast<std::size_t>(k) * v.size();
  return n;
}

int main() {
  std::uint64_t sum = 0;
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t i = 0; i < 20000; ++i) sum = sum * 31 + one(i);
    for (std::int16_t a = -60; a < 60; ++a)
      for (std::int16_t b = -60; b < 60; ++b) sum = sum * 31 + two(a, b);
    for (std::size_t a = 0; a < 40; ++a)
      for (std::size_t b = 0; b < 40; ++b) sum = sum * 31 + text(std::string(a, 'x'), std::string(b, 'x'));
    for (int a = -1; a < 30; ++a)
      for (int b = -1; b < 30; ++b)
        sum = sum * 31 + static_cast<std::uint64_t>(optional(a < 0 ? std::nullopt : std::optional(a), b < 0 ? std::nullopt : std::optional(b)));
    for (int i = 0; i < 500; ++i) sum = sum * 31 + static_cast<std::uint64_t>(tuple({i / 4, i % 2, i % 4 < 2 ? 'x' : 'y'}));
    for (long i = 0; i < 3000; ++i) sum = sum * 31 + static_cast<std::uint64_t>(bounded(i * 7 % 250));
    std::unordered_map<int, std::vector<int>> m;
    for (int i = 0; i < 100; ++i) m[i].assign(static_cast<std::size_t>(i % 7), i), sum = sum * 31 + map(m);
    std::printf("%llu\n", static_cast<unsigned long long>(sum));
  }
}
