// What the tests of keys share: the bytes of an encoding, keys, and field lists by hand.
#pragma once

#include <st/detail/key.h>

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace st::detail {
inline std::ostream &operator<<(std::ostream &out, const key128 &key) {
  return out << std::hex << key.hi << ':' << key.lo << std::dec;
}
} // namespace st::detail

namespace key_test {

using namespace st::detail;

template <class... A> key128 key(const A &...argument) {
  return hash_arguments<pack<>, 0>(pack<>{}, argument...);
}

/// As key, but never the plain bytes of scalars.
template <class... A> key128 hashed(const A &...argument) {
  hash_state state(nullptr);
  st::hasher h(state);
  h(argument...);
  return hash_finish(state);
}

template <class Keys, class... A> key128 key_with(const Keys &keys, const A &...argument) {
  return hash_arguments<Keys, 0>(keys, argument...);
}

/// The encoding itself, of values that need no more than the buffer.
template <class... A> std::string encoding(const A &...argument) {
  hash_state state(nullptr);
  st::hasher h(state);
  h(argument...);
  EXPECT_FALSE(state.streaming);
  return std::string(reinterpret_cast<const char *>(state.buffer), state.used);
}

struct point {
  int x, y;
};
struct padded {
  char c;
  double d;
};
struct bits {
  unsigned a : 31;
  unsigned b;
};
struct person {
  std::string name;
  std::vector<point> path;
  std::shared_ptr<const person> boss;
};
struct base {
  int b;
};
struct derived : base {
  int d;
};
struct tree {
  int value;
  std::vector<tree> kids;
  std::unique_ptr<tree> spare;
  std::map<std::string, tree> named;
};
struct nothing {};

} // namespace key_test

// As the plugin declares them.
namespace st::detail {
inline tied<const int &, const int &> st_fields(fields_of<key_test::point>,
                                                const key_test::point &s) {
  return st::detail::tie(s.x, s.y);
}
inline tied<const char &, const double &> st_fields(fields_of<key_test::padded>,
                                                    const key_test::padded &s) {
  return st::detail::tie(s.c, s.d);
}
inline tied<unsigned, const unsigned &> st_fields(fields_of<key_test::bits>,
                                                  const key_test::bits &s) {
  return st::detail::tie(static_cast<unsigned>(s.a), s.b);
}
inline tied<const std::string &, const std::vector<key_test::point> &,
            const std::shared_ptr<const key_test::person> &>
st_fields(fields_of<key_test::person>, const key_test::person &s) {
  return st::detail::tie(s.name, s.path, s.boss);
}
inline tied<const int &> st_fields(fields_of<key_test::base>, const key_test::base &s) {
  return st::detail::tie(s.b);
}
inline tied<const key_test::base &, const int &> st_fields(fields_of<key_test::derived>,
                                                           const key_test::derived &s) {
  return st::detail::tie(static_cast<const key_test::base &>(s), s.d);
}
// The form with fields_tag is for those who write one by hand.
inline tied<const int &, const std::vector<key_test::tree> &,
            const std::unique_ptr<key_test::tree> &, const std::map<std::string, key_test::tree> &>
st_fields(fields_tag, const key_test::tree &s) {
  return st::detail::tie(s.value, s.kids, s.spare, s.named);
}
} // namespace st::detail
