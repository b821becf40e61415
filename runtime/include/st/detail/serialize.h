// Existing serialize functions in the manner of Boost and cereal, run with an archive that hashes
// or encodes what it is given; load.h has the way back. Neither library's headers are needed;
// where they are there, their access classes open private members.
#ifndef ST_DETAIL_SERIALIZE_H
#define ST_DETAIL_SERIALIZE_H

#include <st/detail/hasher.h>

namespace boost::serialization {
class access;
class collection_size_type;
template <class T> class nvp;
template <class T> class array_wrapper;
template <class T> struct version;
} // namespace boost::serialization

namespace cereal {
class access;
template <class T> class NameValuePair;
template <class T> class SizeTag;
template <class T> class DeferredData;
template <class T> struct BinaryData;
template <class Key, class Value> struct MapItem;
template <class Base> struct base_class;
template <class Base> struct virtual_base_class;
} // namespace cereal

namespace st::detail {

/// Where archives save to or load from: value(out, x), size(out, n), block(out, data, size) and
/// elements(out, data, count).
template <class Out> struct archive_target;

/// What archives are given beside values (names, sizes, blocks, base classes) comes apart here.
template <class T> struct archive_item {
  template <class Out, class V> static void pass(Out &out, V &value) {
    archive_target<Out>::value(out, value);
  }
};

/// An archive that saves. The access classes among its arguments make lookup by argument search
/// both libraries' namespaces, where users declare functions for foreign types.
template <class Out, class Boost = boost::serialization::access, class Cereal = cereal::access>
class saving_archive {
public:
  using is_saving = std::true_type;
  using is_loading = std::false_type;

  explicit saving_archive(Out &out) : out_(&out) {}

  template <class... T> saving_archive &operator()(const T &...value) {
    (archive_item<T>::pass(*out_, value), ...);
    return *this;
  }
  template <class T> saving_archive &operator&(const T &value) { return (*this)(value); }
  template <class T> saving_archive &operator<<(const T &value) { return (*this)(value); }

