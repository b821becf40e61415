//===- RewriteCommand.cpp - stcache rewrite, for stcxx --------------------===//

#include "Command.h"
#include "DirectivesText.h"
#include "WriteFile.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

bool write(StringRef Path, StringRef Bytes) {
  Error Why = writeFile(Path, Bytes);
  bool Done = !Why;
  if (!Done)
    fail(toString(std::move(Why)));
  return Done;
}

/// What the command prints on its standard output.
std::optional<std::string> outputOf(ArrayRef<std::string> Words, StringRef File) {
  ErrorOr<std::string> Program = sys::findProgramByName(Words.front());
  if (!Program) {
    fail("cannot find '" + Words.front() + "'");
    return std::nullopt;
  }
  std::vector<StringRef> Args(Words.begin(), Words.end());
  std::string Why;
  int Status = sys::ExecuteAndWait(*Program, Args, std::nullopt, {std::nullopt, File, std::nullopt},
                                   0, 0, &Why);
  if (Status != 0) {
    if (!Why.empty())
      fail(Why);
    return std::nullopt; // the compiler has said why
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(File);
  if (!Text) {
    fail("cannot read '" + File + "': " + Text.getError().message());
    return std::nullopt;
  }
  return (*Text)->getBuffer().str();
}

int outcome(StringRef Word) {
  outs() << Word << '\n';
  return Word == "failed";
}

int runRewrite(const Command &Self, ArrayRef<std::string> Args) {
  std::string NoteFile, OutputFile;
  Options O(Self);
  O.value("--note", NoteFile);
  O.value("--output", OutputFile);
  if (!O.parse(Args))
    return 1;
  auto Separator = find(O.Rest, "---");
  std::vector<std::string> Compile(O.Rest.begin(), Separator), Preprocess;
  if (Separator != O.Rest.end())
    Preprocess.assign(Separator + 1, O.Rest.end());
  if (NoteFile.empty() || OutputFile.empty() || Compile.empty() || Preprocess.empty())
    return fail("'rewrite' is for stcxx", "to see generated source, use stcache expand");

  std::optional<CompileJob> Job = compileJob(Compile);
  if (!Job)
    return outcome("failed");
  std::string Word, Messages;
  SourceOutcome How = rewriteSource(
      *Job,
      [&](const RewrittenFile &File) {
        Word = "failed";
        if (!File.Source.Annotated) {
          if (write(NoteFile, File.Source.Note))
            Word = "plain";
          return;
        }
        std::optional<std::string> Text = outputOf(Preprocess, OutputFile);
        if (!Text)
          return;
        Expected<std::string> Edited = editDirectivesText(File, *Text);
        if (!Edited)
          fail(toString(Edited.takeError()),
               "the two compilers must find the same headers and macros: see stcxx in the manual");
        else if (write(OutputFile, *Edited))
          Word = "rewritten";
      },
      Messages);
  if (How == SourceOutcome::Unreadable)
    return outcome(write(NoteFile, Messages) ? "unreadable" : "failed");
  if (How == SourceOutcome::Failed)
    errs() << Messages;
  return outcome(How == SourceOutcome::Failed ? "failed" : Word);
}

} // namespace

const Command RewriteCommand = {"rewrite", "", "", runRewrite};

} // namespace stcache::tool
