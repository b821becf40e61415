//===- DirectivesText.h - Edits of what GCC has preprocessed --------------===//

#ifndef STCACHE_TOOL_DIRECTIVESTEXT_H
#define STCACHE_TOOL_DIRECTIVESTEXT_H

#include "SourcePass.h"

#include "llvm/Support/Error.h"

namespace stcache::tool {

/// Applies the edits to the output of `g++ -E -fdirectives-only`, which holds the lines of all
/// files as they are, with line markers between them, so that they need not be found on disk again.
llvm::Expected<std::string> editDirectivesText(const RewrittenFile &File, llvm::StringRef Text);

} // namespace stcache::tool

#endif // STCACHE_TOOL_DIRECTIVESTEXT_H
