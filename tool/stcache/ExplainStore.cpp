//===- ExplainStore.cpp - Why stored results are not used -----------------===//

#include "ExplainStore.h"

#include "CodeRecords.h"
#include "Explain.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using st::store::group_info;

namespace stcache::tool {
namespace {

/// The results of one version of a function's code. The store has a group for each way to write
/// the result, that is, normally one.
struct Version {
  std::string Symbol, Fingerprint;
  std::vector<const group_info *> Groups; ///< the last used by a program first
  uint64_t Entries = 0, Expired = 0;
  int64_t Opened = 0, LastUse = 0;
  int64_t Oldest = 0; ///< when the first of the results that are left was computed
};

/// The last used by a program first.
std::vector<Version> versionsOf(ArrayRef<const group_info *> Groups) {
  std::vector<const group_info *> Sorted = Groups.vec();
  sort(Sorted, [](const group_info *A, const group_info *B) {
    return std::tie(B->opened, A->id.hi, A->id.lo) < std::tie(A->opened, B->id.hi, B->id.lo);
  });
  std::vector<Version> Versions;
  for (const group_info *G : Sorted) {
    std::string Hex = idText(G->fingerprint);
    auto It = find_if(
        Versions, [&](const Version &V) { return V.Fingerprint == Hex && V.Symbol == G->symbol; });
    if (It == Versions.end()) {
      Versions.push_back({G->symbol, Hex, {}, 0, 0, G->opened, 0, 0});
      It = std::prev(Versions.end());
    }
    It->Groups.push_back(G);
    It->Entries += G->entries;
    It->Expired += G->expired;
    if (G->oldest && (!It->Oldest || G->oldest < It->Oldest))
      It->Oldest = G->oldest;
    It->LastUse = std::max(It->LastUse, G->last_use);
  }
  return Versions;
}

std::string countText(uint64_t Count, StringRef What) {
  return (Twine(Count) + " " + What + (Count == 1 ? "" : "s")).str();
}

std::string resultsText(const Version &V) {
  if (V.Entries == 0)
    return "no results left";
  std::string Text = countText(V.Entries, "result");
  if (V.Expired)
    Text += ", " + std::to_string(V.Expired) + " expired";
  return Text + ", last used " + agoText(V.LastUse);
}

/// Why results of the code as it is now are not found, though a program has asked for them.
/// Empty if some can be.
std::string reasonBesidesCode(const Version &V) {
  // Programs ask for those of the group opened last.
  const group_info &Current = *V.Groups.front();
  if (Current.entries > Current.expired)
    return "";
  if (Current.expired)
    return Current.expired == 1
               ? "its result has expired (ttl)"
               : "its " + std::to_string(Current.expired) + " results have expired (ttl)";
  if (V.Entries)
    return "its result type is stored in another way (members or serialize functions changed)";
  return "its results were removed (cleared, pruned, evicted) or not kept (cache_if, exceptions)";
}

class Explanation {
public:
  Explanation(const CodeRecords &Records, const State &Now, bool Text)
      : Records(Records), Now(Now), Text(Text) {}

  void explain(const Function &F, ArrayRef<Version> Versions) {
    std::string Hex = Now.fingerprint(F).hex();
    const Version *Own = nullptr;
    std::vector<const Version *> Others;
    for (const Version &V : Versions)
      if (V.Symbol == F.Symbol && V.Fingerprint == Hex)
        Own = &V;
      else
        Others.push_back(&V);
    if (Own)
      explainOwn(F, *Own);
    else if (Others.empty())
      explainNothing(F);
    // A version that ran only after the present results were computed is not what they replaced.
    erase_if(Others, [&](const Version *V) { return Own && V->Opened > Own->Oldest; });
    if (!Others.empty())
      explainChange(F, Others, Own ? "recomputed" : "recomputes");
    if (Others.empty() && !Own)
      outs() << "  " << Hex << "  " << F.Where.text() << '\n';
    else
      outs() << "  " << Hex << "  now: " << (Own ? resultsText(*Own) : "no results yet") << '\n';
    if (Others.size() > 1)
      outs() << "  " << countText(Others.size() - 1, "more version")
             << " of its code in the store: stcache show " << F.Name << '\n';
  }

private:
  void explainOwn(const Function &F, const Version &Own) {
    std::string Reason = reasonBesidesCode(Own);
    if (Reason.empty())
      outs() << F.Name << " does not recompute what is stored: its code is the same\n";
    else
      outs() << F.Name << " recomputes because: " << Reason << '\n';
  }

  void explainNothing(const Function &F) {
    outs() << F.Name << " recomputes because: "
           << (F.Cached
                   ? "the store has nothing of it: it was not called, or without persist = disk"
                   : "it is not cached: it has no [[st::cache_data]]")
           << '\n';
  }

  void explainChange(const Function &F, ArrayRef<const Version *> Others, StringRef Verb) {
    const Version *Before = Others.front();
    std::optional<State> Old;
    for (const Version *V : Others)
      if ((Old = Records.find(V->Symbol, V->Fingerprint))) {
        Before = V;
        break;
      }
    if (Before->Symbol != F.Symbol)
      outs() << F.Name << ' ' << Verb << " because: its signature changed\n    - " << Before->Symbol
             << "\n    + " << F.Symbol << '\n';
    if (Old)
      printCauses(F, tool::explain(*Old, Old->Functions.front().Root, Now, F.Root), Text, Verb);
    else if (Before->Symbol == F.Symbol)
      outs() << F.Name << ' ' << Verb << " because: its code changed\n";
    if (!Old)
      outs() << "  what changed is not known: the code before was not recorded (stcache "
                "fingerprint --record)\n";
    if (Before != Others.front())
      outs() << "  since the latest version that was recorded; later ones ran, too\n";
    outs() << "  " << Before->Fingerprint << "  before: " << resultsText(*Before) << '\n';
  }

  const CodeRecords &Records;
  const State &Now;
  bool Text;
};

} // namespace

int explainStored(const StoreView &View, const State &Now, ArrayRef<Function> Functions,
                  StringRef Name, bool Text) {
  std::optional<std::vector<group_info>> Groups = View.groups();
  if (!Groups)
    return 1;
  std::vector<const group_info *> Named = matching(*Groups, Name);
  CodeRecords Records(View.get() ? View.get()->directory() : View.directory());
  Explanation E(Records, Now, Text);
  for (const Function &F : Functions) {
    std::vector<const group_info *> Same;
    for (const group_info &G : *Groups)
      if (G.symbol == F.Symbol)
        Same.push_back(&G);
    // A lone function under a symbol that no function has now is this one with another signature.
    if (Same.empty() && Functions.size() == 1)
      Same = Named;
    E.explain(F, versionsOf(Same));
  }
  if (!Functions.empty())
    return 0;
  std::vector<Version> Gone = versionsOf(Named);
  for (const Version &V : Gone)
    outs() << Name << " is gone: " << V.Symbol << "  " << V.Fingerprint << "  " << resultsText(V)
           << '\n';
  if (!Gone.empty())
    return 0;
  return fail("no function '" + Name + "' is in the files given or in the store",
              didYouMean(Now.near(Name), "names are qualified, as in ns::Class::function, or "
                                         "mangled"));
}

} // namespace stcache::tool
