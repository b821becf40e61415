// Classes: their layouts, and what runs when objects are destroyed.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace stcache::fp {

/// Whether two local classes could be taken for one another.
static bool looksLike(const ASTContext &Ctx, const RecordDecl *A, const RecordDecl *B) {
  A = A->getDefinition();
  B = B->getDefinition();
  if (!A || !B || A->getTagKind() != B->getTagKind())
    return A == B;
  auto *C = dyn_cast<CXXRecordDecl>(A), *D = dyn_cast<CXXRecordDecl>(B);
  if (C && D && (C->isLambda() != D->isLambda() || C->getNumBases() != D->getNumBases()))
    return false;
  auto Other = B->field_begin();
  for (const FieldDecl *F : A->fields()) {
    if (Other == B->field_end() || !Ctx.hasSameType(F->getType(), Other->getType()))
      return false;
    ++Other;
  }
  return Other == B->field_end();
}

/// The position of a local class among those of its function that look like it: its name counts
/// for nothing, but two that look the same are not the same type.
void UnitWriter::localIndex(const RecordDecl *R) {
  unsigned Index = 0;
  if (const DeclContext *DC = R->getDeclContext(); DC->isFunctionOrMethod())
    for (const Decl *D : DC->decls()) {
      if (D == R->getCanonicalDecl())
        break;
      if (auto *Other = dyn_cast<RecordDecl>(D))
        Index += Other->isCanonicalDecl() && !Other->isImplicit() && looksLike(Ctx, Other, R);
    }
  number(Index);
}

void UnitWriter::afterDestructor(const CXXDestructorDecl *D) {
  memberDestructors(D->getParent());
  // A virtual one is called to delete the object, too.
  if (const FunctionDecl *Delete = D->getOperatorDelete();
      D->isVirtual() && Delete && isa<CXXMethodDecl>(Delete)) {
    Node N(*this, "delete");
    callee(Delete, false);
  }
}

void UnitWriter::memberDestructors(const CXXRecordDecl *R) {
  Node N(*this, "destroys");
  for (const FieldDecl *F : R->fields())
    destructor(F->getType());
  for (const CXXBaseSpecifier &B : R->bases())
    destructor(B.getType());
}

void UnitWriter::destructor(QualType T) {
  if (T->isReferenceType() || T->isDependentType())
    return;
  const CXXRecordDecl *R = Ctx.getBaseElementType(T)->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || R->hasTrivialDestructor())
    return;
  if (const CXXDestructorDecl *D = R->getDestructor()) {
    Node N(*this, "destructor");
    ref(Eng.function(D));
  }
}

void UnitWriter::record(const RecordDecl *R) {
  Node N(*this, R->isUnion() ? "union" : "class");
  auto *C = dyn_cast<CXXRecordDecl>(R);
  bool Named =
      !R->getParentFunctionOrMethod() && (R->getIdentifier() || R->getTypedefNameForAnonDecl());
  if (Named)
    entity(R);
  else
    localIndex(R);
  const RecordDecl *Definition = R->getDefinition();
  if (!Definition || Definition->isInvalidDecl() || Definition->isDependentType())
    return text("incomplete");
  const ASTRecordLayout &Layout = Ctx.getASTRecordLayout(Definition);
  number(Layout.getSize().getQuantity());
  number(Layout.getAlignment().getQuantity());
  // What a copy through a base class writes.
  number(Layout.getDataSize().getQuantity());
  attributes(Definition);
  C = dyn_cast<CXXRecordDecl>(Definition);
  if (!Definition->canPassInRegisters())
    text("in memory");
  bool Lambda = C && C->isLambda();
  if (C) {
    if (C->isDynamicClass())
      text("dynamic");
    for (const CXXBaseSpecifier &B : C->bases()) {
      Node Base(*this, B.isVirtual() ? "virtual-base" : "base");
      const CXXRecordDecl *BaseRecord = B.getType()->getAsCXXRecordDecl();
      // Whether a pointer to the object is converted to one to the base when the program runs.
      if (B.getAccessSpecifier() != AS_public)
        text("inaccessible");
      number((B.isVirtual() ? Layout.getVBaseClassOffset(BaseRecord)
                            : Layout.getBaseClassOffset(BaseRecord))
                 .getQuantity());
      type(B.getType(), true);
    }
  }
  for (const FieldDecl *F : Definition->fields()) {
    Node Field(*this, "field");
    if (F->getIdentifier() && !Lambda)
      text(F->getName());
    number(Layout.getFieldOffset(F->getFieldIndex()));
    type(F->getType(), true);
    aliasing(F->getType());
    if (F->isBitField())
      number(compat::bitWidth(*F, Ctx));
    attributes(F);
  }
  if (Lambda) {
    // A closure is the code it runs, too, whoever holds it.
    Node Body(*this, "lambda");
    if (const CXXMethodDecl *Op = C->getLambdaCallOperator(); Op && !C->isGenericLambda())
      ref(Eng.function(Op));
    return;
  }
  // Library code holds the object by a base class of its own and calls these.
  SmallVector<UnitId, 4> Ids;
  if (C && C->isPolymorphic())
    for (const CXXMethodDecl *M : C->methods())
      for (const CXXMethodDecl *Base : M->overridden_methods())
        if (Eng.isOpaque(Base)) {
          Ids.push_back(Eng.function(M));
          break;
        }
  if (!Ids.empty()) {
    Node Overrides(*this, "overrides");
    refSet(Ids);
  }
}

} // namespace stcache::fp
