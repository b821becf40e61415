//===- TranslationUnit.h - The state of one file --------------------------===//

#ifndef STCACHE_TOOL_TRANSLATIONUNIT_H
#define STCACHE_TOOL_TRANSLATIONUNIT_H

#include "CompileCommands.h"
#include "ProgramState.h"

namespace stcache::tool {

struct Parsed {
  State Result;
  std::string Messages; ///< of the compiler
  bool Failed = false;
};

/// Parses the file that Job compiles, exactly as the plugin does. Names: functions that are to be
/// listed though a header defines them. Once per process, as runClang.
Parsed parse(const CompileJob &Job, const std::vector<std::string> &Names);

} // namespace stcache::tool

#endif // STCACHE_TOOL_TRANSLATIONUNIT_H
