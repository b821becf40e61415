//===- WriteFile.h - Writing a file as a whole ----------------------------===//

#ifndef STCACHE_TOOL_WRITEFILE_H
#define STCACHE_TOOL_WRITEFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

namespace stcache::tool {

/// Makes Text the content of a file. Whoever looks, or is left when this process is killed, finds
/// the old content or the new. Links are followed; a file keeps its permissions and owner, a new
/// one gets Mode. What is no plain file, as /dev/stdout, is just written to.
llvm::Error writeFile(llvm::StringRef Path, llvm::StringRef Text,
                      unsigned Mode = llvm::sys::fs::all_read | llvm::sys::fs::all_write);

} // namespace stcache::tool

#endif // STCACHE_TOOL_WRITEFILE_H
