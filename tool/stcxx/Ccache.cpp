//===- Ccache.cpp - Being called by ccache --------------------------------===//

#include "Ccache.h"

#include "Compiler.h"
#include "File.h"
#include "Process.h"

#include <cstdlib>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace stcxx {

namespace {

using std::string_view;

pid_t parentOf(pid_t Pid) {
  auto Stat = readProcFile("/proc/" + std::to_string(Pid) + "/stat");
  // The name in parentheses can hold anything; the state and the parent follow it.
  size_t End = Stat ? Stat->rfind(')') : std::string::npos;
  return End == std::string::npos || Stat->size() < End + 4 ? 0 : atoi(Stat->c_str() + End + 4);
}

bool isCcache(string_view Name) {
  return Name == "ccache" || (Name.starts_with("ccache-") && Name != "ccache-swig");
}

/// The value of one of ccache's settings, wherever it is set.
std::string setting(const std::string &Ccache, const char *Variable, const char *Key) {
  if (const char *Value = getenv(Variable))
    return Value;
  return capture({Ccache, "--get-config", Key}, 10).value_or("");
}

template <class Predicate> bool anyOf(string_view List, string_view Separators, Predicate P) {
  while (!List.empty()) {
    size_t End = List.find_first_of(Separators);
    if (P(std::string(List.substr(0, End))))
      return true;
    List.remove_prefix(End == string_view::npos ? List.size() : End + 1);
  }
  return false;
}

} // namespace

CcacheParent CcacheParent::find(const std::string &Self) {
  CcacheParent Result;
  std::string Program;
  pid_t Pid = getppid();
  // Other launchers may stand between the two.
  for (int Level = 0; Level != 4 && Pid > 1; ++Level, Pid = parentOf(Pid)) {
    Program = readLink("/proc/" + std::to_string(Pid) + "/exe");
    std::string Name(baseName(Program));
    if (isCcache(Name))
      break;
    if (!isLauncher(Name))
      return Result;
  }
  if (!isCcache(baseName(Program)))
    return Result;
  Result.Program = Program;
  Result.Role = CcacheRole::Prefix;
  auto Line = readProcFile("/proc/" + std::to_string(Pid) + "/cmdline").value_or("");
  // `ccache [KEY=VALUE...] stcxx ...`
  size_t At = Line.find('\0');
  while (At != std::string::npos && At + 1 < Line.size()) {
    string_view Word(Line.c_str() + At + 1);
    if (baseName(Word) == baseName(Self))
      Result.Role = CcacheRole::Compiler;
    if (Word.find('=') == string_view::npos || Word.starts_with('-'))
      break;
    At += Word.size() + 1;
  }
  return Result;
}

bool CcacheParent::knows(const std::string &Plugin) const {
  std::string Real = realPath(Plugin);
  return anyOf(setting(Program, "CCACHE_EXTRAFILES", "extra_files_to_hash"), ":\n",
               [&](const std::string &File) { return realPath(File) == Real; }) &&
         anyOf(setting(Program, "CCACHE_PREFIX_CPP", "prefix_command_cpp"), " \n",
               [](const std::string &Word) { return baseName(Word) == "stcxx"; });
}

std::string includeMarker(const std::string &File) {
  struct stat S = {};
  stat(File.c_str(), &S);
  return "\n# 1 \"" + File + "\"\n// " + std::to_string(S.st_size) + ' ' +
         std::to_string(S.st_mtim.tv_sec) + '.' + std::to_string(S.st_mtim.tv_nsec) + '\n';
}

} // namespace stcxx
