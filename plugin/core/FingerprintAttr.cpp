// Attributes of declarations and statements.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace stcache::fp {

namespace {

enum class Decision {
  Written,
  Text,
  Name,
  Layout,
  Type,
  Tree,
  Check,
  Speed,
  Place,
  OtherLanguage,
  OtherMachine
};

template <class T> struct AttrDecision {
  static_assert(sizeof(T) == 0, "this Clang has a kind of attribute that FingerprintAttrKinds.def "
                                "does not decide about: add it there");
};

#define STCACHE_ATTR(Kind, What)                                                                   \
  template <> struct AttrDecision<Kind##Attr> {                                                    \
    static constexpr Decision Value = Decision::What;                                              \
  };
#include "FingerprintAttrKinds.def"

Decision decisionOf(const Attr *A) {
  switch (A->getKind()) {
#define ATTR(Kind)                                                                                 \
  case attr::Kind:                                                                                 \
    return AttrDecision<Kind##Attr>::Value;
#include "clang/Basic/AttrList.inc"
  }
  llvm_unreachable("no such attribute");
}

bool counts(const Attr *A) {
  switch (decisionOf(A)) {
  case Decision::Written:
  case Decision::Text:
  case Decision::Name:
    return true;
  default:
    return false;
  }
}

/// The attribute with its arguments, without the syntax that it is given in.
std::string spelling(const Attr *A, const PrintingPolicy &Policy) {
  std::string Printed;
  llvm::raw_string_ostream OS(Printed);
  A->printPretty(OS, Policy);
  StringRef Text = StringRef(Printed).trim();
  if (Text.consume_front("__attribute__((") || Text.consume_front("__declspec("))
    Text = Text.drop_while([](char C) { return C == '('; });
  else if (Text.consume_front("[["))
    Text.consume_front("gnu::") || Text.consume_front("clang::");
  if (!Text.consume_back("]]"))
    Text.consume_back("))");
  return Text.str();
}

} // namespace

void UnitWriter::attributes(ArrayRef<const Attr *> Attrs) {
  if (OnlyCalls)
    return;
  for (const Attr *A : Attrs) {
    if (!counts(A))
      continue;
    Node N(*this, "attribute");
    if (auto *Cleanup = dyn_cast<CleanupAttr>(A)) {
      text("cleanup");
      callee(Cleanup->getFunctionDecl(), false);
    } else if (auto *Label = dyn_cast<AsmLabelAttr>(A)) {
      text("asm");
      text(Label->getLabel());
    } else if (auto *Assume = dyn_cast<CXXAssumeAttr>(A)) {
      text("assume");
      expr(Assume->getAssumption());
    } else if (decisionOf(A) == Decision::Text) {
      text(spelling(A, Ctx.getPrintingPolicy()));
    } else {
      text(A->getSpelling());
    }
  }
}

void UnitWriter::attributes(const Decl *D) {
  if (!OnlyCalls && D->hasAttrs())
    attributes(ArrayRef<const Attr *>(D->getAttrs()));
}

/// As code generation asks: the attribute is the typedef's, and no part of the canonical type.
static bool mayAlias(QualType T) {
  while (auto *Named = T->getAs<TypedefType>()) {
    if (Named->getDecl()->hasAttr<MayAliasAttr>())
      return true;
    T = Named->desugar();
  }
  auto *Array = T.isCanonical() ? nullptr : T->getAsArrayTypeUnsafe();
  return Array && mayAlias(Array->getElementType());
}

/// What is accessed as a T, or through it, may be an object of another type.
void UnitWriter::aliasing(QualType T) {
  if (OnlyCalls || T.isCanonical())
    return;
  QualType Pointee = T->getPointeeType();
  if (mayAlias(T) || (!Pointee.isNull() && mayAlias(Pointee)))
    text("may_alias");
}

bool UnitWriter::hasEffect(const AttributedStmt *S) { return llvm::any_of(S->getAttrs(), counts); }

void UnitWriter::visit(const AttributedStmt *S) {
  if (hasEffect(S)) {
    Node N(*this, "attributed");
    attributes(S->getAttrs());
  }
}

} // namespace stcache::fp
