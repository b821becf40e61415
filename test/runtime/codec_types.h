// Types whose values are stored and read back, by tests and by the fuzzer; their field lists stand
// here as the plugin would declare them.
#pragma once

#include "random_value.h"

#include <st/detail/codec.h>

#include <bitset>
#include <chrono>
#include <complex>
#include <filesystem>

namespace codec_test {

enum class color : unsigned char { red, green };
enum plain_enum { one = 1, two };

struct pixel {
  unsigned char r, g, b, a;
  friend bool operator==(const pixel &, const pixel &) = default;
};
struct flags {
  bool on;
  unsigned char level;
  std::array<bool, 2> more;
  friend bool operator==(const flags &, const flags &) = default;
};
struct row {
  int id;
  double weight;
  std::string name;
  bool good;
  friend bool operator==(const row &, const row &) = default;
};
struct bits {
  unsigned a : 3;
  bool b : 1;
  int c;
  friend bool operator==(const bits &, const bits &) = default;
};
struct fixed {
  const int number;
  const std::string text;
  friend bool operator==(const fixed &, const fixed &) = default;
};
struct grid {
  int cells[2][3];
  std::string names[2];
  friend bool operator==(const grid &, const grid &) = default;
};
struct fixed_grid {
  const int cells[2][2];
  const std::string names[2];
  bool last : 1;
  friend bool operator==(const fixed_grid &, const fixed_grid &) = default;
};
struct holder { // has no default either
  fixed inner;
  std::array<fixed, 2> more;
  friend bool operator==(const holder &, const holder &) = default;
};
struct defaults {
  std::vector<int> list = {1, 2, 3};
  std::optional<int> maybe = 4;
  std::map<int, int> map = {{1, 2}};
  bits inner = {};
  friend bool operator==(const defaults &, const defaults &) = default;
};
struct base {
  int b;
  char c;
  friend bool operator==(const base &, const base &) = default;
};
struct derived : base {
  char d;
  friend bool operator==(const derived &, const derived &) = default;
};
struct nothing {
  friend bool operator==(const nothing &, const nothing &) = default;
};
struct tree {
  std::string name;
  std::vector<tree> kids;
  friend bool operator==(const tree &, const tree &) = default;
};
struct chain {
  int value;
  std::shared_ptr<const chain> next;
  friend bool operator==(const chain &a, const chain &b) {
    return a.value == b.value && !a.next == !b.next && (!a.next || *a.next == *b.next);
  }
};
class archived {
public:
  archived() = default;
  archived(int n, std::string t) : number_(n), texts_(3, t) {}
  template <class A> void serialize(A &ar) { ar(number_, texts_); }
  friend bool operator==(const archived &, const archived &) = default;

private:
  int number_ = 0;
  std::vector<std::string> texts_;
};
// By hand, and with a size from the outside.
class counted {
public:
  counted() = default;
  explicit counted(std::vector<int> v) : list_(std::move(v)) {}
  template <class A> void save(A &ar, unsigned) const {
    ar << list_.size();
    for (int x : list_)
      ar << x;
  }
  template <class A> void load(A &ar, unsigned) {
    std::size_t size = 0;
    ar >> size;
    list_.clear();
    for (; size != 0; --size) {
      int x = 0;
      ar >> x;
      list_.push_back(x);
    }
  }
  friend bool operator==(const counted &, const counted &) = default;

private:
  std::vector<int> list_;
};

} // namespace codec_test

