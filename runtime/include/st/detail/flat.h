// Which values are their bytes: those can be hashed, written and read as one block.
#ifndef ST_DETAIL_FLAT_H
#define ST_DETAIL_FLAT_H

#include <st/detail/hasher.h>
#include <st/detail/serialize.h>

namespace st::detail {

// H: the hasher or sink that the values go to.

/// Does a function stand in for a T, so that its bytes are not what goes to H?
template <class H, class T>
inline constexpr bool is_replaced =
    function_for<typename H::functions, H::off, T> >= 0 || has_st_hash<T>;
/// Types of the standard library that are flat for H, beside scalars.
template <class H, class T> inline constexpr bool is_flat_library = false;

/// Scalars may lie side by side in memory, and so may records of them without padding.
template <class H, class T> constexpr bool is_flat();

template <class H, class T> constexpr bool is_flat_field() {
  // Bit-fields come by value.
  if constexpr (std::is_lvalue_reference_v<T> && std::is_const_v<std::remove_reference_t<T>>)
    return detail::is_flat<H, remove_cvref<T>>();
  else
    return false;
}
template <class H, class T, class... F> constexpr bool is_flat_record(const types<tied<F...>> &) {
  return (detail::is_flat_field<H, F>() && ...) &&
         (sizeof(remove_cvref<F>) + ... + std::size_t(0)) == sizeof(T);
}
template <class H, class T> constexpr bool is_flat() {
  if constexpr (is_replaced<H, T>)
    return false;
  else if constexpr (form_of<T> == form::scalar)
    return true;
  else if constexpr (form_of<T> == form::array)
    return detail::is_flat<H, std::remove_cv_t<std::remove_extent_t<T>>>();
  else if constexpr (form_of<T> != form::none)
    return is_flat_library<H, T>;
  else if constexpr (std::is_trivially_copyable_v<T> && !std::is_empty_v<T>) {
    if constexpr (has_fields<T> && !has_serialize<T>)
      return detail::is_flat_record<H, T>(types<field_list<T>>{});
    else
      return false;
  } else
    return false;
}

} // namespace st::detail

#endif
