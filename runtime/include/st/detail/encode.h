// Values to bytes; layout.h has their grammar.
#ifndef ST_DETAIL_ENCODE_H
#define ST_DETAIL_ENCODE_H

#include <st/detail/persistable.h>

namespace st::detail {

template <class T> void write_value(byte_sink &to, const T &value);

inline void write_fields(byte_sink &, const tied<> &) {}
template <class Head, class... Tail>
void write_fields(byte_sink &to, const tied<Head, Tail...> &fields) {
  detail::write_value(to, fields.head);
  detail::write_fields(to, fields.tail);
}

template <class T> void write_array(byte_sink &to, const T *data, std::size_t count) {
  if constexpr (is_plain<T>)
    detail::append(to, data, count * sizeof(T));
  else
    for (std::size_t i = 0; i != count; ++i)
      detail::write_value(to, data[i]);
}

template <class T> void write_block(byte_sink &to, const T *data, std::size_t count) {
  detail::append_count(to, count, sizeof(T));
  detail::append_block(to, data, count * sizeof(T), alignof(T));
}

template <class T> void write_bits(byte_sink &to, const T &bits, std::size_t count) {
  unsigned char byte = 0;
  for (std::size_t i = 0; i != count; ++i) {
    byte = static_cast<unsigned char>(byte | (bits[i] ? 1u : 0u) << (i & 7));
    if ((i & 7) == 7 || i + 1 == count) {
      detail::append_raw(to, byte);
      byte = 0;
    }
  }
}

template <class T> void write_range(byte_sink &to, const T &range) {
  if (!detail::enter(to))
    return;
  std::uint64_t count = 0;
  if constexpr (has<op::size, T>)
    count = range.size();
  else
    for (auto it = range.begin(); it != range.end(); ++it)
      ++count;
  detail::allocates(to, 1, own_memory<T>);
  detail::append_count(to, count, detail::element_memory<T>());
  if constexpr (detail::is_packed<T>())
    detail::write_bits(to, range, count);
  else
    for (auto it = range.begin(); it != range.end() && !to.failed; ++it)
      detail::write_value(to, static_cast<const typename T::value_type &>(*it));
  detail::leave(to);
}

template <class T> void write_pointee(byte_sink &to, const T &object) {
  if (!detail::enter(to))
    return;
  detail::allocates(to, 1, sizeof(T) + node_memory);
  detail::write_value(to, object);
  detail::leave(to);
}

template <class T, std::size_t... I>
void write_tuple(byte_sink &to, const T &value, std::index_sequence<I...>) {
  (detail::write_value(to, adl::element<I>(value)), ...);
}

template <class T, std::size_t... I>
void write_variant(byte_sink &to, const T &value, std::index_sequence<I...>) {
  detail::append_raw(to, static_cast<index_type<T>>(value.index()));
  // One that an exception has left without a value cannot be restored.
  if (!((value.index() == I ? (detail::write_value(to, adl::element<I>(value)), true) : false) ||
        ...))
    to.failed = true;
}

inline void write_long_double(byte_sink &to, long double value) {
  detail::append(to, &value, long_double_bytes);
}

template <class T> void write_known(byte_sink &to, const T &value) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::long_double)
    detail::write_long_double(to, value);
  else if constexpr (k == form::array)
    detail::write_array(to, value, std::extent_v<T>);
  else if constexpr (is_inline_array<T>)
    detail::write_array(to, value.data(), value.size());
  else if constexpr (k == form::text)
    detail::write_block(to, value.data(), value.size());
  else if constexpr (k == form::path) {
    const auto &text = value.native();
    detail::allocates(to, 1, detail::path_memory(text.data(), text.size()));
    detail::write_block(to, text.data(), text.size());
  } else if constexpr (k == form::contiguous) {
    if constexpr (is_block<T>)
      detail::write_block(to, value.data(), value.size());
    else
      detail::write_range(to, value);
  } else if constexpr (k == form::range || k == form::unordered)
    detail::write_range(to, value);
  else if constexpr (k == form::optional) {
    const bool engaged = value.has_value();
    detail::append_raw(to, engaged);
    if (engaged)
      detail::write_value(to, *value);
  } else if constexpr (k == form::expected) {
    const bool engaged = value.has_value();
    detail::append_raw(to, engaged);
    if (!engaged)
      detail::write_value(to, value.error());
    else if constexpr (!std::is_void_v<typename T::value_type>)
      detail::write_value(to, *value);
  } else if constexpr (k == form::variant)
    detail::write_variant(to, value,
                          std::make_index_sequence<detail::count_of(detail::parts_of<T>())>());
  else if constexpr (k == form::tuple)
    detail::write_tuple(to, value, std::make_index_sequence<std::tuple_size<T>::value>());
  else if constexpr (k == form::duration)
    detail::write_value(to, value.count());
  else if constexpr (k == form::time_point)
    detail::write_value(to, value.time_since_epoch());
  else if constexpr (k == form::bitset)
    detail::write_bits(to, value, value.size());
  else if constexpr (k == form::complex) {
    detail::write_value(to, value.real());
    detail::write_value(to, value.imag());
  } else if constexpr (k == form::pointer) {
    const bool engaged = value.get() != nullptr;
    detail::append_raw(to, engaged);
    if (engaged)
      detail::write_pointee(to, *value);
  }
}

template <> struct archive_target<byte_sink> {
  template <class T> static void value(byte_sink &to, const T &value) {
    using value_type = std::remove_cv_t<T>;
    // What cannot be restored is found out only here, inside the user's function, which is no
    // error: it is merely not stored.
    if constexpr (detail::can_fill<value_type>())
      detail::write_value(to, static_cast<const value_type &>(value));
    else
      to.failed = true;
  }
  static void size(byte_sink &to, std::uint64_t count) {
    detail::append_raw(to, count);
    const std::uint64_t end = count > UINT64_MAX - to.offset() ? UINT64_MAX : to.offset() + count;
    if (end > to.promised)
      to.promised = end;
  }
  static void block(byte_sink &to, const void *data, std::size_t size) {
    detail::append_raw(to, std::uint64_t(size));
    detail::append(to, data, size);
  }
  template <class T> static void elements(byte_sink &to, const T *data, std::size_t count) {
    detail::append_raw(to, std::uint64_t(count));
    if constexpr (detail::can_fill<std::remove_cv_t<T>>())
      detail::write_array(to, data, count);
    else
      to.failed = true;
  }
};

template <class T> void write_object(byte_sink &to, const T &value) {
  if (!detail::enter(to))
    return;
  detail::save_into(to, value);
  detail::leave(to);
}

template <class T> inline void write_value(byte_sink &to, const T &value) {
  if constexpr (is_plain<T>)
    detail::append(to, __builtin_addressof(value), sizeof(T));
  else if constexpr (form_of<T> != form::none)
    detail::write_known(to, value);
  else if constexpr (is_object<T>)
    detail::write_object(to, value);
  else if constexpr (is_record<T>)
    detail::write_fields(to, st_fields(fields_of<T>{}, value));
}

} // namespace st::detail

#endif
