//===- Rewriter.cpp - Asking the tool about a source file -----------------===//

#include "Rewriter.h"

#include "File.h"

#include <cstring>
#include <sys/wait.h>

namespace stcxx {

Rewriter::Rewriter(std::string Tool, SourceCommand &Source, const std::string &Dependencies)
    : NoteFile(Source.scratchFile("note")), TextFile(Source.substitute()) {
  Words = {std::move(Tool), "rewrite", "--note=" + NoteFile, "--output=" + TextFile, "--"};
  for (const std::string &Arg : Source.forTool())
    Words.push_back(Arg);
  Words.emplace_back("---");
  for (const std::string &Arg : Source.preprocess(Dependencies))
    Words.push_back(Arg);
}

void Rewriter::start() { Process.start(Words, Child::Through, /*ReadOutput=*/true); }

Verdict Rewriter::verdict() const {
  std::string_view Word = Process.Output;
  while (Word.ends_with('\n'))
    Word.remove_suffix(1);
  Verdict V;
  bool Ended = WIFEXITED(Process.status());
  if (Process.succeeded() && Word == "plain") {
    V.Kind = Verdict::Plain;
    V.Note = readFile(NoteFile.c_str()).value_or("");
  } else if (Process.succeeded() && Word == "rewritten") {
    V.Kind = Verdict::Rewritten;
    V.File = TextFile;
  } else if (Ended && Word == "failed") {
    V.Kind = Verdict::Failed;
  } else if (Process.succeeded() && Word == "unreadable") {
    V.Reason = readFile(NoteFile.c_str()).value_or("");
    while (V.Reason.ends_with('\n'))
      V.Reason.pop_back();
  } else {
    V.Reason = "'" + Words[0] + " rewrite' ended with " +
               (Ended ? "status " + std::to_string(WEXITSTATUS(Process.status()))
                      : std::string("signal ") + strsignal(WTERMSIG(Process.status())));
  }
  return V;
}

} // namespace stcxx
