// Calls as the search for state sees them.

#include "StateCall.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace stcache::state {

bool isMutableReference(QualType T) {
  return T->isLValueReferenceType() && !T->getPointeeType().isConstQualified() &&
         !T->isFunctionReferenceType();
}

bool isMutablePointer(QualType T) {
  return T->isPointerType() && !T->getPointeeType().isConstQualified() &&
         !T->isFunctionPointerType();
}

bool isHandle(QualType T) {
  if (isMutablePointer(T))
    return true;
  auto *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return false;
  if (R->isLambda())
    return llvm::any_of(R->captures(), [](const LambdaCapture &C) {
      return C.getCaptureKind() == LCK_ByRef || C.getCaptureKind() == LCK_This;
    });
  if (R->isInStdNamespace() && R->getIdentifier() &&
      llvm::is_contained({"function", "reference_wrapper", "span"}, R->getName()))
    return true;
  return llvm::any_of(R->methods(), [](const CXXMethodDecl *M) {
    return M->getOverloadedOperator() == OO_Arrow ||
           (M->getOverloadedOperator() == OO_Star && M->getNumParams() == 0);
  });
}

bool isAccessor(const CXXMethodDecl *M) {
  if (M->isConst())
    return true;
  for (const NamedDecl *D : M->getParent()->lookup(M->getDeclName())) {
    if (auto *Shadow = dyn_cast<UsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    if (auto *T = dyn_cast<FunctionTemplateDecl>(D))
      D = T->getTemplatedDecl();
    if (auto *Other = dyn_cast<CXXMethodDecl>(D))
      if (Other->isConst() && Other->getNumParams() == M->getNumParams())
        return true;
  }
  return false;
}

const FunctionDecl *calleeOf(const Expr *E) {
  if (auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getConstructor();
  auto *Call = dyn_cast<CallExpr>(E);
  return Call ? Call->getDirectCallee() : nullptr;
}

const Expr *objectOf(const Expr *E) {
  if (auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return Call->getImplicitObjectArgument();
  if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    if (auto *M = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee()))
      if (M->isInstance() && Call->getNumArgs())
        return Call->getArg(0);
  return nullptr;
}

QualType parameterType(const Expr *E, unsigned Arg) {
  const FunctionDecl *F = calleeOf(E);
  if (isa<CXXOperatorCallExpr>(E) && isa_and_nonnull<CXXMethodDecl>(F) &&
      cast<CXXMethodDecl>(F)->isInstance()) {
    if (Arg == 0)
      return {};
    --Arg;
  }
  if (F && Arg < F->getNumParams())
    return F->getParamDecl(Arg)->getType();
  if (auto *Call = dyn_cast<CallExpr>(E); Call && !F)
    if (QualType T = Call->getCallee()->getType(); T->isPointerType())
      if (auto *P = T->getPointeeType()->getAs<FunctionProtoType>(); P && Arg < P->getNumParams())
        return P->getParamType(Arg);
  return {};
}

void forEachArgument(const Expr *E, llvm::function_ref<void(unsigned, const Expr *)> Each) {
  if (auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    for (unsigned I = 0; I < Construct->getNumArgs(); ++I)
      Each(I, Construct->getArg(I));
  } else if (auto *Call = dyn_cast<CallExpr>(E)) {
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      Each(I, Call->getArg(I));
  }
}

} // namespace stcache::state
