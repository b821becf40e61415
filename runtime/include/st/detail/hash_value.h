// One value to bytes, by the first of: hash_funcs, st_hash, what the library knows,
// serialize, the field list of an aggregate. The grammar of the bytes stands in key.h.
#ifndef ST_DETAIL_HASH_VALUE_H
#define ST_DETAIL_HASH_VALUE_H

#include <memory>
#include <st/detail/flat.h>
#include <st/detail/hasher.h>
#include <st/detail/serialize.h>
#include <typeinfo>

namespace st::detail {

template <class H, class T> STCACHE_INLINE void put_block(H &h, const T *data, std::size_t count) {
  using element = std::remove_cv_t<T>;
  if constexpr (form_of<element> == form::scalar) {
    unsigned char bytes[10] = {static_cast<unsigned char>(tag::block),
                               detail::scalar_code<element>()};
    const std::uint64_t wide = count;
    __builtin_memcpy(bytes + 2, &wide, 8);
    append(h.state(), bytes, 10);
  } else {
    h.code(tag::block);
    h.code(tag::flat);
    h.raw(std::uint64_t(sizeof(T)));
    h.raw(std::uint64_t(count));
  }
  append(h.state(), data, count * sizeof(T));
}

template <class H, class T> void put_elements(H &h, const T *data, std::size_t count) {
  if constexpr (detail::is_flat<H, std::remove_cv_t<T>>()) {
    detail::put_block(h, data, count);
  } else {
    h.head(tag::sequence, count);
    for (std::size_t i = 0; i != count; ++i)
      detail::put(h, data[i]);
  }
}

template <class H, class C>
STCACHE_INLINE void put_text(H &h, tag t, const C *data, std::size_t size) {
  unsigned char bytes[10] = {static_cast<unsigned char>(t), detail::scalar_code<C>()};
  const std::uint64_t wide = size;
  __builtin_memcpy(bytes + 2, &wide, 8);
  append(h.state(), bytes, 10);
  append(h.state(), data, size * sizeof(C));
}

template <class C> std::size_t text_length(const C *text) {
  if constexpr (std::is_same_v<C, char>)
    return __builtin_strlen(text);
  else {
    std::size_t n = 0;
    while (text[n] != C())
      ++n;
    return n;
  }
}

template <class H, class T> void put_range(H &h, const T &range) {
  std::uint64_t count = 0;
  if constexpr (has<op::size, T>)
    count = range.size();
  else
    for (auto it = range.begin(); it != range.end(); ++it)
      ++count;
  h.head(tag::sequence, count);
  for (auto it = range.begin(); it != range.end(); ++it)
    detail::put(h, static_cast<const typename T::value_type &>(*it));
}

// The elements' hashes are added up, which no order changes.
template <class H, class T> void put_unordered(H &h, const T &table) {
  key128 sum{0, 0};
  std::uint64_t count = 0;
  for (auto it = table.begin(); it != table.end(); ++it, ++count) {
    hash_state state(h.state().secret);
    auto inner = h.on(state);
    detail::put(inner, static_cast<const typename T::value_type &>(*it));
    const key128 one = detail::hash_finish(state);
    sum.lo += one.lo;
    sum.hi += one.hi + (sum.lo < one.lo);
  }
  h.head(tag::unordered, count);
  h.raw(sum);
}

template <class H, class T, std::size_t... I>
void put_tuple(H &h, const T &value, std::index_sequence<I...>) {
  h.head(tag::tuple, sizeof...(I));
  (detail::put(h, adl::element<I>(value)), ...);
}

template <class H, class T, std::size_t... I>
void put_variant(H &h, const T &value, std::index_sequence<I...>) {
  h.head(tag::alternative, static_cast<std::uint64_t>(value.index()));
  (void)((value.index() == I ? (detail::put(h, adl::element<I>(value)), true) : false) || ...);
}
template <class... A> constexpr auto indices(types<A...>) {
  return std::index_sequence_for<A...>();
}

template <class H, class T> void put_bitset(H &h, const T &bits) {
  h.head(tag::bitset, bits.size());
  unsigned char byte = 0;
  for (std::size_t i = 0; i != bits.size(); ++i) {
    byte = static_cast<unsigned char>(byte | bits.test(i) << (i & 7));
    if ((i & 7) == 7 || i + 1 == bits.size()) {
      h.code(byte);
      byte = 0;
    }
  }
}

template <class H> void put_long_double(H &h, long double value) {
  unsigned char bytes[sizeof(value)];
  __builtin_memcpy(bytes, &value, sizeof(value));
  h.code(tag::long_double);
  // The x87 format keeps 10 bytes of 12 or 16; 64 digits of precision tell it.
  append(h.state(), bytes, __LDBL_MANT_DIG__ == 64 ? 10 : sizeof(value));
}

template <class H, class T> STCACHE_INLINE void put_known(H &h, const T &value) {
  constexpr form k = form_of<T>;
  if constexpr (k == form::scalar) {
    unsigned char bytes[1 + sizeof(T)] = {detail::scalar_code<T>()};
    __builtin_memcpy(bytes + 1, &value, sizeof(T));
    append(h.state(), bytes, sizeof(bytes));
  } else if constexpr (k == form::long_double)
    detail::put_long_double(h, value);
  else if constexpr (k == form::null)
    h.code(tag::null);
  else if constexpr (k == form::c_string) {
    if (value == nullptr)
      h.code(tag::null);
    else
      detail::put_text(h, tag::text, value, detail::text_length(value));
  } else if constexpr (k == form::array)
    detail::put_elements(h, value, std::extent_v<T>);
  else if constexpr (k == form::text)
    detail::put_text(h, tag::text, value.data(), value.size());
  else if constexpr (k == form::path)
    detail::put_text(h, tag::path, value.native().data(), value.native().size());
  else if constexpr (k == form::contiguous) {
    if constexpr (has<op::data, T>)
      detail::put_elements(h, value.data(), value.size());
    else
      detail::put_elements(h, value.begin(), value.size());
  } else if constexpr (k == form::range)
    detail::put_range(h, value);
  else if constexpr (k == form::unordered)
    detail::put_unordered(h, value);
  else if constexpr (k == form::optional) {
    if (value.has_value()) {
      h.code(tag::engaged);
      detail::put(h, *value);
    } else
      h.code(tag::null);
  } else if constexpr (k == form::expected) {
    h.code(value.has_value() ? tag::expected : tag::error);
    if (!value.has_value())
      detail::put(h, value.error());
    else if constexpr (!std::is_void_v<typename T::value_type>)
      detail::put(h, *value);
  } else if constexpr (k == form::variant)
    detail::put_variant(h, value, detail::indices(detail::parts_of<T>()));
  else if constexpr (k == form::tuple)
    detail::put_tuple(h, value, std::make_index_sequence<std::tuple_size<T>::value>());
  else if constexpr (k == form::duration) {
    h.code(tag::duration);
    h.raw(static_cast<std::int64_t>(T::period::num));
    h.raw(static_cast<std::int64_t>(T::period::den));
    detail::put(h, value.count());
  } else if constexpr (k == form::time_point) {
    h.code(tag::time_point);
    detail::put(h, value.time_since_epoch());
  } else if constexpr (k == form::bitset)
    detail::put_bitset(h, value);
  else if constexpr (k == form::complex) {
    h.code(tag::complex);
    detail::put(h, value.real());
    detail::put(h, value.imag());
  } else if constexpr (k == form::pointer) {
    if (value.get() == nullptr)
      h.code(tag::null);
    else {
      h.code(tag::engaged);
      detail::put(h, *value);
    }
  } else if constexpr (k == form::reference_wrapper)
    detail::put(h, value.get());
}

template <class H, class T> void put_serialized(H &h, const T &value) {
  h.code(tag::object);
  detail::save_into(h, value);
  h.code(tag::end);
}

// Of a hasher.
template <class H> struct archive_target {
  template <class T> static void value(H &h, const T &value) {
    using value_type = std::remove_cv_t<T>;
    if constexpr (function_for<typename H::functions, H::off, value_type> < 0 &&
                  !has_st_hash<value_type> && form_of<value_type> == form::none &&
                  has_serialize<value_type>)
      // A member or a base, so exactly a T though it may have virtual functions.
      detail::put_serialized(h, static_cast<const value_type &>(value));
    else
      detail::put(h, value);
  }
  static void size(H &h, std::size_t count) { detail::put(h, count); }
  static void block(H &h, const void *data, std::size_t size) { h.bytes(data, size); }
  template <class T> static void elements(H &h, const T *data, std::size_t count) {
    detail::put_elements(h, data, count);
  }
};

// Which class an object really is: what is called on it may be of a class derived from T, so two
// classes must not share results even where the st_hash of T finds their objects equal.
template <class H, class T> void put_dynamic_type(H &h, const T &object) {
#ifdef __cpp_rtti
  const char *const name = typeid(object).name();
  detail::put_text(h, tag::text, name, __builtin_strlen(name));
#else
  const void *table; // the first word of an object with virtual functions
  __builtin_memcpy(&table, std::addressof(object), sizeof table);
  h.raw(table);
  h.state().lasting = false;
#endif
}

template <class H, class T> inline void put(H &h, const T &value) {
  using value_type = std::remove_cv_t<T>;
  constexpr int f = function_for<typename H::functions, H::off, value_type>;
  if constexpr (f >= 0) {
    h.code(tag::mapped);
    auto inner = h.template without<f>();
    detail::put(inner, h.template function<f>()(value));
  } else if constexpr (has_st_hash<value_type>) {
    h.code(tag::object);
    if constexpr (!is_exact<value_type>)
      detail::put_dynamic_type(h, value);
    st_hash(h, value);
    h.code(tag::end);
  } else if constexpr (form_of<value_type> != form::none)
    detail::put_known(h, static_cast<const value_type &>(value));
  else if constexpr (has_serialize<value_type>) {
    static_assert(is_exact<value_type>,
                  "a class with virtual functions that is not final needs st_hash or hash_funcs: "
                  "serialize would see only its base");
    detail::put_serialized(h, value);
  } else if constexpr (detail::is_flat<H, value_type>()) {
    h.head(tag::flat, sizeof(value_type));
    append(h.state(), std::addressof(value), sizeof(value_type));
  } else if constexpr (has_fields<value_type>) {
    const auto fields = st_fields(fields_of<value_type>{}, value);
    h.head(tag::record, fields.size);
    detail::for_each(fields, [&h](const auto &field) { detail::put(h, field); });
  } else if constexpr (is_unit<value_type>)
    h.code(tag::unit);
  else
    static_assert(!sizeof(H *), "this type cannot be hashed; give it st_hash(hasher, value), or "
                                "the cached function hash_funcs");
}

} // namespace st::detail

#endif
