//===- MigrationPlan.h - What becomes of all legacy attributes ------------===//

#ifndef STCACHE_TOOL_MIGRATIONPLAN_H
#define STCACHE_TOOL_MIGRATIONPLAN_H

#include "MigrationReport.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <map>

namespace stcache::tool {

/// A place in a file of the disk.
struct MigrationPlace {
  std::string Path; ///< real, absolute
  unsigned Offset = 0;
  unsigned Line = 0, Column = 0;
};

/// Bytes of a file that become Text.
struct MigrationEdit {
  unsigned Offset = 0, Length = 0;
  std::string Text;
};

/// An attribute, and what becomes of it.
struct PlannedUse {
  struct Expansion {
    std::string Macro;
    MigrationPlace At;
  };
  MigrationPlace Shown;
  std::vector<Expansion> Expansions; ///< as of MigrationUse
  std::optional<MigrationUse::Kind> Better;
  std::string Warning; ///< may be empty
  std::string Remark;  ///< why it is left alone; empty when it is changed
  /// All of its edits, by file. Other attributes may have the same.
  std::map<std::string, std::vector<MigrationEdit>> Edits;
};

struct MigrationPlan {
  std::vector<PlannedUse> Uses; ///< by file and place
  /// `st::cache` that no file of the run compiles.
  struct Hidden {
    MigrationPlace At;
    std::string Remark;
  };
  std::vector<Hidden> NotCompiled; ///< by file and place
  /// What is to be done, by file; in order, without overlap.
  std::map<std::string, std::vector<MigrationEdit>> Edits;
  /// What should not be possible.
  std::vector<std::string> InternalErrors;
};

/// What is to be known of a file as it is now.
struct MigrationFile {
  std::string Shown; ///< how it is called
  TextHash Text = {};
  std::string Obstacle; ///< why it cannot be changed; empty if it can
};

/// What one compilation found.
struct MigrationInput {
  std::string Unit; ///< the file, as it is shown
  MigrationReport Report;
};

/// The attributes of all files, each once. One is changed if all files agree on it, with all that
/// changes with it: uses of the same macro, other declarations of the same function.
MigrationPlan planMigration(llvm::ArrayRef<MigrationInput> Inputs,
                            llvm::function_ref<const MigrationFile &(const std::string &)> FileAt);

/// Text with the edits, which are in order and do not overlap.
std::string applied(llvm::StringRef Text, llvm::ArrayRef<MigrationEdit> Edits);

} // namespace stcache::tool

#endif // STCACHE_TOOL_MIGRATIONPLAN_H
