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

#include "codec_support.h"
#include "key_support.h"

using namespace key_test;

namespace {

class secretive {
public:
  explicit secretive(int v = 0) : value_(v), list_(3, v) {}

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
  explicit split_up(int v = 0) : value_(v) {}

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
  explicit with_base(int v = 0) { a = v; }
  template <class A> void serialize(A &ar, const unsigned) {
    ar &boost::serialization::base_object<base>(*this);
  }
};
struct with_named_base final : base {
  explicit with_named_base(int v = 0) { a = v; }
  template <class A> void serialize(A &ar, const unsigned) {
    ar &BOOST_SERIALIZATION_BASE_OBJECT_NVP(base);
  }
};
struct with_array {
  explicit with_array(int v = 0) : values{0, v} {}
  int values[2];
  template <class A> void serialize(A &ar, const unsigned) {
    ar &boost::serialization::make_array(values, 2);
  }
};
struct with_bytes {
  explicit with_bytes(int v = 0) : values{0, v} {}
  int values[2];
  template <class A> void serialize(A &ar, const unsigned) {
    if constexpr (A::is_saving::value)
      ar.save_binary(values, sizeof values);
    else
      ar.load_binary(values, sizeof values);
  }
};
struct with_binary_object {
  explicit with_binary_object(int v = 0) : values{0, v} {}
  int values[2];
  template <class A> void serialize(A &ar, const unsigned) {
    ar &boost::serialization::make_binary_object(values, sizeof values);
  }
};
class by_hand {
public:
  explicit by_hand(int v = 0) : values_(v < 10 ? v : 10, v) {}
  template <class A> void save(A &ar, const unsigned) const {
    const boost::serialization::collection_size_type count(values_.size());
    ar << BOOST_SERIALIZATION_NVP(count);
    for (const int &x : values_)
      ar << boost::serialization::make_nvp("x", x);
  }
  template <class A> void load(A &ar, const unsigned) {
    boost::serialization::collection_size_type count(0);
    ar >> BOOST_SERIALIZATION_NVP(count);
    values_.resize(count);
    for (int &x : values_)
      ar >> boost::serialization::make_nvp("x", x);
  }
  BOOST_SERIALIZATION_SPLIT_MEMBER()

private:
  std::vector<int> values_;
};
struct third {
  explicit third(int v = 0) : value(v) {}
  int value;
};
struct third_split {
  explicit third_split(int v = 0) : value(v) {}
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
                             with_bytes, with_binary_object, by_hand, third, third_split>;
TYPED_TEST_SUITE(Boost, kinds, );
TYPED_TEST(Boost, TellsValuesApart) {
  static_assert(is_hashable<TypeParam, pack<>> && is_value<TypeParam>);
  EXPECT_EQ(key(TypeParam(1)), key(TypeParam(1)));
  EXPECT_NE(key(TypeParam(1)), key(TypeParam(2)));
}
TYPED_TEST(Boost, ComesBack) {
  static_assert(is_persistable<TypeParam>);
  const TypeParam value(7);
  const std::string bytes = codec_test::encoded(value);
  const codec_test::decoded<TypeParam> again(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(key(*again), key(value));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(codec_test::decoded<TypeParam>(bytes.substr(0, size)));
}

TEST(Boost, ItsSerializeForEverythingDoesNotCount) {
  static_assert(!has_serialize<silent> && !has_serialize<from_third>);
  static_assert(!is_hashable<silent, pack<>> && !is_value<silent>);
}

TEST(Boost, TheDeclaredVersionIsTold) { EXPECT_NE(key(versioned{1, 2}), key(versioned{1, 3})); }

} // namespace
