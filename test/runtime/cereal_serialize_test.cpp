// Classes written for cereal.
#include <cereal/access.hpp>
#include <cereal/archives/binary.hpp>
#include <cereal/cereal.hpp>
#include <cereal/types/base_class.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/vector.hpp>

#include "codec_support.h"
#include "key_support.h"

using namespace key_test;

namespace {

class secretive {
public:
  explicit secretive(int v = 0) : value_(v) {}

private:
  friend class cereal::access;
  template <class A> void serialize(A &ar) {
    ar(CEREAL_NVP(value_), cereal::make_nvp("again", value_ + 1));
  }
  int value_;
};
class split_up {
public:
  explicit split_up(int v = 0) : value_(v) {}

private:
  friend class cereal::access;
  template <class A> void save(A &ar) const { ar(value_); }
  template <class A> void load(A &ar) { ar(value_); }
  int value_;
};
class minimal {
public:
  explicit minimal(int v = 0) : value_(v) {}

private:
  friend class cereal::access;
  template <class A> int save_minimal(const A &) const { return value_; }
  template <class A> void load_minimal(const A &, const int &v) { value_ = v; }
  int value_;
};
struct base {
  int a = 1;
  template <class A> void serialize(A &ar) { ar(a); }
};
struct with_base : base {
  explicit with_base(int v = 0) { a = v; }
  template <class A> void serialize(A &ar) { ar(cereal::base_class<base>(this)); }
};
struct with_virtual_base : virtual base {
  explicit with_virtual_base(int v = 0) { a = v; }
  template <class A> void serialize(A &ar) { ar(cereal::virtual_base_class<base>(this)); }
};
struct with_parts {
  explicit with_parts(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) {
    auto size = static_cast<cereal::size_type>(value);
    ar(cereal::make_size_tag(size));
    ar(cereal::make_map_item(1, value));
  }
};
struct with_bytes {
  explicit with_bytes(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) { ar(cereal::binary_data(&value, sizeof value)); }
};
struct later {
  explicit later(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) { ar(cereal::defer(value)); }
};
struct versioned {
  explicit versioned(int v = 0) : value(v) {}
  int value;
  template <class A> void serialize(A &ar, const std::uint32_t version) {
    if (version >= 3)
      ar(value);
  }
};
class only_saves {
  friend class cereal::access;
  template <class A> void save(A &) const {}
};
struct silent {
  explicit silent(int) {}
};

} // namespace

CEREAL_CLASS_VERSION(versioned, 3)

namespace {

template <class T> class Cereal : public testing::Test {};
using kinds = testing::Types<secretive, split_up, minimal, with_base, with_virtual_base, with_parts,
                             with_bytes, later, versioned>;
TYPED_TEST_SUITE(Cereal, kinds, );
TYPED_TEST(Cereal, TellsValuesApart) {
  static_assert(is_hashable<TypeParam, pack<>> && is_value<TypeParam>);
  EXPECT_EQ(key(TypeParam(1)), key(TypeParam(1)));
  EXPECT_NE(key(TypeParam(1)), key(TypeParam(2)));
}
TYPED_TEST(Cereal, ComesBack) {
  static_assert(is_persistable<TypeParam>);
  const TypeParam value(7);
  const std::string bytes = codec_test::encoded(value);
  const codec_test::decoded<TypeParam> again(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(key(*again), key(value));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(codec_test::decoded<TypeParam>(bytes.substr(0, size)));
}

TEST(Cereal, SavesWithoutLoad) {
  static_assert(is_value<only_saves> && !is_persistable<only_saves>);
}

TEST(Cereal, ClassesWithoutSerialize) {
  static_assert(!has_serialize<silent> && !is_hashable<silent, pack<>> && !is_value<silent>);
}

} // namespace
