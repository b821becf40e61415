// The interface of Fingerprint.h over the engine.

#include "Fingerprint.h"
#include "FingerprintEngine.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace stcache {

static std::vector<std::string> compilerSearchDirs(const HeaderSearchOptions &Opts) {
  // The driver appends its own directories to those of the user, in the same groups: those of
  // the C++ library, then Clang's own headers, then the system's.
  const auto &Entries = Opts.UserEntries;
  auto IsSystem = [&](size_t I) {
    return Entries[I].Group == frontend::System || Entries[I].Group == frontend::ExternCSystem ||
           Entries[I].Group == frontend::CXXSystem;
  };
  std::string Own = Opts.ResourceDir + "/include";
  size_t First = Entries.size();
  for (size_t I = 0; I < Entries.size() && First == Entries.size(); ++I)
    if (IsSystem(I) && (Entries[I].Path == Own || Entries[I].Group == frontend::ExternCSystem))
      First = I;
  while (First > 0 && IsSystem(First - 1) && StringRef(Entries[First - 1].Path).contains("/c++/"))
    --First;
  std::vector<std::string> Dirs{Own};
  for (size_t I = First; I < Entries.size(); ++I)
    if (IsSystem(I))
      Dirs.push_back(Entries[I].Path);
  return Dirs;
}

void FingerprintConfig::read(const CompilerInstance &CI) {
  SystemDirs = compilerSearchDirs(CI.getHeaderSearchOpts());
  const CodeGenOptions &Gen = CI.getCodeGenOpts();
  Flags.clear();
  if (Gen.NullPointerIsValid)
    Flags += " null-pointer-valid";
  if (Gen.RelaxedAliasing)
    Flags += " relaxed-aliasing";
  if (Gen.StrictEnums)
    Flags += " strict-enums";
  if (Gen.FPDenormalMode != llvm::DenormalMode::getIEEE())
    Flags += " denormal=" + Gen.FPDenormalMode.str();
}

Fingerprinter::Fingerprinter(ASTContext &Ctx, FingerprintConfig Config)
    : Impl(std::make_unique<fp::Engine>(Ctx, std::move(Config))) {}

Fingerprinter::~Fingerprinter() = default;

void Fingerprinter::expect(const std::vector<const FunctionDecl *> &Functions) {
  for (const FunctionDecl *F : Functions)
    Impl->function(F);
}

Fingerprint Fingerprinter::fingerprint(const FunctionDecl *F, ArrayRef<const Expr *> Extra,
                                       StringRef Version) {
  fp::UnitId Id = Impl->cached(F, Extra, Version);
  Impl->complete();
  return (*Impl)[Id].Total;
}

Fingerprint Fingerprinter::fingerprint(const VarDecl *V) {
  fp::UnitId Id = Impl->variable(V);
  Impl->complete();
  return (*Impl)[Id].Total;
}

/// For people, without the place that Clang names lambdas and unnamed classes by.
static std::string displayName(const fp::Engine &E, const NamedDecl *D) {
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  PrintingPolicy Policy = E.Ctx.getPrintingPolicy();
  Policy.AnonymousTagLocations = false;
  auto *Method = dyn_cast<CXXMethodDecl>(D);
  auto *Class = dyn_cast<CXXRecordDecl>(D);
  if (Method && Method->getParent()->isLambda())
    OS << "lambda::" << D->getDeclName();
  else if (Class && Class->isLambda())
    OS << "lambda";
  else
    D->getNameForDiagnostic(OS, Policy, /*Qualified=*/true);
  return Name;
}

static std::vector<fp::UnitId> closure(fp::Engine &E, const FunctionDecl *F,
                                       ArrayRef<const Expr *> Extra) {
  fp::UnitId Root = E.cached(F, Extra, {});
  E.complete();
  return E.reachable(Root);
}

std::vector<FingerprintExternal> Fingerprinter::externals(const FunctionDecl *F,
                                                          ArrayRef<const Expr *> Extra) {
  std::vector<FingerprintExternal> Result;
  for (fp::UnitId Id : closure(*Impl, F, Extra)) {
    const fp::Unit &U = (*Impl)[Id];
    if (U.External)
      Result.push_back({Impl->externalSymbol(U), U.Kind == FingerprintDep::Variable});
  }
  llvm::sort(Result);
  return Result;
}

std::vector<FingerprintDep> Fingerprinter::dependencies(const FunctionDecl *F,
                                                        ArrayRef<const Expr *> Extra) {
  std::vector<fp::UnitId> Ids = closure(*Impl, F, Extra);
  llvm::DenseMap<fp::UnitId, unsigned> Position;
  for (auto [I, Id] : llvm::enumerate(Ids))
    Position[Id] = I;
  std::vector<FingerprintDep> Deps;
  for (fp::UnitId Id : Ids) {
    const fp::Unit &U = (*Impl)[Id];
    FingerprintDep D;
    D.What = U.Kind;
    D.Own = U.Own;
    D.Total = U.Total;
    D.Opaque = U.Opaque;
    D.External = U.External;
    D.Conservative = U.Conservative;
    D.IndirectCalls = U.IndirectCalls;
    D.Decl = U.Decl;
    if (U.Decl) {
      D.Name = (U.Overriders ? "overriders elsewhere of " : "") + displayName(*Impl, U.Decl);
      D.Loc = U.Decl->getLocation();
      if (auto *Function = dyn_cast<FunctionDecl>(U.Decl))
        if (const FunctionDecl *Definition = nullptr; Function->isDefined(Definition))
          D.Loc = Definition->getLocation();
    }
    for (fp::UnitId To : U.Edges)
      if (!llvm::is_contained(D.Direct, Position[To]))
        D.Direct.push_back(Position[To]);
    Deps.push_back(std::move(D));
  }
  return Deps;
}

