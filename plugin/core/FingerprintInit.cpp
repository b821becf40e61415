// Expressions that make, initialise and end objects, and literals.

#include "FingerprintWriter.h"
#include "clang/AST/APValue.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace stcache::fp {

void UnitWriter::visit(const CXXBindTemporaryExpr *X) {
  expr(X->getSubExpr());
  destructor(X->getType());
}

/// An object of its own, where a reference to another could be. One that outlives the expression
/// ends later.
void UnitWriter::visit(const MaterializeTemporaryExpr *X) {
  Node N(*this, "temporary");
  if (X->getStorageDuration() != SD_FullExpression && X->getType().isDestructedType())
    text("extended");
  expr(X->getSubExpr());
}

void UnitWriter::visit(const CXXConstructExpr *X) {
  const CXXConstructorDecl *C = X->getConstructor();
  // A copy of bytes: the value is that of the operand.
  if (C->isCopyOrMoveConstructor() && C->isTrivial() && X->getNumArgs() == 1)
    return expr(X->getArg(0));
  Node N(*this, "construct");
  type(X->getType().getUnqualifiedType(), true);
  if (X->requiresZeroInitialization())
    text("zeroed");
  if (C->isTrivial() && C->isDefaultConstructor())
    text("trivial");
  else
    ref(Eng.function(C));
  for (const Expr *A : X->arguments())
    expr(A);
}

void UnitWriter::visit(const CXXInheritedCtorInitExpr *X) {
  Node N(*this, "inherited-constructor");
  type(X->getType(), true);
  ref(Eng.function(X->getConstructor()));
}

void UnitWriter::visit(const CXXNewExpr *X) {
  Node N(*this, "new");
  type(X->getAllocatedType(), true);
  if (const FunctionDecl *F = X->getOperatorNew())
    callee(F, false);
  U.LocalThrow = true;
  // What runs when a constructor throws. Which of the library's it is depends on flags.
  if (const FunctionDecl *F = X->getOperatorDelete(); F && !Eng.isOpaque(F)) {
    Node Delete(*this, "delete");
    callee(F, false);
  }
  if (X->isArray())
    destructor(X->getAllocatedType());
  for (const Expr *A : X->placement_arguments())
    expr(A);
  if (X->isArray()) {
    Node Size(*this, "size");
    if (std::optional<const Expr *> E = X->getArraySize(); E && *E)
      expr(*E);
  }
  if (X->getInitializer())
    expr(X->getInitializer());
}

void UnitWriter::visit(const CXXDeleteExpr *X) {
  Node N(*this, X->isArrayForm() ? "delete[]" : "delete");
  if (const FunctionDecl *F = X->getOperatorDelete())
    callee(F, false);
  QualType T = X->getDestroyedType();
  if (!T.isNull() && !T->isDependentType() && !T->isIncompleteType()) {
    type(T, true); // operator delete is told the size
    const CXXRecordDecl *R = Ctx.getBaseElementType(T)->getAsCXXRecordDecl();
    if (R && R->hasDefinition() && !R->hasTrivialDestructor() && R->getDestructor()) {
      Node D(*this, "destructor");
      callee(R->getDestructor(), /*Dispatched=*/!R->isEffectivelyFinal());
      if (X->isGlobalDelete() && R->getDestructor()->isVirtual())
        text("global");
    }
  }
  expr(X->getArgument());
}

void UnitWriter::visit(const CXXThrowExpr *X) {
  Node N(*this, "throw");
  U.LocalThrow = true;
  if (!X->getSubExpr())
    return;
  type(X->getSubExpr()->getType(), true);
  expr(X->getSubExpr());
  destructor(X->getSubExpr()->getType());
}

void UnitWriter::visit(const CXXTypeidExpr *X) {
  Node N(*this, "typeid");
  if (X->isTypeOperand())
    return type(X->getTypeOperand(Ctx), false);
  type(X->getExprOperand()->getType(), false);
  if (X->isPotentiallyEvaluated()) {
    U.LocalThrow = true;
    expr(X->getExprOperand());
  }
}

void UnitWriter::visit(const CXXPseudoDestructorExpr *X) {
  Node N(*this, "pseudo-destructor");
  expr(X->getBase());
}

void UnitWriter::visit(const CXXScalarValueInitExpr *X) { zero(X->getType()); }
void UnitWriter::visit(const ImplicitValueInitExpr *X) { zero(X->getType()); }
void UnitWriter::visit(const NoInitExpr *) { text("uninitialized"); }

