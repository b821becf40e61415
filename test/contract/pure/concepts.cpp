// Pure: C++20: concepts, ranges, three-way comparison and spans around cached functions.
// Rewritten source: the result's type is deduced in a template.
// XFAIL: rewritten
// RUN: %stcxx -std=c++20 -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -std=c++20 -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <compare>
#include <concepts>
#include <cstdio>
#include <map>
#include <numeric>
#include <ranges>
#include <span>
#include <string>
#include <vector>

template <class T>
concept Number = std::integral<T> || std::floating_point<T>;
struct Version {
  int major = 0, minor = 0;
  auto operator<=>(const Version&) const = default;
};
[[st::cache_data]] Version latest(const std::vector<Version>& all) { return *std::ranges::max_element(all); }
template <Number T>
[[st::cache_data]] T mean(std::span<const T> s) { return s.empty() ? T{} : std::accumulate(s.begin(), s.end(), T{}) / static_cast<T>(s.size()); }
[[st::cache_data]] std::vector<int> evens(std::vector<int> v, auto scale) {
  std::vector<int> out;
  for (int x : v | std::views::filter([](int y) { return y % 2 == 0; }) | std::views::transform([scale](int y) { return static_cast<int>(y * scale); })) out.push_back(x);
  return out;
}
template <std::ranges::range R>
  requires Number<std::ranges::range_value_t<R>>
[[st::cache_data]] auto total(const R& r) {
  std::ranges::range_value_t<R> sum{};
  for (auto x : r) sum += x;
  return sum;
}
template <class... Ts>
struct Overloaded : Ts... { using Ts::operator()...; };
[[st::cache_data]] std::string visit(int which) {
  Overloaded f{[](int x) { return "int " + std::to_string(x); }, [](const std::string& s) { return "text " + s; }};
  return which ? f(which) : f(std::string("zero"));
}

int main() {
  for (int round = 0; round < 2; ++round) {
    auto v = latest({{1, 2}, {1, 10}, {0, 99}});
    std::printf("%d.%d ", v.major, v.minor);
    const std::vector<double> d{1, 2, 4};
    const int i[] = {1, 2, 4};
    std::printf("%.3f %d ", mean<double>(d), mean<int>(i));
    for (int x : evens({1, 2, 3, 4}, 10)) std::printf("%d ", x);
    for (int x : evens({1, 2, 3, 4}, 0.5)) std::printf("%d ", x);
    std::printf("%.1f %d %s %s\n", total(d), total(std::vector<int>{1, 2}), visit(3).c_str(), visit(0).c_str());
  }
}
