#include "Inspector.h"

#include "Generated.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

static Inspector *Current = nullptr;

Inspector::Inspector(CompilerInstance &CI, PluginConfig Config)
    : AnnotationPass(CI, std::move(Config)) {
  Current = this;
}

Inspector::~Inspector() {
  if (Current == this)
    Current = nullptr;
}

Inspector *Inspector::current() { return Current; }

void Inspector::foundFunction(FunctionDecl *F, const Annotation &A) {
  if (std::optional<CachePlan> Plan = planner().plan(F, A))
    Plans.push_back(std::move(*Plan));
}

std::vector<CachedFunction> Inspector::cachedFunctions() const {
  std::vector<CachedFunction> Result;
  Result.reserve(Plans.size());
  for (const CachePlan &Plan : Plans)
    Result.push_back(Plan.cachedFunction());
  return Result;
}

void Inspector::stateFindings(StateWarnings Wanted,
                              llvm::function_ref<void(const StateFinding &)> Sink) const {
  if (Plans.empty())
    return;
  ASTContext &Ctx = compiler().getASTContext();
  Fingerprinter Prints(Ctx, config().Fingerprint);
  StateChecker State(Ctx, Prints, userBody, Wanted);
  for (const CachedFunction &F : cachedFunctions())
    State.check(F);
  State.findings(Sink);
}

ASTContext &Inspector::context() const { return compiler().getASTContext(); }
const SourceManager &Inspector::sourceManager() const { return compiler().getSourceManager(); }
bool Inspector::sawErrors() const {
  return compiler().getDiagnostics().hasUncompilableErrorOccurred();
}

static void hide(const FunctionDecl *F) {
  for (const FunctionDecl *Redecl : F->redecls())
    removeAnnotation(const_cast<FunctionDecl *>(Redecl));
}

void Inspector::hideAnnotations() const {
  for (const WrittenAnnotation &W : writtenAnnotations()) {
    hide(W.Function);
    if (const FunctionTemplateDecl *Template = W.Function->getDescribedFunctionTemplate())
      for (const FunctionDecl *Special : Template->specializations())
        hide(Special);
    auto *Method = dyn_cast<CXXMethodDecl>(W.Function);
    if (const ClassTemplateDecl *Template =
            Method ? Method->getParent()->getDescribedClassTemplate() : nullptr)
      for (const ClassTemplateSpecializationDecl *Class : Template->specializations())
        for (const CXXMethodDecl *Member : Class->methods())
          if (Member->getInstantiatedFromMemberFunction() == Method)
            hide(Member);
  }
}

/// None if the one that is written is right.
std::optional<KindChoice> Inspector::betterKind(const WrittenAnnotation &W,
                                                bool DataForConst) const {
  KindChoice Choice = chooseKind(*sema(), types(), W.Function, W.Kind, W.location());
  if (Choice.Incomplete)
    return std::nullopt;
  if (!Choice.Obstacle.empty() || Choice.Kind != W.Kind)
    return Choice;
  QualType T = W.Function->getReturnType();
  if (!DataForConst || W.Kind != CacheKind::Resource || T->isDependentType() ||
      T->isUndeducedType())
    return std::nullopt;
  Choice = chooseKind(*sema(), types(), W.Function, CacheKind::Data, W.location());
  if (Choice.Kind != CacheKind::Data)
    return std::nullopt;
  Choice.Why = "what it returns cannot be changed, and a value can be stored";
  return Choice;
}

std::vector<WrongKind> Inspector::wrongKinds(bool DataForConst) const {
  std::vector<WrongKind> Result;
  if (!sema() || !annotationsSeen())
    return Result;
  for (const WrittenAnnotation &W : writtenAnnotations()) {
    if (W.Legacy || W.Function->isInvalidDecl() || sourceManager().isInSystemHeader(W.location()))
      continue;
    std::optional<KindChoice> Better = betterKind(W, DataForConst);
    if (!Better)
      continue;
    ArrayRef<Token> Tokens = names().attributeTokens(W.range().getEnd());
    WrongKind Wrong{W.Function,
                    Tokens.empty() ? W.location() : Tokens.front().getLocation(),
                    W.Kind,
                    std::move(*Better),
                    {}};
    if (Wrong.Better.Kind && Wrong.Better.Obstacle.empty())
      Wrong.Changes = kindChanges(*sema(), names(), W, *Wrong.Better.Kind);
    Result.push_back(std::move(Wrong));
  }
  return Result;
}

void report(Reporter Report, const SourceManager &SM, const WrongKind &W) {
  const KindChoice &Better = W.Better;
  if (!Better.Kind || Better.Kind == W.Given) {
    Report(W.Location, Diag::WrongResult)
        << attributeName(W.Given) << W.Function << Better.Obstacle;
    return;
  }
  {
    DiagnosticBuilder D = Report(W.Location, Diag::WrongKind);
    D << attributeName(W.Given) << W.Function << attributeName(*Better.Kind) << Better.Why;
    addFixes(D, SM, W.Changes);
  }
  if (!Better.Obstacle.empty())
    Report(W.Location, Diag::LegacyByHandNote) << Better.Obstacle;
  else if (W.Changes.empty())
    Report(W.Location, Diag::LegacyByHandNote) << ("write '" + attributeName(*Better.Kind) +
                                                   "', without the options that it does not have")
                                                      .str();
}

} // namespace stcache
