//===- Compiler.cpp - Which compiler a command calls ----------------------===//

#include "Compiler.h"

#include "File.h"
#include "Memo.h"
#include "Process.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace stcxx {

namespace {

using std::string_view;

/// Seconds for a compiler to say what it is; on a loaded machine, over a network.
constexpr int ProbeSeconds = 60;

bool isProgram(const std::string &Path) {
  struct stat S;
  return stat(Path.c_str(), &S) == 0 && S_ISREG(S.st_mode) && access(Path.c_str(), X_OK) == 0;
}

/// The places where \p Name is a program, first the one that is run.
std::vector<std::string> findPrograms(const std::string &Name, string_view Path) {
  if (Name.find('/') != std::string::npos)
    return isProgram(Name) ? std::vector{Name} : std::vector<std::string>();
  std::vector<std::string> Found;
  for (;;) {
    size_t Colon = Path.find(':');
    std::string Directory(Path.substr(0, Colon));
    std::string File = (Directory.empty() ? "." : Directory) + '/' + Name;
    if (isProgram(File))
      Found.push_back(File);
    if (Colon == string_view::npos)
      return Found;
    Path.remove_prefix(Colon + 1);
  }
}

bool isAssignment(const std::string &Word) {
  size_t Equal = Word.find('=');
  return Equal != std::string::npos && Equal != 0 && Word.find('/') > Equal;
}

/// How many words the launcher at \p Words[I] takes itself.
size_t launcherLength(const std::vector<std::string> &Words, size_t I, string_view Name) {
  size_t Start = I++;
  bool IsEnv = Name == "env", IsNice = Name == "nice";
  while (I < Words.size()) {
    const std::string &Word = Words[I];
    bool Option = (IsEnv || IsNice) && !Word.empty() && Word[0] == '-';
    if (Option && (Word == "-u" || Word == "--unset" || Word == "-C" || Word == "--chdir" ||
                   Word == "-n" || Word == "--adjustment"))
      ++I;
    else if (!Option && !((IsEnv || Name == "ccache") && isAssignment(Word)))
      break;
    ++I;
  }
  return std::min(I, Words.size()) - Start;
}

CompilerKind fromMacros(const std::string &Macros) {
  auto Value = [&](string_view Name) -> std::string {
    std::string Line = "#define " + std::string(Name) + ' ';
    size_t At = Macros.find(Line);
    if (At == std::string::npos)
      return {};
    At += Line.size();
    return Macros.substr(At, Macros.find('\n', At) - At);
  };
  CompilerKind C;
  C.Version = Value("__VERSION__");
  if (C.Version.size() > 1 && C.Version[0] == '"')
    C.Version = C.Version.substr(1, C.Version.size() - 2);
  std::string Major = Value("__clang_major__");
  if (!Major.empty()) {
    // Vendors' compilers number their versions otherwise and load no plugin of LLVM's.
    bool Vendor = !Value("__apple_build_version__").empty() ||
                  !Value("__INTEL_LLVM_COMPILER").empty() || !Value("__ibmxl__").empty();
    C.Kind = Vendor ? CompilerKind::OtherClang : CompilerKind::Clang;
  } else if (!(Major = Value("__GNUC__")).empty() && Value("__INTEL_COMPILER").empty() &&
             Value("__NVCOMPILER").empty() && Value("__PGI").empty()) {
    // Others say they were GCC.
    C.Kind = CompilerKind::GCC;
  }
  std::from_chars(Major.data(), Major.data() + Major.size(), C.Major);
  return C;
}

/// Debian's packages put each major into a directory of its own.
bool fromPlace(string_view File, CompilerKind &C) {
  constexpr string_view Prefix = "/usr/lib/llvm-";
  if (!File.starts_with(Prefix))
    return false;
  File.remove_prefix(Prefix.size());
  auto [End, Error] = std::from_chars(File.data(), File.data() + File.size(), C.Major);
  File.remove_prefix(size_t(End - File.data()));
  if (Error != std::errc() || !File.starts_with("/bin/clang"))
    return false;
  C.Kind = CompilerKind::Clang;
  C.Version = "Clang " + std::to_string(C.Major);
  return true;
}

bool isScript(const std::string &File) {
  FILE *Stream = fopen(File.c_str(), "re");
  if (!Stream)
    return true;
  char Magic[4] = {};
  size_t N = fread(Magic, 1, sizeof Magic, Stream);
  fclose(Stream);
  return string_view(Magic, N) != "\177ELF";
}

} // namespace

bool isLauncher(const std::string &Name) {
  return Name == "ccache" || Name == "sccache" || Name == "distcc" || Name == "icecc" ||
         Name == "env" || Name == "nice";
}

Command Command::split(const std::vector<std::string> &Words, const std::string &Self) {
  Command C;
  const char *Path = getenv("PATH");
  C.Path = Path ? Path : "/bin:/usr/bin";
  size_t I = 0;
  while (I < Words.size()) {
    std::string Name(baseName(Words[I]));
    if (Name == baseName(Self)) {
      ++I;
      continue;
    }
    if (!isLauncher(Name)) {
      // A launcher alone (`ccache -s`) is nobody's compiler.
      if (Words[I].starts_with("-"))
        break;
      C.Compiler = Words[I++];
      break;
    }
    size_t End = I + launcherLength(Words, I, Name);
    for (; I != End; ++I) {
      C.Launchers.push_back(Words[I]);
      if (Name == "env" || Name == "nice")
        C.LocalLaunchers.push_back(Words[I]);
      if (Name == "env" && Words[I].starts_with("PATH="))
        C.Path = Words[I].substr(strlen("PATH="));
    }
  }
  C.Args.assign(Words.begin() + long(I), Words.end());
  return C;
}

std::string Command::compilerFile() const {
  for (const std::string &Program : findPrograms(Compiler, Path)) {
    if (!isLauncher(std::string(baseName(realPath(Program)))))
      return Program;
    // /usr/lib/ccache/clang++ is ccache, which runs the next clang++ of PATH.
    if (Compiler.find('/') == std::string::npos)
      continue;
    Command Next = *this;
    Next.Compiler = baseName(Compiler);
    return Next.compilerFile();
  }
  return {};
}

CompilerKind CompilerKind::of(const Command &C) {
  CompilerKind Result;
  std::string File = C.compilerFile();
  std::string Real = realPath(File);
  if (Real.empty() || fromPlace(Real, Result))
    return Result;
  // The file of a script stays the same when the compiler that it calls changes.
  bool Keep = !isScript(File);
  Memo Known(File[0] == '/' ? File : Real);
  if (Keep)
    if (auto Macros = Known.load())
      return fromMacros(*Macros);
  auto Macros = capture({File, "-dM", "-E", "-x", "c", "/dev/null"}, ProbeSeconds);
  if (!Macros)
    return Result;
  // Only the lines that are looked at.
  std::string Lines;
  for (size_t At = 0, End; At < Macros->size(); At = End + 1) {
    End = std::min(Macros->find('\n', At), Macros->size());
    string_view Line(Macros->data() + At, End - At);
    for (string_view Name :
         {"__VERSION__", "__clang_major__", "__GNUC__", "__ibmxl__", "__apple_build_version__",
          "__INTEL_LLVM_COMPILER", "__INTEL_COMPILER", "__NVCOMPILER", "__PGI"})
      if (Line.starts_with("#define " + std::string(Name) + ' '))
        (Lines += Line) += '\n';
  }
  Result = fromMacros(Lines);
  if (Keep && Result.Kind != Unknown)
    Known.store(Lines);
  return Result;
}

} // namespace stcxx
