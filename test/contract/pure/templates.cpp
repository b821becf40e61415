// Pure: generic algorithms over many element types, with traits, tags and if constexpr.
// Rewritten source: the result's type is deduced in a template.
// XFAIL: rewritten
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <array>
#include <cstdio>
#include <deque>
#include <list>
#include <numeric>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

std::string show(int x) { return std::to_string(x); }
std::string show(double x) { return std::to_string(x); }
std::string show(const std::string& s) { return "'" + s + "'"; }
template <class A, class B>
std::string show(const std::pair<A, B>& p);
template <class C, class = typename C::value_type, std::enable_if_t<!std::is_same_v<C, std::string>, int> = 0>
[[st::cache_data]] std::string show(const C& c) {
  std::string out = "[";
  for (const auto& x : c) out += show(x) + ";";
  return out + "]";
}
template <class A, class B>
[[st::cache_data]] std::string show(const std::pair<A, B>& p) { return "<" + show(p.first) + "," + show(p.second) + ">"; }

template <class T>
struct Traits { static constexpr const char* name = "?"; };
template <>
struct Traits<int> { static constexpr const char* name = "int"; };
template <>
struct Traits<std::string> { static constexpr const char* name = "string"; };
template <class T, template <class...> class C = std::vector>
[[st::cache_data]] C<T> repeat(const T& t, int n) { return C<T>(static_cast<std::size_t>(n), t); }
template <class T>
[[st::cache_data]] std::string describe(T value) {
  if constexpr (std::is_integral_v<T>) return std::string("integral ") + Traits<T>::name + (value > 0 ? "+" : "-");
  else if constexpr (std::is_floating_point_v<T>) return "floating";
  else return std::string("other ") + Traits<T>::name;
}
template <class... Ts>
[[st::cache_data]] auto total(Ts... ts) { return (ts + ...); }
template <std::size_t... Is>
[[st::cache_data]] std::array<std::size_t, sizeof...(Is)> squares(std::index_sequence<Is...>) { return {(Is * Is)...}; }
template <class F, class T>
[[st::cache_data]] std::vector<T> mapped(F _f, int which, const std::vector<T>& v) {
  std::vector<T> out;
  for (const T& t : v) out.push_back(_f(t));
  (void)which;
  return out;
}
template <int N>
struct Fib {
  [[st::cache_data]] static int value(int plus) { return Fib<N - 1>::value(plus) + Fib<N - 2>::value(plus); }
};
template <>
struct Fib<0> { [[st::cache_data]] static int value(int plus) { return plus; } };
template <>
struct Fib<1> { static int value(int plus) { return 1 + plus; } };

int main() {
  for (int round = 0; round < 2; ++round) {
    std::puts(show(std::vector<int>{1, 2}).c_str());
    std::puts(show(std::vector<std::vector<std::string>>{{"a"}, {}, {"b", "c"}}).c_str());
    std::puts(show(std::set<std::pair<int, std::string>>{{2, "b"}, {1, "a"}}).c_str());
    std::puts(show(repeat(1.5, 2)).c_str());
    std::puts(show(repeat<std::string, std::list>("x", 3)).c_str());
    std::puts(show(repeat<int, std::deque>(7, 3)).c_str());
    std::puts((describe(1) + describe(-1) + describe(1.5) + describe(std::string("s"))).c_str());
    std::printf("%d %.2f %s\n", total(1, 2, 3), total(1, 2.5), total(std::string("a"), std::string("b")).c_str());
    for (auto s : squares(std::make_index_sequence<6>())) std::printf("%zu ", s);
    auto twice = [](int x) { return 2 * x; };
    auto thrice = [](int x) { return 3 * x; };
    for (int x : mapped(twice, 2, std::vector<int>{1, 2, 3})) std::printf("%d ", x);
    for (int x : mapped(thrice, 3, std::vector<int>{1, 2, 3})) std::printf("%d ", x);
    std::printf("%d %d\n", Fib<12>::value(0), Fib<12>::value(1));
  }
}
