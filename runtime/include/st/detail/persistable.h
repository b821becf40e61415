// Which values can be stored, and the number that stands for the layout of one.
#ifndef ST_DETAIL_PERSISTABLE_H
#define ST_DETAIL_PERSISTABLE_H

#include <st/detail/build.h>
#include <st/detail/load.h>
#include <st/detail/traits.h>

namespace st::detail {

/// Can a T be read into one that is there?
template <class T> constexpr bool can_fill(const type_chain *above = nullptr);
/// Can a T be made of what is read?
template <class T> constexpr bool can_make(const type_chain *above = nullptr);

namespace op {
template <class T> using key_compare = typename T::key_compare;
template <class T> using key_equal = typename T::key_equal;
template <class T> using hash_function = typename T::hasher;

template <class T>
using push_back = decltype(std::declval<T &>().push_back(std::declval<element<T>>()));
template <class T>
using emplace_hint = decltype(std::declval<T &>().emplace_hint(std::declval<T &>().end(),
                                                               std::declval<element<T>>()));
template <class T>
using emplace_after = decltype(std::declval<T &>().emplace_after(std::declval<T &>().before_begin(),
                                                                 std::declval<element<T>>()));
} // namespace op

template <template <class...> class Policy, class T> constexpr bool has_state() {
  if constexpr (has<Policy, T>)
    return !std::is_empty_v<Policy<T>>;
  else
    return false;
}
// What orders or hashes the elements is not stored, so it must be the same in every container.
template <class T>
inline constexpr bool is_told_by_elements =
    !has_state<op::key_compare, T>() && !has_state<op::key_equal, T>() &&
    !has_state<op::hash_function, T>();

template <class T> constexpr bool takes_elements() {
  if constexpr (form_of<T> == form::text)
    return has<op::assign, T> && has<op::reserve, T>;
  else if constexpr (is_block<T>)
    return true;
  else if constexpr (!has<op::clear, T>)
    return false;
  else if constexpr (has<op::key_type, T>)
    return has<op::emplace_hint, T> && is_told_by_elements<T>;
  else if constexpr (has<op::before_begin, T>)
    return has<op::emplace_after, T>;
  else
    return has<op::push_back, T>;
}

template <class T> using deleter = typename T::deleter_type;
template <class T> constexpr bool is_unique_pointer() {
  if constexpr (has<deleter, T>)
    return std::is_same_v<deleter<T>, std::default_delete<pointee<T>>>;
  else
    return false;
}

template <class... Part>
constexpr bool can_make_all(types<Part...>, [[maybe_unused]] const type_chain *above) {
  return (detail::can_make<std::remove_cv_t<Part>>(above) && ...);
}
template <class... Part>
constexpr bool can_fill_all(types<Part...>, [[maybe_unused]] const type_chain *above) {
  return (detail::can_fill<Part>(above) && ...);
}
template <class... F>
constexpr bool can_fill_fields(const types<tied<F...>> &,
                               [[maybe_unused]] const type_chain *above) {
  return (detail::can_fill<remove_cvref<F>>(above) && ...);
}
template <class... F>
constexpr bool can_make_fields(const types<tied<F...>> &,
                               [[maybe_unused]] const type_chain *above) {
  return (detail::can_make<remove_cvref<F>>(above) && ...);
}

// One that is read into one made by default.
template <class T> constexpr bool can_fill_known(const type_chain *above) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::scalar || k == form::long_double || k == form::null || k == form::path ||
                k == form::bitset)
    return true;
  else if constexpr (is_inline_array<T> || k == form::tuple || k == form::duration ||
                     k == form::time_point || k == form::complex)
    return detail::can_fill_all(detail::parts_of<T>(), above);
  else if constexpr (k == form::text)
    return takes_elements<T>();
  else if constexpr (k == form::contiguous || k == form::range || k == form::unordered)
    return takes_elements<T>() && detail::can_make_all(detail::parts_of<T>(), above);
  else if constexpr (k == form::optional)
    return detail::can_make_all(detail::parts_of<T>(), above);
  else if constexpr (k == form::pointer) {
    // To others, or with a class that may stand for one derived from it, more belongs than the
    // object seen.
    if constexpr (is_exact<pointee<T>> && std::is_constructible_v<T, pointee<T> *> &&
                  (is_unique_pointer<T>() ||
                   (is_shared_pointer<T>() &&
                    std::is_const_v<std::remove_reference_t<op::deref<T>>>)))
      return detail::can_make<pointee<T>>(above);
    else
      return false;
  } else
    return false;
}

template <class T> constexpr bool can_fill(const type_chain *above) {
  if constexpr (std::is_array_v<T>)
    return detail::can_fill<std::remove_extent_t<T>>(above);
  else if constexpr (!std::is_object_v<T> || std::is_const_v<T>)
    return false;
  else if constexpr (is_object<T>)
    return has_load<T>;
  else if constexpr (!in_place<T>) {
    if constexpr (__is_assignable(T &, T &&))
      return detail::can_make<T>(above);
    else
      return false;
  } else {
    if (detail::steps_up(above, &type_mark<T>) != 0)
      return true;
    const type_chain here{&type_mark<T>, above};
    if constexpr (form_of<T> != form::none)
      return detail::can_fill_known<T>(&here);
    else if constexpr (is_record<T>)
      return detail::can_fill_fields(types<field_list<T>>{}, &here);
    else
      return is_unit<T>;
  }
}

