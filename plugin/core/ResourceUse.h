// Changes of objects that all callers of a cache_resource function share (st-resource-mutation).
// docs/checks/st-resource-mutation.md tells what counts.

#ifndef STCACHE_CORE_RESOURCEUSE_H
#define STCACHE_CORE_RESOURCEUSE_H

#include "Diagnostics.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <functional>
#include <string>
#include <vector>

namespace stcache {

/// One place that changes a shared object.
struct ResourceFinding {
  clang::SourceLocation Loc;
  const clang::FunctionDecl *Source = nullptr; ///< whose result it is
  /// Where the change is in a function that is called at Loc, otherwise invalid.
  clang::SourceLocation Inner;
  const clang::FunctionDecl *Callee = nullptr;
};

struct ResourceConfig {
  /// As in FingerprintConfig.
  std::function<const clang::Stmt *(const clang::FunctionDecl *)> BodyOf;
  /// Whether a function is annotated, such that its callers share the result.
  std::function<bool(const clang::FunctionDecl *)> IsShared;
  /// Qualified names of classes that may be changed, with `*` for any text.
  std::vector<std::string> SafeTypes;
};

/// Looks through all bodies of the user's files. Each place comes once, in the order of the source.
void findResourceChanges(clang::ASTContext &Ctx, const ResourceConfig &Config,
                         llvm::function_ref<void(const ResourceFinding &)> Sink);

/// As a warning with notes.
void report(Reporter Report, const ResourceFinding &F);

} // namespace stcache

#endif // STCACHE_CORE_RESOURCEUSE_H
