// What an expression does with a variable, and where a value goes.

#include "StateCall.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace stcache::state {

/// What a call may change: its object, and what it is given by reference or pointer.
void Body::changedOperands(const Expr *E, llvm::function_ref<void(const Expr *)> Each) const {
  if (const Expr *Object = objectOf(E)) {
    auto *M = dyn_cast_or_null<CXXMethodDecl>(calleeOf(E));
    if (!M || !isAccessor(M))
      Each(Object);
  }
  forEachArgument(E, [&](unsigned I, const Expr *Arg) {
    QualType T = parameterType(E, I);
    if (T.isNull())
      return;
    // A pointer by reference is put into a container.
    bool Kept = T->isReferenceType() && T->getPointeeType()->isPointerType();
    if (isMutableReference(T) || (!Kept && isHandle(T.getNonReferenceType())))
      Each(Arg);
  });
}

Body::Origin Body::originOf(const Expr *E, bool Pointee, unsigned Depth) const {
  if (Depth > 8)
    return {Owner::Unknown};
  E = E->IgnoreParenCasts();
  while (auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    E = Temporary->getSubExpr()->IgnoreParenCasts();
  if (auto *Full = dyn_cast<FullExpr>(E))
    return originOf(Full->getSubExpr(), Pointee, Depth);
  if (auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
    return originOf(Bind->getSubExpr(), Pointee, Depth);
  if (isOutputStream(E->getType()))
    return {Owner::Output};
  if (auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (auto *B = dyn_cast<BindingDecl>(Ref->getDecl()))
      V = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
    if (!V)
      return {isa<FunctionDecl>(Ref->getDecl()) ? Owner::Static : Owner::Unknown};
    if (V->hasGlobalStorage())
      return {Owner::Static, V};
    if (Ref->refersToEnclosingVariableOrCapture())
      return {Owner::Unknown};
    QualType T = V->getType();
    if (T->isReferenceType() || (Pointee && isHandle(T))) {
      if (isa<ParmVarDecl>(V) || !V->getInit())
        return {Owner::Unknown};
      return originOf(V->getInit(), Pointee || isHandle(T), Depth + 1);
    }
    return {Owner::Local, V};
  }
  if (auto *Member = dyn_cast<MemberExpr>(E)) {
    if (isa<VarDecl>(Member->getMemberDecl()))
      return {Owner::Static};
    Origin Base = originOf(Member->getBase(), Pointee || Member->isArrow(), Depth + 1);
    QualType T = Member->getMemberDecl()->getType();
    bool Leads = T->isReferenceType() || (Pointee && T->isPointerType());
    return Leads && Base.Kind != Owner::Static ? Origin{Owner::Unknown} : Base;
  }
  if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return originOf(Subscript->getBase(), true, Depth + 1);
  if (auto *Unary = dyn_cast<UnaryOperator>(E))
    return originOf(Unary->getSubExpr(), Pointee || Unary->getOpcode() == UO_Deref, Depth + 1);
  if (auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->getType()->isPointerType())
    return originOf(Binary->getLHS()->getType()->isPointerType() ? Binary->getLHS()
                                                                 : Binary->getRHS(),
                    Pointee, Depth + 1);
  if (const Expr *Object = objectOf(E)) {
    if (E->isPRValue() && !isHandle(E->getType()))
      return {Owner::Temporary};
    return originOf(Object, Pointee || isHandle(Object->getType()), Depth + 1);
  }
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    if (E->isPRValue() && !isHandle(E->getType()))
      return {Owner::Temporary};
    if (!Call->getNumArgs())
      return {Owner::Static}; // a singleton
    Origin First{Owner::Static};
    for (const Expr *Arg : Call->arguments())
      if (Arg->isGLValue() || isHandle(Arg->getType()))
        if (Origin O = originOf(Arg, Pointee, Depth + 1); O.Kind != Owner::Temporary)
          if (First.Kind == Owner::Static)
            First = O;
    return First;
  }
  if (isa<CXXThisExpr, ConditionalOperator>(E) || E->isGLValue())
    return {Owner::Unknown};
  if (isHandle(E->getType()) && !isa<CXXNewExpr>(E)) {
    if (auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
      return originOf(Construct->getArg(0), Pointee, Depth + 1);
    return {Owner::Unknown};
  }
  return {Owner::Temporary};
}

bool Body::discarded(const Expr *E) const {
  const Stmt *Child = E;
  for (const Stmt *P = Parents.lookup(E); P; Child = P, P = Parents.lookup(P)) {
    if (isa<ParenExpr, FullExpr, CXXBindTemporaryExpr>(P))
      continue;
    if (auto *Cast = dyn_cast<CastExpr>(P))
      return Cast->getType()->isVoidType();
    if (auto *Comma = dyn_cast<BinaryOperator>(P); Comma && Comma->getOpcode() == BO_Comma) {
      if (Comma->getLHS() == Child)
        return true;
      continue;
    }
    if (auto *For = dyn_cast<ForStmt>(P))
      return For->getCond() != Child;
    if (auto *If = dyn_cast<IfStmt>(P))
      return If->getCond() != Child;
    if (auto *While = dyn_cast<WhileStmt>(P))
      return While->getCond() != Child;
    if (auto *Do = dyn_cast<DoStmt>(P))
      return Do->getCond() != Child;
    return isa<CompoundStmt, SwitchCase, LabelStmt>(P) &&
           !isa_and_nonnull<StmtExpr>(Parents.lookup(P));
  }
  return false; // of a member or variable
}

Use Body::classifyLocal(const VarDecl *V, bool Leads, Visited &Seen) const {
  Use Result;
  if (!Seen.insert(V).second)
    return Result;
  if (auto It = Locals.find(V); It != Locals.end())
    for (const Expr *Where : It->second) {
      Use U = classify(Where, Leads, Seen);
      Result.Reads |= U.Reads;
      Result.Changes |= U.Changes;
    }
  return Result;
}

/// A variable as object or argument of a call. Continue: the call gives access to it.
Use Body::classifyOperand(const Expr *Call, const Expr *Operand, bool &Continue) const {
  const FunctionDecl *F = calleeOf(Call);
  Use Read{true, false, Operand};
  if (objectOf(Call) && objectOf(Call)->IgnoreParens() == Operand->IgnoreParens()) {
    auto *M = dyn_cast_or_null<CXXMethodDecl>(F);
    if (!M)
      return {true, true, Operand};
    if (M->isConst())
      return Read;
    if (isAccessor(M)) {
      Continue = Call->isGLValue();
      return Read;
    }
    if (M->getOverloadedOperator() == OO_Equal)
      return {!discarded(Call), true, Call};
    return {true, true, Operand};
  }
  bool Changes = !F;
  forEachArgument(Call, [&](unsigned I, const Expr *Arg) {
    if (Arg != Operand)
      return;
    QualType T = parameterType(Call, I);
    Changes = !T.isNull() && (isMutableReference(T) || isMutablePointer(T));
  });
  if (Changes && F && F->getIdentifier() && F->isInStdNamespace()) {
    if (llvm::is_contained({"begin", "end", "rbegin", "rend", "size", "data", "ref"}, F->getName()))
      return Read;
    if (llvm::is_contained({"get", "forward", "addressof", "as_const"}, F->getName())) {
      Continue = Call->isGLValue();
      return Read;
    }
  }
  return {true, Changes, Operand};
}

Use Body::classify(const Expr *Where) const {
  llvm::SmallPtrSet<const VarDecl *, 8> Seen;
  return classify(Where, false, Seen);
}

Use Body::classify(const Expr *Where, bool Leads, Visited &Seen) const {
  const Expr *Cur = Where;
  for (;;) {
    if (auto It = Initializes.find(Cur); It != Initializes.end()) {
      const VarDecl *V = It->second;
      if (isMutableReference(V->getType()) || V->getType()->isRValueReferenceType())
        return {true, classifyLocal(V, Leads, Seen).Changes, Cur};
      return {true,
              isMutablePointer(V->getType()) && Cur->isPRValue() &&
                  classifyLocal(V, true, Seen).Changes,
              Cur};
    }
    const Stmt *P = Parents.lookup(Cur);
    auto *E = dyn_cast_or_null<Expr>(P);
    if (!E) {
      if (isa_and_nonnull<ReturnStmt>(P) && Function)
        return {true,
                isMutableReference(Function->getReturnType()) ||
                    (Cur->isPRValue() && isMutablePointer(Cur->getType()) &&
                     isMutablePointer(Function->getReturnType())),
                Cur};
      return {true, false, Cur};
    }
    if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr>(E)) {
      Cur = E;
      continue;
    }
    if (auto *Cast = dyn_cast<CastExpr>(E)) {
      if (Cast->getCastKind() == CK_LValueToRValue) {
        if (!Leads || !isMutablePointer(E->getType()))
          return {true, false, E};
        Leads = false; // what is pointed to
        Cur = E;
        continue;
      }
      if (Cast->getCastKind() == CK_ToVoid)
        return {};
      QualType T = E->getType();
      if (E->isGLValue() ? T.isConstQualified() : T->isPointerType() && !isMutablePointer(T))
        return {true, false, E};
      Cur = E;
      continue;
    }
    if (auto *Member = dyn_cast<MemberExpr>(E)) {
      if (isa<FieldDecl>(Member->getMemberDecl())) {
        Cur = E;
        continue;
      }
      // A method: its object is in the call around.
      auto *Call = dyn_cast_or_null<CallExpr>(Parents.lookup(E));
      while (Call == nullptr && isa_and_nonnull<ParenExpr>(Parents.lookup(E))) {
        E = cast<Expr>(Parents.lookup(E));
        Call = dyn_cast_or_null<CallExpr>(Parents.lookup(E));
      }
      if (!Call)
        return {true, true, Cur};
      bool Continue = false;
      Use U = classifyOperand(Call, Cur, Continue);
      if (!Continue) {
        // The call's other operands decide, too, where the value goes.
        if (U.Value == Cur)
          U.Value = E;
        return U;
      }
      Cur = Call;
      continue;
    }
    if (auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      if (Subscript->getBase() != Cur)
        return {true, false, Cur};
      Cur = E;
      continue;
    }
    if (auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->isIncrementDecrementOp()) {
        if (!Leads)
          return {!discarded(E), true, E};
        Leads = E->isGLValue(); // the pointer changes, not what it leads to
      }
      Cur = E; // & and *
      continue;
    }
    if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
      if (Binary->isComparisonOp() && Cur->getType()->isPointerType())
        return {}; // which object, not what it holds
      bool Assigned = Binary->isAssignmentOp() && Binary->getLHS() == Cur;
      if (Assigned && !Leads)
        return {Binary->isCompoundAssignmentOp() && !discarded(E), true, E};
      if (Assigned)
        Leads = E->isGLValue();
      if (Assigned || (Binary->getOpcode() == BO_Comma && Binary->getRHS() == Cur) ||
          (Binary->isAdditiveOp() && Binary->getType()->isPointerType())) {
        Cur = E;
        continue;
      }
      if (Binary->isAssignmentOp() && Cur->isPRValue() && isMutablePointer(Cur->getType())) {
        auto *To = dyn_cast<DeclRefExpr>(Binary->getLHS()->IgnoreParens());
        auto *V = To ? dyn_cast<VarDecl>(To->getDecl()) : nullptr;
        bool Copy = V && V->hasLocalStorage() && V->getType()->isPointerType();
        return {true, !Copy || classifyLocal(V, true, Seen).Changes, Cur};
      }
      return {true, false, Cur};
    }
    if (auto *Condition = dyn_cast<ConditionalOperator>(E)) {
      if (Condition->getCond() == Cur)
        return {true, false, Cur};
      Cur = E;
      continue;
    }
    if (isa<CallExpr, CXXConstructExpr>(E)) {
      bool Continue = false;
      Use U = classifyOperand(E, Cur, Continue);
      if (!Continue)
        return U;
      Cur = E;
      continue;
    }
    // Held by a lambda or an aggregate by reference.
    return {true, Cur->isGLValue() || isMutablePointer(Cur->getType()), Cur};
  }
}