void UnitWriter::visit(const GNUNullExpr *X) {
  Node N(*this, "nullptr");
  type(X->getType(), false);
}

void UnitWriter::visit(const CXXNullPtrLiteralExpr *X) {
  Node N(*this, "nullptr");
  type(X->getType(), false);
}

static StringRef embedded(const EmbedExpr *X) {
  return X->getDataStringLiteral()->getBytes().substr(X->getStartingElementPos(),
                                                      X->getDataElementCount());
}

void UnitWriter::visit(const InitListExpr *X) {
  if (!X->isSemanticForm() && X->getSemanticForm())
    X = X->getSemanticForm();
  if (X->isStringLiteralInit())
    return expr(X->getInit(0));
  QualType T = Ctx.getCanonicalType(X->getType()).getUnqualifiedType();
  if (!T->isRecordType() && !T->isArrayType() && !T->isVectorType() && !T->isAnyComplexType()) {
    // int{} and int{x}.
    if (X->getNumInits() == 0)
      return zero(T);
    if (X->getNumInits() == 1)
      return expr(X->getInit(0));
  }
  // An array of characters that is all #embed: newer Clangs make a string of it.
  if (auto *Data = X->getNumInits() == 1 ? dyn_cast<EmbedExpr>(X->getInit(0)->IgnoreParenImpCasts())
                                         : nullptr;
      Data && T->isArrayType() && Ctx.getAsArrayType(T)->getElementType()->isCharType()) {
    Node N(*this, "string");
    number(1);
    type(Ctx.getAsArrayType(T)->getElementType().getUnqualifiedType(), false);
    if (auto *Array = Ctx.getAsConstantArrayType(T))
      number(Array->getSize().getZExtValue());
    return text(embedded(Data));
  }
  Node N(*this, "list");
  type(T, true);
  if (const FieldDecl *F = X->getInitializedFieldInUnion())
    field(F);
  for (const Expr *I : X->inits())
    if (I)
      expr(I);
    else
      text("uninitialized");
  const Expr *Filler = X->hasArrayFiller() ? X->getArrayFiller() : nullptr;
  if (!Filler)
    return;
  auto *Array = Ctx.getAsConstantArrayType(T);
  uint64_t Rest = Array ? Array->getSize().getZExtValue() - X->getNumInits() : 0;
  // Short arrays are written out, so that {1, 0} and {1} are the same.
  if (Rest <= 64) {
    for (uint64_t I = 0; I < Rest; ++I)
      expr(Filler);
    return;
  }
  Node R(*this, "rest");
  expr(Filler);
}

void UnitWriter::visit(const DesignatedInitUpdateExpr *X) {
  Node N(*this, "update");
  expr(X->getBase());
  expr(X->getUpdater());
}

void UnitWriter::visit(const CXXParenListInitExpr *X) {
  Node N(*this, "list");
  type(Ctx.getCanonicalType(X->getType()).getUnqualifiedType(), true);
  if (const FieldDecl *F = X->getInitializedFieldInUnion())
    field(F);
  for (const Expr *I : X->getInitExprs())
    expr(I);
  if (const Expr *Filler = X->getArrayFiller()) {
    Node R(*this, "rest");
    expr(Filler);
  }
}

void UnitWriter::visit(const EmbedExpr *X) {
  Node N(*this, "embed");
  type(X->getType(), false);
  text(embedded(X));
}

void UnitWriter::visit(const CXXStdInitializerListExpr *X) {
  Node N(*this, "initializer-list");
  type(X->getType(), true);
  expr(X->getSubExpr());
}

void UnitWriter::visit(const CompoundLiteralExpr *X) {
  Node N(*this, "compound-literal");
  type(X->getType(), true);
  expr(X->getInitializer());
}

void UnitWriter::visit(const ArrayInitLoopExpr *X) {
  Node N(*this, "array-copy");
  type(X->getType(), true);
  expr(X->getCommonExpr());
  expr(X->getSubExpr());
}

void UnitWriter::visit(const ArrayInitIndexExpr *) { text("index"); }

// Literals. Most are folded before they come here; __LINE__ and __FILE__ are not, as they say
// only where the code stands.

void UnitWriter::visit(const IntegerLiteral *X) {
  if (isSourceLiteral(X))
    return text("source-position");
  constant(APValue(llvm::APSInt(X->getValue(), X->getType()->isUnsignedIntegerType())),
           X->getType());
}

