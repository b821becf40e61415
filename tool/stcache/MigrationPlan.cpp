//===- MigrationPlan.cpp - What becomes of all legacy attributes ----------===//

#include "MigrationPlan.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"

#include <set>
#include <tuple>

using namespace llvm;

namespace stcache::tool {
namespace {

/// A path has a number, as there are few of them.
using PlaceKey = std::pair<unsigned, unsigned>; // file, offset
using RangeKey = std::tuple<unsigned, unsigned, unsigned>;
using FileLookup = function_ref<const MigrationFile &(const std::string &)>;

struct Edit {
  RangeKey Range;
  std::string Text;
  auto operator<=>(const Edit &) const = default;
};

/// An attribute as one file sees it.
struct View {
  unsigned Input;
  const MigrationUse *Use;
  std::vector<Edit> Edits; // in order
};

struct Use {
  std::vector<View> Views;
  const View *Chosen = nullptr; // the one that decides
  bool IsUnread = false;        // only files that cannot be read hold it
  std::string Remark;           // not empty: it is left alone

  const MigrationUse &facts() const { return *Chosen->Use; }
};

/// What several uses have to do together.
struct Bond {
  std::set<unsigned> Uses;
  std::string Macro;     // empty: a function
  bool IsBroken = false; // all of its uses have been told
};

class Planner {
public:
  Planner(ArrayRef<MigrationInput> Inputs, FileLookup FileAt) : Inputs(Inputs), FileAt(FileAt) {}

  MigrationPlan plan() {
    collect();
    for (Use &U : Uses)
      decide(U);
    tie();
    findOtherWays();
    findDifferences();
    spread();
    findOverlaps();
    spread();
    return result();
  }

private:
  unsigned file(unsigned Input, unsigned InReport) {
    const std::string &Path = Inputs[Input].Report.Files[InReport].Path;
    auto [It, New] = Numbers.try_emplace(Path, Paths.size());
    if (New)
      Paths.push_back(Path);
    return It->second;
  }
  PlaceKey key(unsigned Input, const MigrationPoint &P) { return {file(Input, P.File), P.Offset}; }
  MigrationPlace place(unsigned Input, const MigrationPoint &P) const {
    return {Inputs[Input].Report.Files[P.File].Path, P.Offset, P.Line, P.Column};
  }
  std::string text(const View &V) const {
    const MigrationPoint &P = V.Use->Shown;
    return (FileAt(Inputs[V.Input].Report.Files[P.File].Path).Shown + Twine(':') + Twine(P.Line) +
            ":" + Twine(P.Column))
        .str();
  }

  /// Finds what is the same attribute in several files.
  void collect() {
    std::map<std::vector<PlaceKey>, unsigned> Known;
    for (auto [Input, In] : enumerate(Inputs))
      for (const MigrationUse &U : In.Report.Uses) {
        std::vector<PlaceKey> Key{key(Input, U.Shown)};
        for (const MigrationUse::Expansion &E : U.Expansions)
          Key.push_back(key(Input, E.At));
        auto [It, New] = Known.try_emplace(std::move(Key), Uses.size());
        if (New)
          Uses.emplace_back();
        View V{unsigned(Input), &U, {}};
        for (const MigrationChange &C : U.Changes)
          V.Edits.push_back({{file(Input, C.File), C.Offset, C.Length}, C.Text});
        sort(V.Edits);
        V.Edits.erase(std::unique(V.Edits.begin(), V.Edits.end()), V.Edits.end());
        Uses[It->second].Views.push_back(std::move(V));
      }
  }

  /// What is said by a file with errors can be wrong.
  bool isRead(const View &V) const { return !Inputs[V.Input].Report.Failed; }
  bool decides(const View &V) const { return isRead(V) && !V.Use->Incomplete; }

  void decide(Use &U) {
    auto Chosen = find_if(U.Views, [&](const View &V) { return decides(V); });
    if (Chosen == U.Views.end())
      Chosen = find_if(U.Views, [&](const View &V) { return isRead(V); });
    U.IsUnread = Chosen == U.Views.end();
    U.Chosen = U.IsUnread ? &U.Views.front() : &*Chosen;
    const MigrationUse &First = U.facts();
    if (!decides(*U.Chosen)) {
      U.Remark = U.IsUnread ? "its file cannot be read" : First.Remedy;
      return;
    }
    for (const View &V : U.Views) {
      if (!decides(V))
        continue;
      if (!V.Use->Remedy.empty()) {
        U.Chosen = &V;
        U.Remark = V.Use->Remedy;
        return;
      }
      if (V.Use->Better != First.Better || V.Edits != U.Chosen->Edits) {
        U.Remark = contradiction(*U.Chosen, V);
        return;
      }
    }
    U.Remark = obstacle(U);
  }

  static StringRef what(const MigrationUse &U) {
    return *U.Better == MigrationUse::Kind::Data ? "a value" : "a shared object";
  }

