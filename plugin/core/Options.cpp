#include "Options.h"

#include "Diagnostics.h"
#include "RuntimeApi.h"
#include "ValueTypes.h"

#include "st/detail/duration.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace stcache {
namespace {

enum class State { Implemented, OnlyDefault };
enum Takers : unsigned { Data = 1, Resource = 2, Legacy = 4 };

Takers takerOf(AnnotationName Attribute) {
  return Attribute.Legacy ? Legacy : Attribute.Kind == CacheKind::Data ? Data : Resource;
}

struct Entry {
  StringRef Name;
  unsigned TakenBy;
  State Support;
  OptionPlace Place;
};

constexpr Entry Table[] = {
#define STCACHE_OPTION(Kind, Name, Takers, Support, Where)                                         \
  {#Name, Takers, State::Support, OptionPlace::Where},
#include "Options.def"
};

constexpr StringRef ValueNames[] = {"disk",    "remote",     "none",      "global",
                                    "session", "foreground", "background"};

const Entry &entry(OptionKind Kind) { return Table[static_cast<unsigned>(Kind)]; }

/// The class template specialisation `Name<...>` of namespace st::detail that `T` is, or null.
const ClassTemplateSpecializationDecl *detailTemplate(QualType T, StringRef Name) {
  const auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (!Record || !Record->getIdentifier() || Record->getName() != Name)
    return nullptr;
  const auto *Detail = dyn_cast<NamespaceDecl>(Record->getDeclContext()->getRedeclContext());
  if (!Detail || !Detail->getIdentifier() || Detail->getName() != "detail")
    return nullptr;
  const auto *St = dyn_cast<NamespaceDecl>(Detail->getDeclContext());
  return St && St->getIdentifier() && St->getName() == "st" ? Record : nullptr;
}

/// `name = value` or `name(value, ...)`; nothing for other expressions.
std::optional<Option> asOption(Expr *E) {
  const ClassTemplateSpecializationDecl *Type = detailTemplate(E->getType(), "option");
  if (!Type)
    return std::nullopt;
  StringRef Tag = Type->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl()->getName();
  Tag.consume_back("_tag");
  const Entry *Known = llvm::find_if(Table, [&](const Entry &X) { return X.Name == Tag; });
  if (Known == std::end(Table))
    return std::nullopt;
  Option O{static_cast<OptionKind>(Known - Table), E, {}};
  if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E->IgnoreImplicit()->IgnoreParens())) {
    Expr *First = Call->getNumArgs() > 1 ? Call->getArg(1)->IgnoreImplicit() : nullptr;
    // hash_funcs = hash_funcs(f, g): the values are those of the inner call.
    if (Call->getOperator() == OO_Equal && First && detailTemplate(First->getType(), "option"))
      Call = dyn_cast<CXXOperatorCallExpr>(First->IgnoreParens());
    if (Call)
      for (unsigned I = 1; I < Call->getNumArgs(); ++I)
        O.Values.push_back(Call->getArg(I)->IgnoreImplicit());
  }
  return O;
}

std::optional<llvm::APSInt> constant(const ASTContext &Ctx, const Expr *Value) {
  Expr::EvalResult Result;
  if (Value->isValueDependent() || !Value->EvaluateAsInt(Result, Ctx))
    return std::nullopt;
  return Result.Val.getInt();
}

/// Reads and checks the options of one annotation.
class Reader {
public:
  Reader(Sema &S, const FunctionDecl *Function, const Annotation &A)
      : S(S), Function(Function), A(A), Api(*RuntimeApi::get(S)) {}

  std::optional<OptionSet> read() {
    for (Expr *E : A.options()) {
      if (E->containsErrors())
        Failed = true; // Clang has said what is wrong
      else if (!E->isTypeDependent())
        add(E);
    }
    if (Failed)
      return std::nullopt;
    return std::move(Set);
  }

  /// What `persist` asks for: "disk", "remote" or "none", or what else its text says; "" for
  /// another type, nothing for what is known at run time only.
  std::optional<std::string> store(const Expr *Value) const;

private:
  DiagnosticBuilder error(SourceLocation Loc, Diag Which) {
    Failed = true;
    return report(S.getDiagnostics(), Loc, Which);
  }

