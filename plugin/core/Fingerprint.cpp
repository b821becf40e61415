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

Fingerprint Fingerprinter::fingerprint(const CachedCode &Code) {
  fp::UnitId Id = Impl->cached(Code);
  Impl->complete();
  return (*Impl)[Id].Total;
}

std::vector<FingerprintDep> Fingerprinter::dependencies(const FunctionDecl *F,
                                                        ArrayRef<const Expr *> Extra) {
  fp::UnitId Root = Impl->cached({F, {Extra.begin(), Extra.end()}, {}, {}});
  Impl->complete();
  std::vector<fp::UnitId> Ids = Impl->reachable(Root);
  llvm::DenseMap<fp::UnitId, unsigned> Position;
  for (auto [I, Id] : llvm::enumerate(Ids))
    Position[Id] = I;
  std::vector<FingerprintDep> Deps;
  for (fp::UnitId Id : Ids) {
    const fp::Unit &U = (*Impl)[Id];
    FingerprintDep D{U.Kind, U.Decl, {}, U.Opaque, U.External};
    for (fp::UnitId To : U.Edges)
      if (!llvm::is_contained(D.Direct, Position[To]))
        D.Direct.push_back(Position[To]);
    Deps.push_back(std::move(D));
  }
  return Deps;
}

} // namespace stcache
