// Functions, variables, and how declarations are referred to.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace stcache::fp {

static bool isNothrow(const FunctionDecl *F) {
  auto *P = F->getType()->getAs<FunctionProtoType>();
  return F->hasAttr<NoThrowAttr>() ||
         (P && !isUnresolvedExceptionSpec(P->getExceptionSpecType()) &&
          P->getExceptionSpecType() != EST_DependentNoexcept && P->isNothrow());
}

unsigned UnitWriter::declare(const ValueDecl *D) {
  return Locals.try_emplace(D, Locals.size()).first->second;
}

void UnitWriter::function(const FunctionDecl *F) {
  Node N(*this, "function");
  entity(F);
  functionType(F->getType().getCanonicalType()->castAs<FunctionType>());
  U.Nothrow = isNothrow(F);
  const FunctionDecl *Definition = nullptr;
  F->isDefined(Definition);
  const FunctionDecl *Known = Definition ? Definition : F;
  // A template's instantiation is where its pattern is.
  const FunctionDecl *Origin = Known->getTemplateInstantiationPattern();
  bool Opaque = Eng.isOpaque(Origin ? Origin : Known);
  if (unsigned Builtin = F->getBuiltinID(); Builtin && (Opaque || !Definition)) {
    // Library functions that the compiler knows, such as memcpy.
    U.Opaque = true;
    U.Nothrow = Builtin != Builtin::BI__builtin_operator_new;
    return text("builtin");
  }
  if (Opaque) {
    U.Opaque = true;
    text("opaque");
    // The layouts of the user's classes it works on count, too.
    if (Eng.mentionsUser(F)) {
      if (const TemplateArgumentList *Args = F->getTemplateSpecializationArgs())
        templateArgs(Args->asArray(), true);
      if (auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(F->getDeclContext()))
        templateArgs(Class->getTemplateArgs().asArray(), true);
    }
    return;
  }
  attributes(Known->getMostRecentDecl());
  if (Known->isDefaulted())
    return defaulted(F, Definition);
  if (aliased(Known->getMostRecentDecl()))
    return;
  const Stmt *Body = Definition ? Eng.bodyOf(Definition) : nullptr;
  if (!Body) {
    U.External = !Known->isDeleted();
    return text(U.External ? "external" : "deleted");
  }
  body(Definition, Body);
}

bool UnitWriter::aliased(const ValueDecl *D) {
  StringRef Symbol;
  if (auto *Alias = D->getAttr<AliasAttr>())
    Symbol = Alias->getAliasee();
  else if (auto *Ifunc = D->getAttr<IFuncAttr>())
    Symbol = Ifunc->getResolver();
  else
    return false;
  const NamedDecl *Target = Eng.definitionOf(Symbol);
  if (auto *F = dyn_cast_or_null<FunctionDecl>(Target))
    ref(Eng.function(F));
  else if (auto *V = dyn_cast_or_null<VarDecl>(Target))
    ref(Eng.variable(V));
  return true;
}

void UnitWriter::functionCalls(const FunctionDecl *F) {
  const FunctionDecl *Definition = nullptr;
  if (F->isDefined(Definition) && Definition->hasBody())
    if (!Definition->isDependentContext())
      body(Definition, Definition->getBody());
}

void UnitWriter::body(const FunctionDecl *Definition, const Stmt *Body) {
  auto *Method = dyn_cast<CXXMethodDecl>(Definition);
  if (Method && Method->getParent()->isLambda()) {
    unsigned I = 0;
    for (const LambdaCapture &C : Method->getParent()->captures()) {
      if (C.capturesVariable())
        Captures.try_emplace(C.getCapturedVar(), I);
      ++I;
    }
  }
  passed(Definition->getReturnType());
  parameters(Definition);
  // Sets up tables, even if it names no member.
  if (isa<CXXConstructorDecl, CXXDestructorDecl>(Definition))
    ref(Eng.record(Method->getParent()));
  if (auto *C = dyn_cast<CXXConstructorDecl>(Definition))
    initializers(C);
  {
    Node N(*this, "body");
    // Around the initialisers and the destructors of members, too.
    if (isa<CXXTryStmt>(Body) && isa<CXXConstructorDecl, CXXDestructorDecl>(Definition))
      text("function-try");
    sequence(Body);
  }
  if (auto *D = dyn_cast<CXXDestructorDecl>(Definition))
    afterDestructor(D);
}

