// Whatever may stand right of `ttl =`, as nanoseconds.
#ifndef ST_DETAIL_DURATION_H
#define ST_DETAIL_DURATION_H

#include <cstddef>
#include <cstdint>
#include <st/detail/config.h>
#include <type_traits>
#include <utility>

namespace st::detail {

/// Seconds as nanoseconds, cut off at the ends of int64. NaN is 0: nothing is served
/// under a lifetime that makes no sense.
constexpr std::int64_t seconds_to_nanoseconds(long double seconds) {
  if (seconds != seconds)
    return 0;
  const long double value = seconds * 1e9L;
  return value >= 9223372036854775807.0L    ? INT64_MAX
         : value <= -9223372036854775807.0L ? INT64_MIN
                                            : static_cast<std::int64_t>(value);
}

/// count * num / den seconds as nanoseconds, cut off at the ends of int64.
template <class Rep>
constexpr std::int64_t ratio_to_nanoseconds(const Rep &count, std::int64_t num, std::int64_t den) {
  __extension__ using wide = __int128;
  if constexpr (std::is_integral_v<Rep> && sizeof(Rep) <= 8) {
    // 64 bits of count, 30 of the factor, so up to 2^32 for num.
    if (num <= (std::int64_t(1) << 32)) {
      const wide value = static_cast<wide>(count) * num * 1000000000 / den;
      return value > INT64_MAX   ? INT64_MAX
             : value < INT64_MIN ? INT64_MIN
                                 : static_cast<std::int64_t>(value);
    }
  }
  return detail::seconds_to_nanoseconds(static_cast<long double>(count) *
                                        static_cast<long double>(num) /
                                        static_cast<long double>(den));
}

template <class T, class = void> inline constexpr bool is_chrono_duration = false;
template <class T>
inline constexpr bool is_chrono_duration<
    T, std::void_t<typename T::rep, decltype(T::period::num), decltype(T::period::den),
                   decltype(std::declval<const T &>().count())>> = true;

/// Text as duration_text.h has it; 0 if it is none.
STCACHE_API std::int64_t text_to_nanoseconds(const char *text, std::size_t size) noexcept;

/// The value of a `ttl` option: a number of seconds, a duration with rep, period and
/// count(), or text.
template <class T> constexpr std::int64_t to_nanoseconds(const T &value) {
  if constexpr (is_chrono_duration<T>)
    return detail::ratio_to_nanoseconds(value.count(), T::period::num, T::period::den);
  else if constexpr (std::is_floating_point_v<T>)
    return detail::seconds_to_nanoseconds(static_cast<long double>(value));
  else if constexpr (std::is_arithmetic_v<T>)
    return detail::ratio_to_nanoseconds(value, 1, 1);
  else if constexpr (std::is_convertible_v<const T &, const char *>) {
    const char *const text = value;
    return detail::text_to_nanoseconds(text, __builtin_strlen(text));
  } else
    return detail::text_to_nanoseconds(value.data(), value.size());
}

} // namespace st::detail

#endif
