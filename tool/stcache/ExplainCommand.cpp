//===- ExplainCommand.cpp - stcache explain -------------------------------===//

#include "Command.h"
#include "Diff.h"
#include "Explain.h"
#include "Program.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

/// Of a diff, as many lines as are easily read.
constexpr size_t MostLines = 20;

std::optional<State> loadSaved(const std::string &Path) {
  auto Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer) {
    fail("cannot read '" + Path + "': " + Buffer.getError().message());
    return std::nullopt;
  }
  auto Unreadable = [&](Error Why) {
    fail("'" + Path + "' cannot be used: " + toString(std::move(Why)),
         "make it with: stcache fingerprint -p DIR --all --json > FILE");
    return std::nullopt;
  };
  Expected<json::Value> Value = json::parse((*Buffer)->getBuffer());
  if (!Value) {
    consumeError(Value.takeError());
    return Unreadable(createStringError("it is not JSON"));
  }
  Expected<State> S = stateFromJSON(*Value);
  if (!S)
    return Unreadable(S.takeError());
  return std::move(*S);
}

/// A build directory, or a file that `stcache fingerprint --json` wrote.
std::optional<State> load(const std::string &Where, unsigned Jobs, const std::string &Function) {
  if (!sys::fs::is_directory(Where))
    return loadSaved(Where);
  Sources Build;
  Build.BuildDirectory = Where;
  Build.All = true;
  return loadProgram(Build, Jobs, {Function});
}

std::string called(const Unit &U) {
  return U.Where.known() && !U.Opaque ? U.Name + " (" + U.Where.text() + ")" : U.Name;
}

std::string headline(const Cause &C) {
  const Unit &U = *C.After;
  switch (C.What) {
  case Cause::Flags:
    return "the compiler's flags changed" +
           (U.Where.known() ? " for " + U.Where.File : std::string());
  case Cause::Definition:
    return U.External ? called(*C.Before) + " is no longer defined in the files given"
                      : called(U) + " was not defined in the files given before";
  case Cause::References:
    return called(U) + " refers to something else";
  case Cause::Changed:
    break;
  }
  if (U.Kind != C.Before->Kind || U.Kind == UnitKind::Cached)
    return "version or hash_funcs of " + called(U) + " changed";
  if (U.Opaque)
    return "the signature of " + U.Name + " in the library changed";
  if (U.Kind == UnitKind::Variable)
    return "type or initial value of " + called(U) + " changed";
  if (U.Kind == UnitKind::Record)
    return "the layout of " + called(U) + " changed";
  return called(U) + " changed";
}

void printDifference(const Cause &C, bool Text) {
  const Unit &B = *C.Before, &A = *C.After;
  std::vector<std::string> Lines;
  if (C.What == Cause::Flags) {
    Lines = diffLines(B.Flags, A.Flags);
  } else if (C.What != Cause::Definition && B.Kind == A.Kind) {
    if (!Text && !B.Source.empty() && !A.Source.empty())
      Lines = diffLines(B.Source, A.Source);
    // A macro or a type elsewhere can make the same lines mean something else.
    if (Lines.empty())
      Lines = diffLines(B.Text, A.Text);
  }
  for (auto [I, Line] : enumerate(Lines)) {
    if (I == MostLines) {
      outs() << "    ... " << Lines.size() - MostLines << " more lines\n";
      break;
    }
    outs() << "    " << Line << '\n';
  }
  for (const Unit *U : C.Removed)
    outs() << "  no longer refers to " << kindName(U->Kind) << ' ' << called(*U) << '\n';
  for (const Unit *U : C.Added)
    outs() << "  now refers to " << kindName(U->Kind) << ' ' << called(*U) << '\n';
}

void print(const Function &F, const Cause &C, bool Text) {
  outs() << F.Name << " recomputes because: " << headline(C) << '\n';
  if (C.What != Cause::Flags && C.Before->Where.known() && C.Before->Where != C.After->Where)
    outs() << "  before at " << C.Before->Where.text() << '\n';
  std::string Path;
  for (const Unit *U : C.Chain)
    // A cached function with a version or hash_funcs is a unit around the function.
    if (U->Kind != UnitKind::Cached)
      Path += (Path.empty() ? "" : " -> ") + U->Name;
  if (Path != F.Name && !Path.empty())
    outs() << "  " << Path << '\n';
  if (C.sameSource())
    outs() << "  its lines are the same, what they mean is not:\n";
  printDifference(C, Text);
}

void explainOne(const State &Before, const Function &B, const State &After, const Function &A,
                bool Text) {
  std::string From = Before.fingerprint(B).hex(), To = After.fingerprint(A).hex();
  if (B.Symbol != A.Symbol) {
    outs() << A.Name << " recomputes because: its signature changed\n"
           << "    - " << B.Symbol << "\n    + " << A.Symbol << '\n';
  } else if (From == To) {
    outs() << A.Name << " does not recompute: its code is the same\n  " << To << "  "
           << A.Where.text() << '\n';
    return;
  }
  for (const Cause &C : explain(Before, B.Root, After, A.Root))
    print(A, C, Text);
  outs() << "  " << From << "  before\n  " << To << "  after\n";
}

