// Bytes to values; layout.h has their grammar. Whatever the bytes are, the result is a value or
// false: then nothing has been constructed, or what was there holds something.
#ifndef ST_DETAIL_DECODE_H
#define ST_DETAIL_DECODE_H

#include <memory>
#include <st/detail/build.h>
#include <st/detail/layout.h>
#include <st/detail/persistable.h>

namespace st::detail {

template <class T> bool read_array(byte_source &from, T *data, std::size_t count) {
  if constexpr (is_plain<T>)
    return detail::take(from, data, count * sizeof(T)) && detail::are_valid_plain(data, count);
  else {
    for (std::size_t i = 0; i != count; ++i)
      if (!detail::read_value(from, data[i]))
        return false;
    return true;
  }
}

namespace op {
template <class T> using max_size = decltype(std::declval<const T &>().max_size());
template <class T> using resize = decltype(std::declval<T &>().resize(std::size_t{}));
} // namespace op

/// Has a container room for so many elements? Some have little.
template <class T> bool has_room([[maybe_unused]] const T &container, std::uint64_t count) {
  if constexpr (has<op::max_size, T>)
    return count <= container.max_size();
  else
    return true;
}

template <class T> bool read_block(byte_source &from, T &value) {
  using element = typename T::value_type;
  std::uint64_t count;
  if (!detail::take_count(from, count, sizeof(element), sizeof(element)) ||
      !detail::has_room(value, count))
    return false;
  value.clear();
  if (count == 0)
    return true;
  const void *const data = detail::take_block(from, count * sizeof(element), alignof(element));
  if (!data)
    return false;
  if (form_of<T> == form::contiguous || count * sizeof(element) >= large_block) {
    value.reserve(count);
    detail::prepare_memory(const_cast<std::remove_const_t<element> *>(value.data()),
                           count * sizeof(element));
  }
  const auto *const first = static_cast<const element *>(data);
  value.assign(first, first + count);
  return detail::are_valid_plain(static_cast<const element *>(const_cast<const T &>(value).data()),
                                 count);
}

template <class T> bool read_bits(byte_source &from, T &bits, std::size_t count) {
  unsigned char byte = 0;
  for (std::size_t i = 0; i != count; ++i) {
    if ((i & 7) == 0 && !detail::take_raw(from, byte))
      return false;
    bits[i] = (byte & 1u) != 0;
    byte = static_cast<unsigned char>(byte >> 1);
  }
  return byte == 0; // the bits beyond the end
}

template <class T> bool read_key_and_value(byte_source &from, T &map) {
  part<std::remove_cv_t<typename T::key_type>> key;
  part<std::remove_cv_t<typename T::mapped_type>> value;
  if (!key.read(from) || !value.read(from))
    return false;
  map.emplace_hint(map.end(), key.take(), value.take());
  return true;
}

template <class T> bool read_element(byte_source &from, T &container) {
  if constexpr (has<op::key_type, T> && has<op::mapped_type, T>)
    return detail::read_key_and_value(from, container);
  else {
    part<std::remove_cv_t<typename T::value_type>> element;
    if (!element.read(from))
      return false;
    if constexpr (has<op::key_type, T>)
      container.emplace_hint(container.end(), element.take());
    else
      container.push_back(element.take());
    return true;
  }
}

// Can elements be made all at once, and then read?
template <class T>
inline constexpr bool fills_up =
    !has<op::key_type, T> && in_place<typename T::value_type> && has<op::resize, T>;

template <class T> bool read_list(byte_source &from, T &list, std::uint64_t count) {
  auto last = list.before_begin();
  for (; count != 0; --count) {
    part<std::remove_cv_t<typename T::value_type>> s;
    if (!s.read(from))
      return false;
    last = list.emplace_after(last, s.take());
  }
  return true;
}

template <class T> bool read_elements(byte_source &from, T &range, std::uint64_t count) {
  if constexpr (detail::is_packed<T>()) {
    if (count / 8 > from.left())
      return false;
    range.resize(count);
    return detail::read_bits(from, range, count);
  } else if constexpr (has<op::before_begin, T>) {
    return detail::read_list(from, range, count);
  } else if constexpr (fills_up<T>) {
    range.resize(count);
    for (auto &element : range)
      if (!detail::read_value(from, element))
        return false;
    return true;
  } else {
    if constexpr (has<op::reserve, T>)
      range.reserve(count);
    for (std::uint64_t i = 0; i != count; ++i)
      if (!detail::read_element(from, range))
        return false;
    if constexpr (has<op::key_type, T>)
      return range.size() == count; // a key that is there twice takes no place
    else
      return true;
  }
}

template <class T> bool read_range(byte_source &from, T &range) {
  constexpr std::uint64_t least =
      detail::is_packed<T>() ? 0 : detail::least_size<typename T::value_type>();
  std::uint64_t count;
  if (!detail::enter(from) || !detail::allocates(from, 1, own_memory<T>) ||
      !detail::take_count(from, count, least, detail::element_memory<T>()) ||
      !detail::has_room(range, count))
    return false;
  range.clear();
  if (!detail::read_elements(from, range, count))
    return false;
  detail::leave(from);
  return true;
}

template <class T> bool read_path(byte_source &from, T &path) {
  using text = typename T::string_type;
  text native;
  if (!detail::read_block(from, native) ||
      !detail::allocates(from, 1, detail::path_memory(native.data(), native.size())))
    return false;
  path = T(static_cast<text &&>(native));
  return true;
}

template <class T> bool read_optional(byte_source &from, T &value) {
  using element = typename T::value_type;
  bool engaged;
  if (!detail::take_flag(from, engaged))
    return false;
  value.reset();
  if (!engaged)
    return true;
  if constexpr (in_place<element>) {
    value.emplace();
    return detail::read_value(from, *value);
  } else {
    part<std::remove_cv_t<element>> s;
    if (!s.read(from))
      return false;
    value.emplace(s.take());
    return true;
  }
}

template <class T, std::size_t... I>
bool read_tuple(byte_source &from, T &value, std::index_sequence<I...>) {
  return (detail::read_value(from, const_cast<remove_cvref<decltype(adl::element<I>(value))> &>(
                                       adl::element<I>(value))) &&
          ...);
}

template <class T> bool read_pointer(byte_source &from, T &pointer) {
  using object = pointee<T>;
  bool engaged;
  if (!detail::take_flag(from, engaged))
    return false;
  pointer = T();
  if (!engaged)
    return true;
  if (!detail::enter(from) || !detail::allocates(from, 1, sizeof(object) + node_memory))
    return false;
  if constexpr (in_place<object>) {
    auto *const made = new object();
    pointer = T(made);
    if (!detail::read_value(from, *made))
      return false;
  } else {
    part<object> s;
    if (!s.read(from))
      return false;
    pointer = T(new object(s.take()));
  }
  detail::leave(from);
  return true;
}

// A value made of one or two others.
template <class T, class... Part> bool read_from_parts(byte_source &from, T &value) {
  pack<Part...> parts{};
  if constexpr (sizeof...(Part) == 1) {
    if (!detail::read_value(from, parts.head))
      return false;
    value = T(parts.head);
  } else {
    if (!detail::read_value(from, parts.head) || !detail::read_value(from, parts.tail.head))
      return false;
    value = T(parts.head, parts.tail.head);
  }
  return true;
}

inline bool read_long_double(byte_source &from, long double &value) {
  value = 0;
  return detail::take(from, &value, long_double_bytes);
}

template <class T> bool read_known(byte_source &from, T &value) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::long_double)
    return detail::read_long_double(from, value);
  else if constexpr (k == form::array)
    return detail::read_array(from, value, std::extent_v<T>);
  else if constexpr (is_inline_array<T>)
    return detail::read_array(from, value.data(), value.size());
  else if constexpr (k == form::text)
    return detail::read_block(from, value);
  else if constexpr (k == form::path)
    return detail::read_path(from, value);
  else if constexpr (k == form::contiguous) {
    if constexpr (is_block<T>)
      return detail::read_block(from, value);
    else
      return detail::read_range(from, value);
  } else if constexpr (k == form::range || k == form::unordered)
    return detail::read_range(from, value);
  else if constexpr (k == form::optional)
    return detail::read_optional(from, value);
  else if constexpr (k == form::tuple)
    return detail::read_tuple(from, value, std::make_index_sequence<std::tuple_size<T>::value>());
  else if constexpr (k == form::duration)
    return detail::read_from_parts<T, typename T::rep>(from, value);
  else if constexpr (k == form::time_point)
    return detail::read_from_parts<T, typename T::duration>(from, value);
  else if constexpr (k == form::complex)
    return detail::read_from_parts<T, typename T::value_type, typename T::value_type>(from, value);
  else if constexpr (k == form::bitset)
    return detail::read_bits(from, value, value.size());
  else if constexpr (k == form::pointer)
    return detail::read_pointer(from, value);
  else
    return true; // nullptr
}

