//===- Memo.h - What a compiler was found to be, kept across runs ----------===//

#ifndef STCXX_MEMO_H
#define STCXX_MEMO_H

#include <optional>
#include <string>

namespace stcxx {

/// A line of text about the program file \p Path, kept in the user's cache
/// directory and valid while that file is the same (place, size, times, inode).
/// Nothing here fails: without a directory to trust nothing is kept.
class Memo {
public:
  explicit Memo(const std::string &Path);

  std::optional<std::string> load() const;
  void store(const std::string &Text) const;

private:
  std::string Directory; ///< empty when there is none
  std::string Key;       ///< all that the text depends on
  std::string File;
};

} // namespace stcxx

#endif
