// Expressions. Those that are constants count by type and value, however they are written.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/AST/APValue.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/TargetInfo.h"

using namespace clang;

namespace stcache::fp {

/// Takes off what has no effect of its own.
const Expr *UnitWriter::strip(const Expr *X) {
  for (;;) {
    if (auto *P = dyn_cast<ParenExpr>(X))
      X = P->getSubExpr();
    else if (auto *F = dyn_cast<FullExpr>(X))
      X = F->getSubExpr();
    else if (auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(X))
      X = S->getReplacement();
    else if (auto *G = dyn_cast<GenericSelectionExpr>(X); G && !G->isResultDependent())
      X = G->getResultExpr();
    else if (auto *C = dyn_cast<ChooseExpr>(X); C && !C->isConditionDependent())
      X = C->getChosenSubExpr();
    else if (auto *L = dyn_cast<InitListExpr>(X);
             L && L->isSemanticForm() && L->isTransparent() && L->getNumInits() == 1)
      X = L->getInit(0);
    else if (auto *U = dyn_cast<UnaryOperator>(X); U && U->getOpcode() == UO_Extension)
      X = U->getSubExpr();
    else
      return X;
  }
}

bool UnitWriter::isSourceLiteral(const Expr *X) {
  return !Eng.builtinMacroAt(X->getExprLoc()).empty();
}

void UnitWriter::expr(const Expr *X) {
  if (!X)
    return;
  // A value that was computed at compile time, such as a consteval call's.
  if (auto *C = dyn_cast<ConstantExpr>(X); C && !OnlyCalls && C->isImmediateInvocation() &&
                                           C->getResultAPValueKind() != APValue::None &&
                                           !Eng.dependsOnPosition(C)) {
    APValue V = C->getAPValueResult();
    if (V.isInt() || V.isFloat() || V.isStruct())
      return constant(V, C->getType());
  }
  X = strip(X);
  if (!OnlyCalls) {
    APValue Value;
    if (Eng.fold(X, Value))
      return constant(Value, X->getType());
  }
  aliasing(X->getType());
  dispatch(X);
}

static QualType elementType(QualType T) {
  if (auto *C = T->getAs<ComplexType>())
    return C->getElementType();
  if (auto *V = T->getAs<VectorType>())
    return V->getElementType();
  return T;
}

/// What #pragma STDC, #pragma clang fp and -ffast-math set, where it is not the default.
void UnitWriter::floatingState(const FPOptions &O, QualType T) {
  if (OnlyCalls || !T->hasFloatingRepresentation())
    return;
  std::string State;
  if (O.getFPContractMode() == LangOptions::FPM_Off)
    State += " contract=off";
  else if (O.getFPContractMode() != LangOptions::FPM_On)
    State += " contract=fast";
  if (O.getRoundingMath())
    State += " rounding-math";
  if (O.getConstRoundingMode() != llvm::RoundingMode::Dynamic &&
      O.getConstRoundingMode() != llvm::RoundingMode::NearestTiesToEven)
    State += " rounding=" + std::to_string(int(O.getConstRoundingMode()));
  if (O.getExceptionMode() == LangOptions::FPE_Strict)
    State += " exceptions=strict";
  else if (O.getExceptionMode() == LangOptions::FPE_MayTrap)
    State += " exceptions=maytrap";
  if (O.getAllowFEnvAccess())
    State += " fenv";
  if (O.getAllowFPReassociate())
    State += " reassociate";
  if (O.getNoHonorNaNs())
    State += " no-nans";
  if (O.getNoHonorInfs())
    State += " no-infs";
  if (O.getNoSignedZero())
    State += " no-signed-zero";
  if (O.getAllowReciprocal())
    State += " reciprocal";
  if (O.getAllowApproxFunc())
    State += " approximate";
  if (LangOptions::FPEvalMethodKind M = O.getFPEvalMethod();
      M == LangOptions::FEM_Double || M == LangOptions::FEM_Extended)
    State += M == LangOptions::FEM_Double ? " eval=double" : " eval=extended";
  const LangOptions &L = Ctx.getLangOpts();
  if (QualType E = elementType(T); E->isFloat16Type())
    State += " excess=" + std::to_string(int(L.getFloat16ExcessPrecision()));
  else if (E->isBFloat16Type())
    State += " excess=" + std::to_string(int(L.getBFloat16ExcessPrecision()));
  if (L.ProtectParens)
    State += " protect-parens";
  if (T->isAnyComplexType() && O.getComplexRange() > LangOptions::CX_Full)
    State += " complex=" + std::to_string(int(O.getComplexRange()));
  if (!State.empty())
    text(State);
}

/// The size that arithmetic on a pointer steps by.
void UnitWriter::stepOf(QualType Pointer) {
  QualType T = Pointer->getPointeeType();
  if (T.isNull() || T->isVoidType() || T->isFunctionType() || T->isIncompleteType() ||
      T->isDependentType() || T->isVariablyModifiedType())
    return;
  Node N(*this, "step");
  number(Ctx.getTypeSizeInChars(T).getQuantity());
}

namespace {

enum class Decision { Nothing, Null, Written, Refused };

// A kind of conversion that is new in a Clang is to be decided about.
#pragma GCC diagnostic push
#pragma GCC diagnostic error "-Wswitch"

Decision decisionOf(CastKind K) {
  switch (K) {
#define STCACHE_CAST(Kind, What)                                                                   \
  case CK_##Kind:                                                                                  \
    return Decision::What;
#include "FingerprintCastKinds.def"
  }
  llvm_unreachable("no such conversion");
}

#pragma GCC diagnostic pop

} // namespace

void UnitWriter::cast(const CastExpr *C) {
  CastKind K = C->getCastKind();
  const Expr *Sub = C->getSubExpr();
  Decision What = decisionOf(K);
  if (What == Decision::Nothing) {
    // Nothing happens, but that a pointer or reference to volatile may come of it.
    auto Volatile = [](QualType T) {
      return T.isVolatileQualified() ||
             (T->isPointerType() && T->getPointeeType().isVolatileQualified());
    };
    if (K != CK_NoOp || Volatile(C->getType()) == Volatile(Sub->getType()))
      return expr(Sub);
    Node N(*this, "cast");
    type(C->getType(), false);
    return expr(Sub);
  }
  if (What == Decision::Null) {
    Node N(*this, "nullptr");
    return type(C->getType().getUnqualifiedType(), false);
  }
  U.Conservative |= What == Decision::Refused;
  Node N(*this, "cast");
  text(K == CK_UncheckedDerivedToBase ? "DerivedToBase" : C->getCastKindName());
  type(C->getType().getUnqualifiedType(), false);
  for (const CXXBaseSpecifier *B : C->path())
    type(B->getType(), true);
  if (C->path_begin() != C->path_end()) {
    // Offsets of bases are part of the derived class's layout.
    bool Down = K == CK_BaseToDerived || K == CK_BaseToDerivedMemberPointer;
    QualType Derived = Down ? C->getType() : Sub->getType();
    if (auto *M = Derived->getAs<MemberPointerType>())
      entity(M->getMostRecentCXXRecordDecl());
    else if (const CXXRecordDecl *R = Derived->isPointerType() || Derived->isReferenceType()
                                          ? Derived->getPointeeCXXRecordDecl()
                                          : Derived->getAsCXXRecordDecl())
      tagType(R, true);
  }
  if (K == CK_Dynamic) {
    U.LocalThrow = true;
    for (QualType T : {C->getType(), Sub->getType()})
      if (const CXXRecordDecl *R =
              T->isPointerType() ? T->getPointeeCXXRecordDecl() : T->getAsCXXRecordDecl())
        tagType(R, true);
  }
  floatingState(C->getFPFeaturesInEffect(Ctx.getLangOpts()), C->getType());
  expr(Sub);
}

/// The pointer p of (*p).x, which is p->x.
const Expr *UnitWriter::pointerOf(const Expr *Object) {
  auto *Deref = dyn_cast<UnaryOperator>(strip(Object));
  return Deref && Deref->getOpcode() == UO_Deref ? Deref->getSubExpr() : Object;
}

/// What assert() calls when it fails. Its arguments are text about the place.
static bool isAssertFailure(const FunctionDecl *F) {
  if (!F->getIdentifier() || !F->isExternC() || F->isDefined())
    return false;
  return llvm::is_contained({"__assert_fail", "__assert_perror_fail", "__assert", "__assert_rtn",
                             "__glibcxx_assert_fail", "_assert", "_wassert"},
                            F->getName());
}

/// Which function the library compares two objects with depends on the -std= given: since C++20
/// it has == where it had !=, and <=> where it had <.
bool UnitWriter::libraryComparison(const FunctionDecl *F, StringRef Operator, const Expr *Left,
                                   const Expr *Right) {
  const FunctionDecl *Origin = F ? F->getTemplateInstantiationPattern() : nullptr;
  if (!F || OnlyCalls || !Eng.isOpaque(Origin ? Origin : F))
    return false;
  Node N(*this, "library-comparison");
  text(Operator);
  for (const Expr *X : {Left, Right}) {
    type(X->getType().getUnqualifiedType(), false);
    expr(X);
  }
  ref(Eng.callbacks(F));
  return true;
}

void UnitWriter::call(const CallExpr *C) {
  const FunctionDecl *F = C->getDirectCallee();
  if (auto *O = dyn_cast<CXXOperatorCallExpr>(C); O && O->isComparisonOp() && C->getNumArgs() == 2)
    if (libraryComparison(F, getOperatorSpelling(O->getOperator()), C->getArg(0), C->getArg(1)))
      return;
  if (F && isAssertFailure(F)) {
    Node N(*this, "assertion-failure");
    return;
  }
  Node N(*this, "call");
  floatingState(C->getFPFeaturesInEffect(Ctx.getLangOpts()), C->getType());
  if (unsigned Builtin = F ? F->getBuiltinID() : 0; Builtin && !Ctx.getLangOpts().MathErrno)
    if (Ctx.BuiltinInfo.isConstWithoutErrnoAndExceptions(Builtin))
      text("no-errno");
  auto *Member = dyn_cast<MemberExpr>(C->getCallee()->IgnoreParens());
  if (!F) {
    if (isa<CXXPseudoDestructorExpr>(C->getCallee()->IgnoreParens()))
      return expr(C->getCallee());
    text("indirect");
    U.IndirectCalls.push_back(C->getExprLoc());
    U.LocalThrow = true;
    expr(C->getCallee());
  } else if (auto *M = dyn_cast<CXXMethodDecl>(F); M && Member && M->isInstance()) {
    const Expr *Object = pointerOf(Member->getBase());
    bool Dispatched = M->isVirtual() && Member->performsVirtualDispatch(Ctx.getLangOpts());
    if (Dispatched)
      if (const CXXMethodDecl *Final = M->getDevirtualizedMethod(Object, /*IsAppleKext=*/false)) {
        M = Final;
        Dispatched = false;
      }
    callee(M, Dispatched);
    // The object's layout decides about a virtual call; its address about any.
    object(Object);
  } else {
    auto *Operator = dyn_cast<CXXMethodDecl>(F);
    callee(F, Operator && Operator->isVirtual() && isa<CXXOperatorCallExpr>(C));
    if (Member && Member->getBase()->HasSideEffects(Ctx)) {
      Node Base(*this, "evaluates");
      expr(Member->getBase());
    }
  }
  for (const Expr *A : C->arguments())
    expr(A);
}

void UnitWriter::visit(const DeclRefExpr *X) { use(X->getDecl()); }

/// What a member is of: p->x and (*p).x are the same.
void UnitWriter::object(const Expr *X) {
  X = strip(X);
  if (auto *C = dyn_cast<ImplicitCastExpr>(X)) {
    CastKind K = C->getCastKind();
    if (K == CK_NoOp && !C->getType().isVolatileQualified())
      return object(C->getSubExpr());
    if (K == CK_DerivedToBase || K == CK_UncheckedDerivedToBase) {
      Node N(*this, "base");
      for (const CXXBaseSpecifier *B : C->path())
        type(B->getType(), true);
      QualType Derived = C->getSubExpr()->getType();
      if (Derived->isPointerType())
        Derived = Derived->getPointeeType();
      type(Derived.getUnqualifiedType(), true);
      return object(C->getSubExpr());
    }
  }
  expr(pointerOf(X));
}

void UnitWriter::visit(const MemberExpr *X) {
  const ValueDecl *D = X->getMemberDecl();
  if (auto *F = dyn_cast<FieldDecl>(D)) {
    Node N(*this, "member");
    field(F);
    return object(X->getBase());
  }
  if (X->getBase()->HasSideEffects(Ctx)) {
    Node N(*this, "evaluates");
    expr(X->getBase());
  }
  use(D);
}

void UnitWriter::visit(const CXXThisExpr *) { text("this"); }

void UnitWriter::visit(const ArraySubscriptExpr *X) {
  Node N(*this, "[]");
  stepOf(X->getBase()->getType());
  expr(X->getBase());
  expr(X->getIdx());
}

void UnitWriter::visit(const UnaryOperator *X) {
  // &f is f, and (*p)() is p().
  if ((X->getOpcode() == UO_AddrOf && X->getSubExpr()->getType()->isFunctionType()) ||
      (X->getOpcode() == UO_Deref && X->getType()->isFunctionType()))
    return expr(X->getSubExpr());
  Node N(*this, UnaryOperator::getOpcodeStr(X->getOpcode()));
  if (X->isPostfix())
    text("postfix");
  if (X->isIncrementDecrementOp())
    stepOf(X->getType());
  floatingState(X->getFPFeaturesInEffect(Ctx.getLangOpts()), X->getType());
  expr(X->getSubExpr());
}

/// Whether a sum may be computed together with a product, in one rounding.
bool UnitWriter::mayContract(const BinaryOperator *X) {
  if (!X->getType()->hasFloatingRepresentation() || !Ctx.getTargetInfo().hasFeature("fma"))
    return false;
  auto IsProduct = [&](const Expr *E) {
    for (;;)
      if (auto *Sign = dyn_cast<UnaryOperator>(E = strip(E)->IgnoreImpCasts());
          Sign && Sign->getOpcode() == UO_Minus)
        E = Sign->getSubExpr();
      else
        break;
    auto *Product = dyn_cast<BinaryOperator>(E);
    return Product && (Product->isMultiplicativeOp() || Product->getOpcode() == BO_MulAssign);
  };
  auto Mode = X->getFPFeaturesInEffect(Ctx.getLangOpts()).getFPContractMode();
  return Mode == LangOptions::FPM_On ? IsProduct(X->getLHS()) || IsProduct(X->getRHS())
                                     : Mode != LangOptions::FPM_Off;
}

void UnitWriter::visit(const BinaryOperator *X) {
  Node N(*this, BinaryOperator::getOpcodeStr(X->getOpcode()));
  if (X->isAdditiveOp() || X->isCompoundAssignmentOp()) {
    stepOf(X->getLHS()->getType());
    stepOf(X->getRHS()->getType());
  }
  if ((X->isAdditiveOp() || X->getOpcode() == BO_AddAssign || X->getOpcode() == BO_SubAssign) &&
      mayContract(X))
    text("fused");
  if (auto *C = dyn_cast<CompoundAssignOperator>(X)) {
    type(C->getComputationLHSType(), false);
    type(C->getComputationResultType(), false);
  }
  if (X->getOpcode() == BO_Cmp)
    type(X->getType(), false);
  floatingState(X->getFPFeaturesInEffect(Ctx.getLangOpts()),
                X->isComparisonOp() ? X->getLHS()->getType() : X->getType());
  expr(X->getLHS());
  expr(X->getRHS());
}

void UnitWriter::visit(const ConditionalOperator *X) {
  Node N(*this, "?:");
  expr(X->getCond());
  expr(X->getTrueExpr());
  expr(X->getFalseExpr());
}

void UnitWriter::visit(const BinaryConditionalOperator *X) {
  Node N(*this, "?:");
  text("common");
  expr(X->getCommon());
  if (X->getOpaqueValue())
    OpaqueValues.try_emplace(X->getOpaqueValue(), OpaqueValues.size());
  expr(X->getCond());
  expr(X->getTrueExpr());
  expr(X->getFalseExpr());
}

void UnitWriter::visit(const OpaqueValueExpr *X) {
  Node N(*this, "same");
  auto [It, New] = OpaqueValues.try_emplace(X, OpaqueValues.size());
  number(It->second);
  if (New)
    expr(X->getSourceExpr());
}

void UnitWriter::visit(const CXXRewrittenBinaryOperator *X) {
  auto Form = X->getDecomposedForm();
  if (auto *C = dyn_cast<CallExpr>(Form.InnerBinOp))
    if (libraryComparison(C->getDirectCallee(), BinaryOperator::getOpcodeStr(Form.Opcode), Form.LHS,
                          Form.RHS))
      return;
  expr(X->getSemanticForm());
}

void UnitWriter::visit(const PseudoObjectExpr *X) { expr(X->getSyntacticForm()); }
void UnitWriter::visit(const PackIndexingExpr *X) { expr(X->getSelectedExpr()); }

// These are taken off by strip() unless dependent.
void UnitWriter::visit(const SubstNonTypeTemplateParmExpr *X) { expr(X->getReplacement()); }
void UnitWriter::visit(const GenericSelectionExpr *X) { refuse(X); }
void UnitWriter::visit(const ChooseExpr *X) { refuse(X); }

void UnitWriter::visit(const CXXDefaultArgExpr *X) {
  // A library's default arguments are its own business.
  const ParmVarDecl *P = X->getParam();
  auto *F = dyn_cast<Decl>(P->getDeclContext());
  if (F && Eng.isOpaque(F) && !OnlyCalls)
    return text("default");
  expr(X->getExpr());
}

void UnitWriter::visit(const CXXDefaultInitExpr *X) {
  if (Eng.isOpaque(X->getField()) && !OnlyCalls)
    return text("default");
  expr(X->getExpr());
}

void UnitWriter::visit(const LambdaExpr *X) {
  Node N(*this, "lambda");
  auto Init = X->capture_init_begin();
  for (const LambdaCapture &C : X->captures()) {
    Node Capture(*this, "capture");
    text(C.getCaptureKind() == LCK_ByRef || C.getCaptureKind() == LCK_This ? "reference" : "copy");
    if (*Init)
      expr(*Init);
    ++Init;
  }
  const CXXRecordDecl *Closure = X->getLambdaClass();
  if (Closure->isDependentContext())
    return refuse(X);
  if (!OnlyCalls)
    ref(Eng.record(Closure));
  if (const FunctionTemplateDecl *T = Closure->getDependentLambdaCallOperator()) {
    // The pattern has no meaning; what it is used with has.
    SmallVector<UnitId, 4> Ids;
    for (const FunctionDecl *S : T->specializations())
      Ids.push_back(Eng.function(S));
    refSet(Ids);
  } else if (OnlyCalls) {
    ref(Eng.function(X->getCallOperator()));
  }
}

void UnitWriter::visit(const AtomicExpr *X) {
  Node N(*this, "atomic");
  text(X->getOpAsString());
  type(X->getType(), false);
  for (const Stmt *Child : X->children())
    stmt(Child);
}

void UnitWriter::visit(const VAArgExpr *X) {
  Node N(*this, "va_arg");
  type(X->getType(), true);
  expr(X->getSubExpr());
}

void UnitWriter::visit(const ShuffleVectorExpr *X) {
  Node N(*this, "shuffle");
  for (const Stmt *Child : X->children())
    stmt(Child);
}

void UnitWriter::visit(const ConvertVectorExpr *X) {
  Node N(*this, "convert-vector");
  type(X->getType(), false);
  expr(X->getSrcExpr());
}

void UnitWriter::visit(const AsTypeExpr *X) {
  Node N(*this, "as-type");
  type(X->getType(), false);
  expr(X->getSrcExpr());
}

void UnitWriter::visit(const ExtVectorElementExpr *X) {
  Node N(*this, "element");
  text(X->getAccessor().getName());
  expr(X->getBase());
}

} // namespace stcache::fp
