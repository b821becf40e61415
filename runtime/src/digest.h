// What is at a path, as bytes that are equal only where it is the same.
#ifndef STCACHE_RUNTIME_DIGEST_H
#define STCACHE_RUNTIME_DIGEST_H

#include "internal.h"
#include <st/detail/hash_state.h>
#include <string>

namespace st::detail {

/// The kind of what is there and, of a file or directory, the XXH3-128 of its content by a secret.
/// Contents that were hashed before are known by inode, size and times. Throws bad_alloc.
/// Thread-safe.
std::string state_of_path(const char *path, const hash_secret &);

/// Of the contents that are known. Nothing else is locked within.
extern small_mutex known_files_lock;

} // namespace st::detail

#endif
