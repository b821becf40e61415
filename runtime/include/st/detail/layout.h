// How values lie in a payload. It has no names and no tags: integers and floating-point numbers
// are as in memory, little endian; counts have 8 bytes.
//
//   value  = bytes                     scalars, and what is flat without one (see is_plain)
//          | bytes                     long double: those that count
//          | { value }                 array, std::array, tuple, aggregate, complex, duration
//          | count block               string, path (native), vector of plain elements
//          | count bits                vector<bool>; a bitset without the count
//          | count { value }           other containers; the pairs of a map are tuples
//          | 0 | 1 value               optional, smart pointer; nothing for what is empty
//          | 0 value | 1 value         expected: the error, the value
//          | index value               variant; the index has 1 byte, or 4 for 256 types or more
//          | { value | size | size block }         what serialize gives an archive
//   block  = zeros bytes               aligned to the element, from 4096 bytes on to 64
//
// Numbers, characters and enums may be any; truth values, flags, indices and padding are checked.
// What types those are is told by schema_of alone, which must be stored beside. Two pointers to one
// object become pointers to two.
#ifndef ST_DETAIL_LAYOUT_H
#define ST_DETAIL_LAYOUT_H

#include <st/detail/bytes.h>
#include <st/detail/flat.h>

namespace st::detail {

// A sink takes what the types hold, whatever functions there are to hash it.
template <class T> inline constexpr bool is_replaced<byte_sink, T> = false;

namespace op {
template <class T> using key_type = typename T::key_type;
template <class T> using mapped_type = typename T::mapped_type;
template <class T> using before_begin = decltype(std::declval<T &>().before_begin());
template <class T> using pop_front = decltype(std::declval<T &>().pop_front());
template <class T> using subscript = decltype(std::declval<const T &>()[0]);
template <class T> using flip = decltype(std::declval<T &>().flip());
template <class T> using element = std::remove_cv_t<typename T::value_type>;
template <class T>
using assign = decltype(std::declval<T &>().assign(std::declval<const element<T> *>(),
                                                   std::declval<const element<T> *>()));
template <class T> using reserve = decltype(std::declval<T &>().reserve(std::size_t{}));
} // namespace op

template <class T> constexpr bool is_bool() {
  if constexpr (std::is_enum_v<T>)
    return std::is_same_v<std::underlying_type_t<T>, bool>;
  else
    return std::is_same_v<T, bool>;
}

/// std::array, whose elements lie in it.
template <class T>
inline constexpr bool is_inline_array = form_of<T> == form::contiguous && has<op::tuple_size, T>;
/// Elements of a packed range of truth values cannot be referred to.
template <class T> constexpr bool is_packed() {
  if constexpr (form_of<T> == form::range)
    return std::is_same_v<typename T::value_type, bool> && has<op::flip, T>;
  else
    return false;
}

template <class T> constexpr bool compute_is_flat_library() {
  if constexpr (!std::is_trivially_copyable_v<T> || !std::is_class_v<T>)
    return false;
  else if constexpr (is_inline_array<T>) {
    using element = typename T::value_type;
    return std::tuple_size<T>::value != 0 && detail::is_flat<byte_sink, element>() &&
           sizeof(T) == std::tuple_size<T>::value * sizeof(element);
  } else if constexpr (form_of<T> == form::complex)
    return detail::is_flat<byte_sink, typename T::value_type>() &&
           sizeof(T) == 2 * sizeof(typename T::value_type);
  else if constexpr (form_of<T> == form::duration)
    return detail::is_flat<byte_sink, typename T::rep>() && sizeof(T) == sizeof(typename T::rep) &&
           !detail::is_bool<typename T::rep>();
  else if constexpr (form_of<T> == form::time_point)
    return detail::is_flat<byte_sink, typename T::duration>();
  else
    return false;
}
template <class T>
inline constexpr bool is_flat_library<byte_sink, T> = compute_is_flat_library<T>();

template <class T> constexpr bool assignable() {
  if constexpr (std::is_array_v<T>)
    return detail::assignable<std::remove_extent_t<T>>();
  else
    return __is_assignable(T &, const T &) && __is_assignable(T &, T &&);
}

template <class T> constexpr bool compute_is_object() {
  if constexpr (form_of<T> == form::none)
    return has_serialize<T>;
  else
    return false;
}
/// Does a serialize function write a T?
template <class T> inline constexpr bool is_object = compute_is_object<T>();

template <class T> constexpr bool compute_is_record() {
  if constexpr (form_of<T> == form::none && !is_object<T>)
    return has_fields<T>;
  else
    return false;
}
/// Is a T written field by field?
template <class T> inline constexpr bool is_record = compute_is_record<T>();

/// Is a T read and written as its bytes?
template <class T>
inline constexpr bool is_plain =
    detail::is_flat<byte_sink, T>() && detail::assignable<T>() && alignof(T) <= block_alignment;

template <class T> constexpr bool compute_is_block() {
  if constexpr (form_of<T> == form::contiguous)
    return !is_inline_array<T> && is_plain<typename T::value_type> && has<op::assign, T> &&
           has<op::reserve, T>;
  else
    return false;
}
/// Are the elements of a container that lets them be assigned all at once one block?
template <class T> inline constexpr bool is_block = compute_is_block<T>();

template <class T> constexpr bool holds_bool();
template <class... F> constexpr bool any_holds_bool(const types<tied<F...>> &) {
  return (detail::holds_bool<remove_cvref<F>>() || ...);
}
template <class... P> constexpr bool any_holds_bool(const types<P...> &) {
  return (detail::holds_bool<remove_cvref<P>>() || ...);
}
// Of plain types.
template <class T> constexpr bool holds_bool() {
  if constexpr (form_of<T> == form::scalar)
    return detail::is_bool<T>();
  else if constexpr (form_of<T> == form::none)
    return detail::any_holds_bool(types<field_list<T>>{});
  else
    return detail::any_holds_bool(detail::parts_of<T>());
}

/// Are all truth values in a plain value either of the two? It may not be looked at before.
template <class T> bool is_valid_plain(const T &value);
inline bool are_valid_plain(const tied<> &) { return true; }
template <class Head, class... Tail> bool are_valid_plain(const tied<Head, Tail...> &fields) {
  return detail::is_valid_plain(fields.head) && detail::are_valid_plain(fields.tail);
}
template <class T> bool are_valid_plain(const T *values, std::size_t count) {
  if constexpr (detail::holds_bool<T>())
    for (std::size_t i = 0; i != count; ++i)
      if (!detail::is_valid_plain(values[i]))
        return false;
  return true;
}
template <class T> bool is_valid_plain([[maybe_unused]] const T &value) {
  if constexpr (!detail::holds_bool<T>())
    return true;
  else if constexpr (form_of<T> == form::scalar) {
    unsigned char byte;
    __builtin_memcpy(&byte, __builtin_addressof(value), 1);
    return byte <= 1;
  } else if constexpr (form_of<T> == form::array)
    return detail::are_valid_plain(value, std::extent_v<T>);
  else if constexpr (is_inline_array<T>)
    return detail::are_valid_plain(value.data(), std::tuple_size<T>::value);
  else
    return detail::are_valid_plain(st_fields(fields_of<T>{}, value));
}

// The x87 format keeps 10 bytes of 12 or 16; 64 digits of precision tell it.
inline constexpr std::size_t long_double_bytes = __LDBL_MANT_DIG__ == 64 ? 10 : sizeof(long double);

template <class... A> constexpr std::size_t count_of(types<A...>) { return sizeof...(A); }
template <class T>
using index_type =
    std::conditional_t<detail::count_of(detail::parts_of<T>()) < 256, std::uint8_t, std::uint32_t>;

/// The number of elements of an array whose type tells it.
template <class T> constexpr std::size_t fixed_count() {
  if constexpr (std::is_array_v<T>)
    return std::extent_v<T>;
  else
    return std::tuple_size<T>::value;
}

template <class T> constexpr std::uint64_t least_size();
template <class... P> constexpr std::uint64_t least_size_of_all(const types<P...> &) {
  return (detail::least_size<remove_cvref<P>>() + ... + std::uint64_t(0));
}
template <class... F> constexpr std::uint64_t least_size_of_all(const types<tied<F...>> &) {
  return (detail::least_size<remove_cvref<F>>() + ... + std::uint64_t(0));
}

/// A T takes at least so many bytes of a payload.
template <class T> constexpr std::uint64_t least_size() {
  constexpr form k = form_of<T>;
  if constexpr (is_plain<T>)
    return sizeof(T);
  else if constexpr (k == form::long_double)
    return long_double_bytes;
  else if constexpr (k == form::array || is_inline_array<T>)
    return fixed_count<T>() * detail::least_size_of_all(detail::parts_of<T>());
  else if constexpr (k == form::text || k == form::path || k == form::contiguous ||
                     k == form::range || k == form::unordered)
    return sizeof(std::uint64_t);
  else if constexpr (k == form::optional || k == form::pointer || k == form::expected)
    return 1;
  else if constexpr (k == form::variant)
    return sizeof(index_type<T>);
  else if constexpr (k == form::tuple || k == form::duration || k == form::time_point)
    return detail::least_size_of_all(detail::parts_of<T>());
  else if constexpr (k == form::complex)
    return 2 * detail::least_size<typename T::value_type>();
  else if constexpr (k == form::bitset)
    return (T().size() + 7) / 8;
  else if constexpr (is_record<T>)
    return detail::least_size_of_all(types<field_list<T>>{});
  else
    return 0;
}

// What containers allocate, rather too much than too little: deques even when they are empty.
inline constexpr std::uint64_t node_memory = 40;
inline constexpr std::uint64_t deque_memory = 640;
inline constexpr std::uint64_t path_part_memory = 64;

template <class T>
inline constexpr bool is_deque =
    form_of<T> == form::range && has<op::pop_front, T> && has<op::subscript, T>;

template <class T> constexpr std::uint64_t element_memory() {
  if constexpr (detail::is_packed<T>())
    return 1;
  else if constexpr (form_of<T> == form::contiguous || form_of<T> == form::text)
    return sizeof(typename T::value_type);
  else
    return sizeof(typename T::value_type) + node_memory;
}
template <class T> inline constexpr std::uint64_t own_memory = is_deque<T> ? deque_memory : 0;

template <class C> std::uint64_t path_memory(const C *data, std::size_t size) {
  std::uint64_t parts = 2;
  for (std::size_t i = 0; i != size; ++i)
    parts += data[i] == C('/');
  return parts * path_part_memory + 2 * (size + 1);
}

} // namespace st::detail

#endif