  void save_binary(const void *data, std::size_t size) {
    archive_target<Out>::block(*out_, data, size);
  }
  void saveBinary(const void *data, std::size_t size) { save_binary(data, size); }
  template <class T> void register_type(const T * = nullptr) {}
  unsigned get_library_version() const { return 0; }

private:
  Out *out_;
};

// The version a versioned serialize is told: the one declared with BOOST_CLASS_VERSION, else the
// latest thinkable, so that no member is left out.
namespace op {
template <class T> using boost_version = decltype(boost::serialization::version<T>::value);
}
template <class T> constexpr unsigned version_of() {
  if constexpr (has<op::boost_version, T>) {
    if constexpr (boost::serialization::version<T>::value > 0)
      return static_cast<unsigned>(boost::serialization::version<T>::value);
    else
      return ~0u;
  } else
    return ~0u;
}

namespace op {
template <class T, class A>
using serialize_1 = decltype(std::declval<T &>().serialize(std::declval<A &>()));
template <class T, class A>
using serialize_2 = decltype(std::declval<T &>().serialize(std::declval<A &>(), 0u));
template <class T, class A>
using save_1 = decltype(std::declval<const T &>().save(std::declval<A &>()));
template <class T, class A>
using save_2 = decltype(std::declval<const T &>().save(std::declval<A &>(), 0u));
template <class T, class A>
using minimal_1 = decltype(std::declval<const T &>().save_minimal(std::declval<A &>()));

// By way of cereal::access, which says no where it is not a friend.
template <class T, class A, class Access>
using access_serialize_1 =
    decltype(Access::member_serialize(std::declval<A &>(), std::declval<T &>()));
template <class T, class A, class Access>
using access_serialize_2 =
    decltype(Access::member_serialize(std::declval<A &>(), std::declval<T &>(), 0u));
template <class T, class A, class Access>
using access_save_1 = decltype(Access::member_save(std::declval<A &>(), std::declval<const T &>()));
template <class T, class A, class Access>
using access_save_2 =
    decltype(Access::member_save(std::declval<A &>(), std::declval<const T &>(), 0u));
template <class T, class A, class Access>
using access_minimal =
    decltype(Access::member_save_minimal(std::declval<const A &>(), std::declval<const T &>()));
template <class T, class A, class Access>
using access_boost = decltype(Access::serialize(std::declval<A &>(), std::declval<T &>(), 0u));

template <class T, class A> using own_serialize = decltype(&T::template serialize<A>);
template <class T, class A> using own_save = decltype(&T::template save<A>);

template <class T, class A>
using free_serialize_1 = decltype(serialize(std::declval<A &>(), std::declval<T &>()));
template <class T, class A>
using free_serialize_2 = decltype(serialize(std::declval<A &>(), std::declval<T &>(), 0u));
template <class T, class A>
using free_save_1 = decltype(save(std::declval<A &>(), std::declval<const T &>()));
template <class T, class A>
using free_save_2 = decltype(save(std::declval<A &>(), std::declval<const T &>(), 0u));
} // namespace op

// Boost has a serialize for everything that calls the member. These fit better than it and than
// a function for a base class, but not than one for the very type: then the call is ambiguous.
namespace serialize_probe {
template <class... X, class T> no_match serialize(saving_archive<X...> &, T &);
template <class... X, class T> no_match serialize(saving_archive<X...> &, T &, unsigned);
template <class... X, class T> no_match save(saving_archive<X...> &, const T &);
template <class... X, class T> no_match save(saving_archive<X...> &, const T &, unsigned);
template <class T, class A>
using serialize_1 = decltype(serialize(std::declval<A &>(), std::declval<T &>()));
template <class T, class A>
using serialize_2 = decltype(serialize(std::declval<A &>(), std::declval<T &>(), 0u));
template <class T, class A>
using save_1 = decltype(save(std::declval<A &>(), std::declval<const T &>()));
template <class T, class A>
using save_2 = decltype(save(std::declval<A &>(), std::declval<const T &>(), 0u));
} // namespace serialize_probe

// Is there a member of that name, private or not? If so the name is ambiguous in `both`.
struct named_serialize {
  int serialize;
};
template <class T> struct both : T, named_serialize {};
namespace op {
template <class T> using unambiguous = decltype(&both<T>::serialize);
}
template <class T> constexpr bool names_serialize() {
  if constexpr (std::is_final_v<T>)
    return false;
  else
    return !has<op::unambiguous, T>;
}

template <class Member> struct class_of;
template <class F, class C> struct class_of<F C::*> {
  using type = C;
};
// A member inherited from a base sees only the base.
template <template <class...> class Op, class T, class A> constexpr bool is_inherited() {
  if constexpr (has<Op, T, A>) {
    if constexpr (std::is_member_pointer_v<Op<T, A>>)
      return !std::is_same_v<typename class_of<Op<T, A>>::type, T>;
    else
      return false;
  } else
    return false;
}

enum class serial : unsigned char {
  none,
  serialize_1,
  serialize_2,
  save_1,
  save_2,
  minimal_1,
  access_serialize_1,
  access_serialize_2,
  access_save_1,
  access_save_2,
  access_minimal,
  access_boost,
  free_serialize_1,
  free_serialize_2,
  free_save_1,
  free_save_2,
};

template <class T> constexpr serial compute_serial() {
  using A = saving_archive<hasher>;
  using C = cereal::access;
  using B = boost::serialization::access;
  if constexpr (!std::is_class_v<T>)
    return serial::none;
  else if constexpr (has<op::serialize_1, T, A>)
    return is_inherited<op::own_serialize, T, A>() ? serial::none : serial::serialize_1;
  else if constexpr (has<op::serialize_2, T, A>)
    return is_inherited<op::own_serialize, T, A>() ? serial::none : serial::serialize_2;
  else if constexpr (has<op::access_serialize_1, T, A, C>)
    return serial::access_serialize_1;
  else if constexpr (has<op::access_serialize_2, T, A, C>)
    return serial::access_serialize_2;
  else if constexpr (names_serialize<T>() && has<op::access_boost, T, A, B>)
    return serial::access_boost;
  else if constexpr (has<op::save_1, T, A>)
    return is_inherited<op::own_save, T, A>() ? serial::none : serial::save_1;
  else if constexpr (has<op::save_2, T, A>)
    return is_inherited<op::own_save, T, A>() ? serial::none : serial::save_2;
  else if constexpr (has<op::minimal_1, T, A>)
    return serial::minimal_1;
  else if constexpr (has<op::access_save_1, T, A, C>)
    return serial::access_save_1;
  else if constexpr (has<op::access_save_2, T, A, C>)
    return serial::access_save_2;
  else if constexpr (has<op::access_minimal, T, A, C>)
    return serial::access_minimal;
  else if constexpr (has<op::free_serialize_1, T, A> && !has<serialize_probe::serialize_1, T, A>)
    return serial::free_serialize_1;
  else if constexpr (has<op::free_serialize_2, T, A> && !has<serialize_probe::serialize_2, T, A>)
    return serial::free_serialize_2;
  else if constexpr (has<op::free_save_1, T, A> && !has<serialize_probe::save_1, T, A>)
    return serial::free_save_1;
  else if constexpr (has<op::free_save_2, T, A> && !has<serialize_probe::save_2, T, A>)
    return serial::free_save_2;
  else
    return serial::none;
}

/// How the class T can be serialized.
template <class T> inline constexpr serial serial_of = compute_serial<T>();
template <class T> inline constexpr bool has_serialize = serial_of<T> != serial::none;

/// Is an object reached by reference surely a T and nothing derived from it with more members?
template <class T> inline constexpr bool is_exact = !std::is_polymorphic_v<T> || std::is_final_v<T>;

/// The styles in which one function both saves and loads.
template <serial S>
inline constexpr bool is_two_way =
    S == serial::serialize_1 || S == serial::serialize_2 || S == serial::access_serialize_1 ||
    S == serial::access_serialize_2 || S == serial::access_boost || S == serial::free_serialize_1 ||
    S == serial::free_serialize_2;

template <class A, class T, class C = cereal::access, class B = boost::serialization::access>
void serialize_both_ways(A &archive, T &object) {
  constexpr serial s = serial_of<T>;
  if constexpr (s == serial::serialize_1)
    object.serialize(archive);
  else if constexpr (s == serial::serialize_2)
    object.serialize(archive, detail::version_of<T>());
  else if constexpr (s == serial::access_serialize_1)
    C::member_serialize(archive, object);
  else if constexpr (s == serial::access_serialize_2)
    C::member_serialize(archive, object, detail::version_of<T>());
  else if constexpr (s == serial::access_boost)
    B::serialize(archive, object, detail::version_of<T>());
  else if constexpr (s == serial::free_serialize_1)
    serialize(archive, object);
  else if constexpr (s == serial::free_serialize_2)
    serialize(archive, object, detail::version_of<T>());
}

template <class Out, class T, class C = cereal::access> void save_into(Out &out, const T &value) {
  saving_archive<Out> archive(out);
  constexpr serial s = serial_of<T>;
  if constexpr (is_two_way<s>)
    detail::serialize_both_ways(archive, const_cast<T &>(value)); // saving: nothing is written
  else if constexpr (s == serial::save_1)
    value.save(archive);
  else if constexpr (s == serial::save_2)
    value.save(archive, detail::version_of<T>());
  else if constexpr (s == serial::minimal_1)
    archive(value.save_minimal(archive));
  else if constexpr (s == serial::access_save_1)
    C::member_save(archive, value);
  else if constexpr (s == serial::access_save_2)
    C::member_save(archive, value, detail::version_of<T>());
  else if constexpr (s == serial::access_minimal)
    archive(C::member_save_minimal(archive, value));
  else if constexpr (s == serial::free_save_1)
    save(archive, value);
  else if constexpr (s == serial::free_save_2)
    save(archive, value, detail::version_of<T>());
}

template <class Out, class T> void pass_item(Out &out, T &value) {
  archive_item<std::remove_cv_t<T>>::pass(out, value);
}
template <> struct archive_item<boost::serialization::collection_size_type> {
  template <class Out, class V> static void pass(Out &out, V &size) {
    archive_target<Out>::size(out, size);
  }
};
template <class T> struct archive_item<boost::serialization::nvp<T>> {
  template <class Out, class N> static void pass(Out &out, N &pair) {
    detail::pass_item(out, pair.value());
  }
};
template <class T> struct archive_item<boost::serialization::array_wrapper<T>> {
  template <class Out, class W> static void pass(Out &out, W &array) {
    archive_target<Out>::elements(out, array.address(), array.count());
  }
};
template <class T> struct archive_item<cereal::NameValuePair<T>> {
  template <class Out, class N> static void pass(Out &out, N &pair) {
    detail::pass_item(out, pair.value);
  }
};
template <class T> struct archive_item<cereal::DeferredData<T>> {
  template <class Out, class N> static void pass(Out &out, N &deferred) {
    detail::pass_item(out, deferred.value);
  }
};
template <class T> struct archive_item<cereal::SizeTag<T>> {
  template <class Out, class N> static void pass(Out &out, N &tag) {
    archive_target<Out>::size(out, tag.size);
  }
};
template <class T> struct archive_item<cereal::BinaryData<T>> {
  template <class Out, class N> static void pass(Out &out, N &block) {
    archive_target<Out>::block(out, block.data, static_cast<std::size_t>(block.size));
  }
};
template <class K, class V> struct archive_item<cereal::MapItem<K, V>> {
  template <class Out, class N> static void pass(Out &out, N &item) {
    detail::pass_item(out, item.key);
    detail::pass_item(out, item.value);
  }
};
template <class T> struct archive_item<cereal::base_class<T>> {
  template <class Out, class N> static void pass(Out &out, N &base) {
    detail::pass_item(out, *base.base_ptr);
  }
};
template <class T>
struct archive_item<cereal::virtual_base_class<T>> : archive_item<cereal::base_class<T>> {};

} // namespace st::detail

#endif
