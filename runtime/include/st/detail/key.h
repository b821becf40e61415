// The key of a call: its arguments as 128 bits.
//
// Only scalars that fit 16 bytes: the key is these bytes, in order, zeros after. Only scalars, but
// more of them: XXH3-128 with a secret over these bytes. (The types are the function's, so they
// need no tags.) Otherwise XXH3-128 with a secret over the following bytes (integers are 8 bytes,
// in the machine's order, as are scalars):
//
//   list       = { value } { tag::depends_on value }
//   value      = scalar_code bytes                                        sizeof(T) bytes
//              | tag::long_double bytes                                   without padding
//              | tag::null                         nullptr, empty optional or smart pointer
//              | tag::text char_code count chars              strings, views, const char *
//              | tag::path char_code count chars                                native form
//              | tag::block element_code count bytes             contiguous flat elements
//              | tag::sequence count { value }
//              | tag::unordered count sum     sum modulo 2^128 of the hashes of its values
//              | tag::engaged value           optional, smart pointer
//              | tag::expected [value] | tag::error value
//              | tag::alternative index [value]         variant; no value when valueless
//              | tag::tuple count { value }
//              | tag::duration num den value | tag::time_point value
//              | tag::bitset count bytes | tag::complex value value
//              | tag::object [type name] { value | tag::bytes count bytes } tag::end
//                          st_hash, serialize; the name, as text, where a class has virtual
//                          functions and is not final
//              | tag::record count { value }                                    aggregate
//              | tag::flat size bytes                            aggregate without padding
//              | tag::unit                                           empty aggregate
//              | tag::mapped value                          result of one of hash_funcs
//   element_code = scalar_code | tag::flat size
//
// Each value tells by its first bytes where it ends, so no two lists share an encoding; what is
// left is the hash, and the secret keeps its collisions from being found by choice.
//
// A member function's object is simply the first argument; the caller shifts Excluded by one.
#ifndef ST_DETAIL_KEY_H
#define ST_DETAIL_KEY_H

#include <st/detail/hash_value.h>
#include <st/detail/traits.h>

