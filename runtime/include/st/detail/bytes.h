// Bytes on their way out of and into values, and the limits that keep hostile bytes harmless:
// nothing is read beyond the end, and what is allocated stays in proportion to what was read.
#ifndef ST_DETAIL_BYTES_H
#define ST_DETAIL_BYTES_H

#include <cstddef>
#include <cstdint>
#include <st/detail/config.h>

namespace st::detail {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values are stored as they are in memory");

/// Values that nest deeper are not stored.
inline constexpr unsigned depth_limit = 256;
/// A value may take as much memory as this, and so much for each byte of its payload.
inline constexpr std::uint64_t free_memory = 1u << 19;
inline constexpr std::uint64_t memory_per_byte = 4;
/// Blocks from this size on are aligned to 64 in the payload, smaller ones to their elements.
inline constexpr std::uint64_t large_block = 4096;
inline constexpr std::uint64_t block_alignment = 64;

/// What both directions count in the same way.
struct byte_stream {
  std::uint64_t memory = 0; // that decoding allocates
  unsigned depth = 0;
  bool failed = false;
};

/// Takes the bytes of one payload. Who makes it provides room and, in `more`, what is to be done
/// when that is full. After a failure what is written is void, and nothing needs to be kept.
struct byte_sink : byte_stream {
  /// Consumes [begin, at) and then `size` bytes at `data`, and makes room: afterwards offset() has
  /// grown by `size`. Sets `failed` if it cannot.
  using more_function = void (*)(byte_sink &, const void *data, std::size_t size) noexcept;

  unsigned char *begin;
  unsigned char *at;
  unsigned char *end;
  std::uint64_t before = 0; // bytes of the payload that came before `begin`
  more_function more;
  std::uint64_t promised = 0; // where sizes told to archives say that the payload ends, at least

  byte_sink(unsigned char *room, std::size_t size, more_function when_full)
      : begin(room), at(room), end(room + size), more(when_full) {}

  std::uint64_t offset() const { return before + static_cast<std::uint64_t>(at - begin); }
};

/// The bytes of one payload. `data` is aligned to 64.
struct byte_source : byte_stream {
  const unsigned char *begin;
  const unsigned char *at;
  const unsigned char *end;

  byte_source(const void *data, std::size_t size)
      : begin(static_cast<const unsigned char *>(data)), at(begin), end(begin + size) {}

  std::uint64_t offset() const { return static_cast<std::uint64_t>(at - begin); }
  std::uint64_t left() const { return static_cast<std::uint64_t>(end - at); }
  std::uint64_t size() const { return static_cast<std::uint64_t>(end - begin); }
};

/// Makes memory that is about to be filled cheap to fill: large pages, if it is large. Thread-safe.
STCACHE_API void prepare_memory(void *data, std::size_t size) noexcept;

inline void append(byte_sink &to, const void *data, std::size_t size) {
  if (STCACHE_LIKELY(size <= static_cast<std::size_t>(to.end - to.at))) {
    if (size != 0)
      __builtin_memcpy(to.at, data, size);
    to.at += size;
  } else {
    to.more(to, data, size);
  }
}
template <class T> void append_raw(byte_sink &to, const T &scalar) {
  detail::append(to, __builtin_addressof(scalar), sizeof(T));
}

inline bool take(byte_source &from, void *data, std::size_t size) {
  if (STCACHE_UNLIKELY(size > from.left()))
    return false;
  if (size != 0)
    __builtin_memcpy(data, from.at, size);
  from.at += size;
  return true;
}
template <class T> bool take_raw(byte_source &from, T &scalar) {
  return detail::take(from, __builtin_addressof(scalar), sizeof(T));
}

inline bool take_flag(byte_source &from, bool &flag) {
  unsigned char byte;
  if (!detail::take_raw(from, byte) || byte > 1)
    return false;
  flag = byte != 0;
  return true;
}

inline bool take_zeros(byte_source &from, std::uint64_t count) {
  if (count > from.left())
    return false;
  for (; count != 0; --count)
    if (*from.at++ != 0)
      return false;
  return true;
}

inline std::uint64_t padding(std::uint64_t offset, std::uint64_t size, std::uint64_t alignment) {
  const std::uint64_t to = size < large_block ? alignment : block_alignment;
  return -offset & (to - 1);
}

STCACHE_API void append_zeros(byte_sink &to, std::uint64_t count) noexcept;

inline void append_block(byte_sink &to, const void *data, std::size_t size, std::size_t alignment) {
  if (size == 0)
    return;
  static constexpr unsigned char zeros[block_alignment] = {};
  detail::append(to, zeros, detail::padding(to.offset(), size, alignment));
  detail::append(to, data, size);
}
/// The block's bytes where they lie; null if there are not that many, or if they are misaligned
/// because the payload is.
inline const void *take_block(byte_source &from, std::uint64_t size, std::size_t alignment) {
  if (!detail::take_zeros(from, detail::padding(from.offset(), size, alignment)) ||
      size > from.left() || (reinterpret_cast<std::uintptr_t>(from.at) & (alignment - 1)) != 0)
    return nullptr;
  const void *const data = from.at;
  from.at += size;
  return data;
}

// The end of a payload. A value in memory may be much larger than its bytes (a set of small
// numbers): then zeros are added until it is in proportion, so that the limit on what is read can
// be strict.
inline std::uint64_t least_payload(std::uint64_t memory) {
  return memory <= free_memory ? 0 : (memory - free_memory + memory_per_byte - 1) / memory_per_byte;
}

inline bool allocates(byte_sink &to, std::uint64_t count, std::uint64_t each) {
  to.memory += count * each;
  return true;
}
/// May `count` things of that size be allocated?
inline bool allocates(byte_source &from, std::uint64_t count, std::uint64_t each) {
  const std::uint64_t limit = free_memory + memory_per_byte * from.size();
  if (each != 0 && count > (limit - from.memory) / each)
    return false;
  from.memory += count * each;
  return true;
}

/// A count of things that take up at least `least` bytes each, and memory.
inline bool take_count(byte_source &from, std::uint64_t &count, std::uint64_t least,
                       std::uint64_t each) {
  return detail::take_raw(from, count) && (least == 0 || count <= from.left() / least) &&
         detail::allocates(from, count, each);
}
inline void append_count(byte_sink &to, std::uint64_t count, std::uint64_t each) {
  detail::append_raw(to, count);
  detail::allocates(to, count, each);
}

// Serialize functions tell their archive sizes, and then allocate by them. The elements have still
// to come, and need a byte each; a few more do no harm.
inline constexpr std::uint64_t free_elements = 256;

/// To be called after a value has been written.
STCACHE_API void finish(byte_sink &to) noexcept;
/// Was that all? To be called after a value has been read.
STCACHE_API bool finished(byte_source &from) noexcept;

/// One level of nesting more, if there may be; until leave(), unless all fails.
inline bool enter(byte_stream &stream) {
  if (STCACHE_UNLIKELY(stream.depth == depth_limit)) {
    stream.failed = true;
    return false;
  }
  ++stream.depth;
  return true;
}
inline void leave(byte_stream &stream) { --stream.depth; }

} // namespace st::detail

#endif
