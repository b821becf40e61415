//===- File.cpp - Small files and paths -----------------------------------===//

#include "File.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace stcxx {

namespace {

std::optional<std::string> readAll(int FD) {
  std::string Text;
  char Buffer[16384];
  for (;;) {
    ssize_t N = read(FD, Buffer, sizeof Buffer);
    if (N < 0)
      return std::nullopt;
    if (N == 0)
      return Text;
    Text.append(Buffer, size_t(N));
  }
}

} // namespace

std::optional<std::string> readFile(const char *Path) {
  struct stat Status;
  if (stat(Path, &Status) != 0 || !S_ISREG(Status.st_mode))
    return std::nullopt;
  return readProcFile(Path);
}

std::optional<std::string> readProcFile(const std::string &Path) {
  int FD = open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (FD < 0)
    return std::nullopt;
  auto Text = readAll(FD);
  close(FD);
  return Text;
}

std::string readLink(const std::string &Path) {
  std::string Target(4096, '\0');
  ssize_t N = readlink(Path.c_str(), Target.data(), Target.size());
  Target.resize(N < 0 ? 0 : size_t(N));
  return Target;
}

std::string realPath(const std::string &Path) {
  char *Resolved = realpath(Path.c_str(), nullptr);
  if (!Resolved)
    return {};
  std::string Result = Resolved;
  free(Resolved);
  return Result;
}

bool exists(const std::string &Path) { return access(Path.c_str(), F_OK) == 0; }

std::string_view baseName(std::string_view Path) {
  size_t Slash = Path.rfind('/');
  return Slash == std::string_view::npos ? Path : Path.substr(Slash + 1);
}

std::string normalize(std::string_view Path) {
  std::vector<std::string_view> Parts;
  while (!Path.empty()) {
    size_t Slash = Path.find('/');
    std::string_view Part = Path.substr(0, Slash);
    Path.remove_prefix(Slash == std::string_view::npos ? Path.size() : Slash + 1);
    if (Part.empty() || Part == ".")
      continue;
    if (Part != "..")
      Parts.push_back(Part);
    else if (!Parts.empty())
      Parts.pop_back();
  }
  std::string Result;
  for (std::string_view Part : Parts)
    (Result += '/') += Part;
  return Result.empty() ? "/" : Result;
}

} // namespace stcxx
