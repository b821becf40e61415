#include "ChangeSets.h"

#include "llvm/ADT/IntEqClasses.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

namespace stcache {

std::vector<bool> feasible(llvm::ArrayRef<ChangeSet> Sets) {
  llvm::IntEqClasses Tied(unsigned(Sets.size()));
  std::vector<bool> Stopped(Sets.size());
  std::map<std::pair<std::uint64_t, unsigned>, std::pair<unsigned, const ChangeSet::Change *>> At;
  for (auto [I, Set] : llvm::enumerate(Sets)) {
    Stopped[I] = !Set.Allowed;
    for (const ChangeSet::Change &C : Set.Changes) {
      auto [Other, New] = At.try_emplace(C.Place, unsigned(I), &C);
      Tied.join(Other->second.first, unsigned(I));
      Stopped[I] = Stopped[I] || !(*Other->second.second == C);
    }
  }
  Tied.compress();
  std::vector<bool> ClassStopped(Tied.getNumClasses());
  for (unsigned I = 0; I < Sets.size(); ++I)
    ClassStopped[Tied[I]] = ClassStopped[Tied[I]] || Stopped[I];
  std::vector<bool> Result(Sets.size());
  for (unsigned I = 0; I < Sets.size(); ++I)
    Result[I] = !ClassStopped[Tied[I]];
  return Result;
}

} // namespace stcache
