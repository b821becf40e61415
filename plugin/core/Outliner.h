// Carries a plan out on the AST: moves the body to a function of its own and makes the
// annotated function a call of the runtime.

#ifndef STCACHE_CORE_OUTLINER_H
#define STCACHE_CORE_OUTLINER_H

#include "Note.h"
#include "Plan.h"

namespace clang {
class ASTConsumer;
}

namespace stcache {

/// What has been generated for one function.
struct Outlined {
  clang::FunctionDecl *Wrapper; // the user's function
  clang::FunctionDecl *Body;    // what was its body
  clang::FunctionDecl *Setup;   // may be null
  clang::FunctionDecl *Keys;    // may be null
  /// The variable with name and fingerprint. Its value is set at the end of the translation
  /// unit, when all callees are known.
  clang::VarDecl *Code;
};

class Outliner {
public:
  Outliner(clang::Sema &S) : S(S) {}

  /// Generates the function that gives the key's options; null where there are none.
  /// Comes first, because checks of the parameters need its type.
  clang::FunctionDecl *makeKeys(const CachePlan &Plan);

  /// The type that `Keys` returns, or that of an empty pack.
  clang::QualType keysType(clang::FunctionDecl *Keys, clang::SourceLocation Loc);

  /// Rewrites the function. Nothing has been changed when nothing is returned; the reason has
  /// been reported then.
  std::optional<Outlined> outline(const CachePlan &Plan, clang::FunctionDecl *Keys);

  /// Gives `Code` its value and passes it on to code generation. Note: null without one.
  bool finish(clang::VarDecl *Code, llvm::StringRef DisplayName, llvm::StringRef Symbol,
              const FileFingerprint &Value, clang::VarDecl *Note);

  /// Once per translation unit: a variable whose initialisation registers its functions.
  bool makeRegistration(clang::SourceLocation Loc);

private:
  clang::FunctionDecl *makeOptions(const CachePlan &Plan,
                                   llvm::ArrayRef<CachePlan::OptionArgument> Options,
                                   llvm::StringRef Role);
  clang::ExprResult makePack(llvm::ArrayRef<CachePlan::OptionArgument> Options,
                             clang::SourceLocation Loc);
  clang::FunctionDecl *makeSibling(const clang::FunctionDecl *F, clang::DeclarationName Name,
                                   clang::QualType Type);
  clang::DeclarationName siblingName(const CachePlan &Plan, llvm::StringRef Role) const;
  clang::FunctionDecl *makeBody(const CachePlan &Plan);
  clang::VarDecl *makeCode(const CachePlan &Plan);
  clang::Expr *addressOf(clang::ValueDecl *D, const std::string &Symbol, clang::SourceLocation Loc);
  clang::Expr *makeCall(const CachePlan &Plan, const Outlined &Parts,
                        llvm::ArrayRef<clang::ParmVarDecl *> Params);
  llvm::SmallVector<clang::ParmVarDecl *, 8> makeParams(clang::FunctionDecl *F);
  bool isShared(const clang::FunctionDecl *F) const;
  void emit(clang::Decl *D);
  std::nullopt_t internalError(const CachePlan &Plan, llvm::StringRef What);

  clang::Sema &S;
};

} // namespace stcache

#endif // STCACHE_CORE_OUTLINER_H
