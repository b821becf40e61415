//===- Command.h - What the commands of stcache have in common ------------===//

#ifndef STCACHE_TOOL_COMMAND_H
#define STCACHE_TOOL_COMMAND_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

#include <string>
#include <variant>
#include <vector>

namespace stcache::tool {

/// A command of the program: `stcache NAME ...`.
struct Command {
  llvm::StringRef Name;
  llvm::StringRef Summary; ///< one line, for the list of commands
  llvm::StringRef Help;
  int (*Run)(const Command &Self, llvm::ArrayRef<std::string> Args);
};

extern const Command ExpandCommand, RewriteCommand, MigrateCommand, FingerprintCommand,
    ExplainCommand, ListCommand, ShowCommand, StatsCommand, ClearCommand, PruneCommand,
    VerifyCommand, DirCommand;

/// The program, with the arguments after its name. Returns the exit status.
int run(llvm::ArrayRef<std::string> Args);

/// Prints "stcache: error: ..." and, when not empty, "stcache: note: ..." (the remedy). Returns
/// the exit status.
int fail(const llvm::Twine &Message, const llvm::Twine &Remedy = {});

/// Among Names, the ones that Wanted may be a misspelling of; at most three, best first.
std::vector<std::string> similar(llvm::StringRef Wanted, llvm::ArrayRef<std::string> Names);

/// "did you mean 'a' or 'b'?", or Otherwise when there are none.
std::string didYouMean(llvm::ArrayRef<std::string> Names, const llvm::Twine &Otherwise);

/// Reads the arguments of one command: options anywhere, the rest is operands. What stands
/// behind `--` is not looked at.
class Options {
public:
  explicit Options(const Command &Of) : Of(Of) {}

  void flag(llvm::StringRef Name, bool &Set) { Known.push_back({Name, &Set}); }
  /// `-p DIR`, `-pDIR`, `--name VALUE`, `--name=VALUE`.
  void value(llvm::StringRef Name, std::string &Value) { Known.push_back({Name, &Value}); }
  /// The same, may be repeated.
  void list(llvm::StringRef Name, std::vector<std::string> &Values) {
    Known.push_back({Name, &Values});
  }

  /// Reports what is wrong.
  bool parse(llvm::ArrayRef<std::string> Args);

  std::vector<std::string> Operands;
  std::vector<std::string> Rest; ///< behind `--`
  bool HasRest = false;          ///< there is a `--`

private:
  struct Option {
    llvm::StringRef Name;
    std::variant<bool *, std::string *, std::vector<std::string> *> Target;
  };

  bool unknown(llvm::StringRef Name);

  const Command &Of;
  std::vector<Option> Known;
};

} // namespace stcache::tool

#endif // STCACHE_TOOL_COMMAND_H
