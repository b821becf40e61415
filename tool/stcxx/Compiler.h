//===- Compiler.h - Which compiler a command calls ------------------------===//

#ifndef STCXX_COMPILER_H
#define STCXX_COMPILER_H

#include <string>
#include <vector>

namespace stcxx {

/// A command line taken apart: launchers, compiler, arguments.
struct Command {
  std::vector<std::string> Launchers; ///< `ccache`, `env A=b`, ... as written
  /// Of those, what does not keep or distribute what is compiled: `env`, `nice`.
  std::vector<std::string> LocalLaunchers;
  std::string Compiler;          ///< as written; empty when there is none
  std::vector<std::string> Args; ///< after the compiler
  std::string Path;              ///< where programs are searched: PATH

  /// A second stcxx among the launchers is left out: one is enough.
  static Command split(const std::vector<std::string> &Words, const std::string &Self);

  /// The file that is run for the compiler; empty when not found. Looks through
  /// links of the compiler's name to ccache and the like.
  std::string compilerFile() const;
};

/// The first major version of GCC whose sources can be rewritten.
inline constexpr unsigned OldestGcc = 9;

struct CompilerKind {
  enum { Unknown, Clang, OtherClang, GCC } Kind = Unknown;
  unsigned Major = 0;
  std::string Version; ///< for messages

  /// Asks the compiler, unless the answer is known already.
  static CompilerKind of(const Command &C);
};

/// Is \p Name (a base name) a program that runs the compiler that follows it?
bool isLauncher(const std::string &Name);

} // namespace stcxx

#endif
