//===- ExplainStore.h - Why stored results are not used -------------------===//

#ifndef STCACHE_TOOL_EXPLAINSTORE_H
#define STCACHE_TOOL_EXPLAINSTORE_H

#include "ProgramState.h"
#include "StoreView.h"

namespace stcache::tool {

/// Says for each of Functions, all of the name Name, whether the store has results of its code as
/// it is in Now, and what became of those it has of other versions. Returns the exit status.
int explainStored(const StoreView &View, const State &Now, llvm::ArrayRef<Function> Functions,
                  llvm::StringRef Name, bool Text);

} // namespace stcache::tool

#endif // STCACHE_TOOL_EXPLAINSTORE_H
