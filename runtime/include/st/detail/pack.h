// A minimal tuple and the field lists of aggregates. <tuple> costs too much to parse.
#ifndef ST_DETAIL_PACK_H
#define ST_DETAIL_PACK_H

#include <cstddef>
#include <type_traits>

namespace st::detail {

/// Holds one object per type; a reference type holds a reference.
template <class... T> struct pack;

template <> struct pack<> {
  static constexpr std::size_t size = 0;
};

template <class Head, class... Tail> struct pack<Head, Tail...> {
  static constexpr std::size_t size = 1 + sizeof...(Tail);
  Head head;
  pack<Tail...> tail;
};

template <class... None> constexpr pack<> make_pack() { return {}; }
/// A pack of exactly the types given.
template <class Head, class... Tail>
constexpr pack<Head, Tail...> make_pack(Head &&head, Tail &&...tail) {
  return {static_cast<Head &&>(head), make_pack<Tail...>(static_cast<Tail &&>(tail)...)};
}

/// Element `I` of a constant pack.
template <std::size_t I, class Pack> constexpr decltype(auto) at(const Pack &p) {
  if constexpr (I == 0)
    return (p.head);
  else
    return detail::at<I - 1>(p.tail);
}

template <class... B> constexpr pack<B...> concat(pack<>, pack<B...> b) {
  return static_cast<pack<B...> &&>(b);
}
template <class Head, class... Tail, class... B>
constexpr pack<Head, Tail..., B...> concat(pack<Head, Tail...> a, pack<B...> b) {
  return {static_cast<Head &&>(a.head),
          detail::concat(static_cast<pack<Tail...> &&>(a.tail), static_cast<pack<B...> &&>(b))};
}

/// Calls f with each element in turn.
template <class F> constexpr void for_each(const pack<> &, F &&) {}
template <class Head, class... Tail, class F>
constexpr void for_each(const pack<Head, Tail...> &p, F &&f) {
  f(p.head);
  detail::for_each(p.tail, f);
}

/// The first argument of st_fields. It names the aggregate and brings the associated namespace,
/// so that a declaration made after this header is found where a template is instantiated.
/// A field list written by hand may take fields_tag.
struct fields_tag {};
template <class T> struct fields_of : fields_tag {};

/// The fields of an aggregate in order: `const A &` for a member or base, `A` for a
/// bit-field, `A &` for a member that is itself a reference.
template <class... T> using tied = pack<T...>;

constexpr tied<> tie() { return {}; }
template <class... T> constexpr tied<T...> tie(T &&...field) {
  return detail::make_pack<T...>(static_cast<T &&>(field)...);
}

/// Specialised by rewritten source for each aggregate that a key or a result reaches. It names the
/// aggregate in the specialisation alone, as only there it may be a private member of a class:
///
///     template <> struct st::detail::field_access<ns::Ride> {
///       template <class V> static constexpr auto get(const V &value) {
///         return st::detail::tie(value.lat, value.lon);
///       }
///     };
///
/// A base is `static_cast<const B &>(value)`, a bit-field `static_cast<T>(value.bits)`, a
/// member that is a reference `referred(value.member)`.
template <class T> struct field_access;

/// A member that is a reference is told by that it does not refer to something const.
template <class T> constexpr std::remove_cv_t<T> &referred(T &to) {
  return const_cast<std::remove_cv_t<T> &>(to);
}

/// The field list of such an aggregate. One that is no template, as the plugin makes them, is taken
/// instead where there are both.
template <class T, std::size_t = sizeof(field_access<T>)>
constexpr auto st_fields(fields_of<T>, const T &value) {
  return field_access<T>::get(value);
}

/// A class that has no name outside of a function tells its fields itself.
template <class T, class = decltype(std::declval<const T &>().st_members())>
constexpr auto st_fields(fields_of<T>, const T &value) {
  return value.st_members();
}

} // namespace st::detail

#endif
