//===- Memo.cpp - What a compiler was found to be, kept across runs --------===//

#include "Memo.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stcxx {

namespace {

constexpr char Format[] = "stcxx compiler 2\n";
constexpr off_t MaxSize = 16384;

/// Ours alone to write: what is read here decides which code gets loaded.
bool isTrusted(const struct stat &Status) {
  return Status.st_uid == geteuid() && !(Status.st_mode & (S_IWGRP | S_IWOTH));
}

std::string cacheHome() {
  const char *Cache = getenv("XDG_CACHE_HOME");
  if (Cache && Cache[0] == '/')
    return Cache;
  const char *Home = getenv("HOME");
  return Home && Home[0] == '/' ? std::string(Home) + "/.cache" : std::string();
}

/// FNV-1a: only names the file; the key itself stands in it and is compared.
std::string nameOf(const std::string &Key) {
  uint64_t Hash = 0xcbf29ce484222325;
  for (unsigned char C : Key)
    Hash = (Hash ^ C) * 0x100000001b3;
  char Text[24];
  snprintf(Text, sizeof Text, "%016llx", static_cast<unsigned long long>(Hash));
  return Text;
}

} // namespace

Memo::Memo(const std::string &Path) {
  struct stat S;
  std::string Home = cacheHome();
  if (Home.empty() || Path.find('\n') != std::string::npos || stat(Path.c_str(), &S) != 0)
    return;
  Directory = Home + "/stcache/stcxx";
  Key = Format + Path;
  for (long long Part : {(long long)S.st_size, (long long)S.st_mtim.tv_sec,
                         (long long)S.st_mtim.tv_nsec, (long long)S.st_ctim.tv_sec,
                         (long long)S.st_ctim.tv_nsec, (long long)S.st_ino, (long long)S.st_dev})
    Key += ' ' + std::to_string(Part);
  Key += '\n';
  File = Directory + '/' + nameOf(Key);
}

std::optional<std::string> Memo::load() const {
  struct stat S;
  if (Directory.empty() || lstat(Directory.c_str(), &S) != 0 || !S_ISDIR(S.st_mode) ||
      !isTrusted(S))
    return std::nullopt;
  int FD = open(File.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (FD < 0)
    return std::nullopt;
  std::string Text;
  if (fstat(FD, &S) == 0 && S_ISREG(S.st_mode) && isTrusted(S) && S.st_size <= MaxSize) {
    Text.resize(size_t(S.st_size));
    ssize_t N = read(FD, Text.data(), Text.size());
    Text.resize(N < 0 ? 0 : size_t(N));
  }
  close(FD);
  // A torn file lacks the end of its last line.
  if (!Text.starts_with(Key) || !Text.ends_with('\n'))
    return std::nullopt;
  return Text.substr(Key.size(), Text.size() - Key.size() - 1);
}

void Memo::store(const std::string &Text) const {
  if (Directory.empty())
    return;
  for (size_t I = 1; I != std::string::npos; I = Directory.find('/', I + 1))
    mkdir(Directory.substr(0, I).c_str(), 0700);
  mkdir(Directory.c_str(), 0700);
  struct stat S;
  if (lstat(Directory.c_str(), &S) != 0 || !S_ISDIR(S.st_mode) || !isTrusted(S))
    return;
  // Complete before it has its name, so that a reader sees all of it or nothing.
  std::string Name = File + ".XXXXXX";
  int FD = mkostemp(Name.data(), O_CLOEXEC);
  if (FD < 0)
    return;
  std::string All = Key + Text + '\n';
  bool Written = write(FD, All.data(), All.size()) == ssize_t(All.size());
  close(FD);
  if (!Written || rename(Name.c_str(), File.c_str()) != 0)
    unlink(Name.c_str());
}

} // namespace stcxx
