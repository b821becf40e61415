//===- PreprocessedText.cpp - Source that was preprocessed for GCC --------===//

#include "PreprocessedText.h"

namespace stcxx {

void keepBaseFile(std::string &Text) {
  // # 0 "file", then with -g # 1 "directory//", which must come second.
  size_t Name = Text.find('"'), End = Text.find('\n');
  if (Name == std::string::npos || End == std::string::npos || Name > End ||
      Text.find("__BASE_FILE__") == std::string::npos)
    return;
  std::string Quoted = Text.substr(Name, Text.rfind('"', End) + 1 - Name);
  size_t Second = Text.find('\n', End + 1);
  if (Second != std::string::npos && Text.compare(Second - 3, 3, "//\"") == 0)
    End = Second;
  // As in a system header: no warning is about it.
  Text.insert(End + 1,
              "# 1 \"<stcache>\" 3\n#undef __BASE_FILE__\n#define __BASE_FILE__ " + Quoted + '\n');
}

} // namespace stcxx
