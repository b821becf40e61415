#include "ValueTypes.h"

#include "Compat.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace stcache {
namespace {

/// Policies of the standard containers, which are no part of the value.
bool isPolicyArgument(QualType T) {
  constexpr StringRef Policies[] = {"allocator", "char_traits", "less",           "greater",
                                    "hash",      "equal_to",    "default_delete", "ratio"};
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && isInStd(Record) && Record->getIdentifier() &&
         llvm::is_contained(Policies, Record->getName());
}

void forEachTypeArgument(const CXXRecordDecl *Record, llvm::function_ref<void(QualType)> Visit) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Record);
  if (!Special)
    return;
  auto VisitArgument = [&](auto &&Self, const TemplateArgument &A) -> void {
    if (A.getKind() == TemplateArgument::Type && !isPolicyArgument(A.getAsType()))
      Visit(A.getAsType());
    else if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Element : A.pack_elements())
        Self(Self, Element);
  };
  for (const TemplateArgument &A : Special->getTemplateArgs().asArray())
    VisitArgument(VisitArgument, A);
}

QualType elementType(QualType T) {
  T = T.getNonReferenceType();
  while (const ArrayType *Array = T->getAsArrayTypeUnsafe())
    T = Array->getElementType();
  return T.getUnqualifiedType();
}

} // namespace

bool isInStd(const Decl *D) {
  for (const DeclContext *C = D->getDeclContext(); C; C = C->getParent())
    if (C->isStdNamespace())
      return true;
  return false;
}

bool isPlainAggregate(const CXXRecordDecl *Record) {
  if (!Record->hasDefinition() || Record->isInvalidDecl() || Record->isDependentContext() ||
      Record->isUnion() || Record->isLambda() || !Record->isAggregate() || isInStd(Record))
    return false;
  for (const FieldDecl *F : Record->fields())
    if (F->isAnonymousStructOrUnion() && F->getType()->isUnionType())
      return false; // nobody knows which member is active
  return true;
}

void ValueTypes::describeAggregates(QualType T, SourceLocation Loc) {
  T = elementType(T.getCanonicalType());
  if (const auto *Pointer = T->getAs<PointerType>())
    T = elementType(Pointer->getPointeeType());
  if (T->isDependentType() || !Walked.insert(T.getCanonicalType()).second)
    return;
  CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return;
  forEachTypeArgument(Record, [&](QualType A) { describeAggregates(A, Loc); });
  if (!S.isCompleteType(Loc, T))
    return;
  Record = Record->getDefinition();
  if (!isPlainAggregate(Record))
    return;
  for (const CXXBaseSpecifier &Base : Record->bases())
    describeAggregates(Base.getType(), Loc);
  for (const FieldDecl *F : Record->fields())
    describeAggregates(F->getType(), Loc);
  defineFields(Record, Loc);
}

/// Appends references to the members of `Object`; anonymous structs are opened up.
bool ValueTypes::addFields(Expr *Object, CXXRecordDecl *Record, SourceLocation Loc,
                           SmallVectorImpl<Expr *> &Out) {
  for (FieldDecl *F : Record->fields()) {
    if (F->isUnnamedBitField())
      continue;
    CXXScopeSpec None;
    ExprResult Member = S.BuildFieldReferenceExpr(Object, /*IsArrow=*/false, Loc, None, F,
                                                  DeclAccessPair::make(F, AS_public),
                                                  DeclarationNameInfo(F->getDeclName(), Loc));
    if (Member.isInvalid())
      return false;
    if (F->isAnonymousStructOrUnion()) {
      if (!addFields(Member.get(), F->getType()->getAsCXXRecordDecl(), Loc, Out))
        return false;
      continue;
    }
    // No reference can be bound to a bit-field, so it goes by value.
    if (F->isBitField())
      Member = S.DefaultLvalueConversion(Member.get());
    // Told apart from a member that is the object itself by being mutable.
    if (F->getType()->isReferenceType() && !Member.isInvalid()) {
      QualType To =
          S.Context.getLValueReferenceType(F->getType()->getPointeeType().getUnqualifiedType());
      Member =
          S.BuildCXXNamedCast(Loc, tok::kw_const_cast, S.Context.getTrivialTypeSourceInfo(To, Loc),
                              Member.get(), SourceRange(Loc, Loc), SourceRange(Loc, Loc));
    }
    if (Member.isInvalid())
      return false;
    Out.push_back(Member.get());
  }
  return true;
}

