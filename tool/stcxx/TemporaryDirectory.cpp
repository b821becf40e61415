//===- TemporaryDirectory.cpp - A place for files of one run --------------===//

#include "TemporaryDirectory.h"

#include "Process.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ftw.h>
#include <sys/stat.h>

namespace stcxx {

namespace {

int removeEntry(const char *Path, const struct stat *, int, struct FTW *) {
  remove(Path);
  return 0;
}

} // namespace

TemporaryDirectory::TemporaryDirectory() {
  const char *Base = getenv("TMPDIR");
  std::string Name = std::string(Base && Base[0] ? Base : "/tmp") + "/stcxx-XXXXXX";
  if (mkdtemp(Name.data()))
    Path = Name;
  else
    printError("cannot make a directory for temporary files, '" + Name + "': " + strerror(errno),
               "set TMPDIR to a directory that can be written");
}

TemporaryDirectory::~TemporaryDirectory() {
  if (!Path.empty())
    nftw(Path.c_str(), removeEntry, 16, FTW_DEPTH | FTW_PHYS);
}

std::string TemporaryDirectory::fresh(const char *Purpose) {
  std::string Name = Path + '/' + Purpose + std::to_string(Count++);
  mkdir(Name.c_str(), 0700);
  return Name;
}

} // namespace stcxx
