// Which units there are, and which declarations are opaque.

#include "FingerprintEngine.h"
#include "FingerprintWriter.h"
#include "Generated.h"
#include "clang/AST/DeclFriend.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace stcache::fp {

static void normalize(std::vector<std::string> &Dirs) {
  for (std::string &Dir : Dirs) {
    SmallString<256> Real;
    if (!llvm::sys::fs::real_path(Dir, Real))
      Dir = std::string(Real);
  }
}

Engine::Engine(ASTContext &Ctx, FingerprintConfig C) : Ctx(Ctx), Config(std::move(C)), Names(Ctx) {
  normalize(Config.FollowDirs);
  normalize(Config.OpaqueDirs);
  normalize(Config.SystemDirs);
  if (std::string Own = runtimeHeaders(Ctx); !Own.empty())
    Config.OpaqueDirs.push_back(std::move(Own));
  std::string Salt = salt();
  Seed = st::fingerprint::name_hash(Salt.data(), Salt.size());
}

std::string Engine::salt() const {
  const LangOptions &L = Ctx.getLangOpts();
  const llvm::Triple &T = Ctx.getTargetInfo().getTriple();
  // Architecture and system, without the vendor and the versions of either.
  std::string S = "stcache " + std::to_string(FingerprintVersion);
  S += " " + llvm::Triple::getArchTypeName(T.getArch()).str();
  S += " " + llvm::Triple::getOSTypeName(T.getOS()).str();
  S += L.getSignedOverflowBehavior() == LangOptions::SOB_Defined    ? " wrapv"
       : L.getSignedOverflowBehavior() == LangOptions::SOB_Trapping ? " trapv"
                                                                    : "";
  S += L.CharIsSigned ? "" : " unsigned-char";
  S += L.Exceptions ? "" : " no-exceptions";
  S += L.RTTI ? "" : " no-rtti";
  S += L.ElideConstructors ? "" : " no-elide-constructors";
  if (L.getTrivialAutoVarInit() != LangOptions::TrivialAutoVarInitKind::Uninitialized)
    S += " auto-var-init=" + std::to_string(int(L.getTrivialAutoVarInit()));
  return S + Config.Flags;
}

UnitId Engine::make(UnitKind Kind, const NamedDecl *D) {
  auto [It, New] = UnitOf.try_emplace(D, Units.size());
  if (New) {
    Units.push_back(std::make_unique<Unit>());
    Units.back()->Kind = Kind;
    Units.back()->Decl = D;
    Pending.push_back(It->second);
  }
  return It->second;
}

UnitId Engine::function(const FunctionDecl *F) {
  return make(UnitKind::Function, F->getCanonicalDecl());
}

UnitId Engine::variable(const VarDecl *V) {
  return make(UnitKind::Variable, V->getCanonicalDecl());
}

UnitId Engine::record(const RecordDecl *R) {
  return make(UnitKind::Record, cast<RecordDecl>(R->getCanonicalDecl()));
}

UnitId Engine::cached(const CachedCode &Code) {
  // The runtime's own code must not count, so that whoever needs nothing of the user's for it
  // has the function's own fingerprint, whatever the options.
  std::vector<UnitId> KeyCode;
  for (const FunctionDecl *F : Code.RuntimeFunctions) {
    UnitId Id = callbacks(F);
    buildPending();
    llvm::append_range(KeyCode, userCode(Id));
  }
  if (Code.HashFunctions.empty() && Code.Version.empty() && KeyCode.empty())
    return function(Code.Function);
  UnitId Id = Units.size();
  Units.push_back(std::make_unique<Unit>());
  Units.back()->Kind = UnitKind::Cached;
  Units.back()->Decl = Code.Function->getCanonicalDecl();
  Units.back()->HashFunctions.append(Code.HashFunctions.begin(), Code.HashFunctions.end());
  Units.back()->Version = Code.Version;
  Units.back()->KeyCode = std::move(KeyCode);
  Pending.push_back(Id);
  return Id;
}

