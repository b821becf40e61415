// Constants: which expressions count by value alone.

#include "FingerprintEngine.h"
#include "clang/AST/APValue.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stcache::fp {

/// Steps that a constant expression may take here; Clang's own limit would cost seconds.
static constexpr unsigned StepLimit = 20000;

StringRef Engine::builtinMacroAt(SourceLocation Loc) {
  const SourceManager &SM = Ctx.getSourceManager();
  while (Loc.isMacroID()) {
    SourceLocation Spelling = SM.getImmediateSpellingLoc(Loc);
    if (Spelling.isMacroID()) {
      Loc = Spelling;
      continue;
    }
    if (!SM.isWrittenInScratchSpace(Spelling))
      return {};
    // Made by the preprocessor; the name of what made it stands where it was expanded.
    SourceLocation Start = SM.getSLocEntry(SM.getFileID(Loc)).getExpansion().getExpansionLocStart();
    Start = SM.getSpellingLoc(Start);
    bool Invalid = false;
    const char *Text = SM.getCharacterData(Start, &Invalid);
    if (Invalid)
      return {};
    for (StringRef Name : {"__LINE__", "__FILE__", "__FILE_NAME__", "__BASE_FILE__"})
      if (StringRef(Text, strnlen(Text, Name.size() + 1)).take_front(Name.size()) == Name &&
          !isAsciiIdentifierContinue(Text[Name.size()]))
        return Name;
    return {};
  }
  return {};
}

bool Engine::isPositionText(SourceLocation Loc) {
  if (!Loc.isMacroID())
    return false;
  if (!builtinMacroAt(Loc).empty())
    return true;
  const SourceManager &SM = Ctx.getSourceManager();
  if (!SM.isWrittenInScratchSpace(SM.getSpellingLoc(Loc)))
    return false;
  // #x, where x was __LINE__ before it was expanded: a number, and __LINE__ stands at one of the
  // expansions around it.
  const char *Text = SM.getCharacterData(SM.getSpellingLoc(Loc));
  if (*Text != '"' || !isDigit(Text[1]))
    return false;
  while (Loc.isMacroID()) {
    CharSourceRange Range = SM.getImmediateExpansionRange(Loc);
    Loc = Range.getBegin();
    Range = CharSourceRange::getTokenRange(SM.getSpellingLoc(Range.getBegin()),
                                           SM.getSpellingLoc(Range.getEnd()));
    if (Lexer::getSourceText(Range, SM, Ctx.getLangOpts()).contains("__LINE__"))
      return true;
  }
  return false;
}

bool Engine::dependsOnPosition(const Stmt *S) {
  SmallVector<const Stmt *, 16> Work{S};
  while (!Work.empty()) {
    const Stmt *Next = Work.pop_back_val();
    if (!Next)
      continue;
    if (isa<SourceLocExpr>(Next))
      return true;
    if (auto *I = dyn_cast<IntegerLiteral>(Next); I && !builtinMacroAt(I->getExprLoc()).empty())
      return true;
    if (auto *L = dyn_cast<StringLiteral>(Next))
      for (unsigned I = 0; I < L->getNumConcatenated(); ++I)
        if (isPositionText(L->getStrTokenLoc(I)))
          return true;
    if (auto *A = dyn_cast<CXXDefaultArgExpr>(Next))
      Work.push_back(A->getExpr());
    else if (auto *I = dyn_cast<CXXDefaultInitExpr>(Next))
      Work.push_back(I->getExpr());
    for (const Stmt *Child : Next->children())
      Work.push_back(Child);
  }
  return false;
}

bool Engine::foldableVariable(const VarDecl *V) {
  V = V->getCanonicalDecl();
  if (auto It = FoldableVariables.find(V); It != FoldableVariables.end())
    return It->second;
  FoldableVariables[V] = false; // while its initialiser is looked at
  const VarDecl *Definition = nullptr;
  const Expr *Init = V->getAnyInitializer(Definition);
  QualType T = V->getType();
  bool Result = Init && !Init->isValueDependent() && !T.isVolatileQualified() &&
                (Definition->isUsableInConstantExpressions(Ctx) ||
                 (T.isConstQualified() && T->isRealFloatingType() && foldable(Init))) &&
                !dependsOnPosition(Init);
  return FoldableVariables[V] = Result;
}

bool Engine::foldable(const Expr *E) {
  if (auto It = Foldable.find(E); It != Foldable.end())
    return It->second;
  bool Result = foldableUncached(E);
  return Foldable[E] = Result;
}