/// Defines, in namespace st::detail, what headers cannot know in C++17:
///     inline auto st_fields(fields_of<T>, const T &v) { return tie(v.first, v.second); }
void ValueTypes::defineFields(CXXRecordDecl *Record, SourceLocation Loc) {
  if (!Described.insert(Record->getCanonicalDecl()))
    return;
  ASTContext &Ctx = S.Context;
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  QualType T = compat::typeOf(Ctx, Record);
  QualType Tag = Api->type("fields_of", Loc, {T});
  if (Tag.isNull())
    return;
  QualType Reference = Ctx.getLValueReferenceType(T.withConst());
  IdentifierInfo *Name = &Ctx.Idents.get("st_fields");

  // A precompiled header may have brought it.
  if (Record->isFromASTFile())
    for (const NamedDecl *D : Api->detail()->lookup(Name))
      if (const auto *F = dyn_cast<FunctionDecl>(D))
        if (F->getNumParams() == 2 && Ctx.hasSameType(F->getParamDecl(1)->getType(), Reference))
          return;

  auto MakeParam = [&](FunctionDecl *F, IdentifierInfo *Id, QualType Type, unsigned Index) {
    auto *P = ParmVarDecl::Create(Ctx, F, Loc, Loc, Id, Type,
                                  Ctx.getTrivialTypeSourceInfo(Type, Loc), SC_None, nullptr);
    P->setScopeInfo(0, Index);
    return P;
  };
  auto Make = [&](QualType Result) {
    QualType Type =
        Ctx.getFunctionType(Result, {Tag, Reference}, FunctionProtoType::ExtProtoInfo());
    bool Shared = isExternalFormalLinkage(Record->getLinkageInternal());
    auto *F = FunctionDecl::Create(Ctx, Api->detail(), Loc, Loc, Name, Type,
                                   Ctx.getTrivialTypeSourceInfo(Type, Loc),
                                   Shared ? SC_None : SC_Static, /*UsesFPIntrin=*/false,
                                   /*isInlineSpecified=*/true);
    F->setParams(
        {MakeParam(F, nullptr, Tag, 0), MakeParam(F, &Ctx.Idents.get("value"), Reference, 1)});
    F->setImplicitlyInline();
    return F;
  };

  // The result's type is that of the expression, which needs the parameter: so once for the
  // type, and then for good.
  FunctionDecl *Function = Make(Ctx.VoidTy);
  for (bool Final : {false, true}) {
    Sema::SynthesizedFunctionScope Scope(S, Function);
    ParmVarDecl *Value = Function->getParamDecl(1);
    Expr *Object = S.BuildDeclRefExpr(Value, T.withConst(), VK_LValue, Loc);
    SmallVector<Expr *, 16> Fields;
    for (const CXXBaseSpecifier &Base : Record->bases()) {
      QualType To = Ctx.getLValueReferenceType(Base.getType().withConst());
      ExprResult AsBase =
          S.BuildCXXNamedCast(Loc, tok::kw_static_cast, Ctx.getTrivialTypeSourceInfo(To, Loc),
                              Object, SourceRange(Loc, Loc), SourceRange(Loc, Loc));
      if (AsBase.isInvalid())
        return;
      Fields.push_back(AsBase.get());
    }
    if (!addFields(Object, Record, Loc, Fields))
      return;
    ExprResult Tie = Api->call("tie", Loc, Fields);
    if (Tie.isInvalid())
      return;
    if (!Final) {
      Function = Make(Tie.get()->getType());
      continue;
    }
    StmtResult Return = S.BuildReturnStmt(Loc, Tie.get());
    if (Return.isInvalid())
      return;
    Function->setBody(CompoundStmt::Create(Ctx, Return.get(), FPOptionsOverride(), Loc, Loc));
  }
  Function->setImplicit();
  Api->detail()->addDecl(Function);
  S.Consumer.HandleTopLevelDecl(DeclGroupRef(Function));
}

