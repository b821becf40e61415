//===- Explain.h - What makes two fingerprints differ ---------------------===//

#ifndef STCACHE_TOOL_EXPLAIN_H
#define STCACHE_TOOL_EXPLAIN_H

#include "ProgramState.h"

#include "llvm/ADT/ArrayRef.h"

namespace stcache::tool {

/// A reason why the fingerprint of a function is another one than before.
struct Cause {
  enum {
    Changed,    ///< a unit's own text
    References, ///< only what it refers to
    Flags,      ///< the compiler's flags, or the version of stcache
    Definition, ///< one state has the definition, the other only the name
  } What = Changed;

  const Unit *Before = nullptr, *After = nullptr;
  /// From the function to the unit, in the state after.
  std::vector<const Unit *> Chain;
  /// What the unit referred to, and what it refers to in its place.
  std::vector<const Unit *> Removed, Added;

  /// Whether the text changed though the lines of the unit did not: they mean something else now.
  bool sameSource() const {
    return What == Changed && !After->Source.empty() && Before->Source == After->Source;
  }
};

/// The causes: first those whose source lines changed, in this order those with the shortest
/// chains. Empty if the fingerprints are equal.
std::vector<Cause> explain(const State &Before, unsigned BeforeRoot, const State &After,
                           unsigned AfterRoot);

/// Prints causes of F: what changed, where, and how F reaches it. Text: the data hashed in place of
/// source lines.
void printCauses(const Function &F, llvm::ArrayRef<Cause> Causes, bool Text,
                 llvm::StringRef Verb = "recomputes");

} // namespace stcache::tool

#endif // STCACHE_TOOL_EXPLAIN_H
