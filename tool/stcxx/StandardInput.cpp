//===- StandardInput.cpp - Looking at what the compiler will read ---------===//

#include "StandardInput.h"

#include "Mention.h"

#include <cerrno>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace stcxx {

bool inputMentionsAttribute() {
  if (isatty(STDIN_FILENO))
    return false;
  // A pipe is emptied into a file without a name, which takes its place.
  off_t Start = lseek(STDIN_FILENO, 0, SEEK_CUR);
  int Copy = Start < 0 ? memfd_create("stdin", MFD_CLOEXEC) : -1;
  if (Start < 0 && Copy < 0)
    return false;
  std::string Text;
  char Buffer[65536];
  ssize_t N;
  while ((N = read(STDIN_FILENO, Buffer, sizeof Buffer)) > 0 || (N < 0 && errno == EINTR))
    if (N > 0)
      Text.append(Buffer, size_t(N));
  if (Copy < 0) {
    lseek(STDIN_FILENO, Start, SEEK_SET);
  } else {
    for (size_t Done = 0; Done < Text.size(); Done += size_t(N))
      if ((N = write(Copy, Text.data() + Done, Text.size() - Done)) <= 0)
        break;
    lseek(Copy, 0, SEEK_SET);
    dup2(Copy, STDIN_FILENO);
    close(Copy);
  }
  return mentionsAttribute(Text);
}

} // namespace stcxx
