// The other half of existing serialize functions: archives that load. serialize.h says which
// style a class has.
#ifndef ST_DETAIL_LOAD_H
#define ST_DETAIL_LOAD_H

#include <st/detail/bytes.h>
#include <st/detail/serialize.h>

namespace st::detail {

// Ends a serialize function that reads what is not there: it may be in a loop that would go on.
struct load_failed {};

/// An archive that loads; what it is given need not be there for longer than the call.
template <class In, class Boost = boost::serialization::access, class Cereal = cereal::access>
class loading_archive {
public:
  using is_saving = std::false_type;
  using is_loading = std::true_type;

  explicit loading_archive(In &in) : in_(&in) {}

  template <class... T> loading_archive &operator()(T &&...value) {
    (pass(value), ...);
    return *this;
  }
  template <class T> loading_archive &operator&(T &&value) { return (*this)(value); }
  template <class T> loading_archive &operator>>(T &&value) { return (*this)(value); }

  void load_binary(void *data, std::size_t size) {
    archive_target<In>::block(*in_, data, size);
    check();
  }
  void loadBinary(void *data, std::size_t size) { load_binary(data, size); }
  template <class T> void register_type(const T * = nullptr) {}
  unsigned get_library_version() const { return 0; }
  void reset_object_address(const void *, const void *) {}

private:
  // A const member is saved and loaded by the same line.
  template <class T> void pass(const T &value) {
    if (in_->failed)
      return;
    archive_item<T>::pass(*in_, const_cast<T &>(value));
    check();
  }
  void check() {
#ifdef __cpp_exceptions
    if (in_->failed)
      throw load_failed();
#endif
  }

  In *in_;
};

using source_archive = loading_archive<byte_source>;

namespace op {
template <class T, class A> using load_1 = decltype(std::declval<T &>().load(std::declval<A &>()));
template <class T, class A>
using load_2 = decltype(std::declval<T &>().load(std::declval<A &>(), 0u));
template <class T, class A>
using minimal = remove_cvref<decltype(std::declval<const T &>().save_minimal(std::declval<A &>()))>;
template <class T, class A>
using load_minimal = decltype(std::declval<T &>().load_minimal(
    std::declval<const A &>(), std::declval<const minimal<T, A> &>()));

template <class T, class A, class Access>
using access_load_1 = decltype(Access::member_load(std::declval<A &>(), std::declval<T &>()));
template <class T, class A, class Access>
using access_load_2 = decltype(Access::member_load(std::declval<A &>(), std::declval<T &>(), 0u));
template <class T, class A, class Access>
using minimal_by_access = remove_cvref<decltype(Access::member_save_minimal(
    std::declval<const A &>(), std::declval<const T &>()))>;
template <class T, class A, class Access>
using access_load_minimal =
    decltype(Access::member_load_minimal(std::declval<const A &>(), std::declval<T &>(),
                                         std::declval<const minimal_by_access<T, A, Access> &>()));

template <class T, class A> using own_load = decltype(&T::template load<A>);

template <class T, class A>
using free_load_1 = decltype(load(std::declval<A &>(), std::declval<T &>()));
template <class T, class A>
using free_load_2 = decltype(load(std::declval<A &>(), std::declval<T &>(), 0u));
} // namespace op

// As in serialize_probe: an ambiguous call is one for the very type.
namespace load_probe {
template <class... X, class T> no_match load(loading_archive<X...> &, T &);
template <class... X, class T> no_match load(loading_archive<X...> &, T &, unsigned);
template <class T, class A> using load_1 = decltype(load(std::declval<A &>(), std::declval<T &>()));
template <class T, class A>
using load_2 = decltype(load(std::declval<A &>(), std::declval<T &>(), 0u));
} // namespace load_probe

// A class that saves in one style loads in the same.
template <class T> constexpr bool compute_has_load() {
  using A = source_archive;
  using C = cereal::access;
  using B = boost::serialization::access;
  constexpr serial s = serial_of<T>;
  if constexpr (s == serial::serialize_1)
    return has<op::serialize_1, T, A>;
  else if constexpr (s == serial::serialize_2)
    return has<op::serialize_2, T, A>;
  else if constexpr (s == serial::save_1)
    return has<op::load_1, T, A> && !is_inherited<op::own_load, T, A>();
  else if constexpr (s == serial::save_2)
    return has<op::load_2, T, A> && !is_inherited<op::own_load, T, A>();
  else if constexpr (s == serial::minimal_1)
    return has<op::load_minimal, T, A>;
  else if constexpr (s == serial::access_serialize_1)
    return has<op::access_serialize_1, T, A, C>;
  else if constexpr (s == serial::access_serialize_2)
    return has<op::access_serialize_2, T, A, C>;
  else if constexpr (s == serial::access_save_1)
    return has<op::access_load_1, T, A, C>;
  else if constexpr (s == serial::access_save_2)
    return has<op::access_load_2, T, A, C>;
  else if constexpr (s == serial::access_minimal)
    return has<op::access_load_minimal, T, A, C>;
  else if constexpr (s == serial::access_boost)
    return has<op::access_boost, T, A, B>;
  else if constexpr (s == serial::free_serialize_1)
    return has<op::free_serialize_1, T, A>;
  else if constexpr (s == serial::free_serialize_2)
    return has<op::free_serialize_2, T, A>;
  else if constexpr (s == serial::free_save_1)
    return has<op::free_load_1, T, A> && !has<load_probe::load_1, T, A>;
  else if constexpr (s == serial::free_save_2)
    return has<op::free_load_2, T, A> && !has<load_probe::load_2, T, A>;
  else
    return false;
}
/// Can the class T, which can be serialized, be loaded too?
template <class T> inline constexpr bool has_load = compute_has_load<T>();

template <class In, class T, class C = cereal::access> void load_from(In &in, T &value) {
  using A = loading_archive<In>;
  A archive(in);
  constexpr serial s = serial_of<T>;
  if constexpr (is_two_way<s>)
    detail::serialize_both_ways(archive, value);
  else if constexpr (s == serial::save_1)
    value.load(archive);
  else if constexpr (s == serial::save_2)
    value.load(archive, detail::version_of<T>());
  else if constexpr (s == serial::minimal_1) {
    op::minimal<T, A> minimal{};
    archive(minimal);
    value.load_minimal(static_cast<const A &>(archive), minimal);
  } else if constexpr (s == serial::access_save_1)
    C::member_load(archive, value);
  else if constexpr (s == serial::access_save_2)
    C::member_load(archive, value, detail::version_of<T>());
  else if constexpr (s == serial::access_minimal) {
    op::minimal_by_access<T, A, C> minimal{};
    archive(minimal);
    C::member_load_minimal(static_cast<const A &>(archive), value,
                           static_cast<const decltype(minimal) &>(minimal));
  } else if constexpr (s == serial::free_save_1)
    load(archive, value);
  else if constexpr (s == serial::free_save_2)
    load(archive, value, detail::version_of<T>());
}

} // namespace st::detail

#endif
