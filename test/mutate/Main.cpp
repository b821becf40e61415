// Edits real sources at random places and checks which fingerprints change:
//
// - A function whose code changes, or the code of anything it reaches, must have another
//   fingerprint. What the code is says LLVM IR at -O0.
// - A function that cannot reach the place of the edit must keep its fingerprint.
// - A neutral edit changes no fingerprint.
//
//   mutate [options] [-p BUILD] FILE... [-- FLAGS]
//     --mutations N, --neutral N   per file (default 100 each)
//     --batch N       neutral edits tried together (default 8)
//     --seed N        another choice of places
//     --first N       skips the choices before
//     --only KIND     of edit
//     --time-limit S  for all files together
//     --jobs N        processes
//     --include DIR   headers from there are edited, too (may be repeated)
//     --keep DIR      where the texts that made errors are left
//
// The exit status tells of errors. Each says how to repeat it.

#include "Run.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include <chrono>
#include <sys/wait.h>
#include <unistd.h>

using namespace clang;
using namespace mutate;

namespace {

using Clock = std::chrono::steady_clock;

bool parse(int Argc, char **Argv, Settings &S) {
  for (int I = 1; I < Argc; ++I) {
    StringRef A = Argv[I];
    if (A == "--") {
      S.Flags.assign(Argv + I + 1, Argv + Argc);
      break;
    }
    if (!A.starts_with("-")) {
      S.Files.push_back(A.str());
      continue;
    }
    if (++I == Argc)
      return false;
    StringRef Value = Argv[I];
    bool Bad = false;
    if (A == "--mutations")
      Bad = Value.getAsInteger(10, S.Mutations);
    else if (A == "--neutral")
      Bad = Value.getAsInteger(10, S.Neutral);
    else if (A == "--batch")
      Bad = Value.getAsInteger(10, S.Batch) || S.Batch == 0;
    else if (A == "--seed")
      Bad = Value.getAsInteger(10, S.Seed);
    else if (A == "--first")
      Bad = Value.getAsInteger(10, S.First);
    else if (A == "--jobs")
      Bad = Value.getAsInteger(10, S.Jobs) || S.Jobs == 0;
    else if (A == "--time-limit")
      Bad = Value.getAsDouble(S.TimeLimit);
    else if (A == "--only")
      S.Only = Value.str();
    else if (A == "--include")
      S.Include.push_back(Value.str());
    else if (A == "--keep")
      S.Keep = Value.str();
    else if (A == "-p")
      S.Build = Value.str();
    else
      return false;
    if (Bad)
      return false;
  }
  return !S.Files.empty();
}

/// The flags a file is compiled with, without output, source and precompiled headers.
std::vector<std::string> flagsOf(const std::string &File, const Settings &S,
                                 std::vector<std::string> &IncludeDirs) {
  std::vector<std::string> Raw = S.Flags, Result{std::string(MUTATE_LLVM) + "/bin/clang++"};
  if (StringRef(File).ends_with(".c"))
    Result[0] = std::string(MUTATE_LLVM) + "/bin/clang";
  if (!S.Build.empty()) {
    std::string Error;
    auto Database = tooling::JSONCompilationDatabase::loadFromFile(
        S.Build + "/compile_commands.json", Error, tooling::JSONCommandLineSyntax::AutoDetect);
    if (Database)
      for (const tooling::CompileCommand &C : Database->getCompileCommands(File)) {
        Raw.assign(C.CommandLine.begin() + 1, C.CommandLine.end());
        Result.push_back("-working-directory=" + C.Directory);
        break;
      }
  }
  for (size_t I = 0; I < Raw.size(); ++I) {
    StringRef A = Raw[I];
    if (A == "-o" || A == "-MF" || A == "-MT" || A == "-MQ" || A == "-Xclang" || A == "-include") {
      ++I;
      continue;
    }
    SmallString<256> Absolute(A);
    llvm::sys::fs::make_absolute(Absolute);
    if (A == "-c" || A == "-MD" || A == "-MMD" || A == "--" || Absolute == File || A == File ||
        A == "-Winvalid-pch" || A.starts_with("-fplugin") || A.starts_with("-fpch"))
      continue;
    if (A.starts_with("-I") && A.size() > 2)
      IncludeDirs.push_back(A.drop_front(2).str());
    Result.push_back(A.str());
  }
  return Result;
}

void work(const Settings &S, unsigned Job, Table &Out) {
  auto Start = Clock::now();
  for (size_t I = 0; I < S.Files.size(); ++I) {
    double Left = S.TimeLimit - std::chrono::duration<double>(Clock::now() - Start).count();
    const std::string &File = S.Files[I];
    std::vector<std::string> Dirs;
    std::vector<std::string> Flags = flagsOf(File, S, Dirs);
    Dirs.insert(Dirs.end(), S.Include.begin(), S.Include.end());
    FileRun Run(S, File, Flags, Dirs, Job, Out);
    if (!Run.prepare()) {
      ++Out["mutation/unreadable"].Harmful;
      continue;
    }
    double Share = Left / (S.Files.size() - I);
    Run.mutations(Share * 0.6);
    Run.neutral(Share * 0.4);
    if (Job == 0 && S.Neutral && S.Only.empty())
      Run.surroundings();
  }
}

std::vector<std::string *> paths(Settings &S) {
  std::vector<std::string *> Result;
  for (std::string *Path : {&S.Build, &S.Keep})
    if (!Path->empty())
      Result.push_back(Path);
  for (std::vector<std::string> *List : {&S.Files, &S.Include})
    for (std::string &Path : *List)
      Result.push_back(&Path);
  return Result;
}

} // namespace