template <> struct archive_target<byte_source> {
  template <class T> static void value(byte_source &from, T &value) {
    if constexpr (detail::can_fill<T>())
      note(from, detail::read_value(from, value));
    else
      note(from, false);
  }
  template <class T> static void size(byte_source &from, T &count) {
    std::uint64_t wide;
    if (detail::take_raw(from, wide) && wide <= from.left() + free_elements)
      count = T(static_cast<std::size_t>(wide));
    else
      note(from, false);
  }
  // How much there is to read is the user's to know; it must agree.
  static void block(byte_source &from, const void *data, std::size_t size) {
    note(from, agrees(from, size) && detail::take(from, const_cast<void *>(data), size));
  }
  template <class T> static void elements(byte_source &from, T *data, std::size_t count) {
    using element = std::remove_cv_t<T>;
    if constexpr (detail::can_fill<element>())
      note(from,
           agrees(from, count) && detail::read_array(from, const_cast<element *>(data), count));
    else
      note(from, false);
  }

private:
  static bool agrees(byte_source &from, std::size_t expected) {
    std::uint64_t count;
    return detail::take_raw(from, count) && count == expected;
  }
  static void note(byte_source &from, bool fine) {
    if (!fine)
      from.failed = true;
  }
};

template <class T> bool read_object(byte_source &from, T &value) {
  if (!detail::enter(from))
    return false;
#ifdef __cpp_exceptions
  try {
    detail::load_from(from, value);
  } catch (const load_failed &) {
    return false;
  }
#else
  detail::load_from(from, value);
#endif
  detail::leave(from);
  return !from.failed;
}

inline bool read_fields(byte_source &, const tied<> &) { return true; }
template <class Head, class... Tail>
bool read_fields(byte_source &from, const tied<Head, Tail...> &fields) {
  return detail::read_value(from, const_cast<remove_cvref<Head> &>(fields.head)) &&
         detail::read_fields(from, fields.tail);
}

/// Reads into a value that is there.
template <class T> inline bool read_value(byte_source &from, T &value) {
  if constexpr (is_plain<T>)
    return detail::take(from, __builtin_addressof(value), sizeof(T)) &&
           detail::is_valid_plain(value);
  else if constexpr (is_object<T>)
    return detail::read_object(from, value);
  else if constexpr (std::is_array_v<T>)
    return detail::read_array(from, value, std::extent_v<T>);
  else if constexpr (!in_place<T>) {
    part<T> s;
    if (!s.read(from))
      return false;
    value = s.take();
    return true;
  } else if constexpr (form_of<T> != form::none)
    return detail::read_known(from, value);
  else if constexpr (is_record<T>)
    return detail::read_fields(from, st_fields(fields_of<T>{}, value));
  else
    return true;
}

} // namespace st::detail

#endif
