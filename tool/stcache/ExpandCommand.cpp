//===- ExpandCommand.cpp - stcache expand ---------------------------------===//

#include "Command.h"
#include "Diff.h"
#include "ExpandedText.h"
#include "WriteFile.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;
using namespace llvm;

namespace stcache::tool {
namespace {

struct ExpandOptions {
  Sources From;
  std::vector<std::string> Functions;
  std::string Output;
  bool Diff = false;
};

/// What differs, file by file.
std::string diffs(const RewrittenFile &File) {
  std::string Result;
  FileID Last;
  for (const TextEdit &E : File.Source.Edits) {
    if (E.File == Last)
      continue;
    Last = E.File;
    OptionalFileEntryRef Entry = File.SM.getFileEntryRefForID(Last);
    Result += unifiedDiff(File.SM.getBufferData(Last), editedFile(File, Last),
                          Entry ? Entry->getName() : "");
  }
  return Result;
}

/// The lines of the functions asked for.
std::string functions(const RewrittenFile &File, ArrayRef<std::string> Names, bool &Missing) {
  std::string Result;
  for (const std::string &Name : Names) {
    bool Found = false;
    for (const RewrittenFunction &F : File.Source.Functions) {
      if (F.Name != Name && !is_contained(F.Symbols, Name))
        continue;
      if (!Result.empty())
        Result += '\n';
      Result += editedLines(File, F.Range);
      Found = true;
    }
    if (!Found) {
      std::vector<std::string> Known;
      Known.reserve(File.Source.Functions.size());
      for (const RewrittenFunction &F : File.Source.Functions)
        Known.push_back(F.Name);
      fail("no cached function '" + Name + "' is defined in the file",
           didYouMean(similar(Name, Known), "names are qualified, as in ns::Class::function"));
      Missing = true;
    }
  }
  return Result;
}

int runExpand(const Command &Self, ArrayRef<std::string> Args) {
  ExpandOptions Given;
  Options O(Self);
  O.value("-p", Given.From.BuildDirectory);
  O.list("--function", Given.Functions);
  O.flag("--diff", Given.Diff);
  O.value("-o", Given.Output);
  if (!O.parse(Args))
    return 1;
  Given.From.Files = O.Operands;
  Given.From.Flags = O.Rest;
  if (Given.From.Files.size() != 1)
    return fail(Given.From.Files.empty() ? "no file given" : "more than one file given",
                "for example: stcache expand app.cpp -- -std=c++20");
  if (Given.Diff && !Given.Functions.empty())
    return fail("only one of --diff and --function can be given");
  std::optional<std::vector<CompileJob>> Jobs = compileJobs(Given.From);
  if (!Jobs)
    return 1;

  SmallString<256> Directory;
  bool ToFile = !Given.Output.empty() && Given.Output != "-";
  SmallString<256> Output(Given.Output);
  if (std::error_code Error = sys::fs::make_absolute(Output))
    return fail("cannot tell the current directory: " + Error.message());
  if (ToFile)
    Directory = sys::path::parent_path(Output);
  else if (sys::fs::current_path(Directory))
    Directory = ".";

  std::string Text, Messages;
  bool Annotated = false, Missing = false;
  SourceOutcome How = rewriteSource(
      Jobs->front(),
      [&](const RewrittenFile &File) {
        Annotated = File.Source.Annotated;
        Text = Given.Diff                ? diffs(File)
               : Given.Functions.empty() ? expandedText(File, Directory)
                                         : functions(File, Given.Functions, Missing);
      },
      Messages);
  if (How != SourceOutcome::Done)
    errs() << Messages;
  if (How == SourceOutcome::Failed || Missing)
    return 1;
  if (How == SourceOutcome::Unreadable) {
    return fail("cannot read '" + Given.From.Files.front() + "' as the compiler does",
                Given.From.BuildDirectory.empty()
                    ? "give the compiler's flags behind '--', or the build directory with -p"
                    : "build it first: generated headers may be missing");
  }
  if (!Annotated)
    errs() << "stcache: note: no function in '" << Given.From.Files.front()
           << "' is annotated with a body here\n";
  if (!ToFile) {
    outs() << Text;
    return 0;
  }
  Error Why = writeFile(Output, Text);
  return Why ? fail(toString(std::move(Why))) : 0;
}

} // namespace

const Command ExpandCommand = {"expand",
                               "print a file with its cached functions rewritten, for any compiler",
                               R"(usage: stcache expand [-p DIR] FILE [OPTION]... [-- FLAG...]

Prints the file as C++17 that any compiler takes: each annotated function keeps its
head, and its body becomes a closure that the runtime library calls. Comments, layout
and line numbers stay. Headers that define annotated functions stand in the place of
their #include. Programs built from it share stored results with those that the plugin
built.

  -p DIR           take the compiler's flags from DIR/compile_commands.json; without it
                   that file is looked for in the source's directory and above
  -o FILE          write to FILE
  --function NAME  print only this function (qualified or mangled name); may be repeated
  --diff           print what changes, as diff -u does, headers apart
  -- FLAG...       flags for the compiler, after those of the build

  stcache expand app.cpp -o app.st.cpp -- -std=c++17 && g++ app.st.cpp -lstcache -o app
)",
                               runExpand};

} // namespace stcache::tool
