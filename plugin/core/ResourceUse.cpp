// Finds the results of cache_resource functions, and where they are changed.

#include "ResourceFlow.h"
#include "StateCall.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace stcache {

namespace state {

void ResourceSearch::index(const Body &B) {
  if (!Indexed.insert(&B).second)
    return;
  Bodies.push_back(&B);
  B.eachLocal([&](const VarDecl *V, ArrayRef<const Expr *> All) {
    for (const Expr *Where : All)
      Uses[keyOf(V)].push_back({&B, Where});
  });
  for (const Body::Mention &M : B.Mentions)
    Uses[keyOf(M.Variable)].push_back({&B, M.Where});
  const FunctionDecl *Caller = B.Function ? B.Function->getCanonicalDecl() : nullptr;
  for (const Expr *Call : B.Calls)
    if (const FunctionDecl *F = calleeOf(Call))
      Callers[F->getCanonicalDecl()].insert(Caller);
  for (const LambdaExpr *L : B.Lambdas)
    if (const CXXMethodDecl *Op = L->getCallOperator())
      Lambdas[Op->getCanonicalDecl()] = {&B, L};
  for (const FunctionDecl *F : B.Nested)
    if (const Body *Inner = Code.body(F))
      index(*Inner);
  for (const VarDecl *V : B.Statics)
    if (const Body *Init = Code.initializer(V))
      index(*Init);
}

/// Whether F runs only while Source makes the object.
bool ResourceSearch::isMadeBy(const FunctionDecl *F, const FunctionDecl *Source) const {
  bool Found = false;
  std::set<const FunctionDecl *> Seen;
  std::vector<const FunctionDecl *> Work{F};
  while (!Work.empty()) {
    F = Work.back();
    Work.pop_back();
    if (!F)
      return false;
    F = F->getCanonicalDecl();
    if (F == Source->getCanonicalDecl()) {
      Found = true;
    } else if (Seen.insert(F).second) {
      auto L = Lambdas.find(F);
      auto Calls = Callers.find(F);
      if (L != Lambdas.end())
        Work.push_back(L->second.In->Function);
      else if (Calls != Callers.end())
        Work.insert(Work.end(), Calls->second.begin(), Calls->second.end());
      else
        return false;
    }
  }
  return Found;
}

/// Also where a lambda is passed to a function under the lock.
bool ResourceSearch::isLocked(const Body &B, const Stmt *S) const {
  if (state::isLocked(B, S))
    return true;
  auto It = B.Function ? Lambdas.find(B.Function->getCanonicalDecl()) : Lambdas.end();
  if (It == Lambdas.end())
    return false;
  const auto &[In, L] = It->second;
  const Stmt *P = In->parent(L);
  while (isa_and_nonnull<CastExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, ParenExpr>(P))
    P = In->parent(P);
  return isa_and_nonnull<CallExpr>(P) && isLocked(*In, L);
}

/// What a call gives that leads to a shared object or is one.
std::optional<Level> ResourceSearch::sharedBy(const Expr *Call) const {
  if (Call->isGLValue())
    return Level::Object;
  // Handles that the user declares as such are safe by declaration.
  auto *R = Call->getType()->getAsCXXRecordDecl();
  return leads(Call->getType()) && (!R || R->isInStdNamespace()) ? std::optional(Level::Leads)
                                                                 : std::nullopt;
}

void ResourceSearch::callsOf(const Body &B,
                             llvm::function_ref<void(const ResourceFinding &)> Sink) {
  for (const Expr *Call : B.Calls) {
    const FunctionDecl *F = calleeOf(Call);
    if (!F || isa<CXXConstructExpr>(Call) || isIgnored(F))
      continue;
    const FunctionDecl *Source = F;
    if (!Config.IsShared(F)) {
      auto It = PassedOn.find(F->getCanonicalDecl());
      if (It == PassedOn.end())
        continue;
      Source = It->second;
    }
    std::optional<Level> L = sharedBy(Call);
    if (!L || isMadeBy(B.Function, Source))
      continue;
    Walk W;
    follow(W, B, Call, *L);
    finish(W);
    for (const Flow::Change &C : W.Result.Changes)
      Sink({C.Loc, Source, C.Inner, C.Callee});
    for (const FunctionDecl *By : W.Result.ReturnedBy)
      if (!Config.IsShared(By))
        PassedOn.try_emplace(By->getCanonicalDecl(), Source);
  }
}

void ResourceSearch::run(llvm::function_ref<void(const ResourceFinding &)> Sink) {
  Code.eachBody([&](const Body &B) { index(B); });
  const std::vector<const Body *> All = Bodies; // grows while callees are looked into
  const SourceManager &SM = Ctx.getSourceManager();
  std::map<std::pair<SourceLocation, SourceLocation>, ResourceFinding> Found;
  size_t Known;
  do { // until no more functions are known that return what another gave them
    Known = PassedOn.size();
    for (const Body *B : All)
      if (!B->Function || !isIgnored(B->Function))
        callsOf(*B, [&](const ResourceFinding &F) {
          if (!SM.isInSystemHeader(SM.getExpansionLoc(F.Loc)))
            Found.try_emplace({F.Loc, F.Source->getLocation()}, F);
        });
  } while (PassedOn.size() > Known);
  std::vector<const ResourceFinding *> Sorted;
  for (const auto &[Key, F] : Found)
    Sorted.push_back(&F);
  llvm::sort(Sorted, [&](const ResourceFinding *A, const ResourceFinding *B) {
    bool Same = A->Loc == B->Loc;
    return SM.isBeforeInTranslationUnit(Same ? A->Source->getLocation() : A->Loc,
                                        Same ? B->Source->getLocation() : B->Loc);
  });
  for (const ResourceFinding *F : Sorted)
    Sink(*F);
}

} // namespace state

void findResourceChanges(ASTContext &Ctx, const ResourceConfig &Config,
                         llvm::function_ref<void(const ResourceFinding &)> Sink) {
  state::ResourceSearch(Ctx, Config).run(Sink);
}

} // namespace stcache
