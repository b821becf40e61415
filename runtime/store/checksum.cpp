#define XXH_INLINE_ALL
#include <xxhash.h>

#include "checksum.h"
#include <new>

namespace st::store {
namespace {

id128 id_of(XXH128_hash_t hash) { return {hash.low64, hash.high64}; }

} // namespace

id128 checksum(const void *data, std::size_t size) noexcept {
  return id_of(XXH3_128bits(data, size));
}
std::uint64_t checksum64(const void *data, std::size_t size) noexcept {
  return XXH3_64bits(data, size);
}

running_checksum::running_checksum() noexcept {
  static_assert(sizeof(XXH3_state_t) <= sizeof(state_) && alignof(XXH3_state_t) <= 64);
  auto *const state = new (state_) XXH3_state_t;
  // A reset reads what it is about to set.
  XXH3_INITSTATE(state);
  XXH3_128bits_reset(state);
}
void running_checksum::add(const void *data, std::size_t size) noexcept {
  if (size != 0)
    XXH3_128bits_update(reinterpret_cast<XXH3_state_t *>(state_), data, size);
}
id128 running_checksum::finish() const noexcept {
  return id_of(XXH3_128bits_digest(reinterpret_cast<const XXH3_state_t *>(state_)));
}

} // namespace st::store
