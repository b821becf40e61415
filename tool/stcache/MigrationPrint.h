//===- MigrationPrint.h - How a migration is told -------------------------===//

#ifndef STCACHE_TOOL_MIGRATIONPRINT_H
#define STCACHE_TOOL_MIGRATIONPRINT_H

#include "CompileCommands.h"
#include "MigrationFiles.h"

namespace llvm {
class raw_ostream;
}

namespace stcache::tool {

/// Prints a remark for each attribute that is left alone and, where AlsoWarnings, a warning for
/// each attribute; with the line.
void printMigration(llvm::raw_ostream &OS, const MigrationPlan &Plan, MigrationFiles &Files,
                    bool AlsoWarnings);

/// A line of numbers. Done: edits have been carried out.
std::string migrationSummary(const MigrationPlan &Plan, size_t NotRead, bool Done);

/// What clang-apply-replacements takes.
std::string migrationYaml(const MigrationPlan &Plan, llvm::ArrayRef<CompileJob> Files);

} // namespace stcache::tool

#endif // STCACHE_TOOL_MIGRATIONPRINT_H
