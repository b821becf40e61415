//===- SourceBuild.cpp - Compiling one source with GCC --------------------===//

#include "SourceBuild.h"

#include "Dependencies.h"
#include "File.h"
#include "Mention.h"
#include "NoteSection.h"
#include "PreprocessedText.h"
#include "Process.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stcxx {

namespace {

constexpr int FailedStatus = 1 << 8; // as wait() tells it: exit status 1

// GCC before does not know the option that lets it accept our attributes.
constexpr unsigned FirstWithQuietAttributes = 12;

bool isRegular(const std::string &Path) {
  struct stat Status;
  return stat(Path.c_str(), &Status) == 0 && S_ISREG(Status.st_mode);
}

void removeRegular(const std::string &Path) {
  struct stat Status;
  if (lstat(Path.c_str(), &Status) == 0 && S_ISREG(Status.st_mode))
    unlink(Path.c_str());
}

std::string firstLine(const std::string &Text) { return Text.substr(0, Text.find('\n')); }

bool writeFile(const std::string &Path, std::string_view Text, const char *Mode) {
  FILE *Out = fopen(Path.c_str(), Mode);
  if (!Out)
    return false;
  bool Written = fwrite(Text.data(), 1, Text.size(), Out) == Text.size();
  return fclose(Out) == 0 && Written;
}

int cannotWrite(const std::string &Path) {
  printError("cannot write '" + Path + "': " + strerror(errno));
  return FailedStatus;
}

} // namespace

int SourceBuild::run() {
  // A pipe can be read only once.
  if (!isRegular(Source.source()))
    return compile();
  if (fileMentionsAttribute(Source.source()) || Source.mentionsAttribute())
    return rewriteFirst();
  if (!Source.wantsFingerprints())
    return rewriteIfNeeded();
  // At the link, code is made of what the compiler knew: the note, too, must be in the source.
  return Source.optimizesAtLink() || goesElsewhere() ? rewriteFirst() : rewriteBeside();
}

/// What goes to a pipe or to standard output cannot be taken back.
bool SourceBuild::goesElsewhere() const {
  struct stat Status;
  const std::string &Path = Source.output();
  return Path.empty() ||
         (stat(Path.c_str(), &Status) == 0 && !S_ISREG(Status.st_mode) && Path != "/dev/null");
}

Rewriter SourceBuild::makeRewriter() {
  if (Source.wantsDependencies())
    Dependencies = Source.scratchFile("dependencies");
  return Rewriter(Here.Tool, Source, Dependencies);
}

int SourceBuild::rewriteFirst() {
  Rewriter Tool = makeRewriter();
  Tool.start();
  wait(Tool.process());
  if (interruption())
    return FailedStatus;
  Verdict V = Tool.verdict();
  switch (V.Kind) {
  case Verdict::Plain:
    if (Source.optimizesAtLink() && !V.Note.empty())
      return compileWithNote(V.Note);
    if (int Status = compile())
      return Status;
    return joinNote(V.Note);
  case Verdict::Rewritten:
    return compileText(V.File);
  case Verdict::Failed:
    return reject();
  case Verdict::Unreadable:
    if (int Status = compile())
      return Status;
    return judgeUnreadable(V);
  }
  return FailedStatus;
}

int SourceBuild::rewriteBeside() {
  Rewriter Tool = makeRewriter();
  Child Compiler;
  Compiler.start(Source.original(), Child::Held);
  Tool.start();
  waitForAny({&Compiler, &Tool.process()});
  // The compiler's own errors are enough; unless it fails for an attribute that is not
  // in the rewritten text.
  bool Final = Whole.Major >= FirstWithQuietAttributes;
  if (!Compiler.isRunning() && !Compiler.succeeded() && Final) {
    Compiler.release();
    return Compiler.status();
  }
  while (Tool.process().isRunning())
    waitForAny({&Compiler, &Tool.process()});
  if (interruption()) {
    wait(Compiler);
    removeOutput();
    return FailedStatus;
  }
  Verdict V = Tool.verdict();
  if (V.Kind == Verdict::Rewritten) {
    Compiler.end();
    return compileText(V.File);
  }
  if (V.Kind == Verdict::Failed) {
    Compiler.end();
    return reject();
  }
  Compiler.release();
  wait(Compiler);
  if (!Compiler.succeeded())
    return Compiler.status();
  return V.Kind == Verdict::Plain ? joinNote(V.Note) : judgeUnreadable(V);
}

int SourceBuild::rewriteIfNeeded() {
  List = Source.scratchFile("list");
  std::vector<std::string> Extra;
  if (!Source.wantsDependencies())
    Extra = {"-MD", "-MF", List, "-MQ", "x"};
  Child Compiler;
  Compiler.start(Source.original(Extra), Child::Held);
  wait(Compiler);
  if (interruption())
    return Compiler.status();
  if (!Compiler.succeeded() || mention().empty()) {
    Compiler.release();
    return Compiler.status();
  }
  Rewriter Tool = makeRewriter();
  Tool.start();
  wait(Tool.process());
  if (interruption()) {
    removeOutput();
    return FailedStatus;
  }
  Verdict V = Tool.verdict();
  if (V.Kind == Verdict::Rewritten)
    return compileText(V.File);
  if (V.Kind == Verdict::Failed)
    return reject();
  Compiler.release();
  return V.Kind == Verdict::Plain ? 0 : judgeUnreadable(V);
}