  void add(Expr *E);
  void badType(const Option &O, const Expr *Value, StringRef Allowed) {
    error(O.location(), Diag::BadOptionType)
        << optionName(O.Kind) << Value->getType().getUnqualifiedType() << Allowed;
  }
  void badValue(const Option &O, const llvm::Twine &Given, StringRef Allowed) {
    error(O.location(), Diag::BadOptionValue) << optionName(O.Kind) << Given.str() << Allowed;
  }

  void check(const Option &O);
  void checkTtl(const Option &O, const Expr *Value);
  void checkMaxEntries(const Option &O, const Expr *Value);
  void checkText(const Option &O, const Expr *Value);
  void checkUnimplemented(const Option &O, const Expr *Value);
  void checkPersist(const Option &O, const Expr *Value);
  void checkLegacyFlag(const Option &O, const Expr *Value);
  std::optional<std::string> enumerator(const Expr *Value) const;
  void checkHashFunction(const Option &O, const Expr *Value);
  void checkCallback(const Option &O, const Expr *Value, QualType Result, StringRef Allowed);

  bool isText(const Expr *Value) const;
  std::optional<std::string> text(const Expr *Value) const;
  std::optional<llvm::APSInt> constant(const Expr *Value) const {
    return stcache::constant(S.Context, Value);
  }

  Sema &S;
  const FunctionDecl *Function;
  const Annotation &A;
  RuntimeApi Api;
  OptionSet Set;
  bool Failed = false;
};

void Reader::add(Expr *E) {
  if (!detailTemplate(E->getType(), "option")) {
    if (const auto *Record = E->getType()->getAsCXXRecordDecl();
        Record && Record->getIdentifier() && Record->getName() == "unknown_option_type") {
      Failed = true; // reported when its name was looked up
      return;
    }
    error(E->getBeginLoc(), Diag::NotAnOption) << A.text() << E->getType().getUnqualifiedType();
    return;
  }

  std::optional<Option> Read = asOption(E);
  if (!Read)
    return;
  Option &O = *Read;
  if (!takesOption(A, O.Kind)) {
    AnnotationName Other{A.Kind == CacheKind::Data ? CacheKind::Resource : CacheKind::Data};
    if (!A.Legacy && takesOption(Other, O.Kind))
      error(O.location(), Diag::WrongOptionForKind)
          << optionName(O.Kind) << A.text() << Other.text();
    else
      error(O.location(), Diag::UnknownOption)
          << optionName(O.Kind) << A.text() << optionNameList(A);
    return;
  }
  if (Set.find(O.Kind)) {
    error(O.location(), Diag::RepeatedOption) << optionName(O.Kind);
    return;
  }
  if (!llvm::any_of(O.Values, [](const Expr *V) { return V->isTypeDependent(); }))
    check(O);
  Set.Options.push_back(std::move(O));
}

void Reader::check(const Option &O) {
  if (entry(O.Kind).Support == State::OnlyDefault) {
    for (const Expr *Value : O.Values)
      checkUnimplemented(O, Value);
    return;
  }
  for (const Expr *Value : O.Values) {
    switch (O.Kind) {
    case OptionKind::Ttl:
      checkTtl(O, Value);
      break;
    case OptionKind::MaxEntries:
      checkMaxEntries(O, Value);
      break;
    case OptionKind::Persist:
      checkPersist(O, Value);
      break;
    case OptionKind::AllowOutputMutation:
    case OptionKind::SuppressStWarning:
      checkLegacyFlag(O, Value);
      break;
    case OptionKind::ShowSpinner:
      if (!Value->getType().getUnqualifiedType()->isBooleanType() && !isText(Value))
        badType(O, Value, "true, false, or the text to show");
      break;
    case OptionKind::Version:
      if (std::optional<std::string> Text = text(Value))
        Set.Version = *Text;
      else
        badType(O, Value, "a string literal");
      break;
    case OptionKind::HashFuncs:
      checkHashFunction(O, Value);
      break;
    case OptionKind::CacheIf:
    case OptionKind::Validate:
      checkCallback(O, Value, S.Context.BoolTy,
                    "a predicate on the result, such as [](const auto &result) { return true; }");
      break;
    case OptionKind::OnRelease:
      checkCallback(O, Value, S.Context.VoidTy, "a callable that takes the result");
      break;
    case OptionKind::DependsOn: {
      QualType T = Value->getType().getUnqualifiedType();
      QualType NoKeys = Api.type("pack", O.location(), {});
      if (T->isDependentType() || NoKeys.isNull())
        break;
      if (!Api.test("is_hashable", O.location(), {T, NoKeys}))
        error(O.location(), Diag::UnhashableDependsOn)
            << T.getAsString(S.Context.getPrintingPolicy()) << Function->getNameAsString();
      break;
    }
    default:
      break;
    }
  }
}

