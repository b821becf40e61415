#include "Plan.h"

#include "Diagnostics.h"
#include "RuntimeApi.h"
#include "ValueTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Mangle.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {
namespace {

/// Why the function cannot be cached, and what to do instead; nothing if it can.
struct Refusal {
  StringRef Why, Remedy;
};

std::optional<Refusal> refusal(const FunctionDecl *F) {
  constexpr StringRef Factory = "cache a function that returns the object";
  constexpr StringRef CallIt = "cache an ordinary function that it calls";
  if (isa<CXXConstructorDecl>(F))
    return Refusal{"it is a constructor", Factory};
  if (isa<CXXDestructorDecl>(F))
    return Refusal{"it is a destructor", "remove the attribute"};
  if (isa<CXXDeductionGuideDecl>(F))
    return Refusal{"it is a deduction guide", "remove the attribute"};
  if (F->isMain())
    return Refusal{"it is the program's main function", CallIt};
  if (F->isDeleted() && !F->isDefaulted())
    return Refusal{"it is deleted", "remove the attribute"};
  if (F->isDefaulted())
    return Refusal{"it is defaulted", "write its body, or remove the attribute"};
  if (F->isConsteval())
    return Refusal{"it is consteval", "its calls are evaluated by the compiler already: remove "
                                      "the attribute"};
  if (F->isConstexprSpecified())
    return Refusal{"it is constexpr", "remove 'constexpr', or the attribute: a cached function "
                                      "cannot be evaluated by the compiler"};
  if (F->isVariadic())
    return Refusal{"it takes C variadic arguments ('...'), which cannot be part of a key",
                   "use a parameter pack or a container"};
  if (F->hasAttr<NakedAttr>())
    return Refusal{"it is naked", CallIt};
  if (isa_and_nonnull<CoroutineBodyStmt>(F->doesThisDeclarationHaveABody() ? F->getBody()
                                                                           : nullptr))
    return Refusal{"it is a coroutine", CallIt};
  return std::nullopt;
}

/// Whether an option's value is a prvalue, which the option keeps, or names what lives on.
bool namesVariable(const Expr *Value) {
  Value = Value->IgnoreParens();
  if (Value->isPRValue() || isa<StringLiteral>(Value))
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(Value))
    return !Member->isArrow() && namesVariable(Member->getBase());
  const auto *Ref = dyn_cast<DeclRefExpr>(Value);
  return Ref && !Ref->getDecl()->getType()->isReferenceType();
}

/// Whether text is a pointer or a view that some expression gives: what it shows may end with that.
bool showsTemporary(const Expr *Text) {
  return Text->isPRValue() && !Text->getType().getUnqualifiedType()->isBooleanType();
}

} // namespace

CachedFunction CachePlan::cachedFunction() const {
  CachedFunction F;
  F.Function = Function;
  F.Attribute = Written;
  F.Key.assign(DependsOn.begin(), DependsOn.end());
  F.Key.insert(F.Key.end(), HashFunctions.begin(), HashFunctions.end());
  F.Shared = Attribute.Kind == CacheKind::Resource;
  F.Expires = Expires;
  return F;
}

Planner::Planner(Sema &S, ValueTypes &Types)
    : S(S), Mangler(S.Context.createMangleContext()), Types(Types) {}

Planner::~Planner() = default;

std::string Planner::symbol(const FunctionDecl *Function) {
  if (!Mangler->shouldMangleDeclName(Function))
    return Function->getNameAsString();
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  Mangler->mangleName(GlobalDecl(Function), OS);
  OS.flush();
  // Closures without a name are numbered anew in the file that uses a precompiled header.
  if (S.TUKind == TU_Prefix && StringRef(Result).contains("$_"))
    Result += ".pch";
  return Result;
}

std::string Planner::print(QualType T) const {
  return T.getUnqualifiedType().getAsString(S.Context.getPrintingPolicy());
}

DiagnosticBuilder Planner::error(SourceLocation Loc, Diag Which) {
  Failed = true;
  return report(S.getDiagnostics(), Loc, Which);
}

bool Planner::checkFunction(const FunctionDecl *F, const Annotation &A) {
  // Instantiations of a template are refused with their pattern.
  const FunctionDecl *Key = F->getTemplateInstantiationPattern();
  Key = (Key ? Key : F)->getCanonicalDecl();
  if (Refused.contains(Key))
    return false;
  Failed = false;
  if (std::optional<Refusal> R = refusal(F))
    error(F->getLocation(), Diag::CannotCacheFunction) << F << R->Why << R->Remedy;
  else if (F->getNumParams() > 62)
    error(F->getLocation(), Diag::TooManyParams) << F << F->getNumParams();
  else if (Key->isInNamedModule())
    error(F->getLocation(), Diag::InNamedModule) << F;
  if (Failed)
    Refused.insert(Key);
  return !Failed;
}

bool Planner::checkPattern(const FunctionDecl *F, const Annotation &A) {
  const FunctionDecl *Key = F->getCanonicalDecl();
  if (Refused.contains(Key) || !Accepted.insert(Key).second)
    return !Refused.contains(Key);
  if (readOptions(S, F, A))
    return true;
  Refused.insert(Key);
  return false;
}

