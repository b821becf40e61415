// The functions that a file defines, for what looks at each of them.

#ifndef STCACHE_CORE_DEFINEDFUNCTIONS_H
#define STCACHE_CORE_DEFINEDFUNCTIONS_H

#include <functional>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace stcache {

struct FunctionSearch {
  bool Defaulted = false; ///< those written `= default`, too
  /// Which functions of headers, precompiled ones included, are wanted, too. Null: none.
  std::function<bool(const clang::FunctionDecl *)> InHeaders;
  /// Code that is part of no declaration any more.
  std::vector<clang::Stmt *> Bodies;
};

/// The functions that the main file defines, instantiations of its templates included, in the
/// order of the source.
std::vector<const clang::FunctionDecl *> definedFunctions(clang::ASTContext &Ctx,
                                                          const FunctionSearch &Search = {});

} // namespace stcache

#endif // STCACHE_CORE_DEFINEDFUNCTIONS_H