/// What a call does to the arguments before the body runs, and what is not in the function's type.
void UnitWriter::parameters(const FunctionDecl *Definition) {
  auto *Proto = Definition->getType()->getAs<FunctionProtoType>();
  for (const ParmVarDecl *P : Definition->parameters()) {
    QualType Written = P->getOriginalType();
    auto *Array = Ctx.getAsArrayType(Written);
    // In C without a prototype, the argument is another than the parameter.
    bool Promoted = !Proto || !Ctx.hasSameUnqualifiedType(
                                  P->getType(), Proto->getParamType(P->getFunctionScopeIndex()));
    if (Promoted || P->getType().isRestrictQualified() || Written->isVariablyModifiedType() ||
        (Array && Array->getSizeModifier() == ArraySizeModifier::Static)) {
      Node N(*this, "parameter");
      number(P->getFunctionScopeIndex());
      type(Written, true);
    }
    attributes(P);
    passed(P->getType());
    destructor(P->getType());
  }
}

/// What the compiler writes: the members decide. Where it was needed, Clang has made the body.
void UnitWriter::defaulted(const FunctionDecl *F, const FunctionDecl *Definition) {
  Node N(*this, "defaulted");
  auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method)
    ref(Eng.record(Method->getParent()));
  if (auto *D = dyn_cast<CXXDestructorDecl>(F))
    return afterDestructor(D);
  if (!Definition)
    return;
  if (auto *C = dyn_cast<CXXConstructorDecl>(Definition))
    initializers(C);
  else if (const Stmt *Body = Definition->getBody())
    sequence(Body);
}

void UnitWriter::initializers(const CXXConstructorDecl *C) {
  // Where an exception ends the constructor, what was made is destroyed.
  if (C->isDelegatingConstructor())
    destructor(compat::typeOf(Ctx, C->getParent()));
  else
    memberDestructors(C->getParent());
  for (const CXXCtorInitializer *I : C->inits()) {
    Node N(*this, "init");
    if (I->isDelegatingInitializer())
      text("delegating");
    else if (I->isBaseInitializer())
      type(QualType(I->getBaseClass(), 0), true);
    else
      field(I->getAnyMember());
    expr(I->getInit());
  }
}

namespace {

enum class Decision { Unit, Inside, Pattern, Scope, Ignored, Refused };

template <class T> struct DeclDecision {
  static_assert(sizeof(T) == 0, "this Clang has a kind of declaration that "
                                "FingerprintDeclKinds.def does not decide about: add it there");
};

#define STCACHE_DECL(Kind, What)                                                                   \
  template <> struct DeclDecision<Kind##Decl> {                                                    \
    static constexpr Decision Value = Decision::What;                                              \
  };
#include "FingerprintDeclKinds.def"

Decision decisionOf(const Decl *D) {
  switch (D->getKind()) {
#define DECL(Kind, Base)                                                                           \
  case Decl::Kind:                                                                                 \
    return DeclDecision<Kind##Decl>::Value;
#define ABSTRACT_DECL(Kind)
#include "clang/AST/DeclNodes.inc"
  }
  llvm_unreachable("no such declaration");
}

} // namespace

void UnitWriter::declStmt(const DeclStmt *S) {
  for (const Decl *D : S->decls()) {
    if (auto *V = dyn_cast<VarDecl>(D)) {
      localVariable(V);
    } else if (auto *T = dyn_cast<TypedefNameDecl>(D)) {
      // The bounds of its arrays are computed here.
      if (T->getUnderlyingType()->isVariablyModifiedType()) {
        Node N(*this, "type");
        type(T->getUnderlyingType(), false);
      }
    } else if (decisionOf(D) == Decision::Refused) {
      Node N(*this, "conservative");
      refuse(D->getDeclKindName(), D->getSourceRange());
    }
  }
}

