// The oracle: what the compiler makes of each function, told from LLVM IR at -O0.

#ifndef STCACHE_MUTATE_IRHASH_H
#define STCACHE_MUTATE_IRHASH_H

#include "llvm/ADT/StringMap.h"
#include <set>
#include <string>
#include <vector>

namespace llvm {
class Module;
}

namespace mutate {

/// A function or global variable with a name that means something in another compilation, too.
/// String constants, lambdas, static locals and the like are part of those that refer to them.
struct IrSymbol {
  uint64_t Hash = 0;
  bool IsFunction = false;
  std::vector<std::string> Refs;
};

using IrModule = llvm::StringMap<IrSymbol>;

/// Slots: whether the slot of a vtable that a call reads counts.
IrModule hashModule(const llvm::Module &M, bool Slots);

/// Those functions in both modules whose own code or something they reach differs.
std::set<std::string> changedFunctions(const IrModule &Before, const IrModule &After);

} // namespace mutate

#endif // STCACHE_MUTATE_IRHASH_H