/// The functions of that name; those that only a header defines and that others call, too.
std::vector<Function> find(const State &S, StringRef Name) {
  std::vector<Function> Found;
  for (const Function *F : S.find(Name))
    Found.push_back(*F);
  if (!Found.empty())
    return Found;
  for (auto [Id, U] : enumerate(S.Units))
    if (U.Kind == UnitKind::Function && !U.Opaque && !U.External &&
        (U.Name == Name || U.Symbol == Name)) {
      Function F;
      F.Name = U.Name;
      F.Symbol = U.Symbol;
      F.Where = U.Where;
      F.Root = Id;
      Found.push_back(std::move(F));
    }
  return Found;
}

void explainAll(const State &Before, std::vector<Function> Old, const State &After,
                const std::vector<Function> &New, bool Text) {
  std::vector<Function> Unpaired;
  for (const Function &A : New) {
    auto It = find_if(Old, [&](const Function &B) {
      return B.Symbol == A.Symbol && B.Where.File == A.Where.File;
    });
    if (It == Old.end())
      It = find_if(Old, [&](const Function &B) { return B.Symbol == A.Symbol; });
    if (It == Old.end()) {
      Unpaired.push_back(A);
      continue;
    }
    explainOne(Before, *It, After, A, Text);
    Old.erase(It);
  }
  if (Old.size() == 1 && Unpaired.size() == 1) {
    explainOne(Before, Old.front(), After, Unpaired.front(), Text);
    return;
  }
  for (const Function &A : Unpaired)
    outs() << A.Name << " is new: " << A.Symbol << "  " << A.Where.text() << '\n';
  for (const Function &B : Old)
    outs() << B.Name << " is gone: " << B.Symbol << "  was at " << B.Where.text() << '\n';
}

int run(const Command &Self, ArrayRef<std::string> Args) {
  Sources From;
  std::string BeforeName, AfterName, JobsText;
  bool Text = false;
  Options Read(Self);
  Read.value("--before", BeforeName);
  Read.value("--after", AfterName);
  Read.value("-p", From.BuildDirectory);
  Read.flag("--text", Text);
  Read.value("-j", JobsText);
  if (!Read.parse(Args))
    return 1;
  if (Read.Operands.empty())
    return fail("no function given",
                "for example: stcache explain load --before old.json -p build");
  std::string Name = Read.Operands.front();
  From.Files.assign(Read.Operands.begin() + 1, Read.Operands.end());
  From.Flags = Read.Rest;
  From.All = From.Files.empty();
  if (BeforeName.empty())
    return fail("the state before is not given", "give a build directory or a file that 'stcache "
                                                 "fingerprint --json' wrote, with --before");
  if (!AfterName.empty() && (!From.BuildDirectory.empty() || !From.Files.empty() || Read.HasRest))
    return fail("the state after is given twice: by --after, and by "
                "-p, files or flags");
  if (AfterName.empty() && From.All && From.BuildDirectory.empty())
    return fail("the state after is not given", "give it with --after, as a build directory with "
                                                "-p, or as files");
  std::optional<unsigned> Jobs = readJobs(JobsText);
  if (!Jobs)
    return 1;

  std::optional<State> Before = load(BeforeName, *Jobs, Name);
  if (!Before)
    return 1;
  std::optional<State> After =
      AfterName.empty() ? loadProgram(From, *Jobs, {Name}) : load(AfterName, *Jobs, Name);
  if (!After)
    return 1;
  std::vector<Function> Old = find(*Before, Name), New = find(*After, Name);
  if (Old.empty() && New.empty())
    return fail("no function '" + Name + "' is in either state",
                didYouMean(After->near(Name),
                           "names are qualified, as in ns::Class::function, or mangled"));
  explainAll(*Before, std::move(Old), *After, New, Text);
  return 0;
}

} // namespace

const Command ExplainCommand = {
    "explain", "say why a function is computed anew",
    R"(usage: stcache explain FUNCTION --before STATE --after STATE [OPTION]...
       stcache explain FUNCTION --before STATE [-p DIR] [FILE]... [OPTION]... [-- FLAG...]

Says what made the fingerprint of FUNCTION (qualified or mangled name) another one: which
function, variable, class or flag changed, where it is, how FUNCTION reaches it, and the
lines that differ.

A STATE is a build directory (with compile_commands.json), or a file made by
'stcache fingerprint --json'. Keep one from each build to compare with.

  --before STATE   what the results were computed by
  --after STATE    what computes them now
  -p DIR, FILE, -- FLAG...
                   the state after, as for 'stcache fingerprint'; without files all of DIR
  --text           show the data that were hashed in place of the source lines
  -j N             processes at a time (default: one per processor)
)",
    run};

} // namespace stcache::tool
