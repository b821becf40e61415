// Reads from the AST what Outliner.h has put there, in this compilation or in an earlier one that
// made the precompiled header.

#ifndef STCACHE_CORE_GENERATED_H
#define STCACHE_CORE_GENERATED_H

#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class ASTContext;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace stcache {

/// The user's body of a function that has been rewritten; the function's own body otherwise.
const clang::Stmt *userBody(const clang::FunctionDecl *Function);

/// The functions that make the keys of a rewritten function's calls, and bytes of its results:
/// instantiations of the runtime's templates. To be asked for when all templates are instantiated.
llvm::SmallVector<const clang::FunctionDecl *, 2>
runtimeFunctions(const clang::FunctionDecl *Wrapper);

/// Whether a function was made to hold options of an annotation.
bool holdsOptions(const clang::FunctionDecl *Function);

/// The directory of the runtime's headers; empty where none is included.
std::string runtimeHeaders(const clang::ASTContext &Ctx);

} // namespace stcache

#endif // STCACHE_CORE_GENERATED_H