bool Body::variableInfluences(const VarDecl *V, Visited &Seen) const {
  if (!Seen.insert(V).second)
    return false;
  if (isa<ParmVarDecl>(V) && V->getType()->isReferenceType())
    return true;
  auto It = Locals.find(V);
  if (It == Locals.end())
    return false;
  return llvm::any_of(It->second, [&](const Expr *Where) {
    const Stmt *P = Parents.lookup(Where);
    if (auto *Assign = dyn_cast_or_null<BinaryOperator>(P))
      if (Assign->isAssignmentOp() && Assign->getLHS() == Where && discarded(Assign))
        return false;
    return influences(Where, Seen);
  });
}

/// Whether what a call changes, apart from the operand Except, leads out.
bool Body::changesInfluence(const Expr *Call, const Stmt *Except, Visited &Seen) const {
  bool Result = false;
  changedOperands(Call, [&](const Expr *Operand) {
    if (Result || Operand == Except)
      return;
    Origin O = originOf(Operand, isHandle(Operand->getType()));
    Result = O.Kind == Owner::Unknown ||
             (O.Kind == Owner::Local && O.Variable && variableInfluences(O.Variable, Seen));
  });
  return Result;
}

bool Body::influences(const Stmt *Value) const {
  llvm::SmallPtrSet<const VarDecl *, 8> Seen;
  return influences(Value, Seen);
}

