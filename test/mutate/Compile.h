// Compiles variants of one source file in process, the #include block only once.

#ifndef STCACHE_MUTATE_COMPILE_H
#define STCACHE_MUTATE_COMPILE_H

#include "Fingerprint.h"
#include "IrHash.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace clang {
class CompilerInstance;
class CompilerInvocation;
} // namespace clang

namespace mutate {

/// What is known of a variant.
struct Snapshot {
  bool Ok = false;
  std::map<std::string, stcache::Fingerprint> Prints; // by mangled name
  IrModule Ir;
  std::string Error; // the first, if it did not compile
};

struct CompileOptions {
  bool Prints = true;
  bool Ir = true;
  bool Optimized = false;
  bool Slots = true; ///< whether the slot of a vtable that a call reads counts
  /// __LINE__ and the like have one value everywhere.
  bool WithoutPositions = false;
  /// Instead of the source's own.
  std::string Path;
  std::vector<std::string> MoreFlags;
};

class Compiler {
public:
  /// Args: the compiler's, without the source.
  Compiler(std::vector<std::string> Args, std::string Path, std::vector<std::string> FollowDirs);
  ~Compiler();

  using Inspector = std::function<void(clang::CompilerInstance &)>;
  Snapshot compile(const std::string &Text, const CompileOptions &Options = {},
                   const Inspector &Inspect = {});

  /// What of Text is the #include block.
  unsigned preambleSize(const std::string &Text);

private:
  std::shared_ptr<clang::CompilerInvocation> invocation(const CompileOptions &Options);
  const clang::PrecompiledPreamble *preamble(const std::string &Text, bool WithoutPositions);

  std::vector<std::string> Args;
  std::string Path;
  std::vector<std::string> FollowDirs;
  struct Cached {
    bool Tried = false;
    std::string Text;
    std::optional<clang::PrecompiledPreamble> Preamble;
  };
  Cached Preambles[2];
  std::map<std::string, std::shared_ptr<clang::CompilerInvocation>> Invocations;
};

} // namespace mutate

#endif // STCACHE_MUTATE_COMPILE_H
