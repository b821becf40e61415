// From tokens to fingerprints: the units of the file as a graph (fingerprint/graph.h).

#include "FingerprintEngine.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

using namespace clang;

namespace stcache {

std::string Fingerprint::hex() const {
  return llvm::utohexstr(Hi, /*LowerCase=*/true, 16) + llvm::utohexstr(Lo, /*LowerCase=*/true, 16);
}

namespace fp {

/// A unit's tokens; of a reference only that there is one, or a set.
Fingerprint Engine::own(const Unit &U) const {
  std::string Text;
  StringRef Bytes = U.Bytes;
  size_t Done = 0;
  for (uint32_t At : U.Refs) {
    Text += Bytes.slice(Done, At + 1);
    Done = At + 5;
    if (Bytes[At] == 'R')
      Done += 4 * llvm::support::endian::read32le(Bytes.data() + At + 1);
  }
  Text += Bytes.substr(Done);
  st::fingerprint::digest D = st::fingerprint::hash(Text.data(), Text.size(), Seed);
  return {D.hi, D.lo};
}

std::string Engine::externalSymbol(const Unit &U) {
  return (U.Overriders ? "overriders of " : "") + symbolOf(U.Decl);
}

void Engine::complete() {
  buildPending();
  if (Completed == Units.size())
    return;
  Completed = Units.size();
  for (UnitId Id = 0; Id < Units.size(); ++Id)
    flatten(Id);

  Graph = {};
  Graph.units.nodes.resize(Units.size());
  for (auto [Id, U] : llvm::enumerate(Units)) {
    if (!U->Done)
      U->Own = own(*U);
    U->Done = true;
    bool Inert = U->Kind == UnitKind::Variable || U->Kind == UnitKind::Record;
    if (U->External) {
      std::string Symbol = externalSymbol(*U);
      Graph.set_external(Id, st::fingerprint::name_hash(Symbol.data(), Symbol.size()),
                         (U->Nothrow ? st::fingerprint::external_nothrow : 0) |
                             (U->Overriders ? st::fingerprint::external_optional : 0),
                         Inert);
      continue;
    }
    st::fingerprint::node &N = Graph.units.nodes[Id];
    N.base = {U->Own.Lo, U->Own.Hi};
    N.throws = U->LocalThrow || U->Opaque;
    N.nothrow = U->Nothrow;
    N.inert = Inert;
    N.first = Graph.units.edges.size();
    N.count = U->Edges.size();
    size_t Edge = 0;
    for (auto [Position, At] : llvm::enumerate(U->Refs)) {
      uint32_t Count = 1;
      if (U->Bytes[At] == 'R')
        Count = llvm::support::endian::read32le(U->Bytes.data() + At + 1);
      for (; Count; --Count)
        Graph.units.edges.push_back({uint32_t(Position), U->Edges[Edge++]});
    }
  }
  Outcomes = st::fingerprint::compose(Graph.units);
  for (auto [U, Outcome] : llvm::zip(Units, Outcomes))
    U->Total = {Outcome.total.hi, Outcome.total.lo};
}

st::fingerprint::note_maker
Engine::makeNote(const std::vector<st::fingerprint::named_node> &Definitions,
                 const std::vector<UnitId> &Functions) {
  complete();
  // An alias has no body of its own to tell of.
  std::vector<st::fingerprint::named_node> Own;
  llvm::copy_if(Definitions, std::back_inserter(Own),
                [&](const auto &D) { return !Units[D.node]->External; });
  // Clang keeps some of them in tables that are ordered by address.
  llvm::sort(Own, [](const auto &A, const auto &B) { return A.name < B.name; });
  return {Graph, Outcomes, Own, Functions};
}

} // namespace fp
} // namespace stcache
