//===- Diff.h - Lines that differ -----------------------------------------===//

#ifndef STCACHE_TOOL_DIFF_H
#define STCACHE_TOOL_DIFF_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace stcache::tool {

/// The lines that differ, each with "- ", "+ " or, for those around them, "  " before it; "..."
/// where lines are left out. Empty if the texts are equal.
std::vector<std::string> diffLines(llvm::StringRef Before, llvm::StringRef After,
                                   unsigned Context = 1);

/// The same as `diff -u` writes it, for `patch`; empty if the texts are equal.
std::string unifiedDiff(llvm::StringRef Before, llvm::StringRef After, llvm::StringRef Name);

} // namespace stcache::tool

#endif // STCACHE_TOOL_DIFF_H