bool Reader::isText(const Expr *Value) const {
  QualType T = Value->getType();
  if (const auto *Array = S.Context.getAsArrayType(T))
    return Array->getElementType()->isCharType();
  if (const auto *Pointer = T->getAs<PointerType>())
    return Pointer->getPointeeType()->isCharType();
  const auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  return Record && isInStd(Record) &&
         (Record->getName() == "basic_string" || Record->getName() == "basic_string_view");
}

std::optional<std::string> Reader::text(const Expr *Value) const {
  if (const auto *Literal = dyn_cast<StringLiteral>(Value->IgnoreParenImpCasts()))
    return Literal->isOrdinary() || Literal->isUTF8() ? std::optional(Literal->getString().str())
                                                      : std::nullopt;
  if (!isText(Value) || !Value->getType()->isPointerType())
    return std::nullopt;
  return Value->tryEvaluateString(S.Context);
}

void Reader::checkTtl(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed = "a number of seconds, a std::chrono duration, or text with units "
                                "such as \"1d\", \"1.5 hours\", \"1d23h\"";
  QualType T = Value->getType();
  if (T->isArithmeticType() && !T->isBooleanType() && !T->isAnyCharacterType())
    return;
  if (const auto *Record =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl()))
    if (isInStd(Record) && Record->getName() == "duration")
      return;
  if (!isText(Value)) {
    badType(O, Value, Allowed);
    return;
  }
  std::optional<std::string> Text = text(Value);
  if (!Text) {
    badValue(O, "text that is not a literal", Allowed);
    return;
  }
  if (!st::detail::parse_duration(Text->c_str(), Text->size()).ok)
    badValue(O, "\"" + *Text + "\"", Allowed);
}

void Reader::checkMaxEntries(const Option &O, const Expr *Value) {
  QualType T = Value->getType();
  if (!T->isIntegerType() || T->isBooleanType() || T->isAnyCharacterType()) {
    badType(O, Value, "an integer of at least 1");
    return;
  }
  if (std::optional<llvm::APSInt> Count = constant(Value); Count && *Count < 1)
    badValue(O, llvm::toString(*Count, 10), "an integer of at least 1");
}

/// The name of a constant of an enumeration.
std::optional<std::string> Reader::enumerator(const Expr *Value) const {
  const auto *Enum = Value->getType()->getAs<EnumType>();
  std::optional<llvm::APSInt> Given = Enum ? constant(Value) : std::nullopt;
  if (Given)
    for (const EnumConstantDecl *C : Enum->getDecl()->getDefinition()->enumerators())
      if (llvm::APSInt::isSameValue(C->getInitVal(), *Given))
        return C->getNameAsString();
  return std::nullopt;
}

/// An option whose feature is not there yet may say that the feature is not wanted.
void Reader::checkUnimplemented(const Option &O, const Expr *Value) {
  bool IsDefault = false;
  if (std::optional<std::string> Name = enumerator(Value))
    IsDefault = (O.Kind == OptionKind::Scope && *Name == "global") ||
                (O.Kind == OptionKind::RefreshMode && *Name == "foreground");
  else if (Value->getType()->isBooleanType())
    if (std::optional<llvm::APSInt> Given = constant(Value))
      IsDefault = *Given == 0 && O.Kind != OptionKind::Scope && O.Kind != OptionKind::RefreshMode;
  if (!IsDefault)
    error(O.location(), Diag::UnimplementedOption) << optionName(O.Kind);
}