namespace st::detail {
namespace ct = codec_test;
inline tied<const unsigned char &, const unsigned char &, const unsigned char &,
            const unsigned char &>
st_fields(fields_of<ct::pixel>, const ct::pixel &s) {
  return st::detail::tie(s.r, s.g, s.b, s.a);
}
inline tied<const bool &, const unsigned char &, const std::array<bool, 2> &>
st_fields(fields_of<ct::flags>, const ct::flags &s) {
  return st::detail::tie(s.on, s.level, s.more);
}
inline tied<const int &, const double &, const std::string &, const bool &>
st_fields(fields_of<ct::row>, const ct::row &s) {
  return st::detail::tie(s.id, s.weight, s.name, s.good);
}
inline tied<unsigned, bool, const int &> st_fields(fields_of<ct::bits>, const ct::bits &s) {
  return st::detail::tie(static_cast<unsigned>(s.a), static_cast<bool>(s.b), s.c);
}
inline tied<const int &, const std::string &> st_fields(fields_of<ct::fixed>, const ct::fixed &s) {
  return st::detail::tie(s.number, s.text);
}
inline tied<const int (&)[2][3], const std::string (&)[2]> st_fields(fields_of<ct::grid>,
                                                                     const ct::grid &s) {
  return st::detail::tie(s.cells, s.names);
}
inline tied<const int (&)[2][2], const std::string (&)[2], bool>
st_fields(fields_of<ct::fixed_grid>, const ct::fixed_grid &s) {
  return st::detail::tie(s.cells, s.names, static_cast<bool>(s.last));
}
inline tied<const ct::fixed &, const std::array<ct::fixed, 2> &> st_fields(fields_of<ct::holder>,
                                                                           const ct::holder &s) {
  return st::detail::tie(s.inner, s.more);
}
inline tied<const std::vector<int> &, const std::optional<int> &, const std::map<int, int> &,
            const ct::bits &>
st_fields(fields_of<ct::defaults>, const ct::defaults &s) {
  return st::detail::tie(s.list, s.maybe, s.map, s.inner);
}
inline tied<const int &, const char &> st_fields(fields_of<ct::base>, const ct::base &s) {
  return st::detail::tie(s.b, s.c);
}
inline tied<const ct::base &, const char &> st_fields(fields_of<ct::derived>,
                                                      const ct::derived &s) {
  return st::detail::tie(static_cast<const ct::base &>(s), s.d);
}
inline tied<const std::string &, const std::vector<ct::tree> &> st_fields(fields_of<ct::tree>,
                                                                          const ct::tree &s) {
  return st::detail::tie(s.name, s.kids);
}
inline tied<const int &, const std::shared_ptr<const ct::chain> &> st_fields(fields_of<ct::chain>,
                                                                             const ct::chain &s) {
  return st::detail::tie(s.value, s.next);
}
} // namespace st::detail

