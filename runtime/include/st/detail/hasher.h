// st::hasher, what st_hash functions write to, and the search for one of hash_funcs.
#ifndef ST_DETAIL_HASHER_H
#define ST_DETAIL_HASHER_H

#include <st/detail/form.h>
#include <st/detail/hash_state.h>
#include <st/options.h>

namespace st {

class hasher;

namespace detail {

template <class H, class T> void put(H &h, const T &value);

/// The first byte of every encoded value; key.h has the grammar.
enum class tag : unsigned char {
  end = 0, // closes an object
  null,
  engaged, // optional with a value, smart pointer to a value
  text,
  path,
  block,    // elements side by side
  sequence, // elements one by one
  unordered,
  tuple,
  alternative,
  expected,
  error,
  duration,
  time_point,
  bitset,
  complex,
  object, // st_hash or serialize
  record, // aggregate
  unit,
  bytes,
  mapped, // by one of hash_funcs
  depends_on,
  flat, // record without padding, alone or as the code of an element
  long_double,
};

// Codes of scalars are above those of tag: 0x40 + family + size, + 0x80 for an enum. Types that
// share one (long and long long) have the same values.
template <class T> constexpr unsigned char scalar_code() {
  if constexpr (std::is_enum_v<T>)
    return static_cast<unsigned char>(0x80 | detail::scalar_code<std::underlying_type_t<T>>());
  else {
    unsigned log = 0;
    while ((std::size_t(1) << log) < sizeof(T))
      ++log;
    const unsigned family = std::is_same_v<T, bool>                  ? 0
                            : std::is_same_v<T, char>                ? 1
                            : std::is_same_v<T, wchar_t>             ? 2
                            : is_character<T>                        ? 3
                            : std::is_floating_point_v<T>            ? 4
                            : static_cast<T>(-1) < static_cast<T>(1) ? 5
                                                                     : 6;
    return static_cast<unsigned char>(0x40 | family << 3 | log);
  }
}

// The one parameter of a callable, as written; no type when it is generic or overloaded.
template <class F, class = void> struct callable {
  static constexpr bool known = false;
};
template <class A> struct callable_of {
  static constexpr bool known = true;
  using parameter = remove_cvref<A>;
};
template <class R, class A> struct callable<R(A)> : callable_of<A> {};
template <class R, class A> struct callable<R(A) noexcept> : callable_of<A> {};
template <class R, class A> struct callable<R (*)(A)> : callable_of<A> {};
template <class R, class A> struct callable<R (*)(A) noexcept> : callable_of<A> {};
template <class F> struct member_callable {
  static constexpr bool known = false;
};
#define ST_MEMBER(qualifiers)                                                                      \
  template <class C, class R, class A>                                                             \
  struct member_callable<R (C::*)(A) qualifiers> : callable_of<A> {};
ST_MEMBER()
ST_MEMBER(const)
ST_MEMBER(&)
ST_MEMBER(const &)
ST_MEMBER(noexcept)
ST_MEMBER(const noexcept)
ST_MEMBER(& noexcept)
ST_MEMBER(const & noexcept)
#undef ST_MEMBER
template <class F>
struct callable<F, std::void_t<decltype(&F::operator())>>
    : member_callable<decltype(&F::operator())> {};
#ifdef __cpp_static_call_operator
template <class F>
struct callable<F,
                std::enable_if_t<std::is_class_v<F> && callable<decltype(&F::operator())>::known>>
    : callable<decltype(&F::operator())> {};
#endif

template <class F> inline constexpr bool has_parameter = callable<remove_cvref<F>>::known;

template <class F, class T> constexpr bool takes() {
  if constexpr (has_parameter<F>)
    return std::is_same_v<typename callable<remove_cvref<F>>::parameter, T>;
  else
    return false;
}

/// Which function of the pack type takes a T, among those whose bit in Off is clear; -1 for none.
template <class Funcs, unsigned long long Off, class T> inline constexpr int function_for = -1;
template <class... F, unsigned long long Off, class T>
inline constexpr int function_for<pack<F...>, Off, T> = [] {
  int found = -1;
  int i = 0;
  ((found = found < 0 && (Off >> i & 1) == 0 && detail::takes<F, T>() ? i : found, ++i), ...);
  return found;
}();

template <class... F> constexpr void check_functions(const pack<F...> &) {
  static_assert((has_parameter<F> && ...),
                "each of hash_funcs is chosen by its parameter's type, so it must be one function "
                "with one parameter: not generic, not overloaded");
  static_assert(sizeof...(F) <= 64, "at most 64 hash_funcs");
}

/// What the function found returns, without reference.
template <class Funcs, int I, class T>
using mapped_type =
    remove_cvref<decltype(detail::at<I>(std::declval<const Funcs &>())(std::declval<const T &>()))>;
template <class Funcs, int I, class T, class = void> inline constexpr bool has_mapped_type = false;
template <class Funcs, int I, class T>
inline constexpr bool has_mapped_type<Funcs, I, T, std::void_t<mapped_type<Funcs, I, T>>> =
    !std::is_void_v<mapped_type<Funcs, I, T>>;

} // namespace detail

/// Takes the values that make up an object's identity, in a function found by
/// argument-dependent lookup:
///
///     void st_hash(st::hasher &h, const Point &p) { h(p.x, p.y); }
///     template <class H> void st_hash(H &h, const Point &p) { h(p.x, p.y); }
///
/// In the second form hash_funcs also apply to the members. An object hashes as the list of
/// what is added, so adding nothing makes all objects equal. Not thread-safe; valid only
/// during the call.
class hasher {
public:
  explicit hasher(detail::hash_state &into) : state_(&into) {}

