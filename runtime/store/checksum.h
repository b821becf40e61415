// XXH3-128, against accidents.
#ifndef STCACHE_STORE_CHECKSUM_H
#define STCACHE_STORE_CHECKSUM_H

#include "types.h"

namespace st::store {

id128 checksum(const void *data, std::size_t size) noexcept;
std::uint64_t checksum64(const void *data, std::size_t size) noexcept;

/// The checksum of bytes that come in pieces. Needs no allocation.
class running_checksum {
public:
  running_checksum() noexcept;
  void add(const void *data, std::size_t size) noexcept;
  id128 finish() const noexcept;

private:
  alignas(64) unsigned char state_[640];
};

} // namespace st::store

#endif
