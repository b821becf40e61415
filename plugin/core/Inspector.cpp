#include "Inspector.h"

#include "Generated.h"

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

std::vector<WrongKind> Inspector::wrongKinds() const {
  std::vector<WrongKind> Result;
  if (!sema())
    return Result;
  for (const WrittenAnnotation &W : writtenAnnotations()) {
    if (W.Legacy || W.Function->isInvalidDecl())
      continue;
    KindChoice Choice = chooseKind(*sema(), types(), W.Function, W.Kind, W.location());
    if (Choice.Incomplete || (Choice.Obstacle.empty() && Choice.Kind == W.Kind))
      continue;
    ArrayRef<Token> Tokens = names().attributeTokens(W.range().getEnd());
    WrongKind Wrong{W.Function,
                    Tokens.empty() ? W.location() : Tokens.front().getLocation(),
                    W.Kind,
                    std::move(Choice),
                    {}};
    if (Wrong.Better.Kind && Wrong.Better.Obstacle.empty())
      Wrong.Changes = kindChanges(*sema(), names(), W, *Wrong.Better.Kind);
    Result.push_back(std::move(Wrong));
  }
  return Result;
}

} // namespace stcache
