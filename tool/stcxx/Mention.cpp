//===- Mention.cpp - Whether a file may have annotated functions ----------===//

#include "Mention.h"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stcxx {

namespace {

// cache_data, cache_resource, st::cache... in one pass.
constexpr char Common[] = "cache";
constexpr size_t CommonSize = sizeof Common - 1;
constexpr std::string_view After[] = {"_data", "_resource"};

/// `st::` or `using st:`, perhaps with space.
bool endsWithScope(std::string_view Text) {
  auto DropBlanks = [&] {
    while (!Text.empty() && (Text.back() == ' ' || Text.back() == '\t'))
      Text.remove_suffix(1);
  };
  DropBlanks();
  size_t Colons = 0;
  for (; Text.ends_with(':') && Colons < 2; ++Colons)
    Text.remove_suffix(1);
  DropBlanks();
  return Colons != 0 && Text.ends_with("st");
}

} // namespace

bool mentionsAttribute(std::string_view Text) {
  const char *End = Text.data() + Text.size();
  for (const char *At = Text.data(); At != End; ++At) {
    At = static_cast<const char *>(memmem(At, size_t(End - At), Common, CommonSize));
    if (!At)
      return false;
    std::string_view Rest(At + CommonSize, size_t(End - At) - CommonSize);
    for (std::string_view Suffix : After)
      if (Rest.starts_with(Suffix))
        return true;
    if (endsWithScope(Text.substr(0, size_t(At - Text.data()))))
      return true;
  }
  return false;
}

bool fileMentionsAttribute(const std::string &Path) {
  int FD = open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (FD < 0)
    return false;
  struct stat Status;
  bool Result = false;
  if (fstat(FD, &Status) == 0 && S_ISREG(Status.st_mode) && Status.st_size > 0) {
    size_t Size = size_t(Status.st_size);
    void *Text = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, FD, 0);
    if (Text != MAP_FAILED) {
      Result = mentionsAttribute({static_cast<const char *>(Text), Size});
      munmap(Text, Size);
    }
  }
  close(FD);
  return Result;
}

} // namespace stcxx