std::optional<std::string> Reader::store(const Expr *Value) const {
  QualType T = Value->getType();
  if (T->isBooleanType()) {
    std::optional<llvm::APSInt> Given = constant(Value);
    return !Given ? std::nullopt : std::optional<std::string>(*Given == 0 ? "none" : "disk");
  }
  if (isText(Value))
    return text(Value);
  if (const auto *Enum = T->getAs<EnumType>(); Enum && Enum->getDecl()->getName() == "persist_kind")
    return enumerator(Value);
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
      Record && Record->getIdentifier() && Record->getName() == "none_type")
    return "none";
  return "";
}

void Reader::checkPersist(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed = "disk, remote, either as text, true (disk), none or false";
  std::optional<std::string> Where = store(Value);
  if (Where && !llvm::is_contained({"disk", "remote", "none"}, *Where)) {
    if (isText(Value))
      badValue(O, "\"" + *Where + "\"", Allowed);
    else
      badType(O, Value, Allowed);
    return;
  }
  if (!Where && isText(Value)) {
    badValue(O, "text that is not a literal", Allowed);
    return;
  }
  Set.Persists = Where != "none";
  if (Set.Persists && A.Kind == CacheKind::Resource)
    badValue(O, "a store",
             "none or false with 'allow_output_mutation = true': an object that callers share "
             "cannot be stored");
}

void Reader::checkLegacyFlag(const Option &O, const Expr *Value) {
  if (!Value->getType().getUnqualifiedType()->isBooleanType()) {
    badType(O, Value, "true or false");
    return;
  }
  std::optional<llvm::APSInt> Given = constant(Value);
  // In a template, the attribute has been taken for one or the other before its arguments are
  // known.
  if (!Given || (O.Kind == OptionKind::AllowOutputMutation &&
                 (*Given != 0) != (A.Kind == CacheKind::Resource)))
    badValue(O, "what is no constant here", "true or false, the same in all instantiations");
}

/// hash_funcs are found by their parameter's type, so there must be exactly one parameter.
void Reader::checkHashFunction(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed = "a callable with one parameter of a concrete type, such as "
                                "[](const Model &m) { return m.id; }";
  QualType T = Value->getType();
  const FunctionProtoType *Prototype = nullptr;
  if (const auto *Pointer = T->getAs<PointerType>())
    T = Pointer->getPointeeType();
  if (const auto *F = T->getAs<FunctionProtoType>()) {
    Prototype = F;
  } else if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl()) {
    DeclarationName Call = S.Context.DeclarationNames.getCXXOperatorName(OO_Call);
    LookupResult R(S, Call, O.location(), Sema::LookupOrdinaryName);
    R.suppressDiagnostics();
    S.LookupQualifiedName(R, const_cast<CXXRecordDecl *>(Record));
    if (R.isSingleResult())
      if (const auto *Method = dyn_cast<CXXMethodDecl>(R.getFoundDecl()))
        Prototype = Method->getType()->castAs<FunctionProtoType>();
    if (!Prototype) {
      error(O.location(), Diag::BadCallable)
          << optionName(O.Kind) << "one argument of one concrete type" << Allowed;
      return;
    }
  } else {
    badType(O, Value, Allowed);
    return;
  }
  if (Prototype->getNumParams() != 1 || Prototype->isVariadic() ||
      Prototype->getReturnType()->isVoidType())
    error(O.location(), Diag::BadCallable)
        << optionName(O.Kind) << "exactly one argument and return what is to be hashed" << Allowed;
}