UnitId Engine::overridersElsewhere(const CXXMethodDecl *M) {
  M = M->getCanonicalDecl();
  auto [It, New] = OverridersOf.try_emplace(M, Units.size());
  if (New) {
    Units.push_back(std::make_unique<Unit>());
    Units.back()->Decl = M;
    Units.back()->External = Units.back()->Overriders = true;
  }
  return It->second;
}

UnitId Engine::callbacks(const FunctionDecl *F) {
  auto [It, New] = CallbacksOf.try_emplace(F->getCanonicalDecl(), Units.size());
  if (New) {
    Units.push_back(std::make_unique<Unit>());
    Units.back()->Decl = F->getCanonicalDecl();
    Units.back()->Nameless = Units.back()->Opaque = true;
    Pending.push_back(It->second);
  }
  return It->second;
}

void Engine::build(UnitId Id) {
  Unit &U = *Units[Id];
  UnitWriter W(*this, U);
  switch (U.Kind) {
  case UnitKind::Function:
    if (!U.Nameless)
      W.function(cast<FunctionDecl>(U.Decl));
    break;
  case UnitKind::Variable:
    W.variable(cast<VarDecl>(U.Decl));
    break;
  case UnitKind::Record:
    W.record(cast<RecordDecl>(U.Decl));
    break;
  case UnitKind::Cached:
    W.cached();
    break;
  }
  if (U.Opaque && U.Kind == UnitKind::Function && mentionsUser(U.Decl)) {
    Unit Scratch;
    UnitWriter(*this, Scratch, /*OnlyCalls=*/true).functionCalls(cast<FunctionDecl>(U.Decl));
    U.Callbacks = std::move(Scratch.Edges);
  }
}

void Engine::buildPending() {
  while (!Pending.empty()) {
    UnitId Id = Pending.back();
    Pending.pop_back();
    build(Id);
  }
}

/// The user's functions that an opaque one calls, be it through other opaque functions.
std::vector<UnitId> Engine::userCode(UnitId Opaque) {
  llvm::DenseSet<UnitId> Seen{Opaque};
  SmallVector<UnitId, 32> Work(Units[Opaque]->Callbacks.begin(), Units[Opaque]->Callbacks.end());
  std::vector<UnitId> Found;
  while (!Work.empty()) {
    UnitId To = Work.pop_back_val();
    if (!Seen.insert(To).second)
      continue;
    const Unit &U = *Units[To];
    auto *F = dyn_cast<FunctionDecl>(U.Decl);
    if (U.Opaque)
      Work.append(U.Callbacks.begin(), U.Callbacks.end());
    else if (!F || !holdsOptions(F))
      Found.push_back(To);
  }
  return Found;
}

/// An opaque template counts by name, but the user's functions that its instantiation calls count
/// in full.
void Engine::flatten(UnitId Id) {
  Unit &U = *Units[Id];
  if (U.Flattened || U.Callbacks.empty())
    return;
  U.Flattened = true;
  std::vector<UnitId> Found = userCode(Id);
  if (Found.empty())
    return;
  U.Refs.push_back(U.Bytes.size());
  char Raw[4];
  U.Bytes += 'R';
  llvm::support::endian::write32le(Raw, Found.size());
  U.Bytes.append(Raw, 4);
  for (UnitId To : Found) {
    llvm::support::endian::write32le(Raw, To);
    U.Bytes.append(Raw, 4);
    U.Edges.push_back(To);
  }
}

std::vector<UnitId> Engine::reachable(UnitId Root) {
  std::vector<UnitId> Order;
  llvm::DenseSet<UnitId> Seen;
  SmallVector<UnitId, 32> Work{Root};
  while (!Work.empty()) {
    UnitId Id = Work.pop_back_val();
    if (!Seen.insert(Id).second)
      continue;
    Order.push_back(Id);
    const std::vector<UnitId> &Edges = Units[Id]->Edges;
    Work.append(Edges.rbegin(), Edges.rend());
  }
  return Order;
}

const Stmt *Engine::bodyOf(const FunctionDecl *Definition) const {
  if (Config.BodyOf)
    if (const Stmt *Body = Config.BodyOf(Definition))
      return Body;
  return Definition->getBody();
}