static StringRef kindName(FingerprintDep::Kind K) {
  switch (K) {
  case FingerprintDep::Function:
    return "function";
  case FingerprintDep::Variable:
    return "variable";
  case FingerprintDep::Record:
    return "class";
  case FingerprintDep::Cached:
    return "cached";
  }
  return "";
}

void Fingerprinter::printDeps(const FunctionDecl *F, raw_ostream &OS,
                              ArrayRef<const Expr *> Extra) {
  std::vector<FingerprintDep> Deps = dependencies(F, Extra);
  std::vector<bool> Shown(Deps.size());
  const SourceManager &SM = Impl->Ctx.getSourceManager();
  struct Entry {
    unsigned Dep, Depth;
  };
  SmallVector<Entry, 32> Work;
  Work.push_back({0, 0});
  while (!Work.empty()) {
    auto [I, Depth] = Work.pop_back_val();
    const FingerprintDep &D = Deps[I];
    OS.indent(2 * Depth) << D.Total.hex() << ' ' << kindName(D.What) << ' ' << D.Name;
    PresumedLoc Loc = SM.getPresumedLoc(SM.getExpansionLoc(D.Loc));
    if (Loc.isValid() && !D.Opaque && !D.External)
      OS << "  " << Loc.getFilename() << ':' << Loc.getLine();
    if (D.Opaque)
      OS << "  [name and signature]";
    if (D.External)
      OS << "  [in another file]";
    if (D.Conservative)
      OS << "  [by spelling]";
    bool Again = Shown[I] && !D.Direct.empty();
    OS << (Again ? "  [see above]\n" : "\n");
    if (Shown[I])
      continue;
    Shown[I] = true;
    for (unsigned To : llvm::reverse(D.Direct))
      Work.push_back({To, Depth + 1});
  }
}

void Fingerprinter::printText(const FunctionDecl *F, raw_ostream &OS,
                              ArrayRef<const Expr *> Extra) {
  std::vector<fp::UnitId> Ids = closure(*Impl, F, Extra);
  llvm::DenseMap<fp::UnitId, unsigned> Number;
  for (auto [I, Id] : llvm::enumerate(Ids))
    Number[Id] = I;
  auto Name = [&](fp::UnitId Id) {
    const fp::Unit &U = (*Impl)[Id];
    if (U.Nameless)
      return std::string("what a library comparison calls");
    return (U.External ? "external " + Impl->externalSymbol(U)
                       : kindName(U.Kind).str() + " " + displayName(*Impl, U.Decl));
  };
  OS << "salt " << Impl->salt() << '\n';
  for (fp::UnitId Id : Ids) {
    StringRef Bytes = (*Impl)[Id].Bytes;
    if ((*Impl)[Id].External)
      continue;
    OS << "\nunit " << Name(Id) << '\n';
    unsigned Depth = 1;
    auto Read32 = [&] {
      uint32_t N = llvm::support::endian::read32le(Bytes.data());
      Bytes = Bytes.drop_front(4);
      return N;
    };
    while (!Bytes.empty()) {
      char Kind = Bytes.front();
      Bytes = Bytes.drop_front();
      if (Kind == ')') {
        --Depth;
        continue;
      }
      OS.indent(2 * Depth);
      switch (Kind) {
      case '(': {
        size_t Size = uint8_t(Bytes.front());
        OS << Bytes.substr(1, Size) << '\n';
        Bytes = Bytes.drop_front(1 + Size);
        ++Depth;
        break;
      }
      case 's': {
        size_t Size = Read32();
        OS << '"';
        OS.write_escaped(Bytes.take_front(Size)) << "\"\n";
        Bytes = Bytes.drop_front(Size);
        break;
      }
      case 'i':
        OS << int64_t(llvm::support::endian::read64le(Bytes.data())) << '\n';
        Bytes = Bytes.drop_front(8);
        break;
      case 'r':
        OS << "-> " << Name(Read32()) << '\n';
        break;
      case 'R': {
        uint32_t Count = Read32();
        std::vector<std::string> Set;
        for (uint32_t I = 0; I < Count; ++I)
          Set.push_back(Name(Read32()));
        llvm::sort(Set);
        Set.erase(std::unique(Set.begin(), Set.end()), Set.end());
        OS << "-> {" << llvm::join(Set, ", ") << "}\n";
        break;
      }
      }
    }
  }
}

} // namespace stcache
