//===- MigrationReport.h - What one file says of legacy attributes --------===//

#ifndef STCACHE_TOOL_MIGRATIONREPORT_H
#define STCACHE_TOOL_MIGRATIONREPORT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stcache::tool {

/// Tells whether two texts are the same.
using TextHash = std::array<uint64_t, 2>;
TextHash hashText(llvm::StringRef Text);

/// A place in one of a report's files.
struct MigrationPoint {
  unsigned File = 0; ///< index into the files
  unsigned Offset = 0;
  unsigned Line = 0, Column = 0;
};

/// Bytes of a file that become Text.
struct MigrationChange {
  unsigned File = 0;
  unsigned Offset = 0, Length = 0;
  std::string Text;
  std::optional<unsigned> Macro; ///< the macro in whose definition that is
};

/// A legacy attribute as one compilation sees it.
struct MigrationUse {
  struct Expansion {
    std::string Macro;
    MigrationPoint At; ///< in its definition or argument
  };
  enum class Kind { Data, Resource };

  MigrationPoint Shown;              ///< where it is talked about
  std::vector<Expansion> Expansions; ///< that its name came through, the innermost first
  unsigned Attribute = 0;            ///< one on `int f(), g();` is two uses of the same number
  unsigned Function = 0;             ///< redeclarations have the same number
  std::string Name;                  ///< of the function
  std::optional<Kind> Better;
  std::string Warning;
  std::string Remedy;      ///< why nothing can be changed; empty if it can
  bool Incomplete = false; ///< another file may know more
  std::vector<MigrationChange> Changes;

  /// Where the attribute's name is written.
  const MigrationPoint &spelled() const {
    return Expansions.empty() ? Shown : Expansions.front().At;
  }
};

struct MigrationReport {
  struct File {
    std::string Path; ///< real, absolute
    TextHash Text = {};
  };
  /// A macro that has to do with the attribute.
  struct Macro {
    std::string Name;
    MigrationPoint At;
    unsigned Expansions = 0;
  };
  /// `st::cache` that this compilation did not read.
  struct Hidden {
    MigrationPoint At;
    std::string Macro; ///< in whose definition it is; empty: the preprocessor skipped it
  };

  bool Failed = false;  ///< there were errors: the rest may be wrong
  std::string Messages; ///< of the compiler
  std::vector<File> Files;
  std::vector<Macro> Macros;
  std::vector<MigrationUse> Uses;
  std::vector<Hidden> NotCompiled;
};

std::string toBytes(const MigrationReport &Report);
/// Refuses what toBytes did not write.
llvm::Expected<MigrationReport> migrationReport(llvm::StringRef Bytes);

} // namespace stcache::tool

#endif // STCACHE_TOOL_MIGRATIONREPORT_H
