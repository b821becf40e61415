// Looks whether an LMDB file can be used. LMDB trusts its file: a flipped bit makes it read or
// write anywhere, or abort. So before it sees a file, all pages that it could reach are checked for
// everything that it takes for granted.
#ifndef STCACHE_STORE_WALK_H
#define STCACHE_STORE_WALK_H

#include "types.h"

namespace st::store {

enum class soundness { sound, damaged, out_of_memory, outdated };

/// Are the first pages those of an index made by this version? The least that LMDB needs to open
/// it. `size` is that of the whole file.
bool plausible_index(bytes_view first_pages, std::uint64_t size) noexcept;
/// How many bytes plausible_index wants to see.
std::size_t index_header_size() noexcept;

/// Checks the trees as of a transaction (0: the newest), which the caller keeps from being changed
/// by reading in it. Outdated: the file does not know any more where they were; to be tried again
/// with a newer one. `file` may be larger than what is in use.
soundness check_index(bytes_view file, std::uint64_t transaction) noexcept;

} // namespace st::store

#endif
