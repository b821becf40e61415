// The 128-bit hash under construction. XXH3 itself lives in libstcache, so that its header is
// parsed nowhere else.
#ifndef ST_DETAIL_HASH_STATE_H
#define ST_DETAIL_HASH_STATE_H

#include <cstddef>
#include <cstdint>

#include <st/detail/config.h>

namespace st::detail {

/// Identifies one list of arguments. Either 16 bytes of plain values or a 128-bit hash; a table
/// must mix the bits itself.
struct key128 {
  std::uint64_t lo;
  std::uint64_t hi;
  friend constexpr bool operator==(const key128 &a, const key128 &b) {
    return a.lo == b.lo && a.hi == b.hi;
  }
  friend constexpr bool operator!=(const key128 &a, const key128 &b) { return !(a == b); }
};

/// What makes hashes unforeseeable for whoever chooses the arguments. All bytes must be random;
/// a store keeps one of its own so that its keys mean the same in every process.
struct hash_secret {
  static constexpr std::size_t size = 192;
  unsigned char bytes[size];
};

/// The secret of this process: drawn from the system at first use, before or after main, never
/// changed after. A child of fork shares it. Thread-safe.
STCACHE_API const hash_secret &process_secret() noexcept;

/// Draws a new secret. Thread-safe; cannot fail (it falls back to lesser sources of chance).
STCACHE_API void make_secret(hash_secret &secret) noexcept;

/// Bytes on their way into XXH3-128. Short inputs are gathered in `buffer` and hashed in one
/// call; longer ones go through a streaming state that needs no allocation. An object serves
/// one hash and one thread; nothing needs to be released.
struct hash_state {
  static constexpr std::size_t buffer_size = 256;
  static constexpr std::size_t stream_size = 640;

  /// A null secret is the process's own.
  explicit hash_state(const hash_secret *with) : secret(with) {}
  hash_state(const hash_state &) = delete;
  hash_state &operator=(const hash_state &) = delete;

  const hash_secret *secret;
  std::size_t used = 0;
  bool streaming = false;
  bool lasting = true; // false once something was added that means nothing to other processes
  unsigned char buffer[buffer_size];
  unsigned char stream[stream_size]; // an XXH3_state_t at an aligned place, made by hash_spill
};

/// Moves what the buffer holds, and then `size` bytes at `data`, into the streaming state.
STCACHE_API void hash_spill(hash_state &state, const void *data, std::size_t size) noexcept;
/// The hash of all bytes given so far. The state is of no use after.
STCACHE_API key128 hash_finish(hash_state &state) noexcept;
/// The hash of one block; a null secret is the process's own.
STCACHE_API key128 hash_block(const void *data, std::size_t size,
                              const hash_secret *secret) noexcept;

STCACHE_INLINE void append(hash_state &state, const void *data, std::size_t size) {
  if (__builtin_expect(size <= hash_state::buffer_size - state.used, 1)) {
    if (size != 0)
      __builtin_memcpy(state.buffer + state.used, data, size);
    state.used += size;
  } else {
    detail::hash_spill(state, data, size);
  }
}

} // namespace st::detail

#endif