void Reader::checkCallback(const Option &O, const Expr *Value, QualType Result, StringRef Allowed) {
  QualType T = Value->getType().getUnqualifiedType();
  QualType Given = Function->getReturnType();
  if (Given->isDependentType() || Given->isUndeducedType())
    return;
  QualType Seen = Given;
  if (Given->isVoidType()) {
    error(O.location(), Diag::BadOptionValue)
        << optionName(O.Kind) << "on a function that returns nothing" << "a function with a result";
    return;
  }
  if (!Given->isReferenceType()) {
    Seen = Given.getUnqualifiedType();
    Seen.addConst();
    Seen = S.Context.getLValueReferenceType(Seen);
  }
  // Clang drops a return statement with a mistake in it, of which it has told.
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
      Record && Record->isLambda() && !Record->isGenericLambda() &&
      Record->getLambdaCallOperator()->getReturnType()->isVoidType() && !Result->isVoidType() &&
      S.getDiagnostics().hasUncompilableErrorOccurred())
    return;
  QualType Callable = S.Context.getLValueReferenceType(T);
  if (!Api.testStd("is_invocable_r_v", O.location(), {Result, Callable, Seen}))
    error(O.location(), Diag::BadCallable)
        << optionName(O.Kind) << ("a '" + Seen.getAsString(S.Context.getPrintingPolicy()) + "'")
        << Allowed;
}

} // namespace

StringRef optionName(OptionKind Kind) { return entry(Kind).Name; }
OptionPlace optionPlace(OptionKind Kind, CacheKind Of) {
  // Where st::cache shares an object, `persist` can only say that it is not stored.
  return Kind == OptionKind::Persist && Of == CacheKind::Resource ? OptionPlace::Kind
                                                                  : entry(Kind).Place;
}

bool allowsOutputMutation(Sema &S, ArrayRef<Expr *> Options) {
  for (Expr *E : Options) {
    std::optional<Option> O = asOption(E);
    if (!O || O->Kind != OptionKind::AllowOutputMutation || O->Values.empty())
      continue;
    std::optional<llvm::APSInt> Given = constant(S.Context, O->Values.front());
    return Given && *Given != 0;
  }
  return false;
}

bool isOptionName(StringRef Name) {
  return llvm::any_of(Table, [&](const Entry &E) { return E.Name == Name; });
}

namespace {
/// The first name in an expression.
class FirstName : public RecursiveASTVisitor<FirstName> {
public:
  const DeclRefExpr *Found = nullptr;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (E->getDecl()->getIdentifier())
      Found = E;
    return !Found;
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
};
} // namespace

std::optional<OptionKind> optionKind(const Expr *Argument) {
  FirstName Name;
  Name.TraverseStmt(const_cast<Expr *>(Argument));
  if (Name.Found)
    for (unsigned I = 0; I < std::size(Table); ++I)
      if (Table[I].Name == Name.Found->getDecl()->getName())
        return static_cast<OptionKind>(I);
  return std::nullopt;
}

bool takesOption(AnnotationName Attribute, OptionKind Kind) {
  return (entry(Kind).TakenBy & takerOf(Attribute)) != 0;
}

bool isOptionValueName(StringRef Name) { return llvm::is_contained(ValueNames, Name); }

std::string optionNameList(AnnotationName Attribute) {
  SmallVector<StringRef, 16> Names;
  for (const Entry &E : Table)
    if ((E.TakenBy & takerOf(Attribute)) != 0)
      Names.push_back(E.Name);
  return llvm::join(Names, ", ");
}

const Option *OptionSet::find(OptionKind Kind) const {
  auto Found = llvm::find_if(Options, [&](const Option &O) { return O.Kind == Kind; });
  return Found == Options.end() ? nullptr : &*Found;
}

bool asksForStore(Sema &S, const FunctionDecl *Function, const Annotation &A) {
  for (Expr *E : A.options())
    if (std::optional<Option> O = asOption(E); O && O->Kind == OptionKind::Persist)
      return Reader(S, Function, A).store(O->Values.front()) != "none";
  return false;
}

std::optional<OptionSet> readOptions(Sema &S, const FunctionDecl *Function, const Annotation &A) {
  return Reader(S, Function, A).read();
}

} // namespace stcache