bool Body::influences(const Stmt *Cur, Visited &Seen) const {
  for (;;) {
    if (auto It = Initializes.find(Cur); It != Initializes.end())
      return variableInfluences(It->second, Seen);
    const Stmt *P = Parents.lookup(Cur);
    if (!P)
      return true; // a member or a variable is initialised
    if (auto *E = dyn_cast<Expr>(P)) {
      const Expr *Target = nullptr;
      if (auto *Binary = dyn_cast<BinaryOperator>(E)) {
        if (Binary->isAssignmentOp())
          Target = Binary->getLHS();
        else if (Binary->getOpcode() == BO_Comma && Binary->getLHS() == Cur)
          return false;
        else if (Binary->isLogicalOp() && Binary->getLHS() == Cur && !onlyOutput(Binary->getRHS()))
          return true;
      } else if (auto *Unary = dyn_cast<UnaryOperator>(E)) {
        if (Unary->isIncrementDecrementOp())
          Target = Unary->getSubExpr();
      } else if (auto *Condition = dyn_cast<AbstractConditionalOperator>(E)) {
        if (Condition->getCond() == Cur &&
            !(onlyOutput(Condition->getTrueExpr()) && onlyOutput(Condition->getFalseExpr())))
          return true;
      } else if (isa<CallExpr, CXXConstructExpr>(E)) {
        if (changesInfluence(E, Cur, Seen))
          return true;
      } else if (isa<LambdaExpr, StmtExpr, CoroutineSuspendExpr>(E)) {
        return true;
      }
      if (Target) {
        Origin O = originOf(Target);
        if (O.Kind == Owner::Unknown ||
            (O.Kind == Owner::Local && O.Variable && variableInfluences(O.Variable, Seen)))
          return true;
      }
      if (E->getType()->isVoidType() && !isa<AbstractConditionalOperator>(E))
        return false;
      Cur = P;
      continue;
    }
    if (isa<CompoundStmt, SwitchCase, LabelStmt, AttributedStmt>(P))
      return isa_and_nonnull<StmtExpr>(Parents.lookup(P));
    if (auto *If = dyn_cast<IfStmt>(P))
      return If->getCond() == Cur && !(onlyOutput(If->getThen()) && onlyOutput(If->getElse()));
    if (auto *While = dyn_cast<WhileStmt>(P))
      return While->getCond() == Cur && !onlyOutput(While->getBody());
    if (auto *Do = dyn_cast<DoStmt>(P))
      return Do->getCond() == Cur && !onlyOutput(Do->getBody());
    if (auto *For = dyn_cast<ForStmt>(P))
      return For->getCond() == Cur && !onlyOutput(For); // with its own variables
    if (auto *For = dyn_cast<CXXForRangeStmt>(P))
      return For->getCond() == Cur && !onlyOutput(For->getBody());
    if (auto *Switch = dyn_cast<SwitchStmt>(P))
      return Switch->getCond() == Cur && !onlyOutput(Switch->getBody());
    return true; // return, asm
  }
}

