// Which state a cached function reaches.

#include "State.h"

#include "StateBody.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <set>
#include <tuple>

using namespace clang;

namespace stcache {

using state::Body;

namespace {

struct WarningName {
  StringRef Id;
  bool Default;
};
constexpr WarningName WarningNames[] = {
    {"st-mutable-global", true},     {"st-static-local", true},   {"st-impure-call", true},
    {"st-file-read", false},         {"st-indirect-call", false}, {"st-unseen-overrider", false},
    {"st-resource-mutation", false},
};

enum class InputKind {
#define STCACHE_INPUT(Kind, Gives) Kind,
#include "StateInputs.def"
};

constexpr StringRef InputGives[] = {
#define STCACHE_INPUT(Kind, Gives) Gives,
#include "StateInputs.def"
};

std::optional<InputKind> inputNamed(StringRef Name) {
  static const llvm::StringMap<InputKind> Table = {
#define STCACHE_INPUT_NAME(Kind, Name, Header) {Name, InputKind::Kind},
#include "StateInputs.def"
  };
  auto It = Table.find(Name);
  return It == Table.end() ? std::nullopt : std::optional(It->second);
}

/// As StateInputs.def writes it; empty for what is in no table, such as members of functions.
std::string inputName(const NamedDecl *D) {
  std::string Name;
  for (const Decl *Part = D;;) {
    auto *Named = dyn_cast<NamedDecl>(Part);
    if (!Named || (!Named->getIdentifier() && Named != D))
      return {};
    if (Named->getIdentifier())
      Name = Named->getName().str() + (Name.empty() ? "" : "::" + Name);
    const DeclContext *DC = Part->getDeclContext();
    while (isa<LinkageSpecDecl>(DC) ||
           (isa<NamespaceDecl>(DC) && cast<NamespaceDecl>(DC)->isInline()))
      DC = DC->getParent();
    if (DC->isTranslationUnit())
      break;
    if (!isa<NamespaceDecl, RecordDecl>(DC))
      return {};
    Part = cast<Decl>(DC);
  }
  // The functions of <cstdlib> and the like may be declared in both namespaces.
  auto *F = dyn_cast<FunctionDecl>(D);
  return F && F->isExternC() && F->getIdentifier() ? F->getName().str() : Name;
}

/// Name: as in the table.
std::optional<InputKind> inputOf(const NamedDecl *D, std::string &Name) {
  if (auto *M = dyn_cast<CXXMethodDecl>(D)) {
    if (isa<CXXDestructorDecl>(M))
      return std::nullopt;
    // A device that nobody asks, a stream that nobody opened.
    auto *C = dyn_cast<CXXConstructorDecl>(M);
    bool Asks = !C || (C->getMinRequiredArguments() && !C->isCopyOrMoveConstructor());
    Name = inputName(M->getParent());
    if (std::optional<InputKind> Class = Asks ? inputNamed(Name) : std::nullopt)
      return Class;
    if (C)
      return std::nullopt;
  }
  Name = inputName(D);
  return inputNamed(Name);
}

} // namespace

StateWarnings::StateWarnings() : Mask(0) {
  for (auto [I, Name] : llvm::enumerate(WarningNames))
    Mask |= unsigned(Name.Default) << I;
}

StateWarnings StateWarnings::none() {
  StateWarnings Result;
  Result.Mask = 0;
  return Result;
}

void StateWarnings::set(StateWarning W, bool On) {
  unsigned Bit = 1u << static_cast<unsigned>(W);
  Mask = On ? Mask | Bit : Mask & ~Bit;
}

bool StateWarnings::set(StringRef Id, bool On) {
  bool Known = false;
  for (auto [I, Name] : llvm::enumerate(WarningNames))
    if (Id == "all" || Id == Name.Id) {
      Known = true;
      set(static_cast<StateWarning>(I), On);
    }
  return Known;
}

std::string StateWarnings::ids() {
  std::string List;
  for (const WarningName &Name : WarningNames)
    List += (List.empty() ? "" : ", ") + Name.Id.str();
  return List;
}

/// The search from one cached function, breadth first, so that the shortest way is reported.
struct StateChecker::Walk {
  std::vector<FingerprintDep> Deps;
  unsigned Root = 0; // the function itself
  struct Visit {
    unsigned From = ~0u;
    SourceLocation Call;
  };
  std::vector<std::optional<Visit>> Visits;
  std::vector<unsigned> Queue;
  llvm::DenseMap<const Decl *, unsigned> DepOf;
  llvm::DenseSet<const Decl *> InKey;
  std::set<std::tuple<StateWarning, const void *, const void *>> Said;

