//===- ExpandedText.h - A rewritten file for people and any compiler ------===//

#ifndef STCACHE_TOOL_EXPANDEDTEXT_H
#define STCACHE_TOOL_EXPANDEDTEXT_H

#include "SourcePass.h"

namespace stcache::tool {

/// A file with its edits, nothing else changed.
std::string editedFile(const RewrittenFile &File, clang::FileID Id);

/// The lines on which something stands, with their edits.
std::string editedLines(const RewrittenFile &File, clang::SourceRange Range);

/// The main file with its edits. Headers that have some, and those on the way to them, stand in the
/// place of their #include. Directory: where the text is going to be; what is included relative to
/// the file that names it is named from the root, unless that is the same directory.
std::string expandedText(const RewrittenFile &File, llvm::StringRef Directory);

} // namespace stcache::tool

#endif // STCACHE_TOOL_EXPANDEDTEXT_H