namespace random_test {

namespace ct = codec_test;
using text = std::string;
#define RANDOM(type, ...)                                                                          \
  template <> struct random_value<ct::type> {                                                      \
    static ct::type make([[maybe_unused]] engine &e) { return __VA_ARGS__; }                       \
  };
template <class T> T any(engine &e) { return random_value<T>::make(e); }
RANDOM(color, e() % 2 ? ct::color::red : ct::color::green)
RANDOM(plain_enum, e() % 2 ? ct::one : ct::two)
RANDOM(pixel, {any<unsigned char>(e), any<unsigned char>(e), any<unsigned char>(e), 255})
RANDOM(flags, {any<bool>(e), any<unsigned char>(e), {any<bool>(e), any<bool>(e)}})
RANDOM(row, {any<int>(e), any<double>(e), any<text>(e), any<bool>(e)})
RANDOM(bits, {any<unsigned>(e) & 7, any<bool>(e), any<int>(e)})
RANDOM(fixed, {any<int>(e), any<text>(e)})
RANDOM(grid, {{{1, any<int>(e), 3}, {4, 5, any<int>(e)}}, {any<text>(e), any<text>(e)}})
RANDOM(fixed_grid,
       {{{1, any<int>(e)}, {4, any<int>(e)}}, {any<text>(e), any<text>(e)}, any<bool>(e)})
RANDOM(holder, {any<ct::fixed>(e), {any<ct::fixed>(e), any<ct::fixed>(e)}})
RANDOM(defaults, {any<std::vector<int>>(e), any<std::optional<int>>(e), any<std::map<int, int>>(e),
                  any<ct::bits>(e)})
RANDOM(derived, {{any<int>(e), any<char>(e)}, any<char>(e)})
RANDOM(nothing, {})
RANDOM(tree, {any<text>(e), e() % 2 ? std::vector<ct::tree>() : any<std::vector<ct::tree>>(e)})
RANDOM(chain,
       {any<int>(e), e() % 4 ? std::make_shared<const ct::chain>(any<ct::chain>(e)) : nullptr})
RANDOM(archived, {any<int>(e), any<text>(e)})
RANDOM(counted, ct::counted(any<std::vector<int>>(e)))
#undef RANDOM

template <> struct random_value<st::detail::int128> {
  static st::detail::int128 make(engine &e) { return static_cast<st::detail::int128>(e()) << 60; }
};
template <> struct random_value<std::monostate> {
  static std::monostate make(engine &) { return {}; }
};
template <> struct random_value<std::nullptr_t> {
  static std::nullptr_t make(engine &) { return nullptr; }
};
template <class T> struct random_value<std::complex<T>> {
  static std::complex<T> make(engine &e) { return {any<T>(e), any<T>(e)}; }
};
template <class R, class P> struct random_value<std::chrono::duration<R, P>> {
  static std::chrono::duration<R, P> make(engine &e) {
    return std::chrono::duration<R, P>(any<R>(e));
  }
};
template <class C, class D> struct random_value<std::chrono::time_point<C, D>> {
  static std::chrono::time_point<C, D> make(engine &e) {
    return std::chrono::time_point<C, D>(any<D>(e));
  }
};
template <std::size_t N> struct random_value<std::bitset<N>> {
  static std::bitset<N> make(engine &e) { return std::bitset<N>(e()); }
};
template <> struct random_value<std::filesystem::path> {
  static std::filesystem::path make(engine &e) {
    std::filesystem::path path(any<text>(e));
    path /= any<text>(e); // on its own, as compilers differ in which operand comes first
    return path;
  }
};
template <class T> struct random_value<std::shared_ptr<const T>> {
  static std::shared_ptr<const T> make(engine &e) { return std::make_shared<const T>(any<T>(e)); }
};

} // namespace random_test

namespace codec_test {

template <class... T> struct type_list {};

/// At least one of each form; the order is that of the fuzzer's first byte.
using all_types = type_list<
    bool, int, double, long double, st::detail::int128, color, std::nullptr_t, std::string,
    std::u16string, std::wstring, std::filesystem::path, std::vector<double>, std::vector<bool>,
    std::vector<std::string>, std::vector<pixel>, std::vector<flags>, std::vector<row>,
    std::array<std::string, 2>, std::array<int, 0>, std::deque<int>, std::list<std::string>,
    std::forward_list<int>, std::set<short>, std::map<std::string, int>,
    std::multimap<int, std::vector<int>>, std::unordered_map<int, std::string>,
    std::unordered_set<std::string>, std::unordered_multiset<char>, std::optional<std::string>,
    std::variant<std::monostate, int, std::string, fixed>, std::variant<fixed, bits>,
    std::tuple<int, std::string, std::tuple<>>, std::pair<const int, fixed>, std::complex<float>,
    std::vector<std::complex<double>>, std::chrono::nanoseconds,
    std::vector<std::chrono::system_clock::time_point>, std::bitset<13>,
    std::vector<std::array<float, 3>>, std::shared_ptr<const std::vector<int>>,
    std::vector<std::monostate>, std::vector<std::optional<row>>, std::vector<fixed>, bits, fixed,
    grid, fixed_grid, holder, defaults, derived, nothing, tree, chain, archived, counted,
    std::map<int, archived>, std::vector<derived>, std::deque<std::vector<bool>>>;

} // namespace codec_test