  void visit(unsigned To, unsigned From, SourceLocation Call) {
    if (Visits[To])
      return;
    Visits[To] = Visit{From, Call};
    Queue.push_back(To);
  }
};

StateChecker::StateChecker(ASTContext &Ctx, Fingerprinter &Prints,
                           std::function<const Stmt *(const FunctionDecl *)> BodyOf,
                           StateWarnings Wanted)
    : Ctx(Ctx), Prints(Prints), Wanted(Wanted),
      Code(std::make_unique<state::Program>(Ctx, std::move(BodyOf))) {}

StateChecker::~StateChecker() = default;

void StateChecker::check(const CachedFunction &F) {
  Walk W;
  W.Deps = Prints.dependencies(F.Function, F.Key);
  W.Visits.resize(W.Deps.size());
  for (auto [I, D] : llvm::enumerate(W.Deps))
    if (D.Decl && D.What != UnitKind::Cached) {
      unsigned &Of = W.DepOf.try_emplace(D.Decl->getCanonicalDecl(), I).first->second;
      // A method comes twice if it has overriders elsewhere.
      if (W.Deps[Of].External)
        Of = I;
    }
  W.Root = W.DepOf.lookup(F.Function->getCanonicalDecl());
  // What the key reaches, it holds.
  SmallVector<unsigned, 16> Work;
  llvm::DenseSet<unsigned> Seen;
  if (W.Root != 0)
    for (unsigned To : W.Deps[0].Direct)
      if (To != W.Root)
        Work.push_back(To);
  while (!Work.empty()) {
    unsigned I = Work.pop_back_val();
    if (!Seen.insert(I).second)
      continue;
    if (const NamedDecl *D = W.Deps[I].Decl)
      if (isa<VarDecl>(D) || W.Deps[I].Opaque)
        W.InKey.insert(D->getCanonicalDecl());
    Work.append(W.Deps[I].Direct.begin(), W.Deps[I].Direct.end());
  }
  W.visit(W.Root, ~0u, {});
  for (size_t Next = 0; Next < W.Queue.size(); ++Next) {
    unsigned I = W.Queue[Next];
    const FingerprintDep &D = W.Deps[I];
    if (D.Decl && state::isIgnored(D.Decl))
      continue;
    const Body *B = nullptr;
    if (auto *Function = dyn_cast_or_null<FunctionDecl>(D.Decl);
        Function && !D.Opaque && !D.External)
      B = Code->body(Function);
    else if (auto *V = dyn_cast_or_null<VarDecl>(D.Decl); V && !D.Opaque) {
      // Of one that changes, later values count more; it is reported where it is read.
      if (W.InKey.contains(V->getCanonicalDecl()) || Code->changes(V))
        continue;
      B = Code->initializer(V);
    }
    if (B) {
      scan(F, W, I, *B);
      continue;
    }
    for (unsigned To : D.Direct)
      W.visit(To, I, {});
  }
}

void StateChecker::scan(const CachedFunction &F, Walk &W, unsigned Dep, const Body &B) {
  llvm::DenseSet<const Decl *> Idle, Needed;
  for (const Body::Mention &M : B.Mentions)
    (visitMention(F, W, Dep, B, M.Where, M.Variable) ? Needed : Idle)
        .insert(M.Variable->getCanonicalDecl());
  for (const Expr *Call : B.Calls) {
    const FunctionDecl *Callee = state::calleeOf(Call);
    bool Matters = visitCall(F, W, Dep, B, Call, Callee);
    if (Callee)
      (Matters ? Needed : Idle).insert(Callee->getCanonicalDecl());
  }
  auto IsIdle = [&](const Decl *D) {
    return Idle.contains(D->getCanonicalDecl()) && !Needed.contains(D->getCanonicalDecl());
  };
  // What else is called is not named: destructors, overriders, functions whose address is taken.
  for (unsigned To : W.Deps[Dep].Direct) {
    const NamedDecl *D = W.Deps[To].Decl;
    bool Skip = D && IsIdle(D);
    if (auto *M = dyn_cast_or_null<CXXMethodDecl>(D))
      for (const CXXMethodDecl *Base : M->overridden_methods())
        Skip |= IsIdle(Base);
    if (!Skip)
      W.visit(To, Dep, {});
  }
}

/// Returns whether the variable's value can make a difference.
bool StateChecker::visitMention(const CachedFunction &F, Walk &W, unsigned Dep, const Body &B,
                                const Expr *Where, const VarDecl *V) {
  auto It = W.DepOf.find(V->getCanonicalDecl());
  if (It == W.DepOf.end() || state::isIgnored(V))
    return false; // a constant
  state::Use U = B.classify(Where);
  if (!U.Reads || !B.influences(U.Value))
    return false;
  if (W.InKey.contains(V->getCanonicalDecl()))
    return true;
  StateFinding Finding;
  Finding.Subject = V;
  Finding.Loc = B.location(Where);
  if (W.Deps[It->second].Opaque) {
    if (std::optional<InputKind> Kind = inputOf(V, Finding.Name); Kind && !F.Shared && !F.Expires) {
      Finding.What = StateWarning::ImpureCall;
      Finding.Gives = InputGives[unsigned(*Kind)];
      add(F, W, Dep, std::move(Finding));
    }
    return true;
  }
  // An object that is shared on purpose.
  QualType Result = F.Function->getReturnType();
  if (F.Shared && (V->isStaticLocal() ||
                   (Dep == W.Root && (Result->isReferenceType() || Result->isPointerType()))))
    return true;
  Finding.What = V->isStaticLocal() ? StateWarning::StaticLocal : StateWarning::MutableGlobal;
  if (Wanted[Finding.What] && Code->changes(V))
    add(F, W, Dep, std::move(Finding));
  return true;
}

/// Whether a virtual call may run code that this file does not show.
static bool hasUnseenOverriders(const CallExpr *Call, const LangOptions &LangOpts) {
  auto *Member = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
  auto *M = Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
  return M && M->isVirtual() && Member->performsVirtualDispatch(LangOpts) &&
         !M->getDevirtualizedMethod(Member->getBase(), /*IsAppleKext=*/false) &&
         M->getParent()->isExternallyVisible();
}

/// Whether a call without a known callee is through something other than a parameter or a local
/// variable, whose functions are seen where their address is taken.
static bool isUnseenPointer(const Expr *Callee) {
  Callee = Callee->IgnoreParenImpCasts();
  if (auto *Deref = dyn_cast<UnaryOperator>(Callee))
    Callee = Deref->getSubExpr()->IgnoreParenImpCasts();
  if (isa<CXXPseudoDestructorExpr>(Callee))
    return false;
  auto *Ref = dyn_cast<DeclRefExpr>(Callee);
  auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return !V || V->hasGlobalStorage();
}

/// What a call without a known callee goes through; null if the callee is known.
static const Expr *calledPointer(const Expr *E, const FunctionDecl *Callee) {
  auto *Call = dyn_cast<CallExpr>(E);
  if (!Callee)
    return Call ? Call->getCallee() : nullptr;
  auto *M = dyn_cast<CXXMethodDecl>(Callee);
  bool Holder = M && isa<CXXOperatorCallExpr>(E) && M->getOverloadedOperator() == OO_Call &&
                M->getParent()->isInStdNamespace() && M->getParent()->getName() == "function";
  return Holder ? Call->getArg(0) : nullptr;
}

/// Returns whether the call can make a difference; others are not followed.
bool StateChecker::visitCall(const CachedFunction &F, Walk &W, unsigned Dep, const Body &B,
                             const Expr *E, const FunctionDecl *Callee) {
  if (!B.matters(E))
    return false;
  StateFinding Finding;
  Finding.Loc = B.location(E);
  if (const Expr *Pointer = calledPointer(E, Callee)) {
    Finding.What = StateWarning::IndirectCall;
    if (isUnseenPointer(Pointer))
      add(F, W, Dep, std::move(Finding));
    return true;
  }
  if (!Callee)
    return true;
  Finding.Subject = Callee;
  auto It = W.DepOf.find(Callee->getCanonicalDecl());
  bool Opaque = It == W.DepOf.end() || W.Deps[It->second].Opaque;
  if (It != W.DepOf.end())
    W.visit(It->second, Dep, Finding.Loc);
  if (auto *Call = dyn_cast<CallExpr>(E);
      Call && !Opaque && hasUnseenOverriders(Call, Ctx.getLangOpts())) {
    Finding.What = StateWarning::UnseenOverrider;
    add(F, W, Dep, std::move(Finding));
    return true;
  }
  if (W.InKey.contains(Callee->getCanonicalDecl()) || F.Shared || F.Expires ||
      (!Opaque && Callee->isDefined()))
    return true;
  if (std::optional<InputKind> Kind = inputOf(Callee, Finding.Name)) {
    Finding.What = *Kind == InputKind::File ? StateWarning::FileRead : StateWarning::ImpureCall;
    Finding.Gives = InputGives[unsigned(*Kind)];
    add(F, W, Dep, std::move(Finding));
  }
  return true;
}

void StateChecker::add(const CachedFunction &F, Walk &W, unsigned Dep, StateFinding Finding) {
  if (!Wanted[Finding.What])
    return;
  // One cure serves for all reads of a global, but not for all calls of a function.
  const void *Subject =
      Finding.Subject ? static_cast<const void *>(Finding.Subject) : Finding.Loc.getPtrEncoding();
  const void *Within = Finding.What == StateWarning::MutableGlobal ? nullptr : W.Deps[Dep].Decl;
  if (!W.Said.insert({Finding.What, Subject, Within}).second)
    return;
  const SourceManager &SM = Ctx.getSourceManager();
  StateFinding::Reach Reach;
  Reach.From = F;
  bool Placed = !SM.isInSystemHeader(SM.getExpansionLoc(Finding.Loc));
  for (unsigned I = Dep; I != W.Root;) {
    const Walk::Visit &V = *W.Visits[I];
    auto *Named = W.Deps[I].Decl;
    auto *Method = dyn_cast_or_null<CXXMethodDecl>(Named);
    if (Named && !isa<RecordDecl>(Named) && !(Method && Method->getParent()->isLambda()))
      Reach.Through.insert(Reach.Through.begin(), Named);
    // In a library's header nobody can mend it: the call is the place then.
    if (!Placed && V.Call.isValid() && !SM.isInSystemHeader(SM.getExpansionLoc(V.Call))) {
      Finding.Loc = V.Call;
      Placed = true;
    }
    if (V.From == W.Root)
      Reach.Call = V.Call.isValid() ? V.Call : F.Function->getLocation();
    I = V.From;
  }
  auto [It, New] =
      Places.try_emplace({unsigned(Finding.What), Finding.Loc.getRawEncoding()}, Found.size());
  if (New)
    Found.push_back(std::move(Finding));
  // Instantiations of one template count once.
  std::vector<StateFinding::Reach> &All = Found[It->second].Reached;
  if (llvm::none_of(All, [&](const StateFinding::Reach &R) {
        return R.From.Function->getLocation() == F.Function->getLocation();
      }))
    All.push_back(std::move(Reach));
}

void StateChecker::findings(llvm::function_ref<void(const StateFinding &)> Sink) const {
  for (const StateFinding &F : Found)
    Sink(F);
}

} // namespace stcache
