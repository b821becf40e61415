// Sizes as people write them: in max_bytes, and in $STCACHE_MAX_SIZE.
//
//   size   = number [unit]      number = digits ["." digits] | "." digits
//   unit   = "B" | ("K" | "k" | "M" | "G" | "T") ["i"] ["B"]
// K, M, G and T are powers of 1000, with an i of 1024.
#ifndef ST_DETAIL_BYTE_COUNT_H
#define ST_DETAIL_BYTE_COUNT_H

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace st::detail {

/// Reads a size; false, with `bytes` as it was, if the text is none or the size is above 9.2e18.
constexpr bool parse_byte_count(const char *text, std::size_t size, std::uint64_t &bytes) {
  std::size_t i = 0;
  bool digits = false;
  bool after_point = false;
  double value = 0;
  double place = 1;
  for (; i < size && ((text[i] >= '0' && text[i] <= '9') || text[i] == '.'); ++i) {
    if (text[i] == '.') {
      if (after_point)
        return false;
      after_point = true;
      continue;
    }
    digits = true;
    value = value * 10 + (text[i] - '0');
    if (after_point)
      place *= 10;
    if (value > 1e30)
      return false;
  }
  if (!digits)
    return false;
  int power = 0;
  if (i < size && text[i] != 'B') {
    power = text[i] == 'K' || text[i] == 'k' ? 1
            : text[i] == 'M'                 ? 2
            : text[i] == 'G'                 ? 3
            : text[i] == 'T'                 ? 4
                                             : 0;
    if (power == 0)
      return false;
    ++i;
  }
  double step = 1000;
  if (power != 0 && i < size && text[i] == 'i') {
    step = 1024;
    ++i;
  }
  if (i < size && text[i] == 'B')
    ++i;
  if (i != size)
    return false;
  value /= place;
  for (; power > 0; --power)
    value *= step;
  if (!(value < 9.2e18))
    return false;
  bytes = static_cast<std::uint64_t>(value);
  return true;
}

/// A limit that is an integer: at least 1, and no more than fits.
template <class T> constexpr std::uint64_t to_count(const T &value) {
  if (value < 1)
    return 1;
  if constexpr (sizeof(T) > sizeof(std::uint64_t) && std::is_constructible_v<T, std::uint64_t>)
    if (value > static_cast<T>(UINT64_MAX))
      return UINT64_MAX;
  return static_cast<std::uint64_t>(value);
}

/// The value of max_bytes: a number, or text with or without a unit. At least 1; the plugin
/// refuses text that is no size before.
template <class T> constexpr std::uint64_t to_byte_count(const T &value) {
  if constexpr (std::is_convertible_v<const T &, const char *>) {
    const char *const text = value;
    std::size_t size = 0;
    while (text[size] != '\0')
      ++size;
    std::uint64_t bytes = 1;
    detail::parse_byte_count(text, size, bytes);
    return bytes < 1 ? 1 : bytes;
  } else {
    return detail::to_count(value);
  }
}

} // namespace st::detail

#endif // ST_DETAIL_BYTE_COUNT_H
