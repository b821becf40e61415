//===- ResponseFile.h - @file arguments -----------------------------------===//

#ifndef STCXX_RESPONSEFILE_H
#define STCXX_RESPONSEFILE_H

#include <string>
#include <string_view>
#include <vector>

namespace stcxx {

struct Argument {
  std::string Text;
  bool FromFile = false; ///< came out of a response file
};

/// Splits \p Text as Clang splits a response file on Unix: white space
/// separates, backslash takes the next character, '...' and "..." group.
std::vector<std::string> tokenize(std::string_view Text);

/// Replaces each `@file` by the arguments in that file, in those files too. A
/// file that cannot be read stays as it was written, as in Clang and GCC.
std::vector<Argument> expandResponseFiles(const std::vector<std::string> &Args);

} // namespace stcxx

#endif
