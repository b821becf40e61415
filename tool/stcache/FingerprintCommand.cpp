//===- FingerprintCommand.cpp - stcache fingerprint -----------------------===//

#include "CodeRecords.h"
#include "Command.h"
#include "Program.h"
#include "StoreView.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

void printLine(const State &S, const Function &F) {
  outs() << S.fingerprint(F).hex() << "  " << F.Symbol << "  " << F.Where.text() << '\n';
}

void printUnit(const Unit &U, bool Again) {
  outs() << U.Total.hex() << ' ' << kindName(U.Kind) << ' ' << U.Name;
  if (U.Opaque)
    outs() << "  [name and signature]";
  else if (U.External)
    outs() << "  [not defined in the files given]";
  else if (U.Where.known())
    outs() << "  " << U.Where.text();
  if (U.Conservative)
    outs() << "  [by spelling]";
  if (Again)
    outs() << "  [see above]";
  outs() << '\n';
}

/// What appeared above is not opened again.
void printTree(const State &S, const Function &F) {
  struct Entry {
    unsigned Unit, Depth;
  };
  std::vector<Entry> Work{{F.Root, 0}};
  std::vector<bool> Shown(S.Units.size());
  while (!Work.empty()) {
    auto [Id, Depth] = Work.back();
    Work.pop_back();
    const Unit &U = S.Units[Id];
    outs().indent(2 * Depth);
    printUnit(U, Shown[Id] && !U.References.empty());
    if (Shown[Id])
      continue;
    Shown[Id] = true;
    for (const Place &P : U.IndirectCalls)
      outs().indent(2 * Depth + 2)
          << "a call through a pointer, not followed  " << P.text() << '\n';
    std::vector<unsigned> Direct;
    for (const Unit::Reference &R : U.References)
      if (!is_contained(Direct, R.Target))
        Direct.push_back(R.Target);
    for (unsigned To : reverse(Direct))
      Work.push_back({To, Depth + 1});
  }
}

void printText(const State &S, const Function &F) {
  outs() << "function " << F.Symbol << '\n';
  StringRef Flags;
  for (unsigned Id : S.reachable(F.Root)) {
    const Unit &U = S.Units[Id];
    if (U.External)
      continue;
    if (Flags != U.Flags) {
      Flags = U.Flags;
      outs() << "\nflags " << Flags << '\n';
    }
    outs() << "\nunit " << kindName(U.Kind) << ' ' << U.Name << '\n' << U.Text;
  }
}

/// The functions to show; nothing after an error.
std::optional<std::vector<const Function *>> select(const State &S, ArrayRef<std::string> Names) {
  std::vector<const Function *> Selected;
  if (Names.empty())
    for (const Function &F : S.Functions)
      if (F.Listed)
        Selected.push_back(&F);
  bool Missing = false;
  for (const std::string &Name : Names) {
    std::vector<const Function *> Found = S.find(Name);
    Selected.insert(Selected.end(), Found.begin(), Found.end());
    if (!Found.empty())
      continue;
    Missing = true;
    fail("no function '" + Name + "' is defined in the files given",
         didYouMean(S.near(Name), "names are qualified, as in ns::Class::function, or mangled"));
  }
  if (Missing)
    return std::nullopt;
  sort(Selected, [](const Function *A, const Function *B) {
    return std::tie(A->Where, A) < std::tie(B->Where, B);
  });
  Selected.erase(std::unique(Selected.begin(), Selected.end()), Selected.end());
  return Selected;
}

void printUnresolved(const State &S, ArrayRef<const Function *> Functions) {
  std::vector<StringRef> Symbols;
  for (const Function *F : Functions)
    for (unsigned Id : S.reachable(F->Root))
      if (S.Units[Id].External && !S.Units[Id].Optional)
        Symbols.push_back(S.Units[Id].Symbol);
  sort(Symbols);
  Symbols.erase(std::unique(Symbols.begin(), Symbols.end()), Symbols.end());
  for (StringRef Symbol : Symbols)
    outs() << Symbol << '\n';
}

