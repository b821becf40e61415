// Classes written for Boost.Serialization.
#include <boost/archive/binary_oarchive.hpp>
#include <boost/serialization/array_wrapper.hpp>
#include <boost/serialization/base_object.hpp>
#include <boost/serialization/binary_object.hpp>
#include <boost/serialization/nvp.hpp>
#include <boost/serialization/serialization.hpp>
#include <boost/serialization/split_free.hpp>
#include <boost/serialization/split_member.hpp>
#include <boost/serialization/vector.hpp>
#include <boost/serialization/version.hpp>

#include "key_support.h"

using namespace key_test;

namespace {

class secretive {
public:
  explicit secretive(int v) : value_(v), list_(3, v) {}

private:
  friend class boost::serialization::access;
  template <class A> void serialize(A &ar, const unsigned) {
    ar &BOOST_SERIALIZATION_NVP(value_);
    ar & list_;
  }
  int value_;
  std::vector<int> list_;
};

class split_up {
public:
  explicit split_up(int v) : value_(v) {}

private:
  friend class boost::serialization::access;
  template <class A> void save(A &ar, const unsigned) const { ar << value_; }
  template <class A> void load(A &ar, const unsigned) { ar >> value_; }
  BOOST_SERIALIZATION_SPLIT_MEMBER()
  int value_;
};

struct base {
  virtual ~base() = default;
  int a = 1;
  template <class A> void serialize(A &ar, const unsigned) { ar & a; }
};
struct with_base final : base {
  explicit with_base(int v) { a = v; }
  template <class A> void serialize(A &ar, const unsigned) {
    ar &boost::serialization::base_object<base>(*this);
  }
};
struct with_named_base final : base {
  explicit with_named_base(int v) { a = v; }
  template <class A> void serialize(A &ar, const unsigned) {
    ar &BOOST_SERIALIZATION_BASE_OBJECT_NVP(base);
  }
};
struct with_array {
  explicit with_array(int v) : values{0, v} {}
  int values[2];
  template <class A> void serialize(A &ar, const unsigned) {
    ar &boost::serialization::make_array(values, 2);
  }
};
struct with_bytes {
  explicit with_bytes(int v) : values{0, v} {}
  int values[2];
  template <class A> void serialize(A &ar, const unsigned) {
    ar.save_binary(values, sizeof values);
  }
};
struct third {
  explicit third(int v) : value(v) {}
  int value;
};
struct third_split {
  explicit third_split(int v) : value(v) {}
  int value;
};
struct from_third : third {
  using third::third;
  int more = 0;
};
struct silent {
  explicit silent(int) {}
};
struct versioned {
  int old, recent;
  template <class A> void serialize(A &ar, const unsigned version) {
    ar & old;
    if (version >= 2)
      ar & recent;
    if (version > 2)
      throw version;
  }
};

} // namespace

BOOST_CLASS_VERSION(versioned, 2)
BOOST_SERIALIZATION_SPLIT_FREE(third_split)

namespace boost::serialization {
template <class A> void serialize(A &ar, third &t, const unsigned) { ar & t.value; }
template <class A> void save(A &ar, const third_split &t, const unsigned) { ar & t.value; }
template <class A> void load(A &ar, third_split &t, const unsigned) { ar & t.value; }
} // namespace boost::serialization

namespace {

template <class T> class Boost : public testing::Test {};
using kinds = testing::Types<secretive, split_up, with_base, with_named_base, with_array,
                             with_bytes, third, third_split>;
TYPED_TEST_SUITE(Boost, kinds, );
TYPED_TEST(Boost, TellsValuesApart) {
  static_assert(is_hashable<TypeParam, pack<>> && is_value<TypeParam>);
  EXPECT_EQ(key(TypeParam(1)), key(TypeParam(1)));
  EXPECT_NE(key(TypeParam(1)), key(TypeParam(2)));
}

TEST(Boost, ItsSerializeForEverythingDoesNotCount) {
  static_assert(!has_serialize<silent> && !has_serialize<from_third>);
  static_assert(!is_hashable<silent, pack<>> && !is_value<silent>);
}

TEST(Boost, TheDeclaredVersionIsTold) { EXPECT_NE(key(versioned{1, 2}), key(versioned{1, 3})); }

} // namespace
