#include "Migration.h"

#include "ChangeSets.h"
#include "Diagnostics.h"
#include "OptionNames.h"
#include "Options.h"
#include "RuntimeApi.h"
#include "ValueTypes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Sema/Sema.h"

#include <set>

using namespace clang;

namespace stcache {
namespace {

/// A class that has no definition here and that `T` is, or is made of; null if there is none.
const CXXRecordDecl *incompletePart(Sema &S, QualType T, SourceLocation Loc) {
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || Record->isDependentType())
    return nullptr;
  if (!S.isCompleteType(Loc, T.getNonReferenceType()))
    return Record;
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &A : Special->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type)
        if (const CXXRecordDecl *Inner = incompletePart(S, A.getAsType(), Loc))
          return Inner;
  return nullptr;
}

/// `std::shared_ptr<X>` with an X that depends on template parameters and is not const.
bool isDependentSharedPointer(QualType T) {
  const auto *Special = T->getAs<TemplateSpecializationType>();
  if (!Special)
    return false;
  const TemplateDecl *Template = Special->getTemplateName().getAsTemplateDecl();
  ArrayRef<TemplateArgument> Args = Special->template_arguments();
  return Template && isInStd(Template) && Template->getName() == "shared_ptr" && !Args.empty() &&
         Args[0].getKind() == TemplateArgument::Type && !Args[0].getAsType().isConstQualified();
}

bool isCopyable(Sema &S, QualType T, SourceLocation Loc) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  return Api && Api->testStd("is_copy_constructible_v", Loc, {T});
}

std::string valueReason(StringRef T) {
  return ("'" + T + "' is a value, of which every caller gets a copy").str();
}

std::string resourceReason(QualType T, StringRef Name) {
  if (T->isReferenceType())
    return ("'" + Name + "' refers to an object that all callers share").str();
  if (T->isPointerType())
    return ("'" + Name + "' points to an object that all callers share").str();
  return ("'" + Name + "' stands for an object that all callers share").str();
}

} // namespace

KindChoice chooseKind(Sema &S, ValueTypes &Types, const FunctionDecl *F, CacheKind Acting,
                      SourceLocation Loc) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  QualType T = F->getReturnType();
  // Without a type where that is deduced to depend on template arguments.
  if (const auto *Auto = T->getAs<AutoType>(); Auto && !Auto->getDeducedType().isNull())
    T = Auto->getDeducedType();
  if (!T->isReferenceType())
    T = T.getUnqualifiedType();
  std::string Name = T.getAsString(S.Context.getPrintingPolicy());
  if (!Api || F->isInvalidDecl())
    return {std::nullopt, "", "mend the errors first", false};
  if (T->isVoidType())
    return {CacheKind::Data, "it returns nothing that callers could share", "", false};
  if (T->isReferenceType() || T->isPointerType() || isDependentSharedPointer(T))
    return {CacheKind::Resource, resourceReason(T, Name), "", false};
  if (T->isDependentType() || T->isUndeducedType())
    return {Acting,
            "what it returns depends on template arguments, and this is what it acts as now", "",
            false};
  if (const CXXRecordDecl *Part = incompletePart(S, T, Loc)) {
    if (Api->test("is_resource", Loc, {T}))
      return {CacheKind::Resource, resourceReason(T, Name), "", false};
    return {std::nullopt, "",
            "'" + Part->getQualifiedNameAsString() +
                "' has no definition here; include it, or decide: 'st::cache_data' for values, "
                "'st::cache_resource' for shared objects",
            true};
  }
  Types.describeAggregates(T, Loc);
  bool IsValue = Api->test("is_value", Loc, {T}), IsResource = Api->test("is_resource", Loc, {T});
  // A handle is one because its author says so.
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (IsValue && IsResource && Record && isInStd(Record))
    return {Acting,
            "'" + Name +
                "' is an object that all callers share and cannot change, and this is what it acts "
                "as now",
            "", false};
  if (IsValue && !IsResource)
    return {CacheKind::Data, valueReason(Name), "", false};
  if (IsResource)
    return {CacheKind::Resource, resourceReason(T, Name), "", false};
  if (!isCopyable(S, T, Loc))
    return {CacheKind::Resource, "'" + Name + "' cannot be copied",
            "return 'std::shared_ptr' to the object, and use 'st::cache_resource'", false};
  Culprit C = Types.findNonValue(T, Loc);
  std::string Reason = Types.reasonNotAValue(C.Type);
  if (!S.Context.hasSameUnqualifiedType(C.Type, T))
    Reason = "it holds '" + C.Type.getAsString(S.Context.getPrintingPolicy()) + "': " + Reason;
  return {std::nullopt, "",
          "'" + Name + "' is neither a value (" + Reason +
              ") nor a shared object; make it a value and use 'st::cache_data', or return "
              "'std::shared_ptr' and use 'st::cache_resource'",
          false};
}

static StringRef unscopedName(CacheKind Kind) {
  StringRef Name = attributeName(Kind);
  Name.consume_front("st::");
  return Name;
}

std::vector<SourceChange> kindChanges(Sema &S, const OptionNames &Names, const WrittenAnnotation &W,
                                      CacheKind To) {
  SmallVector<Expr *, 8> Options = W.options();
  for (const Expr *E : Options)
    if (std::optional<OptionKind> Kind = optionKind(E); !Kind || !takesOption({To}, *Kind))
      return {};
  AttributeEdits Edits(S.getSourceManager(), S.getLangOpts(),
                       Names.attributeTokens(W.range().getEnd()), Options);
  Edits.rename(unscopedName(To));
  return Edits.whyNot().empty() ? Edits.take() : std::vector<SourceChange>();
}

