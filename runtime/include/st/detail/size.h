// Estimates the memory behind a value, for statistics and max_bytes.
#ifndef ST_DETAIL_SIZE_H
#define ST_DETAIL_SIZE_H

#include <cstddef>
#include <cstdint>
#include <st/detail/layout.h>
#include <type_traits>
#include <utility>

namespace st::detail {

template <class T> std::uint64_t owned_bytes(const T &);
template <class T> using capacity_of = decltype(std::declval<const T &>().capacity());

// Elements that are trivially copyable own nothing, so that a long vector is not walked.
template <class T> std::uint64_t owned_by_elements(const T &range) {
  std::uint64_t sum = 0;
  using element = typename T::value_type;
  if constexpr (!std::is_trivially_copyable_v<element>)
    for (const auto &x : range)
      sum += owned_bytes<element>(x);
  return sum;
}

template <class T, std::size_t... I>
std::uint64_t owned_by_fields(const T &value, std::index_sequence<I...>) {
  return (owned_bytes<remove_cvref<decltype(adl::element<I>(value))>>(adl::element<I>(value)) +
          ... + std::uint64_t{0});
}

template <class T, std::size_t... I>
std::uint64_t owned_by_alternative(const T &value, std::index_sequence<I...>) {
  std::uint64_t sum = 0;
  ((value.index() == I ? void(sum = owned_bytes<remove_cvref<decltype(adl::element<I>(value))>>(
                                  adl::element<I>(value)))
                       : void()),
   ...);
  return sum;
}

// What a serialize names.
struct size_counter {
  std::uint64_t bytes = 0;
};
template <> struct archive_target<size_counter> {
  template <class T> static void value(size_counter &to, const T &value) {
    to.bytes += owned_bytes<std::remove_cv_t<T>>(value);
  }
  static void size(size_counter &, std::uint64_t) {}
  static void block(size_counter &to, const void *, std::size_t size) { to.bytes += size; }
  template <class T> static void elements(size_counter &to, const T *data, std::size_t count) {
    to.bytes += count * sizeof(T);
    if constexpr (!std::is_trivially_copyable_v<T>)
      for (std::size_t i = 0; i != count; ++i)
        value(to, data[i]);
  }
};

// Memory that the value owns outside itself. What a serialize throws ends its part of the count.
template <class T> std::uint64_t owned_bytes(const T &value) {
  constexpr std::uint64_t list_node = 4 * sizeof(void *);
  constexpr form k = form_of<T>;
  if constexpr (std::is_trivially_copyable_v<T>) {
    return 0;
  } else if constexpr ((k == form::text || k == form::contiguous) && has<capacity_of, T>) {
    const auto *const data = reinterpret_cast<const char *>(value.data());
    const auto *const self = reinterpret_cast<const char *>(std::addressof(value));
    const bool inside = data >= self && data < self + sizeof(T); // short strings
    return (inside ? 0 : value.capacity() * sizeof(typename T::value_type)) +
           owned_by_elements(value);
  } else if constexpr (is_inline_array<T>) {
    return owned_by_elements(value);
  } else if constexpr (k == form::array) {
    std::uint64_t sum = 0;
    for (const auto &x : value)
      sum += owned_bytes<remove_cvref<decltype(x)>>(x);
    return sum;
  } else if constexpr (k == form::path) {
    return owned_bytes<remove_cvref<decltype(value.native())>>(value.native());
  } else if constexpr (k == form::range && has<capacity_of, T>) {
    if constexpr (detail::is_packed<T>())
      return value.capacity() / 8;
    else
      return value.capacity() * sizeof(typename T::value_type) + owned_by_elements(value);
  } else if constexpr (k == form::contiguous || k == form::range || k == form::unordered) {
    if constexpr (has<op::size, T>)
      return value.size() * (sizeof(typename T::value_type) + list_node) + owned_by_elements(value);
    else
      return 0;
  } else if constexpr (k == form::optional) {
    return value ? owned_bytes<typename T::value_type>(*value) : 0;
  } else if constexpr (k == form::expected) {
    if (!value.has_value())
      return owned_bytes<typename T::error_type>(value.error());
    if constexpr (std::is_void_v<typename T::value_type>)
      return 0;
    else
      return owned_bytes<typename T::value_type>(*value);
  } else if constexpr (k == form::variant) {
    return owned_by_alternative(
        value, std::make_index_sequence<detail::count_of(detail::parts_of<T>())>());
  } else if constexpr (k == form::pointer) {
    using element = pointee<T>;
    if constexpr (std::is_polymorphic_v<element>)
      return 0;
    else
      return value ? sizeof(element) + owned_bytes<element>(*value) : 0;
  } else if constexpr (k == form::tuple) {
    return owned_by_fields(value, std::make_index_sequence<std::tuple_size<T>::value>());
  } else if constexpr (has_fields<T>) {
    std::uint64_t sum = 0;
    for_each(st_fields(fields_of<T>{}, value), [&sum](const auto &field) {
      sum += owned_bytes<remove_cvref<decltype(field)>>(field);
    });
    return sum;
  } else if constexpr (std::is_class_v<T> && has_serialize<T>) {
    size_counter counted;
    STCACHE_TRY { detail::save_into(counted, value); }
    STCACHE_CATCH_ALL {}
    return counted.bytes;
  } else {
    return 0;
  }
}

} // namespace st::detail

#endif // ST_DETAIL_SIZE_H
