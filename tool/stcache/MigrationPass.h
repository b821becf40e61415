//===- MigrationPass.h - Legacy attributes of one file --------------------===//

#ifndef STCACHE_TOOL_MIGRATIONPASS_H
#define STCACHE_TOOL_MIGRATIONPASS_H

#include "CompileCommands.h"
#include "MigrationReport.h"

namespace stcache::tool {

/// Parses the file that Job compiles. Once per process, as runClang.
MigrationReport findLegacyUses(const CompileJob &Job);

} // namespace stcache::tool

#endif // STCACHE_TOOL_MIGRATIONPASS_H
