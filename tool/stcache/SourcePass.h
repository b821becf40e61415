//===- SourcePass.h - Rewriting one file ----------------------------------===//

#ifndef STCACHE_TOOL_SOURCEPASS_H
#define STCACHE_TOOL_SOURCEPASS_H

#include "CompileCommands.h"
#include "SourceRewriter.h"

#include "clang/Basic/FileEntry.h"

namespace stcache::tool {

/// An #include directive that was followed, or led to a file that was skipped.
struct Include {
  clang::FileID In;
  unsigned Hash;       ///< the place of the `#`
  unsigned NameEnd;    ///< behind the name
  std::string Spelled; ///< between the quotes
  bool IsAngled;
  bool IsNext;            ///< #include_next
  clang::FileEntryRef To; ///< the file
  clang::FileID Entered;  ///< none where it was skipped
};

/// What the rewriter and the preprocessor say of a file; valid only inside of the call.
struct RewrittenFile {
  const RewrittenSource &Source;
  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  std::vector<Include> Includes;
  std::vector<clang::SourceLocation> Pragmas;
};

enum class SourceOutcome {
  Done,
  Failed,     ///< stcache's own errors have been printed
  Unreadable, ///< errors of Clang; in Messages
};

/// Rewrites the file that Job compiles; prints stcache's diagnostics on the standard error. Once
/// per process, as runClang.
SourceOutcome rewriteSource(const CompileJob &Job,
                            const std::function<void(const RewrittenFile &)> &Use,
                            std::string &Messages);

} // namespace stcache::tool

#endif // STCACHE_TOOL_SOURCEPASS_H