  /// Adds values of any type that can be hashed. Returns the hasher.
  template <class... T> hasher &operator()(const T &...value) {
    (detail::put(*this, value), ...);
    return *this;
  }

  /// Adds `size` bytes at `data` and their number. Returns the hasher.
  hasher &bytes(const void *data, std::size_t size) {
    head(detail::tag::bytes, size);
    detail::append(*state_, data, size);
    return *this;
  }

  // What follows is for the library.
  using functions = detail::pack<>;
  static constexpr unsigned long long off = 0;
  hasher on(detail::hash_state &other) const { return hasher(other); }

  detail::hash_state &state() { return *state_; }
  STCACHE_INLINE void code(unsigned char byte) { detail::append(*state_, &byte, 1); }
  STCACHE_INLINE void code(detail::tag t) { code(static_cast<unsigned char>(t)); }
  template <class T> STCACHE_INLINE void raw(const T &value) {
    detail::append(*state_, std::addressof(value), sizeof(T));
  }
  STCACHE_INLINE void head(detail::tag t, std::uint64_t count) {
    unsigned char bytes[9] = {static_cast<unsigned char>(t)};
    __builtin_memcpy(bytes + 1, &count, 8);
    detail::append(*state_, bytes, 9);
  }

private:
  detail::hash_state *state_;
};

namespace detail {

/// A hasher that knows the function's hash_funcs. Bit i of Off: function i has been applied
/// and is not applied again to its own result.
template <class Functions, unsigned long long Off> class keyed_hasher : public hasher {
public:
  keyed_hasher(hash_state &into, const Functions &given) : hasher(into), functions_(&given) {}

  template <class... T> keyed_hasher &operator()(const T &...value) {
    (detail::put(*this, value), ...);
    return *this;
  }

  using functions = Functions;
  static constexpr unsigned long long off = Off;
  keyed_hasher on(hash_state &other) const { return {other, *functions_}; }
  template <int I> const auto &function() const { return detail::at<I>(*functions_); }
  template <int I> keyed_hasher<Functions, Off | 1ull << I> without() {
    return {state(), *functions_};
  }

private:
  const Functions *functions_;
};

namespace st_hash_probe {
template <class H, class T> no_match st_hash(H &, const T &);
template <class T>
using own = decltype(st_hash(std::declval<hasher &>(), std::declval<const T &>()));
} // namespace st_hash_probe

template <class T>
using st_hash_of = decltype(st_hash(std::declval<hasher &>(), std::declval<const T &>()));

template <class T> constexpr bool compute_has_st_hash() {
  if constexpr ((std::is_class_v<T> || std::is_enum_v<T> || std::is_union_v<T>)) {
    if constexpr (!has<st_hash_of, T>)
      return false;
    else if constexpr (has<st_hash_probe::own, T>)
      return !std::is_same_v<st_hash_probe::own<T>, no_match>;
    else
      return true; // a tie with a declaration as general as the competitor
  } else
    return false;
}
/// Is there an st_hash for exactly T?
template <class T> inline constexpr bool has_st_hash = compute_has_st_hash<T>();

} // namespace detail
} // namespace st

#endif
