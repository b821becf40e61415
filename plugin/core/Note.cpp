#include "Note.h"
#include "FingerprintEngine.h"

#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace stcache {

FileNote::FileNote(Fingerprinter &Fingerprints) : Engine(Fingerprints.engine()) {}

/// Whether other files can refer to a definition without having it themselves.
static bool isForOthers(GVALinkage Linkage) {
  return Linkage == GVA_StrongExternal || Linkage == GVA_StrongODR;
}

void FileNote::addDefinitions(const Decl *D) {
  if (D->isInvalidDecl() || D->isImplicit() || Engine.isOpaque(D))
    return;
  switch (D->getKind()) {
  case Decl::Namespace:
  case Decl::LinkageSpec:
  case Decl::Export:
    for (const Decl *Member : cast<DeclContext>(D)->noload_decls())
      addDefinitions(Member);
    return;
  case Decl::CXXRecord:
  case Decl::ClassTemplateSpecialization:
    if (!cast<DeclContext>(D)->isDependentContext() &&
        cast<CXXRecordDecl>(D)->isThisDeclarationADefinition())
      for (const Decl *Member : cast<DeclContext>(D)->noload_decls())
        addDefinitions(Member);
    return;
  default:
    break;
  }
  if (auto *F = dyn_cast<FunctionDecl>(D)) {
    if (!F->isThisDeclarationADefinition() || F->isDependentContext() || F->isDeleted())
      return;
    GVALinkage Linkage = Engine.Ctx.GetGVALinkageForFunction(F);
    if (!isForOthers(Linkage))
      return;
    // Other files may have copies of an instantiation, or of a C function's inline definition.
    define(Engine.symbolOf(F), Engine.function(F),
           Linkage == GVA_StrongExternal && !F->isInlined());
    if (auto *M = dyn_cast<CXXMethodDecl>(F))
      addOverrider(M);
  } else if (auto *V = dyn_cast<VarDecl>(D)) {
    if (V->isThisDeclarationADefinition() == VarDecl::DeclarationOnly ||
        V->getDeclContext()->isDependentContext() || !V->hasGlobalStorage() ||
        isa<VarTemplatePartialSpecializationDecl>(V) || V->getDescribedVarTemplate())
      return;
    GVALinkage Linkage = Engine.Ctx.GetGVALinkageForVariable(V);
    if (!isForOthers(Linkage))
      return;
    define(Engine.symbolOf(V), Engine.variable(V), Linkage == GVA_StrongExternal);
  }
}

void FileNote::define(const std::string &Symbol, unsigned Unit, bool Unique) {
  Definitions.push_back({st::fingerprint::name_hash(Symbol.data(), Symbol.size()), Unit, Unique});
}

/// A call of any of the functions that M overrides can end up in M.
void FileNote::addOverrider(const CXXMethodDecl *M) {
  SmallVector<const CXXMethodDecl *, 4> Work{M};
  llvm::SmallPtrSet<const CXXMethodDecl *, 4> Seen;
  while (!Work.empty())
    for (const CXXMethodDecl *Base : Work.pop_back_val()->overridden_methods())
      if (Seen.insert(Base->getCanonicalDecl()).second) {
        Work.push_back(Base);
        if (!Engine.isOpaque(Base) && Base->isExternallyVisible())
          define(Engine.externalSymbol(Engine[Engine.overridersElsewhere(Base)]),
                 Engine.function(M), /*Unique=*/false);
      }
}

void FileNote::addVirtualTable(const CXXRecordDecl *R) {
  if (Engine.isOpaque(R))
    return;
  // Those that are not inline are contributed where they are defined.
  for (const CXXMethodDecl *M : R->methods())
    if (M->isVirtual() && !M->isPureVirtual() && M->size_overridden_methods() &&
        (M->isDefaulted() || M->isDefined()) &&
        !isForOthers(Engine.Ctx.GetGVALinkageForFunction(M)))
      addOverrider(M);
}

unsigned FileNote::addFunction(const CachedCode &Code) {
  Functions.push_back(Engine.cached(Code));
  return Functions.size() - 1;
}

FileFingerprint FileNote::function(unsigned Number) const {
  return {Engine[Functions[Number]].Total, Nodes[Number]};
}

void FileNote::complete() {
  st::fingerprint::note_maker Maker = Engine.makeNote(Definitions, Functions);
  for (unsigned Unit : Functions) {
    uint32_t Node = Maker.node_of(Unit);
    Nodes.push_back(Node == Maker.none ? std::nullopt : std::optional<unsigned>(Node));
  }
  st::fingerprint::note Note = Maker.get();
  Note.version = FingerprintVersion;
  if (!Note.empty())
    Bytes = st::fingerprint::write_note(Note);
}

} // namespace stcache
