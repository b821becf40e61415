//===- ProgramState.cpp - What code is made of ----------------------------===//

#include "ProgramState.h"

#include "Command.h"

#include "llvm/ADT/STLExtras.h"

#include <fingerprint/graph.h>
#include <map>

using namespace llvm;

namespace stcache::tool {

std::vector<unsigned> State::reachable(unsigned Root) const {
  std::vector<unsigned> Order, Work{Root};
  std::vector<bool> Seen(Units.size());
  while (!Work.empty()) {
    unsigned Id = Work.back();
    Work.pop_back();
    if (Seen[Id])
      continue;
    Seen[Id] = true;
    Order.push_back(Id);
    for (const Unit::Reference &R : reverse(Units[Id].References))
      Work.push_back(R.Target);
  }
  return Order;
}

std::vector<const Function *> State::find(StringRef Name) const {
  Name.consume_front("::");
  std::vector<const Function *> Found;
  for (const Function &F : Functions)
    if (F.Name == Name || F.Symbol == Name || Units[F.Root].Name == Name)
      Found.push_back(&F);
  return Found;
}

std::vector<std::string> State::near(StringRef Name) const {
  std::vector<std::string> Names;
  Names.reserve(Functions.size());
  for (const Function &F : Functions)
    Names.push_back(F.Name);
  return similar(Name, Names);
}

namespace {

uint64_t nameOf(const Unit &U) {
  return st::fingerprint::name_hash(U.Symbol.data(), U.Symbol.size());
}

/// Computes the totals of a program.
void compose(std::vector<Unit> &Units) {
  st::fingerprint::graph Graph;
  Graph.nodes.resize(Units.size());
  for (auto [Id, U] : enumerate(Units)) {
    st::fingerprint::node &N = Graph.nodes[Id];
    N.throws = U.Throws;
    if (U.External) {
      N.base = st::fingerprint::unresolved(nameOf(U));
      N.fixed = true;
      N.absent = U.Optional;
      continue;
    }
    N.base = {U.Own.Lo, U.Own.Hi};
    N.nothrow = U.Nothrow;
    N.inert = U.Kind == UnitKind::Variable || U.Kind == UnitKind::Record;
    N.first = Graph.edges.size();
    N.count = U.References.size();
    for (const Unit::Reference &R : U.References)
      Graph.edges.push_back({R.Position, R.Target});
  }
  std::vector<st::fingerprint::outcome> Outcomes = st::fingerprint::compose(Graph);
  for (auto [U, Outcome] : zip(Units, Outcomes))
    U.Total = {Outcome.total.hi, Outcome.total.lo};
}

/// Keeps what the functions reach, and one of several units that are the same (an inline function
/// that many files have).
void shrink(State &S) {
  std::vector<unsigned> To(S.Units.size(), ~0u), Kept;
  std::vector<unsigned> Work;
  std::map<std::tuple<StringRef, StringRef, Place, Fingerprint, UnitKind>, unsigned> Same;
  auto Place = [&](unsigned Id) {
    if (To[Id] != ~0u)
      return;
    const Unit &U = S.Units[Id];
    auto [It, New] = Same.try_emplace({U.Name, U.Symbol, U.Where, U.Total, U.Kind}, Kept.size());
    To[Id] = It->second;
    if (New) {
      Kept.push_back(Id);
      Work.push_back(Id);
    }
  };
  for (const Function &F : S.Functions)
    Place(F.Root);
  while (!Work.empty()) {
    unsigned Id = Work.back();
    Work.pop_back();
    for (const Unit::Reference &R : S.Units[Id].References)
      Place(R.Target);
  }
  std::vector<Unit> Units;
  Units.reserve(Kept.size());
  for (unsigned Id : Kept) {
    for (Unit::Reference &R : S.Units[Id].References)
      R.Target = To[R.Target];
    Units.push_back(S.Units[Id]);
  }
  for (Function &F : S.Functions)
    F.Root = To[F.Root];
  S.Units = std::move(Units);
  S.Definitions.clear();
}

} // namespace

State State::only(const std::vector<const Function *> &Wanted) const {
  State S;
  S.Units = Units;
  for (const Function *F : Wanted)
    S.Functions.push_back(*F);
  shrink(S);
  return S;
}

State link(std::vector<State> Files) {
  State S;
  for (State &File : Files) {
    unsigned First = S.Units.size();
    for (Unit &U : File.Units) {
      for (Unit::Reference &R : U.References)
        R.Target += First;
      S.Units.push_back(std::move(U));
    }
    for (Function &F : File.Functions) {
      F.Root += First;
      S.Functions.push_back(std::move(F));
    }
    for (State::Definition &D : File.Definitions)
      S.Definitions.push_back({D.Name, D.Unit + First});
  }
  std::map<uint64_t, std::vector<unsigned>> Defined;
  for (const State::Definition &D : S.Definitions)
    // An alias has no body of its own.
    if (!S.Units[D.Unit].External)
      Defined[D.Name].push_back(D.Unit);
  for (Unit &U : S.Units) {
    std::vector<Unit::Reference> Joined;
    for (const Unit::Reference &R : U.References) {
      auto It =
          S.Units[R.Target].External ? Defined.find(nameOf(S.Units[R.Target])) : Defined.end();
      if (It == Defined.end())
        Joined.push_back(R);
      else
        for (unsigned Target : It->second)
          Joined.push_back({R.Position, Target});
    }
    U.References = std::move(Joined);
  }
  compose(S.Units);
  shrink(S);

  // An inline function is in every file that includes its header.
  auto Key = [](const Function &F) {
    return std::tie(F.Where, F.Symbol, F.Name, F.Root, F.Listed, F.Cached);
  };
  std::vector<Function> Functions;
  std::map<std::tuple<Place, std::string, std::string, unsigned, bool, bool>, bool> Seen;
  for (Function &F : S.Functions)
    if (Seen.try_emplace(Key(F), true).second)
      Functions.push_back(std::move(F));
  S.Functions = std::move(Functions);
  return S;
}

} // namespace stcache::tool