int SourceBuild::compile() {
  int Status = runChild(Source.original());
  if (Status == 0)
    nameCcacheFiles();
  return Status;
}

int SourceBuild::compileText(const std::string &File) {
  auto Text = readFile(File.c_str());
  size_t Size = Text ? Text->size() : 0;
  if (Text)
    keepBaseFile(*Text);
  if (Text && Text->size() != Size && !writeFile(File, *Text, "we"))
    return cannotWrite(File);
  // What __TIMESTAMP__ gives is the time of the source.
  struct stat Original;
  if (stat(Source.source().c_str(), &Original) == 0) {
    timespec Times[2] = {Original.st_atim, Original.st_mtim};
    utimensat(AT_FDCWD, File.c_str(), Times, 0);
  }
  int Status = runChild(Source.compileInstead(File));
  // GCC lists what it read also when there were errors in that.
  if (!giveDependencies() && Status == 0)
    Status = FailedStatus;
  return Status;
}

/// Where the note must go through the compiler.
int SourceBuild::compileWithNote(const std::string &Note) {
  std::string File = Source.substitute();
  Child Preprocessor;
  Preprocessor.start(Source.preprocess(Dependencies), Child::Through, /*ReadOutput=*/true);
  wait(Preprocessor);
  if (!Preprocessor.succeeded())
    return Preprocessor.status();
  if (!writeFile(File, Preprocessor.Output + noteAsSource(Note), "we"))
    return cannotWrite(File);
  return compileText(File);
}

int SourceBuild::joinNote(const std::string &Note) {
  nameCcacheFiles();
  const std::string &Path = Source.output();
  if (Note.empty() || !Source.wantsFingerprints())
    return 0;
  if (Path.empty()) {
    std::string Text = noteAsAssembly(Note);
    fwrite(Text.data(), 1, Text.size(), stdout);
    return fflush(stdout) == 0 ? 0 : cannotWrite("standard output");
  }
  if (!isRegular(Path))
    return 0;
  NoteResult Result =
      Source.makesAssembly() ? joinToAssembly(Path, Note) : joinToObject(Path, Note);
  if (Result != NoteResult::Failed)
    return 0;
  cannotWrite(Path);
  removeOutput();
  return FailedStatus;
}

/// The source compiles, and has none of our functions as far as can be seen from its text?
/// Then all that is lost is that others notice changes in it.
int SourceBuild::judgeUnreadable(const Verdict &V) {
  std::string Where = mention();
  if (!Where.empty()) {
    std::string There =
        Where == Source.source() ? "" : " ('" + Where + "' mentions their attributes)";
    printError("Clang cannot read '" + Source.source() + "', which may have cached functions" +
                   There + ": " + V.Reason,
               "mend that for Clang, or take the attributes away");
    return reject();
  }
  nameCcacheFiles();
  fprintf(stderr,
          "stcxx: warning: Clang cannot read '%s': changes in its functions go unnoticed by cached "
          "functions that call them [st-unreadable]\n",
          Source.source().c_str());
  if (!V.Reason.empty())
    fprintf(stderr, "stcxx: note: %s\n", firstLine(V.Reason).c_str());
  return 0;
}

int SourceBuild::reject() {
  removeOutput();
  giveDependencies();
  return FailedStatus;
}

/// The file that mentions an attribute, among all that the source is made of.
std::string SourceBuild::mention() {
  if (fileMentionsAttribute(Source.source()))
    return Source.source();
  if (Source.mentionsAttribute())
    return "the command line";
  std::string Path = List;
  if (Source.wantsUsersDependencies())
    Path = Source.dependencyFile();
  auto Text = Path.empty() ? std::nullopt : readFile(Path.c_str());
  if (!Text || Text->empty()) {
    Path = Source.scratchFile("list");
    if (runChild(Source.listDependencies(Path)) != 0)
      return {};
    Text = readFile(Path.c_str());
  }
  return findMention(prerequisites(Text.value_or("")), Here.IncludeDir + "/st");
}

/// Puts the dependencies where the command wants them.
bool SourceBuild::giveDependencies() {
  if (Dependencies.empty())
    return true;
  auto Text = readFile(Dependencies.c_str());
  if (!Text || interruption())
    return true;
  const std::string &To = Source.dependencyFile();
  if (To.empty())
    return true;
  bool Written = To == "-" ? fwrite(Text->data(), 1, Text->size(), stdout) == Text->size()
                           : writeFile(To, *Text, "we");
  if (!Written) {
    cannotWrite(To);
    removeOutput();
    return false;
  }
  nameCcacheFiles();
  return true;
}

/// ccache takes the list of dependencies for all that the object depends on.
void SourceBuild::nameCcacheFiles() {
  if (Whole.CcacheFiles.empty() || !Source.wantsDependencies())
    return;
  const std::string &To = Source.dependencyFile();
  std::string Rule = Source.output() + ':';
  for (const std::string &File : Whole.CcacheFiles)
    Rule += ' ' + File;
  if (isRegular(To))
    writeFile(To, Rule + '\n', "ae");
}

void SourceBuild::removeOutput() { removeRegular(Source.output()); }

} // namespace stcxx
