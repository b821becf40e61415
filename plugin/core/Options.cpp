#include "Options.h"

#include "Diagnostics.h"
#include "RuntimeApi.h"
#include "ValueTypes.h"

#include "st/detail/byte_count.h"
#include "st/detail/duration_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace stcache {
namespace {

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
    checkTogether();
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
  void checkMaxBytes(const Option &O, const Expr *Value);
  void checkScope(const Option &O, const Expr *Value);
  void checkTogether();
  /// Text that `Reads` can make sense of.
  void checkText(const Option &O, const Expr *Value, StringRef Allowed,
                 llvm::function_ref<bool(StringRef)> Reads);
  void checkCount(const Option &O, const Expr *Value, StringRef Allowed);
  void checkPersist(const Option &O, const Expr *Value);
  void checkRefreshMode(const Option &O, const Expr *Value);
  void checkFlag(const Option &O, const Expr *Value);
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
  if (!isOption(E->getType())) {
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
  if (O.Values.empty() && !isa<CXXOperatorCallExpr>(E->IgnoreImplicit()->IgnoreParens())) {
    error(E->getBeginLoc(), Diag::OptionNotWritten) << optionName(O.Kind);
    return;
  }
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
  for (const Expr *Value : O.Values) {
    switch (O.Kind) {
    case OptionKind::Ttl:
      checkTtl(O, Value);
      break;
    case OptionKind::MaxEntries:
      checkCount(O, Value, "an integer of at least 1");
      break;
    case OptionKind::MaxBytes:
      checkMaxBytes(O, Value);
      break;
    case OptionKind::Scope:
      checkScope(O, Value);
      break;
    case OptionKind::Persist:
      checkPersist(O, Value);
      break;
    case OptionKind::RefreshMode:
      checkRefreshMode(O, Value);
      break;
    case OptionKind::ShowTime:
    case OptionKind::AllowWidgets:
    case OptionKind::AllowOutputMutation:
    case OptionKind::SuppressStWarning:
      checkFlag(O, Value);
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
         (Record->getName() == "basic_string" || Record->getName() == "basic_string_view") &&
         Record->getTemplateArgs()[0].getAsType()->isCharType();
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
  checkText(O, Value, Allowed,
            [](StringRef Text) { return st::detail::parse_duration(Text.data(), Text.size()).ok; });
}

void Reader::checkText(const Option &O, const Expr *Value, StringRef Allowed,
                       llvm::function_ref<bool(StringRef)> Reads) {
  if (!isText(Value)) {
    badType(O, Value, Allowed);
    return;
  }
  std::optional<std::string> Text = text(Value);
  if (!Text)
    badValue(O, "text that is not a literal", Allowed);
  else if (!Reads(*Text))
    badValue(O, "\"" + *Text + "\"", Allowed);
}

/// Integers that count something.
static bool isCount(QualType T) {
  return T->isIntegerType() && !T->isBooleanType() && !T->isAnyCharacterType();
}

void Reader::checkCount(const Option &O, const Expr *Value, StringRef Allowed) {
  if (!isCount(Value->getType()))
    badType(O, Value, Allowed);
  else if (std::optional<llvm::APSInt> Count = constant(Value); Count && *Count < 1)
    badValue(O, llvm::toString(*Count, 10), Allowed);
}

void Reader::checkMaxBytes(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed =
      "an integer of at least 1, or text with a unit such as \"500M\", \"1.5Gi\"";
  if (isCount(Value->getType()))
    checkCount(O, Value, Allowed);
  else
    checkText(O, Value, Allowed, [](StringRef Text) {
      std::uint64_t Bytes = 0;
      return st::detail::parse_byte_count(Text.data(), Text.size(), Bytes) && Bytes != 0;
    });
}

/// A class or enumeration of the runtime's, such as `session_type` or `scope_kind`.
static bool isNamed(QualType T, StringRef Name) {
  const TagDecl *Tag = T->getAsTagDecl();
  return Tag && Tag->getIdentifier() && Tag->getName() == Name;
}

/// A call is compiled for one scope or the other, so that it must be known; `session` has a type of
/// its own (st/options.h).
void Reader::checkScope(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed = "global or session";
  QualType T = Value->getType();
  if (isNamed(T, "session_type"))
    Set.OfSession = true;
  else if (!isNamed(T, "scope_kind"))
    badType(O, Value, Allowed);
  else if (!Value->isValueDependent() && enumerator(Value) != "global")
    badValue(O, "a value that is not one of these names", Allowed);
}

/// What options say of each other.
void Reader::checkTogether() {
  const Option *Persist = Set.find(OptionKind::Persist);
  if (Set.OfSession && Set.Persists &&
      !llvm::any_of(Persist->Values, [](const Expr *V) { return V->isValueDependent(); }))
    error(Persist->location(), Diag::OptionsClash)
        << "persist" << "scope = session" << "results of a session end with it";
  if (Set.Refreshes && !Set.find(OptionKind::Ttl))
    badValue(*Set.find(OptionKind::RefreshMode), "background without 'ttl'",
             "foreground, or background beside a 'ttl', after which values are old");
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
std::optional<std::string> Reader::store(const Expr *Value) const {
  QualType T = Value->getType();
  if (T->isBooleanType()) {
    std::optional<llvm::APSInt> Given = constant(Value);
    return !Given ? std::nullopt : std::optional<std::string>(*Given == 0 ? "none" : "disk");
  }
  if (isText(Value))
    return text(Value);
  if (isNamed(T, "persist_kind"))
    return enumerator(Value);
  if (isNamed(T, "none_type"))
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

/// Parameters are checked for it, so it must be known here.
void Reader::checkRefreshMode(const Option &O, const Expr *Value) {
  constexpr StringRef Allowed = "foreground or background, as a constant";
  QualType T = Value->getType();
  if (isNamed(T, "foreground_type"))
    return;
  if (!isNamed(T, "refresh_kind")) {
    badType(O, Value, Allowed);
    return;
  }
  if (Value->isValueDependent())
    return;
  std::optional<std::string> Mode = enumerator(Value);
  if (!Mode)
    badValue(O, "what is no constant here", Allowed);
  else
    Set.Refreshes = *Mode == "background";
}

void Reader::checkFlag(const Option &O, const Expr *Value) {
  if (!Value->getType().getUnqualifiedType()->isBooleanType()) {
    badType(O, Value, "true or false");
    return;
  }
  if (O.Kind != OptionKind::AllowOutputMutation)
    return;
  std::optional<llvm::APSInt> Given = constant(Value);
  // In a template, the attribute has been taken for one or the other before its arguments are
  // known.
  if (!Given || (*Given != 0) != (A.Kind == CacheKind::Resource))
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
  if (T->isMemberPointerType()) {
    badType(O, Value, Allowed);
    return;
  }
  // The options are constant once they have been evaluated.
  QualType Callable = S.Context.getLValueReferenceType(T->isRecordType() ? T.withConst() : T);
  if (!Api.testStd("is_invocable_r_v", O.location(), {Result, Callable, Seen}))
    error(O.location(), Diag::BadCallable)
        << optionName(O.Kind) << ("a '" + Seen.getAsString(S.Context.getPrintingPolicy()) + "'")
        << Allowed;
}

} // namespace

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