namespace st::detail {

// A scalar's bytes as a number.
template <class T> STCACHE_INLINE uint128 bits_of(const T &value) {
  uint128 bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  return bits;
}

inline constexpr std::size_t not_plain = std::size_t(1) << 32;

template <class T> constexpr std::size_t plain_size() {
  if constexpr (form_of<T> == form::scalar && !has_st_hash<T>)
    return sizeof(T);
  else if constexpr (is_unit<T> && !has_st_hash<T> && form_of<T> == form::none)
    return 0;
  else
    return not_plain;
}

template <bool Keyed, class T> constexpr std::size_t plain_size_of() {
  return Keyed ? detail::plain_size<std::remove_cv_t<T>>() : 0;
}

// A volatile scalar is read once.
template <class T> STCACHE_INLINE decltype(auto) settled(const T &value) {
  if constexpr (std::is_volatile_v<T>)
    return std::remove_cv_t<T>(value);
  else
    return (value);
}

template <std::size_t Size, class T>
STCACHE_INLINE void add_plain(uint128 &bits, unsigned &shift, const T &value) {
  if constexpr (Size != 0) {
    bits |= detail::bits_of<std::remove_cv_t<T>>(detail::settled(value)) << shift;
    shift += 8 * sizeof(T);
  }
}

template <std::size_t Size, class T>
STCACHE_INLINE void append_plain(unsigned char *&to, const T &value) {
  if constexpr (Size != 0) {
    const std::remove_cv_t<T> copy = value;
    __builtin_memcpy(to, &copy, sizeof(T));
    to += sizeof(T);
  }
}

template <bool Keyed, class H, class T> STCACHE_INLINE void put_if(H &h, const T &value) {
  if constexpr (Keyed)
    detail::put<H, std::remove_cv_t<T>>(h, detail::settled(value));
}

constexpr bool is_keyed(unsigned long long excluded, std::size_t i) {
  return i >= 64 || (excluded >> i & 1) == 0;
}

// The size of the arguments where they are plain values and nothing else is in the key.
template <unsigned long long Excluded, class Keys, class... P, std::size_t... I>
constexpr std::size_t plain_list_size(std::index_sequence<I...>) {
  if constexpr (has_option<Keys, hash_funcs_tag> || has_option<Keys, depends_on_tag>)
    return not_plain;
  else
    return (plain_size_of<is_keyed(Excluded, I), P>() + ... + std::size_t(0));
}
/// Is the key of such calls the arguments themselves, not their hash?
template <unsigned long long Excluded, class Keys, class... P>
inline constexpr bool is_plain_key =
    detail::plain_list_size<Excluded, Keys, P...>(std::index_sequence_for<P...>()) <= 16;

template <unsigned long long Excluded, class Keys, class... P, std::size_t... I>
void write_list(std::index_sequence<I...>, hash_state &state, const Keys &keys,
                const P &...argument) {
  const auto write = [&](auto &h) {
    (detail::put_if<is_keyed(Excluded, I)>(h, argument), ...);
    if constexpr (has_option<Keys, depends_on_tag>)
      detail::for_each(detail::get_options<depends_on_tag>(keys), [&h](const auto &value) {
        h.code(tag::depends_on);
        detail::put(h, value);
      });
  };
  if constexpr (has_option<Keys, hash_funcs_tag>) {
    const auto functions = detail::get_options<hash_funcs_tag>(keys);
    detail::check_functions(functions);
    keyed_hasher<std::remove_const_t<decltype(functions)>, 0> h(state, functions);
    write(h);
  } else {
    hasher h(state);
    write(h);
  }
}

/// Writes the arguments of a call as tagged values, whatever their size.
template <unsigned long long Excluded, class Keys, class... P>
void write_call(hash_state &state, const Keys &keys, const P &...argument) {
  detail::write_list<Excluded>(std::index_sequence_for<P...>(), state, keys, argument...);
}

template <unsigned long long Excluded, class Keys, class... P, std::size_t... I>
STCACHE_INLINE key128 hash_list(std::index_sequence<I...>, const hash_secret *secret,
                                const Keys &keys, const P &...argument) {
  constexpr std::size_t size =
      detail::plain_list_size<Excluded, Keys, P...>(std::index_sequence<I...>());
  if constexpr (size <= 16) {
    uint128 bits = 0;
    [[maybe_unused]] unsigned shift = 0;
    (detail::add_plain<plain_size_of<is_keyed(Excluded, I), P>()>(bits, shift, argument), ...);
    return {static_cast<std::uint64_t>(bits), static_cast<std::uint64_t>(bits >> 64)};
  } else if constexpr (size < not_plain) {
    unsigned char bytes[size];
    unsigned char *to = bytes;
    (detail::append_plain<plain_size_of<is_keyed(Excluded, I), P>()>(to, argument), ...);
    return detail::hash_block(bytes, size, secret);
  } else {
    hash_state state(secret);
    detail::write_list<Excluded>(std::index_sequence<I...>(), state, keys, argument...);
    return detail::hash_finish(state);
  }
}

/// The key of a call with the given arguments (lvalues of the declared parameter types without
/// reference). `keys` holds hash_funcs and depends_on, pack<> when there are none. Throws only
/// what functions of the user throw. A null secret is the process's own.
template <unsigned long long Excluded, class Keys, class... P>
STCACHE_INLINE key128 hash_call(const hash_secret *secret, const Keys &keys, const P &...argument) {
  return detail::hash_list<Excluded>(std::index_sequence_for<P...>(), secret, keys, argument...);
}

/// hash_call with the process's secret.
template <class Keys, unsigned long long Excluded, class... P>
STCACHE_INLINE key128 hash_arguments(const Keys &keys, const P &...argument) {
  return detail::hash_call<Excluded>(nullptr, keys, argument...);
}

} // namespace st::detail

#endif
