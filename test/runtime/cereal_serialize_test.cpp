// Classes written for cereal.
#include <cereal/access.hpp>
#include <cereal/archives/binary.hpp>
#include <cereal/cereal.hpp>
#include <cereal/types/base_class.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/vector.hpp>

#include "key_support.h"

using namespace key_test;

namespace {

class secretive {
public:
  explicit secretive(int v) : value_(v) {}

private:
  friend class cereal::access;
  template <class A> void serialize(A &ar) {
    ar(CEREAL_NVP(value_), cereal::make_nvp("again", value_ + 1));
  }
  int value_;
};
class split_up {
public:
  explicit split_up(int v) : value_(v) {}

private:
  friend class cereal::access;
  template <class A> void save(A &ar) const { ar(value_); }
  template <class A> void load(A &ar) { ar(value_); }
  int value_;
};
class minimal {
public:
  explicit minimal(int v) : value_(v) {}

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
  explicit with_base(int v) { a = v; }
  template <class A> void serialize(A &ar) { ar(cereal::base_class<base>(this)); }
};
struct with_virtual_base : virtual base {
  explicit with_virtual_base(int v) { a = v; }
  template <class A> void serialize(A &ar) { ar(cereal::virtual_base_class<base>(this)); }
};
struct with_parts {
  explicit with_parts(int v) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) {
    ar(cereal::make_size_tag(static_cast<cereal::size_type>(value)));
    ar(cereal::make_map_item(1, value));
  }
};
struct with_bytes {
  explicit with_bytes(int v) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) { ar(cereal::binary_data(&value, sizeof value)); }
};
struct later {
  explicit later(int v) : value(v) {}
  int value;
  template <class A> void serialize(A &ar) { ar(cereal::defer(value)); }
};
struct versioned {
  explicit versioned(int v) : value(v) {}
  int value;
  template <class A> void serialize(A &ar, const std::uint32_t version) {
    if (version >= 3)
      ar(value);
  }
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

TEST(Cereal, ClassesWithoutSerialize) {
  static_assert(!has_serialize<silent> && !is_hashable<silent, pack<>> && !is_value<silent>);
}

} // namespace