  std::string contradiction(const View &A, const View &B) const {
    const std::string &In = Inputs[A.Input].Unit, &Other = Inputs[B.Input].Unit;
    if (A.Use->Better == B.Use->Better || !A.Use->Better || !B.Use->Better)
      return (Twine("'") + In + "' and '" + Other + "' see different text here: change it by hand")
          .str();
    if (A.Use->Name != B.Use->Name)
      return (Twine("'") + A.Use->Name + "' gives " + what(*A.Use) + ", '" + B.Use->Name + "' " +
              what(*B.Use) + ": give each an attribute of its own")
          .str();
    return (Twine("'") + A.Use->Name + "' gives " + what(*A.Use) + " in '" + In + "', " +
            what(*B.Use) + " in '" + Other + "': change it by hand")
        .str();
  }

  /// What the state of the files has against it.
  std::string obstacle(const Use &U) const {
    for (const View &V : U.Views)
      for (const MigrationChange &C : V.Use->Changes) {
        const MigrationReport::File &Read = Inputs[V.Input].Report.Files[C.File];
        const MigrationFile &Now = FileAt(Read.Path);
        if (!Now.Obstacle.empty())
          return Now.Obstacle;
        if (Now.Text != Read.Text)
          return "'" + Now.Shown + "' was changed by somebody else meanwhile: try again";
      }
    return {};
  }

  /// Finds what must be changed together.
  void tie() {
    std::map<std::pair<unsigned, unsigned>, Bond> Functions;
    for (auto [Id, U] : enumerate(Uses)) {
      for (const View &V : U.Views) {
        // What no file can decide is seen by none that knows the function better.
        if (!V.Use->Incomplete)
          Functions[{V.Input, V.Use->Function}].Uses.insert(Id);
        if (decides(*U.Chosen) && !decides(V))
          continue;
        for (const MigrationChange &C : V.Use->Changes) {
          RangeKey Range{file(V.Input, C.File), C.Offset, C.Length};
          Bond &B = Places[Range];
          B.Uses.insert(Id);
          if (C.Macro) {
            B.Macro = Inputs[V.Input].Report.Macros[*C.Macro].Name;
            Definitions[key(V.Input, Inputs[V.Input].Report.Macros[*C.Macro].At)].insert(Range);
          } else if (B.Macro.empty() && !V.Use->Expansions.empty()) {
            B.Macro = V.Use->Expansions.front().Macro;
          }
        }
      }
    }
    for (auto &[Key, B] : Functions)
      if (B.Uses.size() > 1)
        Redeclarations.push_back(std::move(B));
  }

  /// Macros that are changed, and used otherwise, too.
  void findOtherWays() {
    for (auto [Input, In] : enumerate(Inputs))
      for (const MigrationReport::Macro &M : In.Report.Macros) {
        auto Changed = Definitions.find(key(Input, M.At));
        if (Changed == Definitions.end())
          continue;
        for (const RangeKey &Range : Changed->second) {
          Bond &B = Places[Range];
          std::set<unsigned> Attributes;
          for (unsigned Id : B.Uses)
            for (const View &V : Uses[Id].Views)
              if (V.Input == Input && any_of(V.Edits, [&](auto &E) { return E.Range == Range; }))
                Attributes.insert(V.Use->Attribute);
          if (M.Expansions > Attributes.size())
            breakUp(B, "the macro '" + M.Name + "' is used " +
                           (In.Report.Failed
                                ? "in '" + In.Unit + "', too, which cannot be read"
                                : "in other ways, too, in '" + In.Unit + "': change it by hand"));
        }
      }
  }

  /// Places that would have to become different things.
  void findDifferences() {
    for (auto &[Range, B] : Places) {
      const Edit *First = nullptr;
      const MigrationUse *FirstUse = nullptr;
      for (unsigned Id : B.Uses) {
        if (!Uses[Id].Remark.empty())
          continue; // which spreads
        const View &V = *Uses[Id].Chosen;
        for (const Edit &E : V.Edits) {
          if (E.Range != Range)
            continue;
          if (!First) {
            First = &E;
            FirstUse = V.Use;
          } else if (E.Text != First->Text) {
            bool OfKinds = FirstUse->Better && V.Use->Better && FirstUse->Better != V.Use->Better;
            breakUp(B, "the macro '" + B.Macro + "' is used " +
                           (OfKinds ? "for values and for shared objects: split it in two"
                                    : "in ways that need different text: split it"));
          }
        }
      }
    }
  }

  /// Leaves all of its uses alone.
  void breakUp(Bond &B, const std::string &Remark) {
    B.IsBroken = true;
    for (unsigned Id : B.Uses)
      if (Uses[Id].Remark.empty())
        Uses[Id].Remark = Remark;
  }

  /// What is left alone takes what is tied to it along, and so on.
  void spread() {
    auto LeftAlone = [&](const Bond &B) {
      auto It = find_if(B.Uses, [&](unsigned Id) { return !Uses[Id].Remark.empty(); });
      return It == B.Uses.end() ? nullptr : &Uses[*It];
    };
    bool More = true;
    auto Look = [&](Bond &B, bool IsMacro) {
      const Use *Left = B.IsBroken ? nullptr : LeftAlone(B);
      if (!Left)
        return;
      More = true;
      std::string Where = text(*Left->Chosen) + ", too, which ";
      if (Left->IsUnread)
        Where += "cannot be read";
      else
        Where += IsMacro ? "is left alone: split it in two" : "is left alone: change both by hand";
      breakUp(B, (IsMacro ? "the macro '" + B.Macro + "' is used at "
                          : "the same function is declared at ") +
                     Where);
    };
    while (std::exchange(More, false)) {
      for (auto &[Range, B] : Places)
        Look(B, true);
      for (Bond &B : Redeclarations)
        Look(B, false);
    }
  }

