//===- Dependencies.h - What a source file was made of --------------------===//

#ifndef STCXX_DEPENDENCIES_H
#define STCXX_DEPENDENCIES_H

#include <string>
#include <string_view>
#include <vector>

namespace stcxx {

/// The prerequisites of the first rule in a dependency file, as GCC writes it for Make.
std::vector<std::string> prerequisites(std::string_view DependencyFile);

/// The first of the files that may have annotated functions; empty when none. The headers
/// of the compiler and of the system, and stcache's own in \p OwnHeaders, have none.
std::string findMention(const std::vector<std::string> &Files, const std::string &OwnHeaders);

} // namespace stcxx

#endif