std::optional<CachePlan> Planner::plan(FunctionDecl *F, const Annotation &A) {
  const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
  if (Pattern && Refused.contains(Pattern->getCanonicalDecl()))
    return std::nullopt;
  std::optional<OptionSet> Options = readOptions(S, F, A);
  if (!Options)
    return std::nullopt;

  CachePlan Plan;
  Plan.Function = F;
  Plan.Attribute = A;
  Plan.Location = A.location();
  Plan.Written = A.Attr->getRange();
  Plan.Version = Options->Version;
  Plan.Persists = Options->Persists;
  Plan.Refreshes = Options->Refreshes;
  for (const Option &O : Options->Options) {
    bool Copy = !llvm::all_of(O.Values, namesVariable) ||
                (O.Kind == OptionKind::ShowSpinner && showsTemporary(O.Values.front()));
    OptionPlace Place = optionPlace(O.Kind, A.Kind);
    if (Place == OptionPlace::Setup)
      Plan.SetupOptions.push_back({O.Whole, Copy});
    else if (Place == OptionPlace::Key)
      Plan.KeyOptions.push_back({O.Whole, Copy});
    if (O.Kind == OptionKind::HashFuncs)
      Plan.HashFunctions.append(O.Values.begin(), O.Values.end());
    else if (O.Kind == OptionKind::DependsOn)
      Plan.DependsOn.append(O.Values.begin(), O.Values.end());
    Plan.Expires |= O.Kind == OptionKind::Ttl;
  }
  for (const ParmVarDecl *P : F->parameters())
    if (P->getName().starts_with("_"))
      Plan.ExcludedParams |= std::uint64_t(1) << P->getFunctionScopeIndex();
  llvm::raw_string_ostream Name(Plan.DisplayName);
  F->getNameForDiagnostic(Name, S.Context.getPrintingPolicy(), /*Qualified=*/true);
  Name.flush();
  Plan.Symbol = symbol(F);
  return Plan;
}

bool Planner::checkTypes(const CachePlan &Plan, QualType KeysType) {
  Failed = false;
  FunctionDecl *F = Plan.Function;
  for (const ParmVarDecl *P : F->parameters()) {
    if (Plan.ExcludedParams >> P->getFunctionScopeIndex() & 1)
      continue;
    QualType T = P->getType();
    if (Plan.Attribute.Kind == CacheKind::Data && T->isLValueReferenceType() &&
        !T->getPointeeType().isConstQualified() && !T->getPointeeType()->isFunctionType()) {
      error(P->getLocation(), Diag::MutableReferenceParam)
          << P->getName() << Plan.DisplayName << print(T->getPointeeType());
      report(S.getDiagnostics(), P->getLocation(), Diag::MutableReferenceNote)
          << P->getName() << FixItHint::CreateInsertion(P->getLocation(), "_");
      continue;
    }
    checkHashable(Plan, P, T.getNonReferenceType(), KeysType);
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  bool HasObject = Method && Method->isImplicitObjectMemberFunction();
  if (HasObject)
    checkHashable(Plan, nullptr, Method->getFunctionObjectParameterType(), KeysType);
  if (Plan.Refreshes && !Failed) {
    for (const ParmVarDecl *P : F->parameters())
      checkKept(Plan, P, P->getType());
    if (HasObject)
      checkKept(Plan, nullptr, Method->getFunctionObjectParameterType());
  }
  return checkResult(Plan) && !Failed;
}

/// `P` is null for the object of a member function.
void Planner::checkHashable(const CachePlan &Plan, const ParmVarDecl *P, QualType T,
                            QualType KeysType) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  SourceLocation Loc = P ? P->getLocation() : Plan.Function->getLocation();
  // An object that changes by itself has no members to read one after the other.
  bool Changing = T.isVolatileQualified() && T->isRecordType();
  T = T.getUnqualifiedType();
  Types.describeAggregates(T, Plan.Location);
  auto Hashable = [&](QualType Part) {
    return !Changing && Api->test("is_hashable", Plan.Location, {Part, KeysType});
  };
  if (Hashable(T))
    return;
  // Before the error, because what Clang suppresses while it answers would take the notes along.
  QualType Part = Changing ? T : Types.findCulprit(T, Hashable).Type;
  DiagnosticsEngine &Diags = S.getDiagnostics();
  if (P)
    error(Loc, Diag::UnhashableParam)
        << P->getName() << print(T) << Plan.Function->getNameAsString();
  else
    error(Loc, Diag::UnhashableObject) << print(T) << Plan.Function->getNameAsString();
  if (!S.Context.hasSameUnqualifiedType(Part, T))
    report(Diags, Loc, Diag::UnhashableCulpritNote) << print(Part);
  if (P)
    report(Diags, Loc, Diag::ExcludeParamNote)
        << P->getName() << FixItHint::CreateInsertion(Loc, "_");
  std::string Param = print(Part) + " value";
  if (Part->isRecordType())
    Param = "const " + print(Part) + " &value";
  report(Diags, Plan.Location, Diag::HashFuncsNote) << Param;
  if (const CXXRecordDecl *Record = Part->getAsCXXRecordDecl();
      Record && !isInStd(Record) && !Record->isLambda())
    report(Diags, Record->getLocation(), Diag::StHashNote) << print(Part);
}

