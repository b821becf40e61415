//===- Installation.h - Where stcache lies --------------------------------===//

#ifndef STCXX_INSTALLATION_H
#define STCXX_INSTALLATION_H

#include <string>

namespace stcxx {

/// The tree that this program belongs to, found from its own place, so that the
/// whole tree can be moved. All paths are absolute.
struct Installation {
  std::string Self;       ///< this program
  std::string Tool;       ///< stcache, beside it
  std::string IncludeDir; ///< holds st/
  std::string LibDir;     ///< holds libstcache.so and stcache/
  std::string Runtime;    ///< libstcache.so

  std::string plugin(unsigned Major) const;

  static Installation find();
};

/// The LLVM majors that a plugin was built for, as text: "19 and 22".
std::string supportedMajors();
bool isSupportedMajor(unsigned Major);

} // namespace stcxx

#endif
