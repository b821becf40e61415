// hash_funcs and depends_on.
#include "key_support.h"

#include <functional>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

using namespace key_test;
using st::depends_on;
using st::hash_funcs;

namespace {

struct model { // nothing in it can be hashed
  int id;
  std::function<int()> code;
};
int id_of(const model &m) { return m.id; }

struct holder {
  std::unique_ptr<model> pointer;
  std::vector<model> list;
  std::optional<model> maybe;
};

} // namespace

namespace st::detail {
inline tied<const std::unique_ptr<model> &, const std::vector<model> &,
            const std::optional<model> &>
st_fields(fields_of<holder>, const holder &s) {
  return st::detail::tie(s.pointer, s.list, s.maybe);
}
} // namespace st::detail

namespace {

holder make_holder(int a, int b, int c) {
  holder h{std::make_unique<model>(model{a, {}}), {}, model{c, {}}};
  h.list.push_back(model{b, {}});
  return h;
}

TEST(HashFuncs, ReachEveryPlace) {
  const auto keys = options(hash_funcs = id_of);
  EXPECT_EQ(key_with(keys, model{1, {}}), key_with(keys, model{1, {}}));
  EXPECT_NE(key_with(keys, model{1, {}}), key_with(keys, model{2, {}}));
  const auto with = [&](int a, int b, int c) { return key_with(keys, make_holder(a, b, c)); };
  EXPECT_EQ(with(1, 2, 3), with(1, 2, 3));
  EXPECT_NE(with(1, 2, 3), with(0, 2, 3));
  EXPECT_NE(with(1, 2, 3), with(1, 0, 3));
  EXPECT_NE(with(1, 2, 3), with(1, 2, 0));
  EXPECT_EQ(key_with(keys, std::unordered_map<int, model>{{1, {1, {}}}, {2, {2, {}}}}),
            key_with(keys, std::unordered_map<int, model>{{2, {2, {}}}, {1, {1, {}}}}));
  static_assert(is_hashable<holder, std::remove_const_t<decltype(keys)>>);
  static_assert(!is_hashable<holder, pack<>>);
}

TEST(HashFuncs, AreFoundByExactParameter) {
  struct functor {
    int operator()(const model &m) const noexcept { return m.id % 2; }
  };
  const std::function<int(const model &)> erased = id_of;
  int (*const pointer)(const model &) = id_of;
  for (const key128 k :
       {key_with(options(hash_funcs = id_of), model{3, {}}),
        key_with(options(hash_funcs = erased), model{3, {}}),
        key_with(options(hash_funcs = pointer), model{3, {}}),
        key_with(options(hash_funcs = &id_of), model{3, {}}),
        key_with(options(hash_funcs = [](model m) { return m.id; }), model{3, {}})})
    EXPECT_EQ(k, key_with(options(hash_funcs = id_of), model{3, {}}));
  EXPECT_EQ(key_with(options(hash_funcs = functor()), model{3, {}}),
            key_with(options(hash_funcs = functor()), model{5, {}}));
  // Neither for another arithmetic type nor for a derived class.
  const auto keys = options(hash_funcs = [](long) { return 0; });
  EXPECT_NE(key_with(keys, 1), key_with(keys, 2));
  EXPECT_EQ(key_with(keys, 1L), key_with(keys, 2L));
}

TEST(HashFuncs, OverrideWhatTheLibraryKnows) {
  const auto keys = options(
      hash_funcs = [](const std::string &s) { return s.substr(0, 1); },
      hash_funcs = [](int i) { return i / 10; });
  EXPECT_EQ(key_with(keys, std::string("ab")), key_with(keys, std::string("ac")));
  EXPECT_NE(key_with(keys, std::string("ab")), key_with(keys, std::string("bb")));
  EXPECT_EQ(key_with(keys, 11), key_with(keys, 12));
  EXPECT_EQ(key_with(keys, std::vector<int>{11, 23}), key_with(keys, std::vector<int>{12, 24}));
  EXPECT_EQ(key_with(keys, point{11, 23}), key_with(keys, point{12, 24}));
  EXPECT_EQ(key_with(keys, std::vector<point>{{11, 23}}),
            key_with(keys, std::vector<point>{{12, 24}}));
  EXPECT_NE(key_with(keys, std::vector<point>{{11, 23}}),
            key_with(keys, std::vector<point>{{21, 24}}));
}

TEST(HashFuncs, TheResultIsHashedByTheOthers) {
  // int -> string -> int, each once.
  int calls = 0;
  const auto keys = options(
      hash_funcs = [&](int i) { return ++calls, std::to_string(i); },
      hash_funcs = [&](const std::string &s) { return ++calls, int(s[0]); });
  EXPECT_EQ(key_with(keys, 12), key_with(keys, 13));
  EXPECT_EQ(calls, 4);
  EXPECT_NE(key_with(keys, 12), key_with(keys, 22));
  calls = 0;
  key_with(keys, std::vector<int>{1, 2, 3}, 4);
  EXPECT_EQ(calls, 8) << "once per occurrence";
}

TEST(HashFuncs, WhatTheyThrowPassesOn) {
  const auto keys =
      options(hash_funcs = [](const model &) -> int { throw std::runtime_error("no"); });
  EXPECT_THROW(key_with(keys, std::string(1000, 'x'), model{1, {}}), std::runtime_error);
}

struct written {
  int number;
  std::string text;
  template <class H> friend void st_hash(H &h, const written &w) { h(w.number, w.text); }
};
struct plain {
  int number;
  friend void st_hash(st::hasher &h, const plain &p) { h(p.number); }
};
struct archived {
  int number;
  template <class A> void serialize(A &ar) { ar(number); }
};
TEST(HashFuncs, ReachMembersThroughTemplates) {
  const auto keys = options(hash_funcs = [](int i) { return i % 2; });
  EXPECT_EQ(key_with(keys, written{1, "a"}), key_with(keys, written{3, "a"}));
  EXPECT_EQ(key_with(keys, archived{1}), key_with(keys, archived{3}));
  EXPECT_NE(key_with(keys, plain{1}), key_with(keys, plain{3})) << "types are not known there";
}

TEST(HashFuncs, GoBeforeStHash) {
  const auto keys = options(hash_funcs = [](const plain &) { return 1; });
  EXPECT_EQ(key_with(keys, plain{1}), key_with(keys, plain{2}));
}

TEST(DependsOn, IsPartOfTheKey) {
  int version = 1;
  std::string text = "a";
  const auto keys = options(depends_on = version, depends_on = depends_on(text));
  const key128 before = key_with(keys, 1);
  EXPECT_EQ(before, key_with(keys, 1));
  version = 2;
  EXPECT_NE(before, key_with(keys, 1));
  version = 1;
  EXPECT_EQ(before, key_with(keys, 1));
  text = "b";
  EXPECT_NE(before, key_with(keys, 1));
  EXPECT_NE(key_with(options(depends_on = 1), 2), key_with(options(depends_on = 2), 1));
}

TEST(DependsOn, IsHashedWithHashFuncs) {
  const model m{1, {}};
  EXPECT_EQ(key_with(options(depends_on = m, hash_funcs = id_of)),
            key_with(options(depends_on = model{1, {}}, hash_funcs = id_of)));
}

} // namespace
