//===- Program.h - The state of the files that a user names ---------------===//

#ifndef STCACHE_TOOL_PROGRAM_H
#define STCACHE_TOOL_PROGRAM_H

#include "CompileCommands.h"
#include "ProgramState.h"

#include <optional>

namespace stcache::tool {

/// Parses the files in up to Jobs processes and links them. Names: as for parse. Reports what is
/// wrong.
std::optional<State> loadProgram(const Sources &From, unsigned Jobs,
                                 const std::vector<std::string> &Names);

/// The number after -j; the number of processors if it is empty. Reports what is no number.
std::optional<unsigned> readJobs(const std::string &Text);

} // namespace stcache::tool

#endif // STCACHE_TOOL_PROGRAM_H