/// Whether E is made of constants only. Functions are evaluated only where all their arguments
/// are scalars: whether the library's classes are constexpr depends on the -std= given.
bool Engine::foldableUncached(const Expr *E) {
  switch (E->getStmtClass()) {
  case Stmt::IntegerLiteralClass:
    return builtinMacroAt(E->getExprLoc()).empty();
  case Stmt::FloatingLiteralClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CXXBoolLiteralExprClass:
  case Stmt::CXXScalarValueInitExprClass:
  case Stmt::ImplicitValueInitExprClass:
  case Stmt::TypeTraitExprClass:
  case Stmt::ArrayTypeTraitExprClass:
  case Stmt::ExpressionTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::SizeOfPackExprClass:
    return true;
  case Stmt::UnaryExprOrTypeTraitExprClass:
    return !cast<UnaryExprOrTypeTraitExpr>(E)->getTypeOfArgument()->isVariablyModifiedType();
  case Stmt::OffsetOfExprClass: {
    auto *O = cast<OffsetOfExpr>(E);
    for (unsigned I = 0; I < O->getNumExpressions(); ++I)
      if (!foldable(O->getIndexExpr(I)))
        return false;
    return true;
  }
  case Stmt::ParenExprClass:
    return foldable(cast<ParenExpr>(E)->getSubExpr());
  case Stmt::ConstantExprClass:
  case Stmt::ExprWithCleanupsClass:
    return foldable(cast<FullExpr>(E)->getSubExpr());
  case Stmt::MaterializeTemporaryExprClass:
    return foldable(cast<MaterializeTemporaryExpr>(E)->getSubExpr());
  case Stmt::SubstNonTypeTemplateParmExprClass:
    return foldable(cast<SubstNonTypeTemplateParmExpr>(E)->getReplacement());
  case Stmt::CXXDefaultArgExprClass:
    return foldable(cast<CXXDefaultArgExpr>(E)->getExpr());
  case Stmt::CXXDefaultInitExprClass:
    return foldable(cast<CXXDefaultInitExpr>(E)->getExpr());
  case Stmt::InitListExprClass: {
    auto *L = cast<InitListExpr>(E);
    return L->getType()->isScalarType() &&
           (L->getNumInits() == 0 || (L->getNumInits() == 1 && foldable(L->getInit(0))));
  }
  case Stmt::ImplicitCastExprClass:
  case Stmt::CStyleCastExprClass:
  case Stmt::CXXStaticCastExprClass:
  case Stmt::CXXFunctionalCastExprClass:
  case Stmt::CXXConstCastExprClass:
    switch (cast<CastExpr>(E)->getCastKind()) {
    case CK_LValueToRValue:
    case CK_NoOp:
    case CK_IntegralCast:
    case CK_FloatingCast:
    case CK_IntegralToFloating:
    case CK_FloatingToIntegral:
    case CK_IntegralToBoolean:
    case CK_FloatingToBoolean:
    case CK_BooleanToSignedIntegral:
    case CK_ArrayToPointerDecay:
      return foldable(cast<CastExpr>(E)->getSubExpr());
    default:
      return false;
    }
  case Stmt::UnaryOperatorClass:
    switch (cast<UnaryOperator>(E)->getOpcode()) {
    case UO_Plus:
    case UO_Minus:
    case UO_Not:
    case UO_LNot:
    case UO_Extension:
      return foldable(cast<UnaryOperator>(E)->getSubExpr());
    default:
      return false;
    }
  case Stmt::BinaryOperatorClass: {
    auto *B = cast<BinaryOperator>(E);
    return !B->isAssignmentOp() && !B->isCommaOp() && !B->isPtrMemOp() && foldable(B->getLHS()) &&
           foldable(B->getRHS());
  }
  case Stmt::ConditionalOperatorClass: {
    auto *C = cast<ConditionalOperator>(E);
    return foldable(C->getCond()) && foldable(C->getTrueExpr()) && foldable(C->getFalseExpr());
  }
  case Stmt::DeclRefExprClass: {
    const ValueDecl *D = cast<DeclRefExpr>(E)->getDecl();
    if (isa<EnumConstantDecl, TemplateParamObjectDecl>(D))
      return true;
    auto *V = dyn_cast<VarDecl>(D);
    return V && !isa<ParmVarDecl>(V) && foldableVariable(V);
  }
  case Stmt::MemberExprClass: {
    auto *M = cast<MemberExpr>(E);
    if (auto *V = dyn_cast<VarDecl>(M->getMemberDecl()))
      return foldableVariable(V) && !M->getBase()->HasSideEffects(Ctx);
    if (isa<EnumConstantDecl>(M->getMemberDecl()))
      return !M->getBase()->HasSideEffects(Ctx);
    return isa<FieldDecl>(M->getMemberDecl()) && !M->isArrow() && foldable(M->getBase());
  }
  case Stmt::ArraySubscriptExprClass:
    return foldable(cast<ArraySubscriptExpr>(E)->getBase()) &&
           foldable(cast<ArraySubscriptExpr>(E)->getIdx());
  case Stmt::CallExprClass:
  case Stmt::UserDefinedLiteralClass: {
    auto *C = cast<CallExpr>(E);
    const FunctionDecl *F = C->getDirectCallee();
    if (!F || !F->isConstexpr() || F->getBuiltinID() || !F->isDefined())
      return false;
    if (auto *M = dyn_cast<MemberExpr>(C->getCallee()->IgnoreParens()))
      if (M->getBase()->HasSideEffects(Ctx))
        return false;
    for (const Expr *A : C->arguments())
      if (!A->getType()->isIntegralOrEnumerationType() && !A->getType()->isRealFloatingType())
        return false;
      else if (!foldable(A))
        return false;
    // A position inside the function is a position, too.
    return !dependsOnPosition(F->getBody());
  }
  default:
    return false;
  }
}

bool Engine::fold(const Expr *E, APValue &Value) {
  if (!E->isPRValue() || E->isValueDependent() || E->isInstantiationDependent())
    return false;
  QualType T = E->getType();
  if (!T->isIntegralOrEnumerationType() && !T->isRealFloatingType())
    return false;
  if (!foldable(E))
    return false;
  auto &Opts = const_cast<LangOptions &>(Ctx.getLangOpts());
  unsigned Limit = Opts.ConstexprStepLimit;
  Opts.ConstexprStepLimit = StepLimit;
  Expr::EvalResult Result;
  bool Done = E->EvaluateAsRValue(Result, Ctx);
  Opts.ConstexprStepLimit = Limit;
  if (!Done || Result.HasSideEffects || Result.HasUndefinedBehavior ||
      !(Result.Val.isInt() || Result.Val.isFloat()))
    return false;
  Value = std::move(Result.Val);
  return true;
}

} // namespace stcache::fp
