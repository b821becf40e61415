//===- Rewriter.h - Asking the tool about a source file -------------------===//

#ifndef STCXX_REWRITER_H
#define STCXX_REWRITER_H

#include "Child.h"
#include "SourceCommand.h"

#include <string>
#include <vector>

namespace stcxx {

/// What stcache says of a source.
struct Verdict {
  enum {
    Plain,      ///< compile it as it is; Note is for its object
    Rewritten,  ///< compile File in its place
    Failed,     ///< it must not be compiled; why has been said
    Unreadable, ///< Clang cannot read it; Reason says why
  } Kind = Unreadable;
  std::string Note, File, Reason;
};

/// One run of `stcache rewrite`.
class Rewriter {
public:
  /// \p Dependencies: a file for those of the source; empty when not wanted.
  Rewriter(std::string Tool, SourceCommand &Source, const std::string &Dependencies);

  const std::vector<std::string> &command() const { return Words; }

  void start();
  Child &process() { return Process; }
  /// When the process has ended.
  Verdict verdict() const;

private:
  std::vector<std::string> Words;
  std::string NoteFile, TextFile;
  Child Process;
};

} // namespace stcxx

#endif
