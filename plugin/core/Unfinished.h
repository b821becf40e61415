// The cached functions of a precompiled header. Their fingerprints are not known in it: templates
// are instantiated later, and what other files have a part in is completed from the notes in
// objects, of which a header makes none. So each file that uses the header finishes them.

#ifndef STCACHE_CORE_UNFINISHED_H
#define STCACHE_CORE_UNFINISHED_H

#include "Fingerprint.h"

#include "clang/AST/Decl.h"

#include <optional>

namespace stcache {

struct UnfinishedFunction {
  clang::VarDecl *Code; ///< see Outlined
  /// Without the runtime's functions, which the generated body names.
  CachedCode Function;
  std::string DisplayName, Symbol; ///< see CachePlan
};

/// Makes those who load the file that is being written see the function, used or not.
void leave(clang::ASTContext &Ctx, const UnfinishedFunction &F);

/// What another compilation left with a variable, if it is such a `Code`. To be asked before code
/// generation sees the variable: takes off what stands in its way.
std::optional<UnfinishedFunction> takeUnfinished(clang::VarDecl *Code);

} // namespace stcache

#endif // STCACHE_CORE_UNFINISHED_H
