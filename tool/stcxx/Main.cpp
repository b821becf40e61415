//===- Main.cpp - stcxx, the compiler launcher ----------------------------===//

#include "Config.h"
#include "GccBuild.h"
#include "Plan.h"
#include "Process.h"
#include "StandardInput.h"

#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

using namespace stcxx;

namespace {

constexpr char Help[] =
    R"(usage: stcxx COMPILER ARGUMENT...
       stcxx --dry-run COMPILER ARGUMENT...
       stcxx --print-plugin COMPILER
       stcxx --help | --version

Runs the compiler with what stcache needs: its plugin where Clang compiles C++ and C,
the tool stcache beside GCC, its include path for C++, its runtime library where a
program or shared library is linked. All else passes through unchanged, and so does the compiler's exit status.

  stcxx clang++-19 -O2 app.cpp -o app
  cmake -DCMAKE_CXX_COMPILER_LAUNCHER=stcxx -DCMAKE_CXX_LINKER_LAUNCHER=stcxx ...
  make CXX="stcxx clang++-19"
  stcxx ccache clang++-19 -c app.cpp

  --dry-run       print the command that would be run, quoted for a shell
  --print-plugin  print the path of the plugin for that compiler; for GCC, of the tool
)";

int printPlugin(const Command &C, const Installation &Here) {
  CompilerKind Kind = CompilerKind::of(C);
  if (Kind.Kind == CompilerKind::GCC && Kind.Major >= OldestGcc) {
    puts(Here.Tool.c_str());
    return 0;
  }
  if (C.Compiler.empty() || Kind.Kind != CompilerKind::Clang || !isSupportedMajor(Kind.Major)) {
    printError("there is no plugin for '" + C.Compiler + "'",
               "the supported compilers are Clang " + supportedMajors());
    return 1;
  }
  puts(Here.plugin(Kind.Major).c_str());
  return 0;
}

/// Adds the markers to what the compiler has preprocessed.
int appendMarkers(const Plan &P) {
  FILE *Out = P.MarkerFile.empty() ? stdout : fopen(P.MarkerFile.c_str(), "ae");
  if (!Out) {
    printError("cannot write '" + P.MarkerFile + "'");
    return 1;
  }
  for (const std::string &File : P.Markers)
    fputs(includeMarker(File).c_str(), Out);
  if ((Out == stdout ? fflush(Out) : fclose(Out)) != 0) {
    printError("cannot write the preprocessed source");
    return 1;
  }
  return 0;
}

int run(const Plan &P, const Installation &Here) {
  if (!P.Error.empty()) {
    printError(P.Error, P.Remedy);
    return 1;
  }
  if (P.Gcc)
    endAs(buildWithGcc(*P.Gcc, Here));
  if (!P.Unread.empty() || (P.UnreadInput && inputMentionsAttribute()))
    fprintf(
        stderr,
        "stcxx: warning: functions in %s are not cached: with GCC, sources are rewritten, which "
        "needs a file that is not preprocessed [st-not-rewritten]\n",
        P.Unread.empty() ? "standard input" : ("'" + P.Unread + "'").c_str());
  if (P.Markers.empty() && P.LinkNote.empty())
    return become(P.Words);
  int Status = runAndWait(P.Words);
  if (WIFEXITED(Status) && WEXITSTATUS(Status) == 0)
    return P.Markers.empty() ? 0 : appendMarkers(P);
  if (WIFEXITED(Status) && WEXITSTATUS(Status) < 126 && !P.LinkNote.empty())
    fprintf(stderr, "stcxx: note: %s\n", P.LinkNote.c_str());
  endAs(Status);
}

} // namespace

int main(int argc, char **argv) {
  std::vector<std::string> Words(argv + (argc ? 1 : 0), argv + argc);
  if (Words.empty()) {
    fputs(Help, stderr);
    return 1;
  }
  std::string Option = Words[0].starts_with("-") ? Words[0] : "";
  if (Option == "--help" || Option == "-h") {
    fputs(Help, stdout);
    return 0;
  }
  if (Option == "--version") {
    printf("stcxx (stcache) %s, for Clang %s\n", Version, supportedMajors().c_str());
    return 0;
  }
  if (!Option.empty() && Option != "--dry-run" && Option != "--print-plugin") {
    printError("unknown option '" + Option + "' before the compiler",
               "the compiler comes first, as in 'stcxx clang++ " + Option + "'; see stcxx --help");
    return 1;
  }
  if (!Option.empty())
    Words.erase(Words.begin());

  Installation Here = Installation::find();
  Command C = Command::split(Words, Here.Self);
  if (C.Compiler.empty() && C.Launchers.empty()) {
    printError("no compiler given", "for example: stcxx clang++-19 -O2 app.cpp -o app");
    return 1;
  }
  if (Option == "--print-plugin")
    return printPlugin(C, Here);

  Plan P = Plan::make(C, Here, CcacheParent::find(Here.Self));
  if (Option == "--dry-run" && P.Error.empty()) {
    if (P.Gcc)
      printGccBuild(*P.Gcc, Here);
    else
      puts(quote(P.Words).c_str());
    return 0;
  }
  return run(P, Here);
}
