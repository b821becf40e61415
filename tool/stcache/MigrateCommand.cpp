//===- MigrateCommand.cpp - stcache migrate -------------------------------===//

#include "Command.h"
#include "Diff.h"
#include "MigrationPass.h"
#include "MigrationPrint.h"
#include "Program.h"
#include "ProgressBar.h"
#include "Workers.h"
#include "WriteFile.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

/// Of what a compiler says of a file that it cannot read.
constexpr size_t MostLines = 5;

/// What all files say that could be read.
struct Found {
  std::vector<MigrationInput> Inputs;
  size_t NotRead = 0;
};

void printFirstLines(StringRef Text) {
  SmallVector<StringRef, 16> Lines;
  Text.rtrim('\n').split(Lines, '\n');
  for (StringRef Line : ArrayRef(Lines).take_front(MostLines))
    errs() << Line << '\n';
  if (Lines.size() > MostLines)
    errs() << "... and " << Lines.size() - MostLines << " more lines\n";
}

Found read(ArrayRef<CompileJob> Files, unsigned Jobs, const MigrationFiles &Names,
           const Twine &Remedy) {
  std::vector<std::optional<std::string>> Results;
  {
    ProgressBar Bar(Files.size());
    Results = inProcesses(
        Files.size(), Jobs, [&](size_t I) { return toBytes(findLegacyUses(Files[I])); },
        [&](size_t Done) { Bar.show(Done); });
  }
  Found All;
  for (const auto &[Job, Bytes] : zip(Files, Results)) {
    std::string Name = Names.shown(Job.File);
    if (!Bytes) {
      fail("'" + Name + "' makes the parser crash",
           "if the compiler can compile it, please report that");
      ++All.NotRead;
      continue;
    }
    Expected<MigrationReport> Report = migrationReport(*Bytes);
    if (!Report) {
      fail("'" + Name + "' cannot be read: " + toString(Report.takeError()));
      ++All.NotRead;
      continue;
    }
    if (Report->Failed) {
      printFirstLines(Report->Messages);
      fail("'" + Name + "' cannot be parsed: what only it sees is not changed", Remedy);
      ++All.NotRead;
    }
    All.Inputs.push_back({std::move(Name), std::move(*Report)});
  }
  return All;
}

void printDiff(const MigrationPlan &Plan, MigrationFiles &Files) {
  for (const auto &[Path, Edits] : Plan.Edits) {
    const MigrationFiles::Entry &File = Files.at(Path);
    outs() << unifiedDiff(File.Content, applied(File.Content, Edits), File.Shown);
  }
}

int run(const Command &Self, ArrayRef<std::string> Args) {
  Sources From;
  std::string JobsText, FixesFile;
  bool Fix = false, Diff = false;
  Options Read(Self);
  Read.value("-p", From.BuildDirectory);
  Read.flag("--fix", Fix);
  Read.flag("--diff", Diff);
  Read.value("--export-fixes", FixesFile);
  Read.value("-j", JobsText);
  if (!Read.parse(Args))
    return 1;
  bool Export = !FixesFile.empty();
  if (Fix + Diff + Export > 1)
    return fail("only one of --fix, --diff and --export-fixes can be given");
  From.Files = Read.Operands;
  From.Flags = Read.Rest;
  From.All = From.Files.empty();
  From.EachCommand = true;
  std::optional<unsigned> Jobs = readJobs(JobsText);
  if (!Jobs)
    return 1;
  std::optional<std::vector<CompileJob>> Commands = compileJobs(From);
  if (!Commands)
    return 1;

  MigrationFiles Files(From.Files, /*NeedsWriting=*/!Diff && !Export);
  Found All = read(*Commands, *Jobs, Files,
                   From.BuildDirectory.empty() && !From.All && From.Flags.empty()
                       ? "give the compiler's flags behind '--', or the build directory with -p"
                       : "");
  MigrationPlan Plan = planMigration(
      All.Inputs, [&](const std::string &Path) -> const MigrationFile & { return Files.at(Path); });
  bool Failed = All.NotRead != 0 || !Plan.InternalErrors.empty();
  bool OnlyShow = !Fix && !Diff && !Export;
  printMigration(OnlyShow ? outs() : errs(), Plan, Files, /*AlsoWarnings=*/OnlyShow);
  for (const std::string &Why : Plan.InternalErrors)
    fail("internal error: " + Why, "please report that");
  Error Why = Error::success();
  if (Fix)
    Why = carryOut(Plan, Files);
  else if (Diff)
    printDiff(Plan, Files);
  else if (Export)
    Why = writeFile(FixesFile, migrationYaml(Plan, *Commands));
  outs().flush();
  if (Why)
    return fail(toString(std::move(Why)), Fix ? "no file was changed" : "");
  errs() << migrationSummary(Plan, All.NotRead, /*Done=*/Fix) << '\n';
  return Failed;
}

} // namespace

const Command MigrateCommand = {
    "migrate", "replace st::cache by cache_data and cache_resource",
    R"(usage: stcache migrate [-p DIR] [FILE]... [MODE] [-j N] [-- FLAG...]

Finds each [[st::cache]] that the files and their headers hold, and says which of
cache_data and cache_resource takes its place, and why. What cannot be decided safely is
left alone, with a remark that says what to do.

The mode, one of:
  (none)           print that, change nothing
  --fix            change the files, and print remarks only
  --diff           print what would change, for patch -p0
  --export-fixes FILE
                   write it to FILE, for clang-apply-replacements

  FILE             the files to read; without any, all files of the build
  -p DIR           take the compiler's flags from DIR/compile_commands.json; without it
                   that file is looked for in the source's directory and above
  -j N             processes at a time (default: one per processor)
  -- FLAG...       flags for the compiler, after those of the build

Name all files that see a header together: an attribute is changed only if all of these
agree on it. The exit status is 0, with remarks, too, and 1 if a file cannot be read or
written; what the others hold is changed nevertheless.
)",
    run};

} // namespace stcache::tool
