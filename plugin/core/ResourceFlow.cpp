#include "ResourceFlow.h"

#include "StateCall.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace stcache::state {

/// Whether a value of this type leads to an object. More than isHandle knows as one: the
/// operators of std::shared_ptr may be those of a base.
bool leads(QualType T) {
  if (T->isPointerType())
    return !T->isFunctionPointerType();
  auto *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || R->isLambda())
    return false;
  bool Weak = R->isInStdNamespace() && R->getIdentifier() && R->getName() == "weak_ptr";
  return Weak || isHandle(T) ||
         llvm::any_of(R->bases(), [](const CXXBaseSpecifier &B) { return leads(B.getType()); });
}

/// The level of a call's result, by that of what it is made from.
static std::optional<Level> levelOf(const Expr *Call, Level From) {
  bool Leads = leads(Call->getType());
  if (From == Level::Leads)
    return Leads               ? std::optional(Level::Leads) // an iterator's ++
           : Call->isGLValue() ? std::optional(Level::Object)
                               : std::nullopt;
  return Call->isGLValue() ? std::optional(Level::Object)
         : Leads           ? std::optional(Level::Leads)
                           : std::nullopt;
}

const VarDecl *keyOf(const VarDecl *V) { return V->hasGlobalStorage() ? V->getCanonicalDecl() : V; }

/// Also methods, and what is in std::ranges.
static bool isStd(const FunctionDecl *F) {
  const DeclContext *DC = F->getDeclContext();
  while (DC && !DC->isStdNamespace())
    DC = DC->getParent();
  return DC;
}

void ResourceSearch::change(Walk &W, const Body &B, const Expr *Where, const FunctionDecl *Callee,
                            SourceLocation Inner) {
  if (!isLocked(B, Where))
    W.Result.Changes.push_back({B.location(Where), Callee, Inner});
}

/// The value of a variable, or what it refers to.
void ResourceSearch::into(Walk &W, const VarDecl *V, Level L) {
  QualType T = V->getType();
  if (!T->isReferenceType() && (L == Level::Object || !leads(T)))
    return; // a copy
  if (!isIgnored(V) && W.Seen.insert({keyOf(V), L}).second)
    W.Queue.push_back({keyOf(V), L});
}

/// Whether a mention in a lambda is of a copy that the lambda has.
static bool isCopied(const Body &B, const Expr *Mention) {
  auto *Ref = dyn_cast<DeclRefExpr>(Mention);
  auto *M = dyn_cast_or_null<CXXMethodDecl>(B.Function);
  return Ref && M && Ref->refersToEnclosingVariableOrCapture() && M->getParent()->isLambda() &&
         llvm::any_of(M->getParent()->captures(), [&](const LambdaCapture &C) {
           return C.capturesVariable() && C.getCapturedVar() == Ref->getDecl() &&
                  C.getCaptureKind() == LCK_ByCopy;
         });
}

void ResourceSearch::finish(Walk &W) {
  while (!W.Queue.empty()) {
    auto [V, L] = W.Queue.back();
    W.Queue.pop_back();
    auto It = Uses.find(V);
    if (It == Uses.end())
      continue;
    for (size_t I = 0; I < It->second.size(); ++I) { // grows while functions are looked into
      auto [In, Where] = It->second[I];
      if (L == Level::Leads || !isCopied(*In, Where))
        follow(W, *In, Where, L);
    }
  }
}