bool Engine::isOpaqueFile(FileID File) {
  auto [It, New] = OpaqueFiles.try_emplace(File, false);
  if (!New)
    return It->second;
  const SourceManager &SM = Ctx.getSourceManager();
  bool Result = false;
  if (File != SM.getMainFileID()) {
    SourceLocation Start = SM.getLocForStartOfFile(File);
    Result = Config.SystemDirs.empty() && SM.isInSystemHeader(Start);
    if (OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File)) {
      StringRef Path = Entry->getFileEntry().tryGetRealPathName();
      SmallString<256> Real;
      if (Path.empty() && !llvm::sys::fs::real_path(Entry->getName(), Real))
        Path = Real;
      size_t Longest = 0;
      auto Consider = [&](const std::vector<std::string> &Dirs, bool Opaque) {
        for (StringRef Dir : Dirs) {
          Dir = Dir.rtrim('/');
          if (Dir.size() + 1 > Longest && Path.starts_with(Dir) &&
              Path.substr(Dir.size()).starts_with("/")) {
            Longest = Dir.size() + 1;
            Result = Opaque;
          }
        }
      };
      Consider(Config.FollowDirs, false);
      Consider(Config.OpaqueDirs, true);
      Consider(Config.SystemDirs, true);
    }
  }
  return OpaqueFiles[File] = Result;
}

bool Engine::isOpaque(const Decl *D) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
  // Declared by the compiler itself: built-in functions, operator new.
  if (Loc.isInvalid())
    return !D->isImplicit() || !isa<CXXMethodDecl>(D);
  FileID File = SM.getFileID(Loc);
  return isOpaqueFile(File);
}

bool Engine::templateArgsMentionUser(ArrayRef<TemplateArgument> Args) {
  for (const TemplateArgument &A : Args)
    switch (A.getKind()) {
    case TemplateArgument::Type:
      if (mentionsUser(A.getAsType()))
        return true;
      break;
    case TemplateArgument::Declaration:
      if (!isOpaque(A.getAsDecl()))
        return true;
      break;
    case TemplateArgument::Template:
    case TemplateArgument::TemplateExpansion:
      if (const TemplateDecl *T = A.getAsTemplateOrTemplatePattern().getAsTemplateDecl())
        if (!isOpaque(T))
          return true;
      break;
    case TemplateArgument::Pack:
      if (templateArgsMentionUser(A.pack_elements()))
        return true;
      break;
    default:
      break;
    }
  return false;
}

bool Engine::mentionsUser(const Decl *D) {
  for (;;) {
    if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (const TemplateArgumentList *Args = F->getTemplateSpecializationArgs())
        if (templateArgsMentionUser(Args->asArray()))
          return true;
      // Defined in a class as its friend, it is a member of the namespace around.
      auto *Friendly = dyn_cast<CXXRecordDecl>(F->getLexicalDeclContext());
      if (Friendly && F->getFriendObjectKind() != Decl::FOK_None && mentionsUser(Friendly))
        return true;
    } else if (auto *R = dyn_cast<ClassTemplateSpecializationDecl>(D)) {
      if (templateArgsMentionUser(R->getTemplateArgs().asArray()))
        return true;
    }
    const DeclContext *DC = D->getDeclContext();
    if (!DC || DC->isFileContext())
      return false;
    D = cast<Decl>(DC);
  }
}

bool Engine::mentionsUser(QualType Q) {
  const Type *T = Q.getCanonicalType().getTypePtr();
  if (T->isPointerType() || T->isReferenceType())
    return mentionsUser(T->getPointeeType());
  if (auto *A = T->getAsArrayTypeUnsafe())
    return mentionsUser(A->getElementType());
  if (T->isMemberPointerType())
    return true;
  if (auto *F = T->getAs<FunctionProtoType>()) {
    if (mentionsUser(F->getReturnType()))
      return true;
    for (QualType P : F->param_types())
      if (mentionsUser(P))
        return true;
    return false;
  }
  auto *Tag = T->getAsTagDecl();
  if (!Tag)
    return false;
  auto [It, New] = UserTypes.try_emplace(T, false);
  if (New) {
    bool Result = !isOpaque(Tag) || mentionsUser(Tag);
    return UserTypes[T] = Result;
  }
  return It->second;
}

