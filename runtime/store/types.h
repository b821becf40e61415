// What the parts of the store name alike.
#ifndef STCACHE_STORE_TYPES_H
#define STCACHE_STORE_TYPES_H

#include <cstdint>
#include <limits>
#include <span>
#include <st/detail/hash_state.h>
#include <string>

namespace st::store {

using id128 = detail::key128;
using bytes_view = std::span<const unsigned char>;

/// Times are nanoseconds, points in time since 1970 (CLOCK_REALTIME).
inline constexpr std::int64_t second = 1'000'000'000;
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// One entry: a function as it is now (disk::open_group) and the hash of an argument list, made
/// with the store's secret (disk::secret).
struct entry_key {
  id128 group;
  detail::key128 arguments;
  friend bool operator==(const entry_key &, const entry_key &) = default;
};

/// What is known of an entry besides its bytes.
struct entry_info {
  std::int64_t created = 0;
  std::int64_t expires = never;
  std::int64_t compute_ns = 0;
  std::uint64_t schema = 0;
  std::int64_t used = 0; // last known use; at least `created`
};

/// Up to here a payload is kept in the index; a longer one has a file of its own.
inline constexpr std::size_t inline_limit = 64 * 1024;
/// Longer argument lists are not kept; only their hash tells them apart.
inline constexpr std::size_t arguments_limit = 1024;
inline constexpr std::size_t extra_limit = 16 * 1024 * 1024;

} // namespace st::store

#endif
