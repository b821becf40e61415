//===- Plan.h - The command that is run instead ---------------------------===//

#ifndef STCXX_PLAN_H
#define STCXX_PLAN_H

#include "Ccache.h"
#include "Compiler.h"
#include "Installation.h"

#include <string>
#include <vector>

namespace stcxx {

struct Plan {
  std::vector<std::string> Words; ///< the whole command; empty after an error

  std::string Error, Remedy; ///< why nothing is run

  /// Said after a link that failed.
  std::string LinkNote;

  /// Files to name to ccache in the preprocessed source, and that file's name
  /// (empty: standard output).
  std::vector<std::string> Markers;
  std::string MarkerFile;

  static Plan make(const Command &C, const Installation &Here, const CcacheParent &Ccache);
};

} // namespace stcxx

#endif
