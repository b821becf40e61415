// Where the bytes of a value go: st::detail::byte_sink, which the codec fills and value_writer
// empties.
#ifndef STCACHE_STORE_SINK_H
#define STCACHE_STORE_SINK_H

#include <cstddef>
#include <cstdint>

#if __has_include(<st/detail/bytes.h>)
#include <st/detail/bytes.h>
#else
namespace st::detail {

// To go when st/detail/bytes.h has come.
struct byte_sink {
  /// Consumes [begin, at) and then `size` bytes at `data`, and makes room: afterwards offset() has
  /// grown by `size`. Sets `failed` if it cannot.
  using more_function = void (*)(byte_sink &, const void *data, std::size_t size) noexcept;

  bool failed = false;
  unsigned char *begin;
  unsigned char *at;
  unsigned char *end;
  std::uint64_t before = 0;
  more_function more;

  byte_sink(unsigned char *room, std::size_t size, more_function when_full)
      : begin(room), at(room), end(room + size), more(when_full) {}

  std::uint64_t offset() const { return before + static_cast<std::uint64_t>(at - begin); }
};

inline void append(byte_sink &to, const void *data, std::size_t size) {
  if (size <= static_cast<std::size_t>(to.end - to.at)) {
    if (size != 0)
      __builtin_memcpy(to.at, data, size);
    to.at += size;
  } else {
    to.more(to, data, size);
  }
}

} // namespace st::detail
#endif

#endif
