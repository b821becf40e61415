// Changes that are made together or not at all.

#ifndef STCACHE_CORE_CHANGESETS_H
#define STCACHE_CORE_CHANGESETS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace stcache {

/// What one use of something would change. Sets that change the same place depend on each other:
/// a macro's body is one place for all who use the macro.
struct ChangeSet {
  struct Change {
    std::pair<std::uint64_t, unsigned> Place; ///< file, by any number, and offset
    unsigned Length;
    std::string Text;
    bool operator==(const Change &) const = default;
  };
  llvm::SmallVector<Change, 2> Changes;
  bool Allowed = true; ///< false: none of them may be made
};

/// For each set, whether it can be carried out: it and all sets that it is tied to by a common
/// place are allowed, and agree on what is done there.
std::vector<bool> feasible(llvm::ArrayRef<ChangeSet> Sets);

} // namespace stcache

#endif // STCACHE_CORE_CHANGESETS_H
