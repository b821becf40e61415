// From tokens to fingerprints: strongly connected components of the graph of units, each hashed
// so that the order in which units were met does not show.

#include "FingerprintEngine.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

using namespace clang;

namespace stcache {

std::string Fingerprint::hex() const {
  return llvm::utohexstr(Hi, /*LowerCase=*/true, 16) + llvm::utohexstr(Lo, /*LowerCase=*/true, 16);
}

namespace fp {

Fingerprint hashBytes(StringRef Bytes) {
  XXH128_hash_t H = XXH3_128bits(Bytes.data(), Bytes.size());
  return {H.high64, H.low64};
}

namespace {

void append(std::string &Out, const Fingerprint &F) {
  char Raw[16];
  llvm::support::endian::write64le(Raw, F.Hi);
  llvm::support::endian::write64le(Raw + 8, F.Lo);
  Out.append(Raw, sizeof Raw);
}

/// Calls Unit(Id) for each single reference and Set(Ids) for each set, Text for what is between.
template <class TextFn, class SetFn> void walk(const Unit &U, TextFn Text, SetFn Set) {
  StringRef Bytes = U.Bytes;
  size_t Done = 0;
  for (uint32_t At : U.Refs) {
    Text(Bytes.substr(Done, At - Done));
    SmallVector<UnitId, 8> Ids;
    unsigned Count = 1;
    size_t Next = At + 1;
    if (Bytes[At] == 'R') {
      Count = llvm::support::endian::read32le(Bytes.data() + Next);
      Next += 4;
    }
    for (unsigned I = 0; I < Count; ++I, Next += 4)
      Ids.push_back(llvm::support::endian::read32le(Bytes.data() + Next));
    Set(Bytes[At], Ids);
    Done = Next;
  }
  Text(Bytes.substr(Done));
}

} // namespace

void Engine::complete(UnitId Root) {
  buildPending();
  // Tarjan's algorithm, with its own stack: call chains can be long.
  struct Frame {
    UnitId Id;
    size_t Next;
  };
  llvm::DenseMap<UnitId, unsigned> Index, Low;
  SmallVector<UnitId, 32> Stack;
  llvm::DenseMap<UnitId, bool> OnStack;
  SmallVector<Frame, 32> Frames;
  auto Enter = [&](UnitId Id) {
    flatten(Id);
    unsigned N = Index.size();
    Index[Id] = Low[Id] = N;
    Stack.push_back(Id);
    OnStack[Id] = true;
    Frames.push_back({Id, 0});
  };
  if (!Units[Root]->Done)
    Enter(Root);
  while (!Frames.empty()) {
    UnitId Id = Frames.back().Id;
    const Unit &U = *Units[Id];
    if (Frames.back().Next < U.Edges.size()) {
      UnitId To = U.Edges[Frames.back().Next++];
      if (Units[To]->Done)
        continue;
      if (!Index.count(To))
        Enter(To);
      else if (OnStack.lookup(To))
        Low[Id] = std::min(Low[Id], Index[To]);
      continue;
    }
    Frames.pop_back();
    if (!Frames.empty())
      Low[Frames.back().Id] = std::min(Low[Frames.back().Id], Low[Id]);
    if (Low[Id] != Index[Id])
      continue;
    SmallVector<UnitId, 8> Members;
    UnitId Member;
    do {
      Member = Stack.pop_back_val();
      OnStack[Member] = false;
      Members.push_back(Member);
    } while (Member != Id);
    hashComponent(Members);
  }
}

void Engine::hashComponent(ArrayRef<UnitId> Members) {
  llvm::DenseMap<UnitId, unsigned> Position;
  for (auto [I, Id] : llvm::enumerate(Members))
    Position[Id] = I;

  // Whether exceptions can leave: a non-throwing specification changes nothing where none can.
  SmallVector<bool, 8> Throws(Members.size());
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (auto [I, Id] : llvm::enumerate(Members)) {
      const Unit &U = *Units[Id];
      if (Throws[I] ||
          (U.Kind != FingerprintDep::Function && U.Kind != FingerprintDep::Expressions))
        continue;
      bool Now = U.LocalThrow || U.Opaque || U.External;
      for (UnitId To : U.Edges) {
        auto It = Position.find(To);
        Now |=
            It == Position.end() ? Units[To]->MayThrow : Throws[It->second] && !Units[To]->Nothrow;
      }
      if (Now)
        Throws[I] = Changed = true;
    }
  }

  // Each member over its own text; within the component only the places of references count.
  SmallVector<Fingerprint, 8> Colours(Members.size());
  bool Recursive = false;
  for (auto [I, Id] : llvm::enumerate(Members)) {
    Unit &U = *Units[Id];
    U.MayThrow = Throws[I] && !U.Nothrow;
    std::string Own, Full;
    auto Text = [&](StringRef T) {
      Own += T;
      Full += T;
    };
    auto Refs = [&](char Kind, ArrayRef<UnitId> Ids) {
      Own += Kind;
      Full += Kind;
      SmallVector<Fingerprint, 8> Outside;
      unsigned Inside = 0;
      for (UnitId To : Ids)
        if (Position.count(To))
          ++Inside;
        else
          Outside.push_back(Units[To]->Total);
      Recursive |= Inside != 0;
      llvm::sort(Outside);
      Outside.erase(std::unique(Outside.begin(), Outside.end()), Outside.end());
      Full += std::to_string(Inside) + "," + std::to_string(Outside.size()) + ":";
      for (const Fingerprint &F : Outside)
        append(Full, F);
    };
    walk(U, Text, Refs);
    if (Throws[I] && U.Nothrow) {
      Own += "noexcept";
      Full += "noexcept";
    }
    U.Own = hashBytes(Own);
    Colours[I] = hashBytes(Full);
  }

  // Refine: a member's colour takes in the colours of those it refers to, until no more members
  // are told apart.
  auto Distinct = [&] {
    SmallVector<Fingerprint, 8> Sorted(Colours);
    llvm::sort(Sorted);
    return std::unique(Sorted.begin(), Sorted.end()) - Sorted.begin();
  };
  for (auto Before = Recursive ? 0 : Distinct(); Before != Distinct();) {
    Before = Distinct();
    SmallVector<Fingerprint, 8> Next(Members.size());
    for (auto [I, Id] : llvm::enumerate(Members)) {
      std::string Bytes;
      append(Bytes, Colours[I]);
      walk(
          *Units[Id], [](StringRef) {},
          [&](char Kind, ArrayRef<UnitId> Ids) {
            SmallVector<Fingerprint, 8> Inside;
            for (UnitId To : Ids)
              if (auto It = Position.find(To); It != Position.end())
                Inside.push_back(Colours[It->second]);
            llvm::sort(Inside);
            Bytes += Kind + std::to_string(Inside.size()) + ":";
            for (const Fingerprint &F : Inside)
              append(Bytes, F);
          });
      Next[I] = hashBytes(Bytes);
    }
    Colours = std::move(Next);
  }

  SmallVector<Fingerprint, 8> Sorted(Colours);
  llvm::sort(Sorted);
  for (auto [I, Id] : llvm::enumerate(Members)) {
    Unit &U = *Units[Id];
    U.Total = Colours[I];
    if (Recursive) {
      std::string Bytes = "component";
      append(Bytes, Colours[I]);
      for (const Fingerprint &F : Sorted)
        append(Bytes, F);
      U.Total = hashBytes(Bytes);
    }
    U.Done = true;
  }
}

} // namespace fp
} // namespace stcache