  void findOverlaps() {
    std::pair<const RangeKey, Bond> *Last = nullptr;
    for (auto &Place : Places) {
      if (Place.second.IsBroken)
        continue;
      auto [File, Offset, Length] = Place.first;
      if (Last && std::get<0>(Last->first) == File &&
          std::get<1>(Last->first) + std::get<2>(Last->first) > Offset) {
        Result.InternalErrors.push_back(
            ("two changes of '" + Paths[File] + "' overlap, at byte " + Twine(Offset)).str());
        std::string Remark = "its change overlaps with another: change it by hand";
        breakUp(Last->second, Remark);
        breakUp(Place.second, Remark);
      }
      // The one that reaches farther counts.
      if (!Last || std::get<0>(Last->first) != File ||
          std::get<1>(Last->first) + std::get<2>(Last->first) < Offset + Length)
        Last = &Place;
    }
  }

  MigrationPlan result() {
    std::set<PlaceKey> Compiled;
    for (const Use &U : Uses) {
      PlannedUse Out;
      const View &Chosen = *U.Chosen;
      Out.Shown = place(Chosen.Input, Chosen.Use->Shown);
      for (const MigrationUse::Expansion &E : Chosen.Use->Expansions)
        Out.Expansions.push_back({E.Macro, place(Chosen.Input, E.At)});
      Out.Better = Chosen.Use->Better;
      Out.Warning = Chosen.Use->Warning;
      Out.Remark = U.Remark;
      for (const Edit &E : Chosen.Edits) {
        auto [File, Offset, Length] = E.Range;
        Compiled.insert({File, Offset});
        if (U.Remark.empty())
          Out.Edits[Paths[File]].push_back({Offset, Length, E.Text});
      }
      for (const View &V : U.Views)
        Compiled.insert(key(V.Input, V.Use->spelled()));
      if (!U.IsUnread)
        Result.Uses.push_back(std::move(Out));
    }
    for (auto &[Range, B] : Places) {
      auto [File, Offset, Length] = Range;
      if (!B.IsBroken)
        Result.Edits[Paths[File]].push_back({Offset, Length, textAt(Range, B)});
    }
    for (auto [Input, In] : enumerate(Inputs)) {
      if (In.Report.Failed)
        continue;
      for (const MigrationReport::Hidden &H : In.Report.NotCompiled)
        if (Compiled.insert(key(Input, H.At)).second)
          Result.NotCompiled.push_back(
              {place(Input, H.At),
               H.Macro.empty() ? "the preprocessor skips it; give flags with which it is "
                                 "compiled, or change it by hand"
                               : "no file uses the macro '" + H.Macro + "'; change it by hand"});
    }
    auto Place = [](const MigrationPlace &P) { return std::tie(P.Path, P.Offset); };
    sort(Result.Uses, [&](const PlannedUse &A, const PlannedUse &B) {
      if (Place(A.Shown) != Place(B.Shown))
        return Place(A.Shown) < Place(B.Shown);
      return std::lexicographical_compare(
          A.Expansions.begin(), A.Expansions.end(), B.Expansions.begin(), B.Expansions.end(),
          [&](auto &X, auto &Y) { return Place(X.At) < Place(Y.At); });
    });
    sort(Result.NotCompiled,
         [&](const auto &A, const auto &B) { return Place(A.At) < Place(B.At); });
    return std::move(Result);
  }

  std::string textAt(const RangeKey &Range, const Bond &B) const {
    for (const Edit &E : Uses[*B.Uses.begin()].Chosen->Edits)
      if (E.Range == Range)
        return E.Text;
    return {};
  }

  ArrayRef<MigrationInput> Inputs;
  FileLookup FileAt;
  StringMap<unsigned> Numbers;
  std::vector<std::string> Paths;
  std::vector<Use> Uses;
  std::map<RangeKey, Bond> Places; // that are changed
  std::vector<Bond> Redeclarations;
  std::map<PlaceKey, std::set<RangeKey>> Definitions; // of macros: the places in each
  MigrationPlan Result;
};

} // namespace

MigrationPlan planMigration(ArrayRef<MigrationInput> Inputs, FileLookup FileAt) {
  return Planner(Inputs, FileAt).plan();
}

std::string applied(StringRef Text, ArrayRef<MigrationEdit> Edits) {
  std::string Result;
  size_t Done = 0;
  for (const MigrationEdit &E : Edits) {
    Result += Text.slice(Done, E.Offset);
    Result += E.Text;
    Done = E.Offset + E.Length;
  }
  return Result + Text.substr(Done).str();
}

} // namespace stcache::tool
