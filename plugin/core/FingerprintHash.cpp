// From tokens to fingerprints: the units of the file as a graph (fingerprint/graph.h).

#include "FingerprintEngine.h"
#include "llvm/ADT/StringExtras.h"

#include <fingerprint/graph.h>

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

  st::fingerprint::graph Graph;
  Graph.nodes.resize(Units.size());
  std::vector<UnitId> Work;
  std::vector<SmallVector<UnitId, 2>> Users(Units.size());
  for (auto [Id, U] : llvm::enumerate(Units)) {
    st::fingerprint::node &N = Graph.nodes[Id];
    U->Final = !U->External;
    if (!U->Done)
      U->Own = own(*U);
    N.base = {U->Own.Lo, U->Own.Hi};
    N.throws = U->LocalThrow || U->Opaque;
    N.nothrow = U->Nothrow;
    N.inert = U->Kind == FingerprintDep::Variable || U->Kind == FingerprintDep::Record;
    N.first = Graph.edges.size();
    if (U->External) {
      // For now. Where the program has it, its fingerprint takes this one's place.
      std::string Symbol = externalSymbol(*U);
      N.base =
          st::fingerprint::unresolved(st::fingerprint::name_hash(Symbol.data(), Symbol.size()));
      N.fixed = true;
      N.throws = !U->Nothrow && !N.inert;
      Work.push_back(Id);
      continue;
    }
    eachReference(*U, [&, User = Id](uint32_t Position, UnitId To) {
      Users[To].push_back(User);
      if (!Units[To]->Overriders)
        Graph.edges.push_back({Position, To});
    });
    N.count = Graph.edges.size() - N.first;
  }
  while (!Work.empty()) {
    UnitId Id = Work.back();
    Work.pop_back();
    for (UnitId User : Users[Id])
      if (std::exchange(Units[User]->Final, false))
        Work.push_back(User);
  }
  std::vector<st::fingerprint::outcome> Outcomes = st::fingerprint::compose(Graph);
  for (auto [U, Outcome] : llvm::zip(Units, Outcomes)) {
    U->Total = {Outcome.total.hi, Outcome.total.lo};
    U->MayThrow = Outcome.may_throw;
    U->Done = true;
  }
}

} // namespace fp
} // namespace stcache
