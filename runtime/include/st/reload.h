// For programs that unload libraries and load them again while they run, as for hot reload.
#ifndef ST_RELOAD_H
#define ST_RELOAD_H

#include <cstdint>
#include <st/detail/config.h>

namespace st {

/// Results of functions whose library has been unloaded.
struct Unloaded {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0; // with what it takes to find them
};

/// Lets results outlive their library. When it is unloaded, the results of its cached functions are
/// put away as bytes; a library that is loaded later finds those of the functions whose code is
/// the same. They take up to `limit` bytes in memory; beyond that, those that were put away first
/// go. With 0, the default, nothing is kept, and what has been put away is dropped.
///
/// Kept are results of `cache_data` functions that `persist = disk` would be possible for and that
/// are not stored elsewhere. To be called before a library is unloaded; best before its functions
/// are called. Thread-safe.
STCACHE_API void keep_unloaded(std::uint64_t limit) noexcept;

/// What is put away at present. Thread-safe.
STCACHE_API Unloaded unloaded() noexcept;

} // namespace st

#endif // ST_RELOAD_H
