// Refuses a host (the compiler, or clang-tidy) of another major. It would load the library and then
// crash, because classes have another layout there: so compare before anything else runs.

#ifndef STCACHE_PLUGIN_HOSTMAJOR_H
#define STCACHE_PLUGIN_HOSTMAJOR_H

#include "clang/Basic/Version.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace stcache {

/// To be called by a function with __attribute__((constructor(101))).
/// Product: "plugin". Host: "compiler". File: the library's name up to the major.
inline void refuseOtherMajors(const char *Product, const char *Host, const char *File,
                              const char *Advice) {
  std::string Version = clang::getClangFullCPPVersion(); // all that crosses the border
  std::size_t At = Version.find("lang ");
  int Major = At == std::string::npos ? 0 : std::atoi(Version.c_str() + At + 5);
  if (Major == CLANG_VERSION_MAJOR)
    return;
  std::fprintf(stderr,
               "error: this stcache %s is for Clang %d (built against %s), but the %s is %s; use "
               "%s%d.so%s\n",
               Product, CLANG_VERSION_MAJOR, CLANG_VERSION_STRING, Host, Version.c_str(), File,
               Major, Advice);
  std::_Exit(1);
}

} // namespace stcache

#endif // STCACHE_PLUGIN_HOSTMAJOR_H
