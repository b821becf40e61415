//===- CompileCommands.h - How the files are compiled ---------------------===//

#ifndef STCACHE_TOOL_COMPILECOMMANDS_H
#define STCACHE_TOOL_COMPILECOMMANDS_H

#include <optional>
#include <string>
#include <vector>

namespace stcache::tool {

/// A file with the command that the Clang in this program can run for it.
struct CompileJob {
  std::string File; ///< as it is shown
  std::string Directory;
  std::vector<std::string> Args; ///< the first is the compiler
  bool IgnoresWarnings = false;  ///< -w; Clang's own are not shown in any case
};

/// What a user says to name files.
struct Sources {
  std::string BuildDirectory; ///< holds compile_commands.json
  bool All = false;           ///< all files of BuildDirectory; if there is none, of one above
  bool EachCommand = false;   ///< a file that is compiled in several ways is taken in all of them
  std::vector<std::string> Files;
  std::vector<std::string> Flags; ///< for each of the files
};

/// The name of the file that lists the commands of a build directory.
inline constexpr char DatabaseName[] = "compile_commands.json";

/// Reports what is wrong.
std::optional<std::vector<CompileJob>> compileJobs(const Sources &From);

/// For a command as it is run in the current directory, of one file.
std::optional<CompileJob> compileJob(const std::vector<std::string> &Words);

} // namespace stcache::tool

#endif // STCACHE_TOOL_COMPILECOMMANDS_H