Culprit ValueTypes::findCulprit(QualType T, llvm::function_ref<bool(QualType)> Holds,
                                llvm::function_ref<bool(QualType)> IsWhole) const {
  Culprit Found{"", T.getNonReferenceType()};
  llvm::DenseSet<const CXXRecordDecl *> Seen;
  while (true) {
    const CXXRecordDecl *Record = elementType(Found.Type)->getAsCXXRecordDecl();
    if (!Record || !Record->hasDefinition() || !Seen.insert(Record->getDefinition()).second ||
        IsWhole(Found.Type))
      return Found;
    Record = Record->getDefinition();
    std::optional<Culprit> Inner;
    auto Try = [&](QualType Part, std::string Member) {
      if (!Inner && !Part->isVoidType() && !Part->isFunctionType() && !Holds(Part))
        Inner = Culprit{std::move(Member), Part};
    };
    if (isPlainAggregate(Record)) {
      for (const CXXBaseSpecifier &Base : Record->bases())
        Try(Base.getType().getUnqualifiedType(), Found.Member);
      for (const FieldDecl *F : Record->fields())
        Try(F->getType().getUnqualifiedType(), F->getQualifiedNameAsString());
    } else {
      forEachTypeArgument(Record, [&](QualType A) {
        if (!A->isReferenceType())
          Try(A.getUnqualifiedType(), Found.Member);
      });
    }
    if (!Inner)
      return Found;
    Found = std::move(*Inner);
  }
}

/// Pointers and views, which are no values whatever they point to.
static bool isPointerLike(QualType T) {
  const auto *Special = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (!Special || !isInStd(Special) || !Special->getIdentifier())
    return false;
  StringRef Name = Special->getName();
  if (Name == "shared_ptr") // to what is constant it is as good as that
    return !Special->getTemplateArgs()[0].getAsType().isConstQualified();
  return Name == "weak_ptr" || Name == "unique_ptr" || Name == "basic_string_view" ||
         Name == "span";
}

Culprit ValueTypes::findNonValue(QualType T, SourceLocation Loc) const {
  if (T->isReferenceType())
    return {"", T};
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  return findCulprit(
      T, [&](QualType Part) { return Api->test("is_value", Loc, {Part}); }, isPointerLike);
}

std::string ValueTypes::reasonNotAValue(QualType T) const {
  if (T->isReferenceType())
    return "a reference: what it refers to can change or end behind the cache";
  if (T->isMemberPointerType() || T->isFunctionPointerType() || T->isFunctionType())
    return "a pointer to code";
  if (T->isPointerType())
    return "a pointer: what it points to can change or end behind the cache";
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return "not a value type";
  if (isInStd(Record) && Record->getIdentifier()) {
    StringRef Name = Record->getName();
    if (Name == "shared_ptr" || Name == "weak_ptr")
      return "callers would share an object that can be changed; 'std::shared_ptr<const T>' of a "
             "value is allowed";
    if (Name == "unique_ptr")
      return "it cannot be copied";
    if (Name == "basic_string_view" || Name == "span")
      return "a view does not own what it shows";
    return "not one of the value types of the library";
  }
  if (Record->isUnion())
    return "a union does not tell which member is active";
  if (Record->isLambda())
    return "a closure is code, not data";
  return "a class with private state or constructors and no 'serialize'";
}

std::string ValueTypes::reasonNotKept(QualType T) const {
  if (T->isPointerType())
    return "a pointer: what it points to may have ended";
  if (T->isArrayType())
    return "an array, which is passed by reference";
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return "it cannot be copied";
  if (isInStd(Record) && Record->getIdentifier() &&
      llvm::is_contained({"basic_string_view", "span", "reference_wrapper", "initializer_list"},
                         Record->getName()))
    return "it shows what may have ended";
  if (std::optional<RuntimeApi> Api = RuntimeApi::get(S);
      Api && !Api->testStd("is_copy_constructible_v", Record->getLocation(), {T}))
    return "it cannot be copied";
  if (Record->isPolymorphic())
    return "the object may be of a class derived from it, and its copy would not be";
  return "it refers to what may have ended";
}

} // namespace stcache
