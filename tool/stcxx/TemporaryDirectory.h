//===- TemporaryDirectory.h - A place for files of one run ----------------===//

#ifndef STCXX_TEMPORARYDIRECTORY_H
#define STCXX_TEMPORARYDIRECTORY_H

#include <string>

namespace stcxx {

/// A new directory in $TMPDIR that goes with all that is in it.
class TemporaryDirectory {
public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory &) = delete;
  TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;

  /// Empty when none could be made; that is said then.
  const std::string &path() const { return Path; }

  /// A directory in it that nobody else was given; \p Purpose is in its name.
  std::string fresh(const char *Purpose);

private:
  std::string Path;
  unsigned Count = 0;
};

} // namespace stcxx

#endif