/// Goes from an expression up to all that is made of it.
void ResourceSearch::follow(Walk &W, const Body &B, const Expr *Cur, Level L) {
  bool Const = false; // what a const object points to counts as its own, too
  bool Keep = false;
  for (;;) {
    QualType T = Cur->getType();
    if (L == Level::Object) {
      if (Safe.contains(T))
        return;
      if (!Keep)
        Const = T.isConstQualified();
    }
    Keep = false;
    if (const VarDecl *V = B.initialized(Cur))
      return into(W, V, L);
    const Stmt *P = B.parent(Cur);
    if (!P && B.Variable)
      return into(W, B.Variable, L);
    if (isa_and_nonnull<ReturnStmt>(P) && B.Function && (L == Level::Leads || Cur->isGLValue()))
      W.Result.ReturnedBy.insert(B.Function);
    auto *E = dyn_cast_or_null<Expr>(P);
    if (!E)
      return;
    if (auto *Cast = dyn_cast<CastExpr>(E)) {
      switch (Cast->getCastKind()) {
      case CK_ToVoid:
      case CK_PointerToBoolean:
      case CK_PointerToIntegral:
        return;
      case CK_LValueToRValue:
        if (L == Level::Object && (!leads(T) || Const))
          return;
        L = Level::Leads;
        break;
      case CK_ArrayToPointerDecay:
        L = Level::Leads;
        break;
      default:
        Keep = isa<ImplicitCastExpr>(Cast); // for a const method
      }
    } else if (auto *Member = dyn_cast<MemberExpr>(E)) {
      if (isa<CXXMethodDecl>(Member->getMemberDecl())) {
        const Stmt *Call = B.parent(E);
        while (isa_and_nonnull<ParenExpr>(Call))
          Call = B.parent(Call);
        auto *Called = dyn_cast_or_null<CXXMemberCallExpr>(Call);
        if (!Called)
          return;
        if (Member->isArrow())
          L = Level::Object;
        QualType Object = Member->isArrow() ? T->getPointeeType() : T;
        if (L == Level::Object && Safe.contains(Object))
          return;
        std::optional<Level> Next =
            method(W, B, Called, Object, L, Member->isArrow() ? Object.isConstQualified() : Const);
        if (!Next)
          return;
        L = *Next;
        E = Called;
      } else if (!isa<FieldDecl>(Member->getMemberDecl()) ||
                 (L == Level::Leads && !Member->isArrow()) ||
                 (Member->isArrow() && Safe.contains(T->getPointeeType()))) {
        return;
      } else {
        L = Level::Object;
      }
    } else if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      if (Subscript->getBase() != Cur)
        return;
      L = Level::Object;
    } else if (auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->isIncrementDecrementOp()) {
        if (L == Level::Object)
          change(W, B, Unary);
      } else if (Unary->getOpcode() == UO_Deref) {
        L = Level::Object;
      } else if (Unary->getOpcode() == UO_AddrOf && L == Level::Object) {
        L = Level::Leads;
      } else {
        return;
      }
    } else if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
      if (Binary->isAssignmentOp() && Binary->getLHS() == Cur) {
        if (L == Level::Object)
          change(W, B, Binary);
      } else if (Binary->isAssignmentOp()) {
        auto *To = dyn_cast<DeclRefExpr>(Binary->getLHS()->IgnoreParens());
        if (auto *V = To ? dyn_cast<VarDecl>(To->getDecl()) : nullptr; V && L == Level::Leads)
          into(W, V, L);
      } else if (!(Binary->getOpcode() == BO_Comma && Binary->getRHS() == Cur) &&
                 !(Binary->isAdditiveOp() && Binary->getType()->isPointerType())) {
        return;
      }
    } else if (auto *Condition = dyn_cast<ConditionalOperator>(E)) {
      if (Condition->getCond() == Cur)
        return;
    } else if (isa<CXXDeleteExpr>(E)) {
      if (L == Level::Leads && !Safe.contains(T->getPointeeType()))
        change(W, B, E);
      return;
    } else if (auto *Lambda = dyn_cast<LambdaExpr>(E)) {
      for (auto [Capture, Init] : llvm::zip(Lambda->captures(), Lambda->capture_inits()))
        if (Init == Cur && Capture.capturesVariable())
          if (auto *V = dyn_cast<VarDecl>(Capture.getCapturedVar()); V && V->isInitCapture())
            into(W, V, L);
      return;
    } else if (isa<CallExpr, CXXConstructExpr>(E)) {
      const Expr *Object = objectOf(E);
      std::optional<Level> Next =
          Object && Object == Cur ? method(W, B, E, T, L, Const) : argument(W, B, E, Cur, L);
      if (!Next)
        return;
      L = *Next;
    } else if (!isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(E)) {
      return;
    }
    Cur = E;
  }
}

std::optional<Level> ResourceSearch::method(Walk &W, const Body &B, const Expr *Call, QualType T,
                                            Level L, bool Const) {
  auto *M = dyn_cast_or_null<CXXMethodDecl>(calleeOf(Call));
  if (!M)
    return std::nullopt;
  OverloadedOperatorKind Op = M->getOverloadedOperator();
  bool Deref = Op == OO_Star || Op == OO_Subscript;
  if (L == Level::Leads) {
    if (Op == OO_Equal)
      return std::nullopt; // another one
    return Deref && Call->isGLValue() ? std::optional(Level::Object) : levelOf(Call, L);
  }
  if (M->isConst()) {
    if (leads(T.getUnqualifiedType()))
      return Const                        ? std::nullopt
             : Deref && Call->isGLValue() ? std::optional(Level::Object)
                                          : levelOf(Call, Level::Leads);
    return Call->isGLValue() && Call->getType().isConstQualified() ? std::optional(Level::Object)
                                                                   : std::nullopt;
  }
  if (Op == OO_Equal || isa<CXXDestructorDecl>(M)) {
    change(W, B, Call);
    return Level::Object;
  }
  bool Seen = !isStd(M) && Code.body(M);
  if (Seen)
    return called(W, B, Call, M, std::nullopt, Level::Object);
  if (isAccessor(M))
    return levelOf(Call, L);
  if (!isIgnored(M))
    change(W, B, Call);
  return levelOf(Call, L);
}