/// An object is passed or returned in registers or in memory, depending on its class.
void UnitWriter::passed(QualType T) {
  if (const RecordDecl *R = T->isReferenceType() ? nullptr : T->getAsRecordDecl())
    tagType(R, true);
}

/// Dispatched: the dynamic type of the object decides, so every overrider in sight counts.
void UnitWriter::callee(const FunctionDecl *F, bool Dispatched) {
  ref(Eng.function(F));
  // What the caller takes for granted, wherever the function is defined.
  if (!OnlyCalls && !F->getBuiltinID() && !Eng.isOpaque(F)) {
    auto *Type = F->getType()->castAs<FunctionType>();
    type(Type->getReturnType(), false);
    if (Type->getCallConv() != CC_C)
      text(FunctionType::getNameForCallConv(Type->getCallConv()));
    if (Type->getNoReturnAttr())
      text("noreturn");
    attributes(F->getMostRecentDecl());
    for (const ParmVarDecl *P : F->parameters())
      attributes(P);
  }
  auto *M = dyn_cast<CXXMethodDecl>(F);
  if (!Dispatched || !M || !M->isVirtual())
    return;
  Node N(*this, "overriders");
  SmallVector<UnitId, 8> Ids;
  for (const CXXMethodDecl *O : Eng.overriders(M))
    Ids.push_back(Eng.function(O));
  // Other files may have more, unless none can name the class.
  if (!Eng.isOpaque(M) && M->isExternallyVisible())
    Ids.push_back(Eng.overridersElsewhere(M));
  refSet(Ids);
  U.LocalThrow = true;
}

void UnitWriter::local(const ValueDecl *D) {
  Node N(*this, "local");
  if (auto It = Locals.find(D); It != Locals.end())
    return number(It->second);
  if (auto It = Captures.find(D); It != Captures.end()) {
    text("capture");
    return number(It->second);
  }
  if (auto *P = dyn_cast<ParmVarDecl>(D)) {
    text("parameter");
    return number(P->getFunctionScopeIndex());
  }
  // A captured variable of an instantiated lambda is another declaration at the same place.
  for (auto [Var, Index] : Captures)
    if (Var->getLocation() == D->getLocation()) {
      text("capture");
      return number(Index);
    }
  // Of an enclosing function, not captured: only a constant can be read so.
  text("outer");
  type(D->getType(), true);
  if (auto *V = dyn_cast<VarDecl>(D); V && V->getInit() && Locals.try_emplace(V, ~0u).second)
    expr(V->getInit());
}

void UnitWriter::use(const ValueDecl *D) {
  if (auto *F = dyn_cast<FunctionDecl>(D)) {
    Node N(*this, "function");
    return callee(F, /*Dispatched=*/true);
  }
  if (auto *V = dyn_cast<VarDecl>(D)) {
    if (V->isLocalVarDeclOrParm() && !V->isStaticLocal() && !V->hasExternalStorage())
      return local(V);
    Node N(*this, "variable");
    ref(Eng.variable(V));
    if (!Eng.isOpaque(V)) {
      type(Ctx.getBaseElementType(V->getType()), false);
      if (V->getTLSKind() != VarDecl::TLS_None)
        text("thread_local");
      attributes(V->getMostRecentDecl());
    }
    return;
  }
  if (auto *B = dyn_cast<BindingDecl>(D)) {
    if (Locals.count(B) || Captures.count(B) || !B->getBinding())
      return local(B);
    Node N(*this, "binding");
    return expr(B->getBinding());
  }
  if (auto *F = dyn_cast<FieldDecl>(D))
    return field(F);
  if (auto *C = dyn_cast<EnumConstantDecl>(D))
    return constant(APValue(C->getInitVal()), C->getType());
  if (auto *P = dyn_cast<TemplateParamObjectDecl>(D))
    return constant(P->getValue(), P->getType());
  if (auto *I = dyn_cast<IndirectFieldDecl>(D)) {
    for (const NamedDecl *Part : I->chain())
      use(cast<ValueDecl>(Part));
    return;
  }
  U.Conservative = true;
  Node N(*this, "conservative-declaration");
  text(D->getDeclKindName());
  entity(D);
}

