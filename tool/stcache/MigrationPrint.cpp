//===- MigrationPrint.cpp - How a migration is told -----------------------===//

#include "MigrationPrint.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"

#include <set>

using namespace llvm;

namespace stcache::tool {
namespace {

class Printer {
public:
  Printer(raw_ostream &OS, MigrationFiles &Files) : OS(OS), Files(Files) {}

  void use(const PlannedUse &U, bool AlsoWarning) {
    bool Warned = AlsoWarning && !U.Warning.empty();
    if (Warned) {
      place(U.Shown);
      WithColor::warning(OS) << U.Warning << '\n';
      line(U.Shown);
    }
    if (!U.Remark.empty()) {
      place(U.Shown);
      WithColor::remark(OS) << "left alone: " << U.Remark << '\n';
      if (!Warned)
        line(U.Shown);
    }
    if (!Warned && U.Remark.empty())
      return;
    for (const PlannedUse::Expansion &E : reverse(U.Expansions)) {
      if (E.At.Path == U.Shown.Path && E.At.Offset == U.Shown.Offset)
        continue; // an argument that is written there
      place(E.At);
      WithColor::note(OS) << "expanded from macro '" << E.Macro << "'\n";
      line(E.At);
    }
  }

  void hidden(const MigrationPlan::Hidden &H) {
    place(H.At);
    WithColor::remark(OS) << "not compiled here: " << H.Remark << '\n';
    line(H.At);
  }

private:
  void place(const MigrationPlace &P) {
    OS << Files.at(P.Path).Shown << ':' << P.Line << ':' << P.Column << ": ";
  }

  /// The line with a caret, as compilers show it.
  void line(const MigrationPlace &P) {
    StringRef Text = Files.at(P.Path).Content;
    if (P.Offset >= Text.size())
      return; // somebody changed the file
    size_t Begin = Text.rfind('\n', P.Offset);
    Begin = Begin == StringRef::npos ? 0 : Begin + 1;
    StringRef Line = Text.slice(Begin, Text.find('\n', P.Offset)).rtrim('\r');
    std::string Indent;
    for (char C : Text.slice(Begin, P.Offset))
      if (C == '\t' || (C & 0xc0) != 0x80) // one for each character in UTF-8
        Indent += C == '\t' ? '\t' : ' ';
    OS << formatv("{0,5} | {1}\n      | {2}^\n", P.Line, Line, Indent);
  }

  raw_ostream &OS;
  MigrationFiles &Files;
};

std::string counted(size_t N, StringRef What) {
  return formatv("{0:N} {1}{2}", N, What, N == 1 ? "" : "s").str();
}

} // namespace

void printMigration(raw_ostream &OS, const MigrationPlan &Plan, MigrationFiles &Files,
                    bool AlsoWarnings) {
  Printer P(OS, Files);
  auto Place = [](const MigrationPlace &At) { return std::tie(At.Path, At.Offset); };
  auto Hidden = Plan.NotCompiled.begin(), End = Plan.NotCompiled.end();
  for (const PlannedUse &U : Plan.Uses) {
    for (; Hidden != End && Place(Hidden->At) < Place(U.Shown); ++Hidden)
      P.hidden(*Hidden);
    P.use(U, AlsoWarnings);
  }
  for (; Hidden != End; ++Hidden)
    P.hidden(*Hidden);
}

std::string migrationSummary(const MigrationPlan &Plan, size_t NotRead, bool Done) {
  std::set<StringRef> Files;
  size_t Data = 0, Resource = 0;
  for (const PlannedUse &U : Plan.Uses) {
    Files.insert(U.Shown.Path);
    if (U.Remark.empty())
      ++(U.Better == MigrationUse::Kind::Data ? Data : Resource);
  }
  std::string Text = "nothing to do: no legacy attribute";
  if (!Plan.Uses.empty())
    Text = formatv("{0} in {1}: {2:N} {3} ({4:N} cache_data, {5:N} cache_resource), {6:N} left "
                   "alone",
                   counted(Plan.Uses.size(), "attribute"), counted(Files.size(), "file"),
                   Data + Resource, Done ? "changed" : "can be changed", Data, Resource,
                   Plan.Uses.size() - Data - Resource)
               .str();
  if (!Plan.NotCompiled.empty())
    Text += formatv(", {0:N} not compiled", Plan.NotCompiled.size()).str();
  if (!Plan.Uses.empty() || NotRead != 0)
    Text += ", " + counted(NotRead, "file") + " not read";
  return Text;
}

} // namespace stcache::tool