bool Body::matters(const Expr *Call) const {
  llvm::SmallPtrSet<const VarDecl *, 8> Seen;
  return changesInfluence(Call, nullptr, Seen) ||
         (!Call->getType()->isVoidType() && influences(Call, Seen));
}

bool Body::onlyOutput(const Stmt *S) const {
  llvm::SmallPtrSet<const VarDecl *, 8> Inside;
  return onlyOutput(S, Inside);
}

/// Whether it makes no difference to the result that S runs. An exception is no result: it is not
/// kept.
bool Body::onlyOutput(const Stmt *S, llvm::SmallPtrSetImpl<const VarDecl *> &Inside) const {
  if (!S)
    return true;
  if (isa<ReturnStmt, GotoStmt, IndirectGotoStmt, BreakStmt, ContinueStmt, CXXDeleteExpr, AsmStmt,
          CoreturnStmt, CoroutineSuspendExpr>(S))
    return false;
  auto Harmless = [&](const Expr *Target) {
    Origin O = originOf(Target);
    return O.Kind == Owner::Local ? Inside.contains(O.Variable) : O.Kind != Owner::Unknown;
  };
  if (auto *Declares = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declares->decls())
      if (auto *V = dyn_cast<VarDecl>(D)) {
        Inside.insert(V);
        if (V->getInit() && !V->isStaticLocal() && !onlyOutput(V->getInit(), Inside))
          return false;
      }
    return true;
  }
  if (auto *Binary = dyn_cast<BinaryOperator>(S)) {
    if (Binary->isAssignmentOp() && !Harmless(Binary->getLHS()))
      return false;
  } else if (auto *Unary = dyn_cast<UnaryOperator>(S)) {
    if (Unary->isIncrementDecrementOp() && !Harmless(Unary->getSubExpr()))
      return false;
  } else if (auto *E = dyn_cast<Expr>(S); E && isa<CallExpr, CXXConstructExpr>(E)) {
    bool Fine = true;
    changedOperands(E, [&](const Expr *Operand) {
      Origin O = originOf(Operand, isHandle(Operand->getType()));
      Fine &= O.Kind == Owner::Local ? Inside.contains(O.Variable) : O.Kind != Owner::Unknown;
    });
    if (!Fine)
      return false;
  }
  return llvm::all_of(S->children(), [&](const Stmt *Child) { return onlyOutput(Child, Inside); });
}

} // namespace stcache::state
