//===- MigrationFiles.h - The files that a migration is about -------------===//

#ifndef STCACHE_TOOL_MIGRATIONFILES_H
#define STCACHE_TOOL_MIGRATIONFILES_H

#include "MigrationPlan.h"

namespace stcache::tool {

/// The files of a migration, as they were when they were first asked for.
class MigrationFiles {
public:
  struct Entry : MigrationFile {
    std::string Content;
  };

  /// Given: the files that the user named, which are called as he did. NeedsWriting: a file that
  /// cannot be written has an obstacle.
  MigrationFiles(llvm::ArrayRef<std::string> Given, bool NeedsWriting);

  const Entry &at(const std::string &RealPath);
  std::string shown(llvm::StringRef RealPath) const;

private:
  std::map<std::string, std::string> Given; // by real path
  std::string Here;
  bool NeedsWriting;
  std::map<std::string, Entry> Entries;
};

/// Writes what the plan says: all of it or, after an error, nothing. Signals wait meanwhile.
llvm::Error carryOut(const MigrationPlan &Plan, MigrationFiles &Files);

} // namespace stcache::tool

#endif // STCACHE_TOOL_MIGRATIONFILES_H
