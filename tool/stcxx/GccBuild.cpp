//===- GccBuild.cpp - A command for GCC, source by source -----------------===//

#include "GccBuild.h"

#include "Child.h"
#include "OptionTable.h"
#include "Process.h"
#include "Rewriter.h"
#include "SourceBuild.h"
#include "TemporaryDirectory.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sys/wait.h>

namespace stcxx {

namespace {

using Words = std::vector<std::string>;

constexpr int FailedStatus = 1 << 8; // as wait() tells it: exit status 1

/// One command, taken apart into one for each source and one for what remains.
class GccBuild {
public:
  GccBuild(const GccCommand &Command, TemporaryDirectory &Temporary) : Command(Command) {
    // A directory for each: they can have the same name.
    for (const Input &Source : Command.sources())
      Sources.push_back(
          {Source.At, std::make_unique<SourceCommand>(Command, Source, Temporary.fresh("source"))});
  }

  struct Part {
    size_t At;
    std::unique_ptr<SourceCommand> Source;
  };
  std::vector<Part> Sources;

  /// Is there more to do than compiling the sources?
  bool hasRest() const { return Command.CL.Link || Command.CL.Inputs.size() != Sources.size(); }

  /// The command with the sources' objects in place of the sources, or without these.
  Words rest() const;

private:
  const SourceCommand *sourceAt(size_t At) const {
    for (const Part &P : Sources)
      if (P.At == At)
        return P.Source.get();
    return nullptr;
  }

  const GccCommand &Command;
};

Words GccBuild::rest() const {
  const CommandLine &CL = Command.CL;
  Words Result = Command.Given.Launchers;
  Result.push_back(Command.Given.Compiler);
  Result.insert(Result.end(), Command.Before.begin(), Command.Before.end());
  // The language that -x set, and the one that is written so far.
  std::string Language = "none", Written = "none";
  auto Switch = [&](const std::string &To) {
    if (To != Written)
      Result.insert(Result.end(), {"-x", To});
    Written = To;
  };
  auto IsInput = [&](size_t At) {
    return std::any_of(CL.Inputs.begin(), CL.Inputs.end(),
                       [&](const Input &I) { return I.At == At; });
  };
  for (size_t I = 0; I != CL.Expanded.size(); ++I) {
    const std::string &Arg = CL.Expanded[I].Text;
    if (const SourceCommand *Source = sourceAt(I)) {
      if (CL.Link) {
        Switch("none");
        Result.push_back(Source->output());
      }
    } else if (IsInput(I)) {
      Switch(Language);
      Result.push_back(Arg);
    } else if ((Arg == "-x" || Arg == "--language") && I + 1 != CL.Expanded.size()) {
      Language = CL.Expanded[++I].Text;
    } else if (Arg.starts_with("-x")) {
      Language = Arg.substr(2);
    } else if (Arg.starts_with("--language=")) {
      Language = Arg.substr(sizeof "--language=" - 1);
    } else if (!Arg.starts_with("-fplugin-arg-stcache-")) {
      Result.push_back(Arg);
      for (unsigned Values = valuesAfter(Arg); Values && I + 1 != CL.Expanded.size(); --Values)
        Result.push_back(CL.Expanded[++I].Text);
    }
  }
  Result.insert(Result.end(), Command.After.begin(), Command.After.end());
  return Result;
}

} // namespace

int buildWithGcc(const GccCommand &Command, const Installation &Here) {
  TemporaryDirectory Temporary;
  if (Temporary.path().empty())
    return FailedStatus;
  GccBuild Build(Command, Temporary);
  int Status = 0;
  // After an error GCC goes on with the other sources.
  for (const GccBuild::Part &P : Build.Sources) {
    int One = SourceBuild(Command, Here, *P.Source).run();
    if (One != 0)
      Status = One;
    if (auto Signal = interruption())
      return *Signal;
  }
  if (!Build.hasRest() || (Command.CL.Link && Status != 0))
    return Status;
  int Rest = runChild(Build.rest());
  if (auto Signal = interruption())
    return *Signal;
  if (Command.CL.Link && WIFEXITED(Rest) && WEXITSTATUS(Rest) != 0 && WEXITSTATUS(Rest) < 126 &&
      !Command.LinkNote.empty())
    fprintf(stderr, "stcxx: note: %s\n", Command.LinkNote.c_str());
  return Rest != 0 ? Rest : Status;
}

void printGccBuild(const GccCommand &Command, const Installation &Here) {
  TemporaryDirectory Temporary;
  GccBuild Build(Command, Temporary);
  for (const GccBuild::Part &P : Build.Sources) {
    if (P.Source->wantsFingerprints())
      puts(quote(Rewriter(Here.Tool, *P.Source, {}).command()).c_str());
    puts(quote(P.Source->original()).c_str());
  }
  if (Build.hasRest())
    puts(quote(Build.rest()).c_str());
}

} // namespace stcxx