/// `P` is null for the object of a member function.
void Planner::checkKept(const CachePlan &Plan, const ParmVarDecl *P, QualType T) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  Types.describeAggregates(T.getNonReferenceType().getUnqualifiedType(), Plan.Location);
  if (Api->test(P ? "is_kept_argument" : "is_kept_object", Plan.Location,
                {P ? T.getUnqualifiedType() : T}))
    return;
  DiagnosticsEngine &Diags = S.getDiagnostics();
  SourceLocation Loc = P ? P->getLocation() : Plan.Function->getLocation();
  Culprit C{"", T.getNonReferenceType().getUnqualifiedType()};
  std::string Reason;
  if (P && T->isLValueReferenceType() && !T->getPointeeType().isConstQualified()) {
    Reason = "a reference to an object that may change or end";
  } else {
    C = Types.findCulprit(
        C.Type, [&](QualType Part) { return Api->test("is_outliving", Plan.Location, {Part}); });
    Reason = Types.reasonNotKept(C.Type);
  }
  if (P)
    error(Loc, Diag::ArgumentNotKept) << P->getName() << print(T) << Plan.DisplayName << Reason;
  else
    error(Loc, Diag::ObjectNotKept) << print(T) << Plan.DisplayName << Reason;
  if (!S.Context.hasSameUnqualifiedType(C.Type, T.getNonReferenceType()))
    report(Diags, Loc, Diag::NotKeptCulpritNote) << print(C.Type);
  report(Diags, Loc, P ? Diag::KeepArgumentNote : Diag::KeepObjectNote);
}

bool Planner::checkPersistable(const CachePlan &Plan, QualType T, SourceLocation Loc) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  auto IsPersistable = [&](QualType Part) {
    return Api->test("is_persistable", Plan.Location, {Part});
  };
  if (T->isVoidType() || IsPersistable(T))
    return true;
  Culprit C = Types.findCulprit(T, IsPersistable);
  DiagnosticsEngine &Diags = S.getDiagnostics();
  if (C.Member.empty() && S.Context.hasSameUnqualifiedType(C.Type, T))
    error(Loc, Diag::NotPersistable) << Plan.DisplayName << print(T);
  else
    error(Loc, Diag::NotPersistableMember)
        << Plan.DisplayName << print(T) << (C.Member.empty() ? "an element" : C.Member)
        << print(C.Type);
  const CXXRecordDecl *Record = C.Type->getAsCXXRecordDecl();
  if (Record && !isInStd(Record))
    report(Diags, Record->getLocation(), Diag::LoadNote) << print(C.Type);
  else
    report(Diags, Loc, Diag::NoPersistNote);
  return false;
}

bool Planner::checkResult(const CachePlan &Plan) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  FunctionDecl *F = Plan.Function;
  QualType T = F->getReturnType();
  SourceLocation Loc = F->getReturnTypeSourceRange().getBegin();
  if (Loc.isInvalid())
    Loc = F->getLocation();
  DiagnosticsEngine &Diags = S.getDiagnostics();
  if (Plan.Attribute.Kind == CacheKind::Resource) {
    if (Api->test("is_resource", Plan.Location, {T}))
      return true;
    error(Loc, Diag::NotAResource) << Plan.Attribute.Legacy << Plan.DisplayName << print(T);
    report(Diags, Loc, Diag::ReturnSharedNote) << print(T);
    return false;
  }
  if (!T->isReferenceType())
    T = T.getUnqualifiedType();
  Types.describeAggregates(T, Plan.Location);
  if (Api->test("is_value", Plan.Location, {T}))
    return !Plan.Persists || checkPersistable(Plan, T, Loc);
  Culprit C = Types.findNonValue(T, Plan.Location);
  std::string Reason = Types.reasonNotAValue(C.Type);
  if (!C.Member.empty())
    error(Loc, Diag::NotAValueMember) << Plan.Attribute.text() << Plan.DisplayName << print(T)
                                      << C.Member << print(C.Type) << Reason;
  else if (S.Context.hasSameUnqualifiedType(C.Type, T))
    error(Loc, Diag::NotAValue) << Plan.Attribute.text() << Plan.DisplayName << print(T) << Reason;
  else
    error(Loc, Diag::NotAValueMember) << Plan.Attribute.text() << Plan.DisplayName << print(T)
                                      << "an element" << print(C.Type) << Reason;
  const CXXRecordDecl *Record = C.Type->getAsCXXRecordDecl();
  if (Record && !isInStd(Record) && !Record->isLambda())
    report(Diags, Record->getLocation(), Diag::UseSerializeNote) << print(C.Type);
  else
    report(Diags, Loc, Diag::UseResourceNote);
  return false;
}

} // namespace stcache