void UnitWriter::visit(const CharacterLiteral *X) {
  Node N(*this, "character");
  type(X->getType(), false);
  number(X->getValue());
}

void UnitWriter::visit(const CXXBoolLiteralExpr *X) {
  Node N(*this, "bool");
  number(X->getValue());
}

void UnitWriter::visit(const FloatingLiteral *X) { constant(APValue(X->getValue()), X->getType()); }

void UnitWriter::visit(const FixedPointLiteral *X) {
  Node N(*this, "fixed-point");
  type(X->getType(), false);
  text(llvm::toString(X->getValue(), 10, false));
}

void UnitWriter::visit(const ImaginaryLiteral *X) {
  Node N(*this, "imaginary");
  type(X->getType(), false);
  expr(X->getSubExpr());
}

void UnitWriter::visit(const StringLiteral *X) {
  if (Eng.dependsOnPosition(X)) {
    // "at " __FILE__: the parts that were written.
    Node N(*this, "string-parts");
    const SourceManager &SM = Ctx.getSourceManager();
    SmallString<64> SpellingBuffer;
    for (unsigned I = 0; I < X->getNumConcatenated(); ++I) {
      SourceLocation Loc = X->getStrTokenLoc(I);
      if (Eng.isPositionText(Loc))
        text("source-position");
      else
        text(Lexer::getSpelling(SM.getSpellingLoc(Loc), SpellingBuffer, SM, Ctx.getLangOpts()));
    }
    return;
  }
  Node N(*this, "string");
  number(X->getCharByteWidth());
  type(Ctx.getAsArrayType(X->getType())->getElementType().getUnqualifiedType(), false);
  // With the array's length, as an initialiser may be longer or shorter than the literal.
  if (auto *Array = Ctx.getAsConstantArrayType(X->getType()))
    number(Array->getSize().getZExtValue());
  text(X->getBytes());
}

void UnitWriter::visit(const PredefinedExpr *X) {
  // __func__ and the like: the function has its name already.
  Node N(*this, "function-name");
  text(PredefinedExpr::getIdentKindName(X->getIdentKind()));
  // Unless it says where something stands that has no name.
  if (const StringLiteral *Name = X->getFunctionName();
      Name && X->getIdentKind() == PredefinedIdentKind::PrettyFunction &&
      !Name->getBytes().contains(" at "))
    text(Name->getBytes());
}

void UnitWriter::visit(const SourceLocExpr *) { text("source-position"); }

// Answers about types. They are folded, unless they depend on the value of a variable.

void UnitWriter::visit(const UnaryExprOrTypeTraitExpr *X) {
  Node N(*this, getTraitSpelling(X->getKind()));
  // Of the type, bounds are computed here; of a variable they were where it is declared.
  if (X->isArgumentType())
    type(X->getArgumentType(), true);
  else
    expr(X->getArgumentExpr());
}

void UnitWriter::visit(const OffsetOfExpr *X) {
  Node N(*this, "offsetof");
  type(X->getTypeSourceInfo()->getType(), true);
  for (unsigned I = 0; I < X->getNumComponents(); ++I)
    if (X->getComponent(I).getKind() == OffsetOfNode::Field)
      field(X->getComponent(I).getField());
  for (unsigned I = 0; I < X->getNumExpressions(); ++I)
    expr(X->getIndexExpr(I));
}

#define STCACHE_ANSWER(Class, Tag, Value)                                                          \
  void UnitWriter::visit(const Class *X) {                                                         \
    if (X->isValueDependent())                                                                     \
      return refuse(X);                                                                            \
    Node N(*this, Tag);                                                                            \
    number(Value);                                                                                 \
  }
STCACHE_ANSWER(CXXNoexceptExpr, "noexcept", X->getValue())
STCACHE_ANSWER(ArrayTypeTraitExpr, "array-trait", X->getValue())
STCACHE_ANSWER(ExpressionTraitExpr, "expression-trait", X->getValue())
STCACHE_ANSWER(RequiresExpr, "requires", X->isSatisfied())
STCACHE_ANSWER(ConceptSpecializationExpr, "concept", X->isSatisfied())
STCACHE_ANSWER(SizeOfPackExpr, "sizeof...", X->getPackLength())
#undef STCACHE_ANSWER

void UnitWriter::visit(const TypeTraitExpr *X) {
  // Folded, unless its answer is not a bool.
  refuse(X);
}

} // namespace stcache::fp