void Engine::indexOverriders(const DeclContext *DC) {
  for (const Decl *D : DC->decls()) {
    if (isa<NamespaceDecl, LinkageSpecDecl>(D)) {
      if (!isOpaque(D))
        indexOverriders(cast<DeclContext>(D));
      continue;
    }
    if (auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      for (const ClassTemplateSpecializationDecl *S : T->specializations())
        if (!isa<ClassTemplatePartialSpecializationDecl>(S)) {
          indexOverriders(S);
          for (const CXXMethodDecl *M : S->methods())
            for (const CXXMethodDecl *Base : M->overridden_methods())
              Overriders[Base->getCanonicalDecl()].push_back(M);
        }
      continue;
    }
    if (auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      for (const FunctionDecl *S : T->specializations())
        indexOverriders(S);
      continue;
    }
    if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (!F->isDependentContext() && !isOpaque(F))
        indexOverriders(F);
      continue;
    }
    auto *R = dyn_cast<CXXRecordDecl>(D);
    if (!R || !R->isThisDeclarationADefinition() || R->isDependentContext() ||
        isa<ClassTemplateSpecializationDecl>(R) || R->isInjectedClassName() || isOpaque(R))
      continue;
    for (const CXXMethodDecl *M : R->methods())
      for (const CXXMethodDecl *Base : M->overridden_methods())
        Overriders[Base->getCanonicalDecl()].push_back(M);
    indexOverriders(R);
  }
}

SmallVector<const CXXMethodDecl *, 4> Engine::overriders(const CXXMethodDecl *M) {
  if (!OverridersIndexed) {
    OverridersIndexed = true;
    indexOverriders(Ctx.getTranslationUnitDecl());
  }
  SmallVector<const CXXMethodDecl *, 4> Result, Work{M->getCanonicalDecl()};
  llvm::DenseSet<const CXXMethodDecl *> Seen;
  while (!Work.empty())
    for (const CXXMethodDecl *O : Overriders.lookup(Work.pop_back_val()->getCanonicalDecl()))
      if (Seen.insert(O->getCanonicalDecl()).second) {
        Result.push_back(O);
        Work.push_back(O);
      }
  return Result;
}

void Engine::indexSymbols(const DeclContext *DC) {
  for (const Decl *D : DC->decls()) {
    if (isOpaque(D))
      continue;
    auto *Context = dyn_cast<DeclContext>(D);
    if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (F->doesThisDeclarationHaveABody() && !F->isDependentContext())
        Symbols.try_emplace(symbolOf(F), F);
    } else if (auto *V = dyn_cast<VarDecl>(D)) {
      if (V->isThisDeclarationADefinition() && !V->getDeclContext()->isDependentContext())
        Symbols.try_emplace(symbolOf(V), V);
    } else if (Context && !Context->isDependentContext()) {
      indexSymbols(Context);
    }
  }
}

const NamedDecl *Engine::definitionOf(StringRef Symbol) {
  if (Symbols.empty())
    indexSymbols(Ctx.getTranslationUnitDecl());
  return Symbols.lookup(Symbol);
}

unsigned Engine::staticLocalIndex(const VarDecl *V) {
  if (auto It = StaticLocals.find(V->getCanonicalDecl()); It != StaticLocals.end())
    return It->second;
  auto *F = dyn_cast_or_null<FunctionDecl>(V->getParentFunctionOrMethod());
  const FunctionDecl *Definition = nullptr;
  if (F && F->isDefined(Definition)) {
    unsigned N = 0;
    SmallVector<const Stmt *, 32> Work{bodyOf(Definition)};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (!S)
        continue;
      if (auto *DS = dyn_cast<DeclStmt>(S))
        for (const Decl *D : DS->decls())
          if (auto *Var = dyn_cast<VarDecl>(D); Var && Var->isStaticLocal())
            StaticLocals.try_emplace(Var->getCanonicalDecl(), N++);
      SmallVector<const Stmt *, 8> Children(S->child_begin(), S->child_end());
      Work.append(Children.rbegin(), Children.rend());
    }
  }
  return StaticLocals.try_emplace(V->getCanonicalDecl(), ~0u).first->second;
}

} // namespace stcache::fp
