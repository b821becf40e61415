// The functions that a file defines.

#include "DefinedFunctions.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace stcache {

namespace {

class Finder : public RecursiveASTVisitor<Finder> {
public:
  Finder(const SourceManager &SM, const FunctionSearch &Search) : SM(SM), Search(Search) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!F->isThisDeclarationADefinition() || F->isDependentContext() || F->isDeleted() ||
        (F->isDefaulted() && !Search.Defaulted))
      return true;
    if (SM.isInMainFile(SM.getExpansionLoc(F->getLocation())) ||
        (Search.InHeaders && Search.InHeaders(F)))
      Found.push_back(F);
    return true;
  }

  std::vector<const FunctionDecl *> Found;

private:
  const SourceManager &SM;
  const FunctionSearch &Search;
};

} // namespace

std::vector<const FunctionDecl *> definedFunctions(ASTContext &Ctx, const FunctionSearch &Search) {
  Finder F(Ctx.getSourceManager(), Search);
  if (Search.InHeaders) {
    F.TraverseDecl(Ctx.getTranslationUnitDecl());
  } else {
    // Without what is precompiled: reading all of that back takes longer than the rest.
    for (Decl *D : Ctx.getTranslationUnitDecl()->noload_decls())
      if (!D->isFromASTFile() && !F.canIgnoreChildDeclWhileTraversingDeclContext(D))
        F.TraverseDecl(D);
  }
  for (Stmt *Body : Search.Bodies)
    F.TraverseStmt(Body);
  return std::move(F.Found);
}

} // namespace stcache
