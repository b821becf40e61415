// Classes that have a serialize function of their own, with neither Boost nor cereal there.
#include "codec_support.h"
#include "key_support.h"

using namespace key_test;

namespace {

struct with_call {
  int a;
  std::string b;
  template <class A> void serialize(A &ar) { ar(a, b); }
};
struct with_operator {
  int a;
  std::string b;
  template <class A> void serialize(A &ar, const unsigned) { ar & a & b; }
};
struct adds_to_it : with_operator {
  int more;
};
class split {
public:
  explicit split(int v = 0) : value_(v) {}
  template <class A> void save(A &ar) const { ar << value_; }
  template <class A> void load(A &ar) { ar >> value_; }

private:
  int value_;
};
class split_versioned {
public:
  explicit split_versioned(int v = 0) : value_(v) {}
  template <class A> void save(A &ar, const unsigned) const { ar << value_; }
  template <class A> void load(A &ar, const unsigned) { ar >> value_; }

private:
  int value_;
};
struct minimal {
  explicit minimal(int v = 0) : value(v) {}
  int value;
  template <class A> int save_minimal(const A &) const { return value; }
  template <class A> void load_minimal(const A &, const int &v) { value = v; }
};
struct since_version_2 {
  explicit since_version_2(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar, unsigned version) {
    if (version >= 2)
      ar & value;
  }
};
struct unrelated {
  explicit unrelated(int) {}
  int serialize() const { return 1; }
  void save(const std::string &) const {}
};
struct open {
  virtual ~open() = default;
  int a = 1;
  template <class A> void serialize(A &ar) { ar(a); }
};
struct closed final : open {
  explicit closed(int v = 0) : b(v) {}
  int b;
  template <class A> void serialize(A &ar) { ar(static_cast<open &>(*this), b); }
};
struct chooses {
  explicit chooses(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) {
    if constexpr (A::is_saving::value)
      ar(value + 1);
    else
      ar(value), --value;
  }
};

} // namespace

namespace foreign {
struct one {
  explicit one(int v = 0) : value(v) {}
  int value;
};
template <class A> void serialize(A &ar, one &o) { ar(o.value); }
struct two {
  explicit two(int v = 0) : value(v) {}
  int value;
};
template <class A> void serialize(A &ar, two &o, const unsigned) { ar & o.value; }
struct three {
  explicit three(int v = 0) : value(v) {}
  int value;
};
template <class A> void save(A &ar, const three &o) { ar(o.value); }
template <class A> void load(A &ar, three &o) { ar(o.value); }
template <class T> struct four {
  explicit four(T v = {}) : value(v) {}
  T value;
};
template <class A, class T> void serialize(A &ar, four<T> &o, const unsigned) { ar & o.value; }
struct from_one : one {
  using one::one;
  int more = 0;
};
} // namespace foreign

namespace {

template <class T> class Serialized : public testing::Test {};
using kinds = testing::Types<split, split_versioned, minimal, since_version_2, closed, chooses,
                             foreign::one, foreign::two, foreign::three, foreign::four<int>>;
TYPED_TEST_SUITE(Serialized, kinds, );
TYPED_TEST(Serialized, TellsValuesApart) {
  static_assert(is_hashable<TypeParam, pack<>> && is_value<TypeParam>);
  EXPECT_EQ(key(TypeParam(1)), key(TypeParam(1)));
  EXPECT_NE(key(TypeParam(1)), key(TypeParam(2)));
  EXPECT_EQ(key(std::vector<TypeParam>{TypeParam(1)}), key(std::vector<TypeParam>{TypeParam(1)}));
}
TYPED_TEST(Serialized, ComesBack) {
  static_assert(is_persistable<TypeParam>);
  const TypeParam value(7);
  const std::string bytes = codec_test::encoded(value);
  const codec_test::decoded<TypeParam> again(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(key(*again), key(value));
  EXPECT_FALSE(codec_test::decoded<TypeParam>(bytes.substr(1)));
  const std::vector<TypeParam> several{value, TypeParam(3)};
  const codec_test::decoded<std::vector<TypeParam>> list(codec_test::encoded(several));
  ASSERT_TRUE(list);
  EXPECT_EQ(key(*list), key(several));
}

TEST(Serialize, MembersAreDelimited) {
  EXPECT_NE(key(with_call{1, "ab"}, std::string()), key(with_call{1, "a"}, std::string("b")));
  EXPECT_EQ(encoding(with_call{1, "a"}), encoding(with_operator{1, "a"}));
}

TEST(Serialize, IsNotTakenFromABase) {
  static_assert(has_serialize<with_operator>);
  static_assert(!has_serialize<adds_to_it> && !is_hashable<adds_to_it, pack<>>);
  static_assert(!has_serialize<foreign::from_one> && !is_value<foreign::from_one>);
}

TEST(Serialize, OthersOfThatNameDoNotCount) {
  static_assert(!has_serialize<unrelated> && !is_hashable<unrelated, pack<>>);
}

TEST(Serialize, VirtualFunctionsNeedAFinalClass) {
  static_assert(!is_hashable<open, pack<>> && is_hashable<closed, pack<>>);
  static_assert(!is_hashable<std::shared_ptr<open>, pack<>>);
  closed one(1), two(1);
  two.a = 2;
  EXPECT_NE(key(one), key(two)) << "the base counts";
}

} // namespace