int main(int Argc, char **Argv) {
  Settings S;
  if (!parse(Argc, Argv, S)) {
    llvm::errs() << "usage: mutate [--mutations N] [--neutral N] [--batch N] [--seed N] "
                    "[--first N] [--only KIND] [--time-limit S] [--jobs N] [--include DIR] "
                    "[--keep DIR] [-p BUILD] FILE... [-- FLAGS]\n";
    return 2;
  }
  // The compiler changes the working directory.
  for (std::string *Path : paths(S)) {
    SmallString<256> Absolute(*Path);
    llvm::sys::fs::make_absolute(Absolute);
    llvm::sys::path::remove_dots(Absolute, true);
    *Path = std::string(Absolute);
  }
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::InitializeNativeTargetAsmParser();
  Table All;
  std::vector<std::pair<pid_t, int>> Children;
  for (unsigned Job = 0; Job < S.Jobs; ++Job) {
    int Pipe[2];
    if (pipe(Pipe) != 0)
      return 2;
    pid_t Child = fork();
    if (Child == 0) {
      close(Pipe[0]);
      llvm::CrashRecoveryContext::Enable();
      Table Mine;
      work(S, Job, Mine);
      llvm::raw_fd_ostream OS(Pipe[1], /*shouldClose=*/true);
      write(Mine, OS);
      OS.flush();
      _exit(0);
    }
    close(Pipe[1]);
    Children.push_back({Child, Pipe[0]});
  }
  bool Died = false;
  for (auto [Child, Pipe] : Children) {
    std::string Text;
    char Buffer[4096];
    for (ssize_t N; (N = ::read(Pipe, Buffer, sizeof Buffer)) > 0;)
      Text.append(Buffer, N);
    read(All, Text);
    int Status = 0;
    waitpid(Child, &Status, 0);
    Died |= Status != 0;
  }
  print(All, llvm::outs());
  unsigned Errors = 0, Applied = 0;
  for (const auto &[Kind, C] : All) {
    Errors += C.errors();
    Applied += C.Applied;
  }
  if (Died)
    llvm::errs() << "error: a process died\n";
  llvm::outs() << Errors << " errors\n";
  return Errors || Died || !Applied;
}
