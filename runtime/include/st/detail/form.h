// What sort of type something is, told from its structure: no header of the standard
// library is needed to hash or measure a type of it.
//
// Structure alone would be a trap (an image class with begin() and end() also has a width),
// so these rules hold only for types of namespace std and the few listed in is_library_type.
// Any other container can be declared one: st::is_container<T>.
#ifndef ST_DETAIL_FORM_H
#define ST_DETAIL_FORM_H

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <st/detail/pack.h>

namespace st {

/// Specialise as true for a container whose value is the sequence of its elements and
/// nothing else: begin(), end() and value_type are then enough to hash it.
template <class T> inline constexpr bool is_container = false;

namespace detail {

template <class T> using remove_cvref = std::remove_cv_t<std::remove_reference_t<T>>;

enum class form : unsigned char {
  none,        // nothing known: st_hash, serialize or st_fields may help
  scalar,      // bool, integers, characters, enums, float, double, __int128
  long_double, // has padding
  null,        // nullptr_t
  c_string,    // const CharT *
  array,       // T[N]
  text,        // string, string_view
  path,
  contiguous, // data() and size()
  range,
  unordered, // hash tables: the order of iteration means nothing
  optional,
  expected,
  variant,
  tuple, // everything with tuple_size: pair, tuple
  duration,
  time_point,
  bitset,
  complex,
  pointer, // smart pointers to one object
  reference_wrapper,
};

template <class Void, template <class...> class Op, class... A>
inline constexpr bool detected = false;
template <template <class...> class Op, class... A>
inline constexpr bool detected<std::void_t<Op<A...>>, Op, A...> = true;
/// Is Op<A...> a type?
template <template <class...> class Op, class... A>
inline constexpr bool has = detected<void, Op, A...>;

// The name of T as the compiler writes it in "... T = std::vector<int>]".
template <class T> constexpr bool is_library_type() {
  const char *name = __PRETTY_FUNCTION__;
  while (!(name[0] == 'T' && name[1] == ' ' && name[2] == '=' && name[3] == ' '))
    ++name;
  name += 4;
  for (const char *prefix :
       {"std::", "boost::container::", "boost::unordered", "boost::optional<",
        "boost::optional_ns::optional<", "boost::shared_ptr<", "boost::intrusive_ptr<"}) {
    std::size_t i = 0;
    while (prefix[i] != '\0' && prefix[i] == name[i])
      ++i;
    if (prefix[i] == '\0')
      return true;
  }
  return false;
}

namespace op {
template <class T> using complete = decltype(sizeof(T));
template <class T> using value_type = typename T::value_type;
template <class T> using traits_type = typename T::traits_type;
template <class T> using allocator_type = typename T::allocator_type;
template <class T> using hash_table = std::void_t<typename T::hasher, typename T::key_equal>;
template <class T> using data = decltype(std::declval<const T &>().data());
template <class T> using size = decltype(std::declval<const T &>().size());
template <class T> using clear = decltype(std::declval<T &>().clear());
template <class T> using begin = decltype(std::declval<const T &>().begin());
template <class T>
using iteration =
    std::void_t<decltype(*std::declval<const T &>().begin()),
                decltype(std::declval<const T &>().begin() != std::declval<const T &>().end())>;
template <class T> using native = decltype(std::declval<const T &>().native());
template <class T> using deref = decltype(*std::declval<const T &>());
template <class T> using get = decltype(std::declval<const T &>().get());
template <class T> using has_value = decltype(std::declval<const T &>().has_value());
template <class T> using error = decltype(std::declval<const T &>().error());
template <class T> using use_count = decltype(std::declval<const T &>().use_count());
template <class T> using shared_from = typename T::weak_type;
template <class T> using tuple_size = decltype(std::tuple_size<T>::value);
template <class T>
using variant = std::void_t<decltype(std::declval<const T &>().index()),
                            decltype(std::declval<const T &>().valueless_by_exception())>;
template <class T>
using duration =
    std::void_t<typename T::rep, typename T::period, decltype(std::declval<const T &>().count())>;
template <class T>
using time_point = std::void_t<typename T::clock, typename T::duration,
                               decltype(std::declval<const T &>().time_since_epoch())>;
template <class T>
using bitset = std::void_t<decltype(std::declval<const T &>().test(0)),
                           decltype(std::declval<const T &>().to_ullong())>;
template <class T>
using complex = std::void_t<typename T::value_type, decltype(std::declval<const T &>().real()),
                            decltype(std::declval<const T &>().imag())>;
} // namespace op

template <class T> inline constexpr bool is_character = false;
template <> inline constexpr bool is_character<char> = true;
template <> inline constexpr bool is_character<wchar_t> = true;
template <> inline constexpr bool is_character<char16_t> = true;
template <> inline constexpr bool is_character<char32_t> = true;
#ifdef __cpp_char8_t
template <> inline constexpr bool is_character<char8_t> = true;
#endif

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

template <class T>
inline constexpr bool is_scalar =
    std::is_integral_v<T> || std::is_enum_v<T> || std::is_same_v<T, float> ||
    std::is_same_v<T, double> || std::is_same_v<T, int128> || std::is_same_v<T, uint128>;

/// The type a smart pointer or reference wrapper leads to, without cv.
template <class T> using pointee = remove_cvref<decltype(*std::declval<const T &>())>;

template <class T> constexpr bool iterates_over_others() {
  if constexpr (has<op::value_type, T> && has<op::iteration, T>)
    return !std::is_same_v<typename T::value_type, T>;
  else
    return false;
}

// Where elements lie side by side: a pointer to the first of them.
template <class T> constexpr bool is_contiguous() {
  if constexpr (has<op::data, T> && has<op::size, T>)
    return std::is_same_v<remove_cvref<std::remove_pointer_t<op::data<T>>>,
                          typename T::value_type> &&
           std::is_pointer_v<op::data<T>>;
  else if constexpr (has<op::size, T>) // initializer_list
    return std::is_pointer_v<op::begin<T>>;
  else
    return false;
}

template <class T> constexpr form range_form() {
  if constexpr (!iterates_over_others<T>())
    return form::none;
  else if constexpr (has<op::hash_table, T>)
    return form::unordered;
  else if constexpr (has<op::traits_type, T> && is_character<typename T::value_type> &&
                     is_contiguous<T>())
    return form::text;
  else if constexpr (is_contiguous<T>())
    return form::contiguous;
  else
    return form::range;
}

template <class T> constexpr form library_form() {
  if constexpr (has<op::native, T> && has<op::value_type, T>)
    return form::path;
  else if constexpr (has<op::has_value, T> && has<op::value_type, T> && has<op::error, T>)
    return form::expected;
  else if constexpr (has<op::has_value, T> && has<op::value_type, T> && has<op::deref, T>)
    return form::optional;
  else if constexpr (has<op::variant, T>)
    return form::variant;
  else if constexpr (has<op::duration, T>)
    return form::duration;
  else if constexpr (has<op::time_point, T>)
    return form::time_point;
  else if constexpr (has<op::bitset, T>)
    return form::bitset;
  else if constexpr (has<op::complex, T>)
    return form::complex;
  else if constexpr (range_form<T>() != form::none)
    return range_form<T>();
  else if constexpr (has<op::tuple_size, T>)
    return form::tuple;
  else if constexpr (has<op::get, T> && has<op::deref, T>)
    return std::is_pointer_v<op::get<T>> && std::is_lvalue_reference_v<op::deref<T>> &&
                   std::is_object_v<pointee<T>>
               ? form::pointer
               : form::none;
  else if constexpr (has<op::get, T>)
    return std::is_lvalue_reference_v<op::get<T>> && std::is_convertible_v<const T &, op::get<T>> &&
                   std::is_object_v<std::remove_reference_t<op::get<T>>>
               ? form::reference_wrapper
               : form::none;
  else
    return form::none;
}

template <class T> constexpr form compute_form() {
  if constexpr (is_scalar<T>)
    return form::scalar;
  else if constexpr (std::is_same_v<T, long double>)
    return form::long_double;
  else if constexpr (std::is_same_v<T, decltype(nullptr)>)
    return form::null;
  else if constexpr (std::is_pointer_v<T>)
    return std::is_const_v<std::remove_pointer_t<T>> &&
                   is_character<std::remove_const_t<std::remove_pointer_t<T>>>
               ? form::c_string
               : form::none;
  else if constexpr (std::is_array_v<T>)
    return std::extent_v<T> != 0 ? form::array : form::none;
  else if constexpr (std::is_class_v<T>) {
    if constexpr (is_container<T>)
      return range_form<T>();
    else if constexpr (is_library_type<T>())
      return library_form<T>();
    else
      return form::none;
  } else
    return form::none;
}

/// The form of a type without cv and reference.
template <class T> inline constexpr form form_of = compute_form<T>();

template <class... T> struct types {};

template <class T> struct variant_types;
template <template <class...> class V, class... A> struct variant_types<V<A...>> {
  using type = types<A...>;
};

template <class T, std::size_t... I>
types<typename std::tuple_element<I, T>::type...> tuple_types(std::index_sequence<I...>);

// The types a value of a known form is made of; empty for those that end there.
template <class T> constexpr auto parts_of() {
  constexpr form k = form_of<T>;
  if constexpr (k == form::array)
    return types<std::remove_extent_t<T>>{};
  else if constexpr (k == form::contiguous || k == form::range || k == form::unordered ||
                     k == form::optional || k == form::complex)
    return types<typename T::value_type>{};
  else if constexpr (k == form::expected)
    return types<typename T::value_type, typename T::error_type>{};
  else if constexpr (k == form::variant)
    return typename variant_types<T>::type{};
  else if constexpr (k == form::tuple)
    return decltype(detail::tuple_types<T>(
        std::make_index_sequence<std::tuple_size<T>::value>())){};
  else if constexpr (k == form::duration)
    return types<typename T::rep>{};
  else if constexpr (k == form::time_point)
    return types<typename T::duration>{};
  else if constexpr (k == form::pointer)
    return types<std::remove_reference_t<op::deref<T>>>{};
  else if constexpr (k == form::reference_wrapper)
    return types<std::remove_reference_t<op::get<T>>>{};
  else
    return types<>{};
}

// Lets get<I>(x) be written with <variant> and <tuple> unseen: lookup by argument finds theirs.
namespace adl {
using std::get;
template <std::size_t I, class T> constexpr decltype(auto) element(const T &v) { return get<I>(v); }
} // namespace adl

// Does the declaration that a call with T picks mean T itself? It must not be one for a
// base class or a type T converts to, which would see only part of the value. The competitor
// fits every type exactly: against a declaration for another type it wins, against one for T
// it loses or ties.
struct no_match {};

namespace fields_probe {
template <class T> no_match st_fields(fields_tag, const T &);
template <class T> using own = decltype(st_fields(fields_of<T>{}, std::declval<const T &>()));
} // namespace fields_probe

/// What st_fields gives for T: tied<...>.
template <class T>
using field_list = decltype(st_fields(fields_of<T>{}, std::declval<const T &>()));

template <class T> constexpr bool compute_has_fields() {
  if constexpr (std::is_class_v<T> && has<field_list, T>) {
    if constexpr (has<fields_probe::own, T>)
      return !std::is_same_v<fields_probe::own<T>, no_match>;
    else
      return true;
  } else
    return false;
}
/// Is there a field list for the class T?
template <class T> inline constexpr bool has_fields = compute_has_fields<T>();

/// Which types are being looked at, from the innermost to the outermost: a type that is reached
/// again from within itself (a tree) is what the rest of it is. (Template arguments would do, but
/// then each type is instantiated again for each way that leads to it.)
template <class T> inline constexpr char type_mark = 0;
struct type_chain {
  const char *type;
  const type_chain *up;
};
// Only asked at compile time.
constexpr bool is_same_mark(const char *a, const char *b) {
#if defined(__clang__)
  return a == b;
#else
  // With -fsanitize=undefined GCC does not take it for granted that two objects have two addresses.
  return __builtin_constant_p(a == b) && a == b;
#endif
}
/// How many steps up a type is, or 0.
constexpr unsigned steps_up(const type_chain *chain, const char *type) {
  unsigned steps = 1;
  for (; chain; chain = chain->up, ++steps)
    if (detail::is_same_mark(chain->type, type))
      return steps;
  return 0;
}

/// An empty aggregate (std::monostate, std::less<>) has one value.
template <class T>
inline constexpr bool is_unit = std::is_class_v<T> && std::is_empty_v<T> && std::is_aggregate_v<T>;

} // namespace detail
} // namespace st

#endif
