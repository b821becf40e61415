// When changing an object that others have, too, is all right: by its type, or because a lock is
// held (ResourceUse.h).

#ifndef STCACHE_CORE_RESOURCESAFETY_H
#define STCACHE_CORE_RESOURCESAFETY_H

#include "StateBody.h"

#include "llvm/Support/GlobPattern.h"

#include <string>
#include <vector>

namespace stcache::state {

class SafeTypes {
public:
  SafeTypes(const clang::ASTContext &Ctx, llvm::ArrayRef<std::string> Names);
  /// Atomic, with a mutex of its own, of unknown content, a declared handle, or named.
  bool contains(clang::QualType T) const;

private:
  bool isDeclaredHandle(clang::QualType T) const;

  const clang::ASTContext &Ctx;
  std::vector<llvm::GlobPattern> Patterns;
};

/// Whether what holds a lock is alive where S runs, as far as B shows it.
bool isLocked(const Body &B, const clang::Stmt *S);

/// What a function of the standard library does with the operand Arg of a call.
enum class LibraryUse {
  Nothing,
  Changes,
  Access, ///< gives a way to it: std::get, std::next
};
/// Leads: the operand is an iterator or a pointer.
LibraryUse libraryUse(const clang::Expr *Call, unsigned Arg, bool Leads);

} // namespace stcache::state

#endif // STCACHE_CORE_RESOURCESAFETY_H
