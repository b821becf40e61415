// What the compiler plugin asks about types. Every answer is a plain bool for any type
// whatsoever.
#ifndef ST_DETAIL_TRAITS_H
#define ST_DETAIL_TRAITS_H

#include <st/detail/hasher.h>
#include <st/detail/serialize.h>

namespace st {

/// Specialise as true for a handle type that cache_resource may return by value: copies of a
/// handle stand for one object.
template <class T> inline constexpr bool is_handle = false;

namespace detail {

template <class T, class Functions, unsigned long long Off>
constexpr bool can_hash(const type_chain *above = nullptr);

template <class Functions, unsigned long long Off, class... Part>
constexpr bool can_hash_all(types<Part...>, [[maybe_unused]] const type_chain *above) {
  return (detail::can_hash<remove_cvref<Part>, Functions, Off>(above) && ...);
}
template <class Functions, unsigned long long Off, class... Part>
constexpr bool can_hash_fields(const types<tied<Part...>> &,
                               [[maybe_unused]] const type_chain *above) {
  return (detail::can_hash<remove_cvref<Part>, Functions, Off>(above) && ...);
}

template <class T, class Functions, unsigned long long Off>
constexpr bool can_hash(const type_chain *above) {
  constexpr int f = function_for<Functions, Off, T>;
  if constexpr (f >= 0) {
    if constexpr (has_mapped_type<Functions, f, T>)
      return detail::can_hash<mapped_type<Functions, f, T>, Functions, Off | 1ull << f>();
    else
      return false;
  } else if constexpr (std::is_void_v<T>)
    return true; // the value of an expected<void, E>
  else if constexpr (has_st_hash<T>)
    return true;
  else if constexpr (!has<op::complete, T>)
    return false;
  else {
    if (detail::steps_up(above, &type_mark<T>) != 0)
      return true;
    [[maybe_unused]] const type_chain here{&type_mark<T>, above};
    if constexpr (form_of<T> != form::none)
      return detail::can_hash_all<Functions, Off>(detail::parts_of<T>(), &here);
    else if constexpr (has_serialize<T>)
      return is_exact<T>;
    else if constexpr (has_fields<T>)
      return detail::can_hash_fields<Functions, Off>(types<field_list<T>>{}, &here);
    else
      return is_unit<T>;
  }
}

template <class Keys> struct functions_in {
  using type =
      remove_cvref<decltype(detail::get_options<hash_funcs_tag>(std::declval<const Keys &>()))>;
};
template <> struct functions_in<decltype(nullptr)> {
  using type = pack<>;
};

/// Can a T be part of a key, given the pack of key options?
template <class T, class KeysPack>
inline constexpr bool is_hashable =
    !std::is_void_v<T> &&
    detail::can_hash<remove_cvref<T>, typename functions_in<remove_cvref<KeysPack>>::type, 0>();

// Containers that own their elements; span and string_view have none of the three.
template <class T>
inline constexpr bool owns_elements =
    has<op::allocator_type, T> || has<op::tuple_size, T> || has<op::clear, T>;

template <class T> constexpr bool is_shared_pointer() {
  if constexpr (std::is_class_v<T>) {
    if constexpr (is_library_type<T>())
      return has<op::use_count, T> && has<op::shared_from, T>;
  }
  return false;
}

template <class T> constexpr bool can_keep(const type_chain *above = nullptr);

template <class... Part>
constexpr bool can_keep_all(types<Part...>, [[maybe_unused]] const type_chain *above) {
  return (detail::can_keep<std::remove_cv_t<Part>>(above) && ...);
}

// `const A &` stands for a member of type A, anything else by reference for a reference.
template <class Field> constexpr bool can_keep_field(const type_chain *above) {
  if constexpr (std::is_lvalue_reference_v<Field> &&
                !std::is_const_v<std::remove_reference_t<Field>>)
    return false;
  else
    return detail::can_keep<remove_cvref<Field>>(above);
}
template <class... Part>
constexpr bool can_keep_fields(const types<tied<Part...>> &,
                               [[maybe_unused]] const type_chain *above) {
  return (detail::can_keep_field<Part>(above) && ...);
}

template <class T> constexpr bool can_keep_known([[maybe_unused]] const type_chain *above) {
  constexpr form f = form_of<T>;
  if constexpr (f == form::c_string || f == form::reference_wrapper)
    return false;
  else if constexpr (f == form::pointer)
    return is_shared_pointer<T>() && std::is_const_v<std::remove_reference_t<op::deref<T>>> &&
           detail::can_keep_all(detail::parts_of<T>(), above);
  else if constexpr (f == form::text || f == form::contiguous || f == form::range ||
                     f == form::unordered)
    return owns_elements<T> && detail::can_keep_all(detail::parts_of<T>(), above);
  else
    return detail::can_keep_all(detail::parts_of<T>(), above);
}

template <class T> constexpr bool can_keep([[maybe_unused]] const type_chain *above) {
  if constexpr (std::is_void_v<T>)
    return true;
  else if constexpr (!std::is_object_v<T> || std::is_pointer_v<T> || std::is_member_pointer_v<T> ||
                     !has<op::complete, T>)
    return false;
  else if constexpr (!std::is_array_v<T> && !std::is_copy_constructible_v<T>)
    return false;
  else if constexpr (is_scalar<T>)
    return true;
  else {
    if (detail::steps_up(above, &type_mark<T>) != 0)
      return true;
    const type_chain here{&type_mark<T>, above};
    if constexpr (form_of<T> != form::none)
      return detail::can_keep_known<T>(&here);
    else if constexpr (has_serialize<T>)
      return true;
    else if constexpr (has_fields<T>)
      return detail::can_keep_fields(types<field_list<T>>{}, &here);
    else
      return is_unit<T>;
  }
}

/// May cache_data keep a T? Its copies must share nothing that can be changed.
template <class T> constexpr bool compute_is_value() {
  if constexpr (std::is_reference_v<T> || std::is_array_v<T> || std::is_function_v<T>)
    return false;
  else
    return detail::can_keep<std::remove_cv_t<T>>();
}
template <class T> inline constexpr bool is_value = compute_is_value<T>();

/// May cache_resource keep what a function returns as T?
template <class T>
inline constexpr bool is_resource =
    std::is_lvalue_reference_v<T> || std::is_pointer_v<T> ||
    detail::is_shared_pointer<std::remove_cv_t<T>>() || is_handle<std::remove_cv_t<T>>;

} // namespace detail
} // namespace st

#endif
