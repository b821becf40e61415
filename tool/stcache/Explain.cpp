//===- Explain.cpp - What makes two fingerprints differ -------------------===//

#include "Explain.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <set>

using namespace llvm;

namespace stcache::tool {
namespace {

/// A unit of the state before and the one that is in its place after.
struct Pair {
  unsigned Before, After;
  friend auto operator<=>(const Pair &, const Pair &) = default;
};

/// Walks both graphs from the roots, along what differs.
class Search {
public:
  Search(const State &Before, const State &After) : Before(Before), After(After) {}

  std::vector<Cause> run(Pair Roots) {
    visit(Roots, {});
    while (!Work.empty()) {
      auto [P, Chain] = std::move(Work.front());
      Work.pop_front();
      compare(P, Chain);
    }
    std::move(Meanings.begin(), Meanings.end(), std::back_inserter(Causes));
    return std::move(Causes);
  }

private:
  using Chain = std::vector<const Unit *>;

  void visit(Pair P, Chain Path) {
    if (Before.Units[P.Before].Total == After.Units[P.After].Total || !Seen.insert(P).second)
      return;
    Path.push_back(&After.Units[P.After]);
    Work.push_back({P, std::move(Path)});
  }

  static std::vector<unsigned> targets(const Unit &U) {
    std::vector<unsigned> Result;
    for (const Unit::Reference &R : U.References)
      if (!is_contained(Result, R.Target))
        Result.push_back(R.Target);
    return Result;
  }

  /// A unit's text without what the references in it are to.
  static bool sameOwn(const Unit &B, const Unit &A) {
    if (B.Flags == A.Flags)
      return B.Own == A.Own;
    SmallVector<StringRef, 64> Left, Right;
    StringRef(B.Text).split(Left, '\n');
    StringRef(A.Text).split(Right, '\n');
    return Left.size() == Right.size() && all_of(zip(Left, Right), [](auto Lines) {
             auto [L, R] = Lines;
             return L == R || (L.ltrim().starts_with("-> ") && R.ltrim().starts_with("-> "));
           });
  }

  /// Pairs what B and A refer to by Same, and takes it out of the lists.
  template <class Fn>
  void match(std::vector<unsigned> &B, std::vector<unsigned> &A, std::vector<Pair> &Out, Fn Same) {
    erase_if(B, [&](unsigned Left) {
      auto It =
          find_if(A, [&](unsigned Right) { return Same(Before.Units[Left], After.Units[Right]); });
      if (It == A.end())
        return false;
      Out.push_back({Left, *It});
      A.erase(It);
      return true;
    });
  }

  void compare(Pair P, const Chain &Path) {
    const Unit &B = Before.Units[P.Before], &A = After.Units[P.After];
    Cause C;
    C.Before = &B;
    C.After = &A;
    C.Chain = Path;
    if (B.External != A.External) {
      C.What = Cause::Definition;
      Causes.push_back(std::move(C));
      return;
    }
    if (B.Flags != A.Flags && FlagsSeen.insert({B.Flags, A.Flags}).second) {
      Cause Flags = C;
      Flags.What = Cause::Flags;
      Causes.push_back(std::move(Flags));
    }
    std::vector<unsigned> Left = targets(B), Right = targets(A);
    std::vector<Pair> Pairs;
    // Of what is the same, the place in the list does not count, nor a name that does not.
    match(Left, Right, Pairs,
          [](const Unit &L, const Unit &R) { return identity(L) == identity(R); });
    match(Left, Right, Pairs, [](const Unit &L, const Unit &R) { return L.Total == R.Total; });
    match(Left, Right, Pairs, [](const Unit &L, const Unit &R) {
      return std::tie(L.Kind, L.Name) == std::tie(R.Kind, R.Name);
    });
    for (unsigned Id : Left)
      C.Removed.push_back(&Before.Units[Id]);
    for (unsigned Id : Right)
      C.Added.push_back(&After.Units[Id]);
    bool Same = B.Kind == A.Kind && sameOwn(B, A) && B.Nothrow == A.Nothrow;
    bool Deeper = any_of(
        Pairs, [&](Pair Q) { return Before.Units[Q.Before].Total != After.Units[Q.After].Total; });
    if (!Same || !C.Removed.empty() || !C.Added.empty() || (!Deeper && B.Flags == A.Flags)) {
      C.What = Same ? Cause::References : Cause::Changed;
      (C.sameSource() ? Meanings : Causes).push_back(std::move(C));
    }
    for (Pair Q : Pairs)
      visit(Q, Path);
  }

  static std::tuple<UnitKind, bool, StringRef> identity(const Unit &U) {
    return {U.Kind, U.Symbol.empty(), U.Symbol.empty() ? U.Name : U.Symbol};
  }

  const State &Before, &After;
  std::deque<std::pair<Pair, Chain>> Work;
  std::set<Pair> Seen;
  std::set<std::pair<std::string, std::string>> FlagsSeen;
  std::vector<Cause> Causes, Meanings; // with other source lines, and with the same
};

} // namespace

std::vector<Cause> explain(const State &Before, unsigned BeforeRoot, const State &After,
                           unsigned AfterRoot) {
  return Search(Before, After).run({BeforeRoot, AfterRoot});
}

} // namespace stcache::tool