namespace {

LegacyUse legacyUse(Sema &S, ValueTypes &Types, const OptionNames &Names,
                    const WrittenAnnotation &W) {
  ArrayRef<Token> Tokens = Names.attributeTokens(W.range().getEnd());
  LegacyUse Use;
  Use.Function = W.Function;
  Use.Location = Tokens.empty() ? W.location() : Tokens.front().getLocation();
  KindChoice Choice = chooseKind(S, Types, W.Function, W.Kind, W.location());
  Use.Kind = Choice.Kind;
  Use.Why = std::move(Choice.Why);
  Use.Incomplete = Choice.Incomplete;
  Use.Remedy = std::move(Choice.Obstacle);
  if (Use.Remedy.empty() && Use.Kind == CacheKind::Resource && asksForStore(S, W.Function, W))
    Use.Remedy = "an object that callers share cannot be stored: drop 'persist', or return a value "
                 "and use 'st::cache_data'";

  SmallVector<Expr *, 8> Options = W.options();
  for (const Expr *E : Options)
    if (std::optional<OptionKind> Kind = optionKind(E);
        Use.Remedy.empty() && Kind && !takesOption(W, *Kind))
      Use.Remedy = ("'st::cache' takes no option '" + optionName(*Kind) +
                    "': take it out, or write '" + attributeName(*Use.Kind) + "'")
                       .str();
  AttributeEdits Edits(S.getSourceManager(), S.getLangOpts(), Tokens, Options);
  // Where nothing can be decided, the name is named as a place that others must not change either.
  Edits.rename(Use.Kind && Use.Remedy.empty() ? unscopedName(*Use.Kind) : "cache");
  if (Use.Remedy.empty()) {
    SmallVector<unsigned, 4> Dropped;
    for (auto [I, E] : llvm::enumerate(Options))
      if (std::optional<OptionKind> Kind = optionKind(E); Kind && !takesOption({*Use.Kind}, *Kind))
        Dropped.push_back(unsigned(I));
    Edits.drop(Dropped);
    if (!Edits.whyNot().empty())
      Use.Remedy = (Edits.whyNot() + ": write '" + attributeName(*Use.Kind) +
                    "' and leave out 'allow_output_mutation' and 'suppress_st_warning'")
                       .str();
  }
  Use.Changes = Edits.take();
  return Use;
}

} // namespace

std::vector<LegacyUse> legacyUses(Sema &S, ValueTypes &Types, const OptionNames &Names) {
  std::vector<LegacyUse> Uses;
  for (const WrittenAnnotation &W : writtenAnnotations()) {
    if (W.Legacy && !S.getSourceManager().isInSystemHeader(W.location()))
      Uses.push_back(legacyUse(S, Types, Names, W));
  }
  return Uses;
}

void addFixes(DiagnosticBuilder &D, const SourceManager &SM, ArrayRef<SourceChange> Changes) {
  for (const SourceChange &C : Changes) {
    SourceLocation Begin = SM.getComposedLoc(C.File, C.Offset);
    D << FixItHint::CreateReplacement(
        CharSourceRange::getCharRange(Begin, Begin.getLocWithOffset(int(C.Length))), C.Text);
  }
}

namespace {

/// A place in a file, which may have been read several times.
std::pair<unsigned, unsigned> placeOf(const SourceManager &SM, const SourceChange &C) {
  return {SM.getFileEntryRefForID(C.File)->getUID(), C.Offset};
}

/// Uses of one macro that cannot be changed alike stay as they are, all of them.
void settleConflicts(const SourceManager &SM, std::vector<LegacyUse> &Uses) {
  std::vector<ChangeSet> Sets;
  for (const LegacyUse &Use : Uses) {
    ChangeSet Set;
    Set.Allowed = Use.Remedy.empty();
    for (const SourceChange &C : Use.Changes)
      Set.Changes.push_back({placeOf(SM, C), C.Length, C.Text});
    Sets.push_back(std::move(Set));
  }
  for (auto [I, Possible] : llvm::enumerate(feasible(Sets)))
    if (!Possible && Uses[I].Remedy.empty())
      Uses[I].Remedy = "it shares a macro with uses that must stay, or become another attribute: "
                       "write a macro for each attribute, or the attribute without a macro";
}

} // namespace

void reportLegacyUses(Reporter Report, const SourceManager &SM, std::vector<LegacyUse> Uses) {
  settleConflicts(SM, Uses);
  std::set<std::pair<unsigned, unsigned>> Fixed; // what several uses of a macro share is fixed once
  for (const LegacyUse &Use : Uses) {
    std::vector<SourceChange> New;
    if (Use.Remedy.empty())
      for (const SourceChange &C : Use.Changes)
        if (Fixed.insert(placeOf(SM, C)).second)
          New.push_back(C);
    if (Use.Kind) {
      DiagnosticBuilder D = Report(Use.Location, Diag::LegacyAttribute);
      D << attributeName(*Use.Kind) << Use.Why;
      addFixes(D, SM, New);
    } else
      Report(Use.Location, Diag::LegacyUndecided);
    if (!Use.Remedy.empty())
      Report(Use.Location, Diag::LegacyByHandNote) << Use.Remedy;
  }
}

} // namespace stcache
