//===- Plan.h - The command that is run instead ---------------------------===//

#ifndef STCXX_PLAN_H
#define STCXX_PLAN_H

#include "Ccache.h"
#include "Compiler.h"
#include "Installation.h"
#include "SourceCommand.h"

#include <optional>
#include <string>
#include <vector>

namespace stcxx {

struct Plan {
  std::vector<std::string> Words; ///< the whole command; empty after an error
  std::optional<GccCommand> Gcc;  ///< instead of Words: compile with GCC, source by source

  std::string Error, Remedy; ///< why nothing is run

  /// Said after a link that failed.
  std::string LinkNote;

  /// Files to name to ccache in the preprocessed source, and that file's name
  /// (empty: standard output).
  std::vector<std::string> Markers;
  std::string MarkerFile;

  std::string Unread;       ///< source that GCC gets as it is, though it may have attributes
  bool UnreadInput = false; ///< the same of standard input

  static Plan make(const Command &C, const Installation &Here, const CcacheParent &Ccache);
};

} // namespace stcxx

#endif