void UnitWriter::field(const FieldDecl *F) {
  Node N(*this, "field");
  number(F->getFieldIndex());
  if (F->getIdentifier() && !F->getParent()->isLambda())
    text(F->getName());
  if (Eng.isOpaque(F->getParent()))
    entity(F->getParent());
  else
    ref(Eng.record(F->getParent()));
}

void UnitWriter::localVariable(const VarDecl *V) {
  if (V->hasExternalStorage())
    return;
  if (V->isStaticLocal()) {
    Node N(*this, "static-local");
    return ref(Eng.variable(V));
  }
  Node N(*this, "variable");
  number(declare(V));
  type(V->getType(), true);
  aliasing(V->getType());
  // The constant of a constant variable counts where it is read.
  if (V->hasAttr<AlignedAttr>())
    number(V->getMaxAlignment());
  attributes(V);
  if (auto *D = dyn_cast<DecompositionDecl>(V))
    for (const BindingDecl *B : D->bindings())
      declare(B);
  if (V->getInit())
    expr(V->getInit());
  if (auto *D = dyn_cast<DecompositionDecl>(V))
    for (const BindingDecl *B : D->bindings()) {
      Node Binding(*this, "binding");
      number(declare(B));
      if (const VarDecl *Holding = B->getHoldingVar())
        localVariable(Holding);
      if (B->getBinding())
        expr(B->getBinding());
    }
  destructor(V->getType());
}

/// How many functions D is in: lambdas and members of local classes have their own static locals.
static unsigned depth(const Decl *D) {
  unsigned N = 0;
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent())
    N += DC->isFunctionOrMethod();
  return N;
}

void UnitWriter::variable(const VarDecl *V) {
  Node N(*this, "variable");
  if (V->isStaticLocal()) {
    text("static-local");
    number(Eng.staticLocalIndex(V));
    number(depth(V));
  } else {
    entity(V);
  }
  type(V->getType(), true);
  if (V->getTLSKind() != VarDecl::TLS_None)
    text("thread_local");
  if (V->hasAttr<AlignedAttr>())
    number(V->getMaxAlignment());
  const VarDecl *Pattern = V->getTemplateInstantiationPattern();
  if (Eng.isOpaque(Pattern ? Pattern : V)) {
    U.Opaque = true;
    return text("opaque");
  }
  if (V->hasAttr<AlignedAttr>())
    number(V->getMaxAlignment());
  attributes(V->getMostRecentDecl());
  if (aliased(V->getMostRecentDecl()))
    return;
  const VarDecl *Definition = nullptr;
  const Expr *Init = V->getAnyInitializer(Definition);
  if (!Init) {
    bool Defined = V->hasDefinition() != VarDecl::DeclarationOnly;
    U.External = !Defined;
    return text(Defined ? "zero" : "external");
  }
  if (Init->isValueDependent())
    return stmt(Init);
  destructor(V->getType());
  if (Definition->isConstexpr() && !Eng.dependsOnPosition(Init))
    if (const APValue *Value = Definition->evaluateValue()) {
      Node Constant(*this, "constant");
      return value(*Value, Definition->getType());
    }
  expr(Init);
}

void UnitWriter::cached() {
  Node N(*this, "cached");
  ref(Eng.function(cast<FunctionDecl>(U.Decl)));
  for (const Expr *Function : U.HashFunctions) {
    Node Expression(*this, "expression");
    expr(Function);
  }
  text(U.Version);
  if (!U.KeyCode.empty())
    refSet(U.KeyCode);
}

} // namespace stcache::fp