/// Records what is cached of them beside the store.
int record(const State &S, std::vector<const Function *> Functions, StringRef Directory) {
  erase_if(Functions, [](const Function *F) { return !F->Cached; });
  std::optional<StoreView> View = StoreView::open(Directory, /*Make=*/true);
  if (!View)
    return 1;
  Expected<unsigned> New = CodeRecords(View->get()->directory()).add(S, Functions);
  if (!New)
    return fail(toString(New.takeError()));
  outs() << "recorded " << Functions.size()
         << (Functions.size() == 1 ? " cached function, " : " cached functions, ") << *New
         << " of them new or changed\n";
  return 0;
}

int run(const Command &Self, ArrayRef<std::string> Args) {
  Sources From;
  std::vector<std::string> Names;
  std::string Directory, JobsText;
  bool Deps = false, Text = false, Json = false, Unresolved = false, Record = false;
  Options Read(Self);
  Read.value("-p", From.BuildDirectory);
  Read.flag("--all", From.All);
  Read.list("--function", Names);
  Read.flag("--deps", Deps);
  Read.flag("--text", Text);
  Read.flag("--json", Json);
  Read.flag("--unresolved", Unresolved);
  Read.flag("--record", Record);
  Read.value("--dir", Directory);
  Read.value("-j", JobsText);
  if (!Read.parse(Args))
    return 1;
  From.Files = Read.Operands;
  From.Flags = Read.Rest;
  if (Deps + Text + Json + Unresolved + Record > 1)
    return fail("only one of --deps, --text, --json, --unresolved and --record can be given");
  if (!Directory.empty() && !Record)
    return fail("option '--dir' names the store that --record writes to", "give --record, too");
  if (From.All && From.BuildDirectory.empty())
    return fail("--all needs a build directory", "give it with -p");
  if (From.All && !From.Files.empty())
    return fail("--all names all files; '" + From.Files.front() + "' was given, too");
  if (!From.All && From.Files.empty())
    return fail("no file given", "for example: stcache fingerprint app.cpp -- -std=c++20; "
                                 "all files of a build: stcache fingerprint -p build --all");
  std::optional<unsigned> Jobs = readJobs(JobsText);
  if (!Jobs)
    return 1;

  std::optional<State> S = loadProgram(From, *Jobs, Names);
  if (!S)
    return 1;
  std::optional<std::vector<const Function *>> Functions = select(*S, Names);
  if (!Functions)
    return 1;
  if (Record)
    return record(*S, Names.empty() ? cachedFunctions(*S) : *Functions, Directory);
  if (Json) {
    if (!Names.empty())
      *S = S->only(*Functions);
    outs() << formatv("{0:2}", toJSON(*S)) << '\n';
  } else if (Unresolved) {
    printUnresolved(*S, *Functions);
  } else {
    for (auto [I, F] : enumerate(*Functions)) {
      if (I && (Deps || Text))
        outs() << '\n';
      Deps ? printTree(*S, *F) : Text ? printText(*S, *F) : printLine(*S, *F);
    }
  }
  return 0;
}

} // namespace

const Command FingerprintCommand = {
    "fingerprint", "print the fingerprints of functions, and what they are made of",
    R"(usage: stcache fingerprint [-p DIR] FILE... [OPTION]... [-- FLAG...]
       stcache fingerprint -p DIR --all [OPTION]...

Prints a line for each function that the files define:

  <32 hex digits>  <mangled name>  <file>:<line>

The fingerprint covers what the function reaches, in the other files given, too.

  -p DIR           take the compiler's flags from DIR/compile_commands.json; without it
                   that file is looked for in the source's directory and above
  --all            all files of that build
  -- FLAG...       flags for the compiler, after those of the build
  --function NAME  only this function (qualified or mangled name); may be repeated
  --deps           the tree of what it is made of
  --text           the data that were hashed, one datum per line
  --unresolved     the symbols that are reached but not defined in the files given
  --json           everything; 'stcache explain' reads it
  --record         print nothing of that; record the code of the cached functions for
                   'stcache explain', in the directory of the store
  --dir DIR        the store in this directory
  -j N             processes at a time (default: one per processor)
)",
    run};

} // namespace stcache::tool
