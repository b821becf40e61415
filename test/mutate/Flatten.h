// Brings a source and the project's headers it includes into one text, so that edits can go
// anywhere, with the includes of system headers in front, so that those are read once.

#ifndef STCACHE_MUTATE_FLATTEN_H
#define STCACHE_MUTATE_FLATTEN_H

#include <string>
#include <string_view>
#include <vector>

namespace mutate {

struct FlattenOptions {
  /// Where #include "..." and <...> are looked for, after the includer's own directory.
  std::vector<std::string> Dirs;
  /// Whether the includes of other headers move to the front.
  bool Hoist = true;
};

/// Ends what was moved to the front.
inline constexpr std::string_view FrontMarker = "extern int mutate_front;\n";

/// Empty if the file cannot be read.
std::string flatten(const std::string &Path, const FlattenOptions &Options);

} // namespace mutate

#endif // STCACHE_MUTATE_FLATTEN_H
