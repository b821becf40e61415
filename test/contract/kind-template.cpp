// Function templates: each instance has its own entries, also where signatures are the same.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <array>
#include <map>
#include <string>
#include <type_traits>
#include <vector>
#include "Inputs/check.h"

int runs;

template <class T>
[[st::cache_data]] T twice(T x) { ++runs; return x + x; }

// Equal signatures: only the template argument tells the instances apart.
template <int N>
[[st::cache_data]] int add(int x) { ++runs; return x + N; }
template <auto V>
[[st::cache_data]] int add_auto(int x) { ++runs; return x + static_cast<int>(V) + static_cast<int>(sizeof V); }
template <class T>
[[st::cache_data]] std::size_t size_only() { ++runs; return sizeof(T); }
template <template <class...> class C, class T>
[[st::cache_data]] int holder(T x) { ++runs; return static_cast<int>(C<T>{x, x}.size()); }

template <class R = long, class T>
[[st::cache_data]] R convert(T x) { ++runs; return static_cast<R>(x); }

template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
[[st::cache_data]] std::string kind(T) { ++runs; return "integral"; }
template <class T, std::enable_if_t<std::is_floating_point_v<T>, int> = 0>
[[st::cache_data]] std::string kind(T) { ++runs; return "floating"; }

template <class T>
[[st::cache_data]] auto dependent(const std::vector<T>& v) -> typename std::vector<T>::value_type {
  ++runs;
  if constexpr (std::is_same_v<T, std::string>) {
    std::string all;
    for (const auto& s : v) all += s;
    return all;
  } else {
    T sum{};
    for (T t : v) sum += t;
    return sum;
  }
}

// Declared with the attribute, used, defined last.
template <class T>
[[st::cache_data]] T defined_late(T x);
int uses_late() { return defined_late(5) + defined_late(5); }
template <class T>
T defined_late(T x) { ++runs; return x * 10; }

// Explicit specialisation with an attribute of its own, explicit instantiation, an instance suppressed and then given.
template <>
[[st::cache_data(max_entries = 1)]] std::string twice<std::string>(std::string x) { ++runs; return x + "|" + x; }
template short twice<short>(short);
extern template long twice<long>(long);
template long twice<long>(long);

template <class T>
struct Limits {
  static constexpr int entries = sizeof(T) == 1 ? 1 : 5;
};
// Options that depend on the template's parameters.
template <class T>
[[st::cache_data(max_entries = Limits<T>::entries, ttl = 3600 * sizeof(T))]] T limited(T x) { ++runs; return x; }

// Packs.
template <class... Ts>
[[st::cache_data]] int sum(Ts... xs) { ++runs; return static_cast<int>((0 + ... + xs)); }
template <class... Ts>
[[st::cache_data]] std::string join(const std::string& separator, const Ts&... parts) {
  ++runs;
  std::string out;
  ((out += parts, out += separator), ...);
  return out + std::to_string(sizeof...(parts));
}
template <int... Ns>
[[st::cache_data]] int sum_of(int x) { ++runs; return (x + ... + Ns); }

// Two parameters whose types are dependent in ways that deduction cannot see.
template <class T>
struct Identity {
  using type = T;
};
template <class T>
[[st::cache_data]] T not_deduced(typename Identity<T>::type a, const std::array<T, 2>& b) { ++runs; return a + b[0] + b[1]; }

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(twice(3), 6);
    EXPECT(twice(3.5) == 7.0);
    EXPECT(twice(std::string("x")) == "x|x");
    EXPECT_EQ(twice<short>(3), 6);
    EXPECT_EQ(twice(3L), 6);
  }
  EXPECT_EQ(runs, 5);

  runs = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(add<1>(10), 11);
    EXPECT_EQ(add<2>(10), 12);
    EXPECT_EQ(add_auto<1>(10), 11 + static_cast<int>(sizeof(int)));
    EXPECT_EQ(add_auto<1L>(10), 11 + static_cast<int>(sizeof(long)));
    EXPECT_EQ(add_auto<'\1'>(10), 12);
    EXPECT_EQ(size_only<char>(), 1);
    EXPECT_EQ(size_only<int>(), sizeof(int));
    EXPECT_EQ(holder<std::vector>(4), 2);
    EXPECT_EQ(convert(2.75), 2);
    EXPECT(convert<float>(2.75) == 2.75f);
    EXPECT(kind(1) == "integral");
    EXPECT(kind(1.0) == "floating");
    EXPECT_EQ(dependent(std::vector<int>{1, 2, 3}), 6);
    EXPECT(dependent(std::vector<std::string>{"a", "b"}) == "ab");
    EXPECT_EQ(not_deduced<int>(1, {2, 3}), 6);
  }
  EXPECT_EQ(runs, 15);

  runs = 0;
  EXPECT_EQ(uses_late(), 100);
  EXPECT_EQ(uses_late(), 100);
  EXPECT_EQ(runs, 1);

  runs = 0;
  for (int round = 0; round < 3; ++round)
    for (char c = 0; c < 3; ++c) EXPECT_EQ(limited(c), c);  // one entry: always evicted
  EXPECT_EQ(runs, 9);
  runs = 0;
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limited(i), i);
  EXPECT_EQ(runs, 3);

  runs = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(sum(), 0);
    EXPECT_EQ(sum(1), 1);
    EXPECT_EQ(sum(1, 2), 3);
    EXPECT_EQ(sum(2, 1), 3);
    EXPECT_EQ(sum(1, 2L, short{3}), 6);
    EXPECT(join("-") == "0");
    EXPECT(join("-", std::string("a"), std::string("bc")) == "a-bc-2");
    EXPECT(join("-", std::string("ab"), std::string("c")) == "ab-c-2");
    EXPECT_EQ((sum_of<1, 2, 3>(10)), 16);
    EXPECT_EQ((sum_of<1, 23>(10)), 34);
    EXPECT_EQ(sum_of<>(10), 10);
  }
  EXPECT_EQ(runs, 11);
  return check::ok();
}