template <class T> constexpr bool can_make(const type_chain *above) {
  constexpr form k = form_of<T>;
  if constexpr (std::is_void_v<T>) // in an expected
    return true;
  else if constexpr (std::is_array_v<T>)
    return detail::can_make<std::remove_cv_t<std::remove_extent_t<T>>>(above);
  else if constexpr (!std::is_object_v<T> || !__is_constructible(T, T &&))
    return false;
  else if constexpr (in_place<T>)
    return detail::can_fill<T>(above);
  else {
    if (detail::steps_up(above, &type_mark<T>) != 0)
      return true;
    const type_chain here{&type_mark<T>, above};
    if constexpr (k == form::variant || k == form::expected || k == form::tuple)
      return detail::can_make_all(detail::parts_of<T>(), &here);
    else if constexpr (is_inline_array<T>)
      return detail::can_make_all(detail::parts_of<T>(), &here) &&
             decltype(detail::aggregate_parts<T>())::template make<T>();
    else if constexpr (is_record<T>) {
      // An aggregate alone can be made of its members.
      if constexpr (std::is_aggregate_v<T>)
        return detail::can_make_fields(types<field_list<T>>{}, &here) &&
               decltype(detail::aggregate_parts<T>())::template make<T>();
      else
        return false;
    } else
      return false;
  }
}

template <class T> constexpr bool compute_is_persistable() {
  if constexpr (std::is_void_v<T>)
    return true;
  else if constexpr (is_value<T>)
    return detail::can_make<std::remove_cv_t<T>>();
  else
    return false;
}
/// Can the result of a function that returns T be stored, and be made from what is stored?
template <class T> inline constexpr bool is_persistable = compute_is_persistable<T>();

constexpr std::uint64_t schema_mix(std::uint64_t sum, std::uint64_t next) {
  const std::uint64_t product = (sum ^ next) * 0x9e3779b97f4a7c15u;
  return (product ^ product >> 29) * 0xbf58476d1ce4e5b9u;
}

template <class T> constexpr std::uint64_t schema_in(std::uint64_t sum, const type_chain *above);

template <class... Part>
constexpr std::uint64_t schema_of_all(std::uint64_t sum, const types<Part...> &,
                                      [[maybe_unused]] const type_chain *above) {
  sum = detail::schema_mix(sum, sizeof...(Part));
  ((sum = detail::schema_in<remove_cvref<Part>>(sum, above)), ...);
  return sum;
}
template <class... F>
constexpr std::uint64_t schema_of_all(std::uint64_t sum, const types<tied<F...>> &,
                                      const type_chain *above) {
  return detail::schema_of_all(sum, types<F...>{}, above);
}

// Numbers that a known form has beside its parts.
template <class T> constexpr std::uint64_t schema_numbers(std::uint64_t sum) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::array || is_inline_array<T>)
    return detail::schema_mix(sum, fixed_count<T>());
  else if constexpr (k == form::text)
    return detail::schema_mix(sum, detail::scalar_code<typename T::value_type>());
  else if constexpr (k == form::path)
    return detail::schema_mix(sum, sizeof(typename T::value_type));
  else if constexpr (k == form::range || k == form::unordered)
    return detail::schema_mix(sum, has<op::key_type, T> << 1 | detail::is_packed<T>());
  else if constexpr (k == form::duration)
    return detail::schema_mix(detail::schema_mix(sum, T::period::num), T::period::den);
  else if constexpr (k == form::bitset)
    return detail::schema_mix(sum, T().size());
  else if constexpr (k == form::long_double)
    return detail::schema_mix(sum, long_double_bytes);
  else
    return sum;
}

template <class T>
constexpr std::uint64_t schema_in(std::uint64_t sum, [[maybe_unused]] const type_chain *above) {
  constexpr form k = form_of<T>;
  sum = detail::schema_mix(sum, static_cast<std::uint64_t>(k));
  if constexpr (std::is_void_v<T>)
    return detail::schema_mix(sum, 1);
  else if constexpr (k == form::scalar)
    return detail::schema_mix(sum, detail::scalar_code<T>());
  else {
    if (const unsigned steps = detail::steps_up(above, &type_mark<T>))
      return detail::schema_mix(detail::schema_mix(sum, 2), steps);
    const type_chain here{&type_mark<T>, above};
    if constexpr (is_plain<T>)
      sum =
          detail::schema_mix(detail::schema_mix(detail::schema_mix(sum, 3), sizeof(T)), alignof(T));
    if constexpr (k != form::none)
      return detail::schema_of_all(detail::schema_numbers<T>(sum), detail::parts_of<T>(), &here);
    else if constexpr (is_object<T>) {
      // What its function does is code, not layout.
      sum =
          detail::schema_mix(detail::schema_mix(sum, 4), static_cast<std::uint64_t>(serial_of<T>));
      return detail::schema_mix(detail::schema_mix(sum, detail::version_of<T>()), sizeof(T));
    } else if constexpr (is_record<T>)
      return detail::schema_of_all(detail::schema_mix(sum, 5), types<field_list<T>>{}, &here);
    else
      return detail::schema_mix(sum, 6);
  }
}

/// Tells the layouts of types apart: what was written as a T can be read as a U of the same
/// schema. The same for all compilers.
template <class T>
inline constexpr std::uint64_t schema_of = schema_in<std::remove_cv_t<T>>(1, nullptr);

} // namespace st::detail

#endif