/// A call whose body may be in sight.
std::optional<Level> ResourceSearch::called(Walk &W, const Body &B, const Expr *Call,
                                            const FunctionDecl *F, std::optional<unsigned> Param,
                                            Level L) {
  const Flow *Inner = flowOf(F, Param, L);
  if (!Inner)
    return std::nullopt;
  if (!Inner->Changes.empty()) {
    const Flow::Change &First = Inner->Changes.front();
    change(W, B, Call, First.Callee ? First.Callee : F, First.Callee ? First.Inner : First.Loc);
  }
  return Inner->ReturnedBy.count(Code.body(F)->Function) ? levelOf(Call, L) : std::nullopt;
}

/// Whether an algorithm is given a function that changes the elements.
bool ResourceSearch::changesElements(const Expr *Call) {
  bool Result = false;
  forEachArgument(Call, [&](unsigned, const Expr *Arg) {
    const FunctionDecl *F = nullptr;
    const Expr *E = Arg->IgnoreImplicit()->IgnoreParenCasts()->IgnoreImplicit();
    if (auto *Made = dyn_cast<CXXConstructExpr>(E); Made && Made->getNumArgs() == 1)
      E = Made->getArg(0)->IgnoreImplicit()->IgnoreParenCasts();
    if (auto *Ref = dyn_cast<DeclRefExpr>(E))
      F = dyn_cast<FunctionDecl>(Ref->getDecl());
    auto *R = E->getType()->getAsCXXRecordDecl();
    if (R && R->isLambda()) {
      F = R->getLambdaCallOperator();
      if (FunctionTemplateDecl *T = R->getDependentLambdaCallOperator())
        F = T->specializations().empty() ? nullptr : *T->spec_begin();
    }
    if (F && F->getNumParams() && isMutableReference(F->getParamDecl(0)->getType()))
      if (const Flow *Inner = flowOf(F, 0, Level::Object))
        Result |= !Inner->Changes.empty();
  });
  return Result;
}

std::optional<Level> ResourceSearch::argument(Walk &W, const Body &B, const Expr *Call,
                                              const Expr *Arg, Level L) {
  const FunctionDecl *F = calleeOf(Call);
  std::optional<unsigned> Index;
  forEachArgument(Call, [&](unsigned I, const Expr *E) {
    if (E == Arg)
      Index = I;
  });
  QualType To = Index ? parameterType(Call, *Index) : QualType();
  if (!F || To.isNull())
    return std::nullopt;
  QualType Object = Arg->getType();
  if (L == Level::Leads && Object->isPointerType()) {
    Object = Object->getPointeeType();
    if (Safe.contains(Object))
      return std::nullopt;
  }
  bool Moves = L == Level::Object && To->isRValueReferenceType() &&
               !To->getPointeeType().isConstQualified() && !Object.isTriviallyCopyableType(Ctx);
  if (auto *C = dyn_cast<CXXConstructorDecl>(F)) {
    if (L == Level::Leads && isStd(C) && leads(Call->getType()))
      return Level::Leads; // a copy of the pointer
    if (C->isMoveConstructor() && Moves) {
      change(W, B, Call);
      return std::nullopt;
    }
  }
  if (isStd(F)) {
    switch (libraryUse(Call, *Index, L == Level::Leads)) {
    case LibraryUse::Changes:
      if (L == Level::Leads || Moves || isMutableReference(To))
        change(W, B, Call);
      return std::nullopt;
    case LibraryUse::Access:
      return Call->isGLValue() ? std::optional(L) : levelOf(Call, L);
    case LibraryUse::Nothing:
      if (changesElements(Call))
        change(W, B, Call);
      return std::nullopt;
    }
  }
  bool Given = L == Level::Leads
                   ? leads(To.getNonReferenceType())
                   : To->isReferenceType() && !To->getPointeeType().isConstQualified();
  if (!Given)
    return std::nullopt;
  // An operator of a class has its object first.
  bool Operator = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(F) &&
                  cast<CXXMethodDecl>(F)->isInstance();
  return called(W, B, Call, F, *Index - (Operator ? 1 : 0), L);
}

const Flow *ResourceSearch::flowOf(const FunctionDecl *F, std::optional<unsigned> Param, Level L) {
  const Body *In = isIgnored(F) ? nullptr : Code.body(F);
  if (!In)
    return nullptr;
  auto [It, New] = Flows.try_emplace({In->Function, Param ? *Param + 1 : 0, L});
  if (!New)
    return &It->second; // of a recursion: nothing yet
  index(*In);
  Walk W;
  if (!Param) {
    eachThis(*In, [&](const Body &B, const Expr *This) { follow(W, B, This, Level::Leads); });
  } else if (*Param < In->Function->getNumParams()) {
    into(W, In->Function->getParamDecl(*Param), L);
  }
  finish(W);
  It->second = std::move(W.Result);
  return &It->second;
}

void ResourceSearch::eachThis(const Body &B,
                              llvm::function_ref<void(const Body &, const Expr *)> Each) {
  for (const Expr *This : B.This)
    Each(B, This);
  for (const LambdaExpr *L : B.Lambdas)
    if (const Body *Inner = L->getCallOperator() ? Code.body(L->getCallOperator()) : nullptr)
      eachThis(*Inner, Each);
}

} // namespace stcache::state
