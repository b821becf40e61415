//===- CodeRecords.h - Code of cached functions, kept beside the store ----===//
//
// The store knows results by fingerprints, which do not say what they were made of. So versions of
// cached functions are recorded in its directory, as states, each in a file of its own.
//
//===----------------------------------------------------------------------===//

#ifndef STCACHE_TOOL_CODERECORDS_H
#define STCACHE_TOOL_CODERECORDS_H

#include "ProgramState.h"

#include <optional>
#include <system_error>

namespace stcache::tool {

class CodeRecords {
public:
  /// The records in the directory of a store, which exists.
  explicit CodeRecords(const std::string &StoreDirectory) : Directory(StoreDirectory + "/code") {}

  /// What is kept at most: the versions not recorded again for the longest time go.
  static constexpr size_t MostFiles = 1000;
  static constexpr uint64_t MostBytes = uint64_t(64) << 20;

  /// Records these functions of S. Returns how many versions are new.
  llvm::Expected<unsigned> add(const State &S, llvm::ArrayRef<const Function *> Functions) const;
  /// The function of that symbol and fingerprint, alone, with what it is made of. None if that
  /// version was not recorded or is damaged.
  std::optional<State> find(llvm::StringRef Symbol, llvm::StringRef Fingerprint) const;
  /// Removes all.
  std::error_code clear() const;

private:
  std::string path(llvm::StringRef Symbol, llvm::StringRef Fingerprint) const;
  void shrink() const;

  std::string Directory;
};

/// The annotated functions.
std::vector<const Function *> cachedFunctions(const State &S);

} // namespace stcache::tool

#endif // STCACHE_TOOL_CODERECORDS_H
