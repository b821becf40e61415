// Values as text for people.
#ifndef ST_DETAIL_PRINT_H
#define ST_DETAIL_PRINT_H

#include <iosfwd>
#include <st/detail/config.h>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace st::detail {

STCACHE_API void print_number(std::string &to, long long);
STCACHE_API void print_number(std::string &to, unsigned long long);
/// As short as it can be while it stands for this number alone.
STCACHE_API void print_number(std::string &to, float);
STCACHE_API void print_number(std::string &to, double);
STCACHE_API void print_number(std::string &to, long double);
/// What a function writes to a stream.
STCACHE_API void print_stream(std::string &to, void (*write)(std::ostream &, const void *value),
                              const void *value);

namespace printing {
template <class T, class = void> inline constexpr bool is_streamable = false;
template <class T>
inline constexpr bool is_streamable<
    T, std::void_t<decltype(std::declval<std::ostream &>() << std::declval<const T &>())>> = true;

template <class T, class = void> inline constexpr bool is_range = false;
template <class T>
inline constexpr bool is_range<T, std::void_t<decltype(std::declval<const T &>().begin()),
                                              decltype(std::declval<const T &>().end())>> = true;
template <class T, std::size_t N> inline constexpr bool is_range<T[N], void> = true;

template <class T, class = void> inline constexpr bool is_tuple = false;
template <class T>
inline constexpr bool is_tuple<T, std::void_t<decltype(std::tuple_size<T>::value)>> = !is_range<T>;

template <class T, class = void> inline constexpr bool is_map = false;
template <class T> inline constexpr bool is_map<T, std::void_t<typename T::mapped_type>> = true;

template <class T, class = void> inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<T, std::void_t<decltype(std::declval<const T &>().has_value()),
                                                 decltype(*std::declval<const T &>())>> = true;

template <class T> inline constexpr bool none_of = false;
} // namespace printing

template <class T, class = void> inline constexpr bool is_pair_range = false;
template <class T>
inline constexpr bool
    is_pair_range<T, std::void_t<decltype(std::declval<const T &>().begin()->first),
                                 decltype(std::declval<const T &>().begin()->second)>> = true;

/// Calls `visit` with each element of a range or a tuple.
template <class T, class Visit> void for_each_part(const T &whole, Visit visit) {
  if constexpr (printing::is_range<T>)
    for (const auto &part : whole)
      visit(part);
  else
    std::apply([&](const auto &...part) { (visit(part), ...); }, whole);
}

template <class T> void print(std::string &to, const T &value) {
  using namespace printing;
  if constexpr (std::is_same_v<T, bool>)
    to += value ? "true" : "false";
  else if constexpr (std::is_same_v<T, char>)
    to += value;
  else if constexpr (std::is_convertible_v<const T &, std::string_view>)
    to += static_cast<std::string_view>(value);
  else if constexpr (std::is_floating_point_v<T>)
    detail::print_number(to, value);
  else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>)
    detail::print_number(to, static_cast<long long>(value));
  else if constexpr (std::is_integral_v<T>)
    detail::print_number(to, static_cast<unsigned long long>(value));
  else if constexpr (is_streamable<T> && !std::is_array_v<T>)
    detail::print_stream(
        to,
        [](std::ostream &stream, const void *given) { stream << *static_cast<const T *>(given); },
        __builtin_addressof(value));
  else if constexpr (std::is_enum_v<T>)
    detail::print(to, static_cast<std::underlying_type_t<T>>(value));
  else if constexpr (is_optional<T>) {
    if (value.has_value())
      detail::print(to, *value);
    else
      to += "none";
  } else if constexpr (is_map<T>) {
    to += '{';
    const char *between = "";
    for (const auto &[key, mapped] : value) {
      to += between;
      between = ", ";
      detail::print(to, key);
      to += ": ";
      detail::print(to, mapped);
    }
    to += '}';
  } else if constexpr (is_range<T> || is_tuple<T>) {
    to += is_range<T> ? '[' : '(';
    const char *between = "";
    detail::for_each_part(value, [&](const auto &part) {
      to += between;
      between = ", ";
      detail::print(to, part);
    });
    to += is_range<T> ? ']' : ')';
  } else
    static_assert(none_of<T>,
                  "st::write and the like cannot print this type: declare an operator<< "
                  "for it, or pass text");
}

} // namespace st::detail

#endif // ST_DETAIL_PRINT_H
