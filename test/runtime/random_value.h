// Random values of most types.
#pragma once

#include <array>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace random_test {

struct engine : std::mt19937_64 {
  using std::mt19937_64::mt19937_64;
  // Small alphabets make values that are nearly alike common.
  bool small_alphabet = true;
  std::size_t size() { return (*this)() % 4; }
};

template <class T, class = void> struct random_value;
template <class T> T make(engine &e) { return random_value<T>::make(e); }

template <class T> struct random_value<T, std::enable_if_t<std::is_arithmetic_v<T>>> {
  static T make(engine &e) {
    if (e.small_alphabet)
      return static_cast<T>(e() % 4);
    if constexpr (std::is_floating_point_v<T>)
      return static_cast<T>(static_cast<std::int64_t>(e())) / 3;
    else
      return static_cast<T>(std::is_same_v<T, bool> ? e() & 1 : e());
  }
};
template <class C> struct random_value<std::basic_string<C>> {
  static std::basic_string<C> make(engine &e) {
    std::basic_string<C> s;
    for (std::size_t n = e.size(); n > 0; --n)
      s += static_cast<C>("ab\0s:"[e() % 5]);
    return s;
  }
};
template <class T> struct random_container {
  static T make(engine &e) {
    T list;
    for (std::size_t n = e.size(); n > 0; --n)
      list.emplace_back(random_value<typename T::value_type>::make(e));
    return list;
  }
};
template <class T> struct random_table {
  static T make(engine &e) {
    T table;
    for (std::size_t n = e.size(); n > 0; --n)
      table.emplace_hint(table.end(), random_value<typename T::value_type>::make(e));
    return table;
  }
};
template <class T> struct random_value<std::vector<T>> : random_container<std::vector<T>> {};
template <class T> struct random_value<std::deque<T>> : random_container<std::deque<T>> {};
template <class T> struct random_value<std::list<T>> : random_container<std::list<T>> {};
template <class T> struct random_value<std::set<T>> : random_table<std::set<T>> {};
template <class K, class V> struct random_value<std::map<K, V>> : random_table<std::map<K, V>> {};
template <class K, class V>
struct random_value<std::multimap<K, V>> : random_table<std::multimap<K, V>> {};
template <class K, class V>
struct random_value<std::unordered_map<K, V>> : random_table<std::unordered_map<K, V>> {};
template <class T>
struct random_value<std::unordered_set<T>> : random_table<std::unordered_set<T>> {};
template <class T>
struct random_value<std::unordered_multiset<T>> : random_table<std::unordered_multiset<T>> {};
template <class T> struct random_value<std::forward_list<T>> {
  static std::forward_list<T> make(engine &e) {
    std::forward_list<T> list;
    for (std::size_t n = e.size(); n > 0; --n)
      list.push_front(random_value<T>::make(e));
    return list;
  }
};
template <class T, std::size_t N> struct random_value<std::array<T, N>> {
  static std::array<T, N> make(engine &e) {
    std::array<T, N> list;
    for (T &x : list)
      x = random_value<T>::make(e);
    return list;
  }
};
template <class T> struct random_value<std::optional<T>> {
  static std::optional<T> make(engine &e) {
    return e() % 2 ? std::optional<T>(random_value<T>::make(e)) : std::nullopt;
  }
};
template <class A, class B> struct random_value<std::pair<A, B>> {
  static std::pair<A, B> make(engine &e) {
    return {random_value<std::remove_const_t<A>>::make(e),
            random_value<std::remove_const_t<B>>::make(e)};
  }
};
template <class... T> struct random_value<std::tuple<T...>> {
  static std::tuple<T...> make(engine &e) { return std::tuple<T...>{random_value<T>::make(e)...}; }
};
template <class... T> struct random_value<std::variant<T...>> {
  static std::variant<T...> make(engine &e) {
    return make(e, e() % sizeof...(T), std::index_sequence_for<T...>());
  }

private:
  template <std::size_t... I>
  static std::variant<T...> make(engine &e, std::size_t chosen, std::index_sequence<I...>) {
    std::optional<std::variant<T...>> v;
    ((I == chosen ? void(v.emplace(std::in_place_index<I>, random_value<T>::make(e))) : void()),
     ...);
    return *v;
  }
};

} // namespace random_test
