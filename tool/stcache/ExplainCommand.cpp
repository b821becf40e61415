//===- ExplainCommand.cpp - stcache explain -------------------------------===//

#include "CodeRecords.h"
#include "Command.h"
#include "Explain.h"
#include "ExplainStore.h"
#include "Program.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

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
  printCauses(A, explain(Before, B.Root, After, A.Root), Text);
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

/// Explains by the store, and records the code for the next time.
int explainByStore(const std::string &Directory, const State &Now, const std::string &Name,
                   bool Text) {
  std::optional<StoreView> View = StoreView::open(Directory);
  if (!View)
    return 1;
  std::vector<Function> Asked = find(Now, Name);
  int Status = explainStored(*View, Now, Asked, Name, Text);
  // A look at what is stored leaves nothing where nothing is.
  if (Status != 0 || !View->get())
    return Status;
  Expected<unsigned> New = CodeRecords(View->get()->directory()).add(Now, cachedFunctions(Now));
  if (!New)
    errs() << "stcache: warning: " << toString(New.takeError()) << '\n';
  return 0;
}

int run(const Command &Self, ArrayRef<std::string> Args) {
  Sources From;
  std::string BeforeName, AfterName, Directory, JobsText;
  bool Text = false;
  Options Read(Self);
  Read.value("--before", BeforeName);
  Read.value("--after", AfterName);
  Read.value("-p", From.BuildDirectory);
  Read.value("--dir", Directory);
  Read.flag("--text", Text);
  Read.value("-j", JobsText);
  if (!Read.parse(Args))
    return 1;
  if (Read.Operands.empty())
    return fail("no function given", "for example: stcache explain load -p build");
  std::string Name = Read.Operands.front();
  From.Files.assign(Read.Operands.begin() + 1, Read.Operands.end());
  From.Flags = Read.Rest;
  From.All = From.Files.empty();
  if (!BeforeName.empty() && !Directory.empty())
    return fail("the state before is given twice: by --before, and by --dir");
  if (!AfterName.empty() && (!From.BuildDirectory.empty() || !From.Files.empty() || Read.HasRest))
    return fail("the state after is given twice: by --after, and by "
                "-p, files or flags");
  if (AfterName.empty() && From.All && From.BuildDirectory.empty())
    return fail("the state after is not given", "give it with --after, as a build directory with "
                                                "-p, or as files");
  std::optional<unsigned> Jobs = readJobs(JobsText);
  if (!Jobs)
    return 1;

  std::optional<State> Before;
  if (!BeforeName.empty() && !(Before = load(BeforeName, *Jobs, Name)))
    return 1;
  std::optional<State> After =
      AfterName.empty() ? loadProgram(From, *Jobs, {Name}) : load(AfterName, *Jobs, Name);
  if (!After)
    return 1;
  if (!Before)
    return explainByStore(Directory, *After, Name, Text);
  std::vector<Function> Old = find(*Before, Name), New = find(*After, Name);
  if (Old.empty() && New.empty())
    return fail("no function '" + Name + "' is in either state",
                didYouMean(After->near(Name),
                           "names are qualified, as in ns::Class::function, or mangled"));
  explainAll(*Before, std::move(Old), *After, New, Text);
  return 0;
}

} // namespace

const Command ExplainCommand = {"explain", "say why a function is computed anew",
                                R"(usage: stcache explain FUNCTION -p DIR [--dir DIR] [OPTION]...
       stcache explain FUNCTION FILE... [--dir DIR] [OPTION]... [-- FLAG...]
       stcache explain FUNCTION --before STATE -p DIR | --after STATE | FILE... [-- FLAG...]

Says why the store's results of FUNCTION (qualified or mangled name) are not used: what
made its fingerprint another one (which function, variable, class or flag changed, where
it is, how FUNCTION reaches it, and the lines that differ), or what else became of them.

With --before, compares with that state in place of the store: a build directory (with
compile_commands.json), or a file made by 'stcache fingerprint --json'.

  -p DIR, FILE, -- FLAG...
                   the code as it is now, as for 'stcache fingerprint'; without files
                   all of DIR
  --after STATE    the same, as a state
  --before STATE   what the results were computed by
  --dir DIR        the store in this directory
  --text           show the data that were hashed in place of the source lines
  -j N             processes at a time (default: one per processor)

Which code the store's results came from is known if it was recorded, at each build by
'stcache fingerprint -p DIR --all --record', or by 'stcache explain' itself.
)",
                                run};

} // namespace stcache::tool
