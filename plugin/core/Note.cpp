#include "Note.h"
#include "FingerprintEngine.h"

#include <fingerprint/note.h>

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
    if (!F->isThisDeclarationADefinition() || F->isDependentContext() || F->isDeleted() ||
        !isForOthers(Engine.Ctx.GetGVALinkageForFunction(F)))
      return;
    define(F, Engine.function(F));
    if (auto *M = dyn_cast<CXXMethodDecl>(F))
      addOverrider(M);
  } else if (auto *V = dyn_cast<VarDecl>(D)) {
    if (V->isThisDeclarationADefinition() == VarDecl::DeclarationOnly ||
        V->getDeclContext()->isDependentContext() || !V->hasGlobalStorage() ||
        isa<VarTemplatePartialSpecializationDecl>(V) || V->getDescribedVarTemplate() ||
        !isForOthers(Engine.Ctx.GetGVALinkageForVariable(V)))
      return;
    define(V, Engine.variable(V));
  }
}

void FileNote::define(const NamedDecl *D, unsigned Unit) {
  Definitions.push_back({Engine.symbolOf(D), Unit});
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
          Definitions.push_back({Engine.externalSymbol(Engine[Engine.overridersElsewhere(Base)]),
                                 Engine.function(M)});
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

unsigned FileNote::addFunction(const FunctionDecl *F, ArrayRef<const Expr *> Extra,
                               StringRef Version) {
  Functions.push_back(Engine.cached(F, Extra, Version));
  return Functions.size() - 1;
}

FileFingerprint FileNote::function(unsigned Number) const {
  unsigned Unit = Functions[Number];
  auto It = NodeOf.find(Unit);
  return {Engine[Unit].Total, It == NodeOf.end() ? std::nullopt : std::optional(It->second)};
}

void FileNote::complete() {
  Engine.complete();
  st::fingerprint::note Note;
  Note.version = FingerprintVersion;

  // Which units there have to be: nodes in the order in which they are met, finals where other
  // files may refer to them.
  llvm::DenseMap<unsigned, unsigned> FinalOf, ExternalOf;
  std::vector<unsigned> Finals, Nodes, Externals;
  auto Place = [&](unsigned Unit) {
    if (Engine[Unit].Final) {
      if (FinalOf.try_emplace(Unit, Finals.size()).second)
        Finals.push_back(Unit);
    } else if (NodeOf.try_emplace(Unit, Nodes.size()).second) {
      Nodes.push_back(Unit);
    }
  };
  for (const Definition &D : Definitions)
    Place(D.Unit);
  for (unsigned Unit : Functions)
    if (!Engine[Unit].Final)
      Place(Unit);

  struct Reference {
    uint32_t Position;
    unsigned Unit;
  };
  std::vector<std::vector<Reference>> References;
  for (size_t I = 0; I < Nodes.size(); ++I) {
    const fp::Unit &U = Engine[Nodes[I]];
    st::fingerprint::node N;
    N.base = {U.Own.Lo, U.Own.Hi};
    N.throws = U.LocalThrow || U.Opaque;
    N.nothrow = U.Nothrow;
    N.inert = U.Kind == FingerprintDep::Variable || U.Kind == FingerprintDep::Record;
    // Other files may have the members of this set, too: none can be summed up beforehand.
    llvm::SmallDenseSet<uint32_t, 4> Open;
    eachReference(U, [&](uint32_t Position, unsigned To) {
      if (Engine[To].Overriders)
        Open.insert(Position);
    });
    References.emplace_back();
    llvm::SmallSet<std::pair<uint32_t, Fingerprint>, 8> Summed;
    eachReference(U, [&](uint32_t Position, unsigned To) {
      const fp::Unit &Target = Engine[To];
      if (Target.Final && !Open.contains(Position)) {
        N.throws |= !N.inert && Target.MayThrow;
        if (Summed.insert({Position, Target.Total}).second)
          N.base += st::fingerprint::at(Position, {Target.Total.Lo, Target.Total.Hi});
        return;
      }
      if (!Target.External)
        Place(To);
      else if (ExternalOf.try_emplace(To, Externals.size()).second)
        Externals.push_back(To);
      References.back().push_back({Position, To});
    });
    Note.nodes.push_back(N);
  }
  for (auto [N, Refs] : llvm::zip(Note.nodes, References)) {
    N.first = Note.edges.size();
    N.count = Refs.size();
    for (const Reference &R : Refs) {
      const fp::Unit &U = Engine[R.Unit];
      Note.edges.push_back(
          {R.Position, uint32_t(U.External ? Nodes.size() + ExternalOf[R.Unit]
                                : U.Final  ? Nodes.size() + Externals.size() + FinalOf[R.Unit]
                                           : NodeOf[R.Unit])});
    }
  }
  for (unsigned Unit : Externals) {
    const fp::Unit &U = Engine[Unit];
    std::string Symbol = Engine.externalSymbol(U);
    unsigned char Flags = (U.Nothrow ? st::fingerprint::external_nothrow : 0) |
                          (U.Overriders ? st::fingerprint::external_optional : 0);
    Note.externals.push_back({st::fingerprint::name_hash(Symbol.data(), Symbol.size()), Flags});
  }
  for (unsigned Unit : Finals) {
    st::fingerprint::node N;
    N.base = {Engine[Unit].Total.Lo, Engine[Unit].Total.Hi};
    N.throws = Engine[Unit].MayThrow;
    N.fixed = true;
    Note.finals.push_back(N);
  }
  for (const Definition &D : Definitions)
    Note.definitions.push_back(
        {st::fingerprint::name_hash(D.Symbol.data(), D.Symbol.size()),
         uint32_t(Engine[D.Unit].Final ? FinalOf[D.Unit] : Finals.size() + NodeOf[D.Unit])});
  llvm::sort(Note.definitions, [](const auto &A, const auto &B) {
    return std::tie(A.value, A.name) < std::tie(B.value, B.name);
  });
  Note.definitions.erase(std::unique(Note.definitions.begin(), Note.definitions.end(),
                                     [](const auto &A, const auto &B) {
                                       return A.value == B.value && A.name == B.name;
                                     }),
                         Note.definitions.end());
  if (!Note.empty())
    Bytes = st::fingerprint::write_note(Note);
}

} // namespace stcache
