//===- Ccache.h - Being called by ccache ----------------------------------===//
//
// ccache reuses an object file when all it knows of is the same: the compiler's
// file, the arguments, the preprocessed source. What stcxx adds below it, ccache
// does not know of, and would give an object made by another plugin, or by none.
//
// - `ccache stcxx clang++`: stcxx is the compiler, so what it tells ccache when it
//   preprocesses counts. It names the plugin and the compiler as included files.
// - CCACHE_PREFIX=stcxx: ccache shares its entries with builds without stcxx. Safe
//   only when the plugin is in CCACHE_EXTRAFILES, and stcxx preprocesses as well.
//
//===----------------------------------------------------------------------===//

#ifndef STCXX_CCACHE_H
#define STCXX_CCACHE_H

#include <string>

namespace stcxx {

enum class CcacheRole {
  None,
  Compiler, ///< ccache takes stcxx for the compiler
  Prefix,   ///< ccache puts stcxx before the compiler
};

struct CcacheParent {
  CcacheRole Role = CcacheRole::None;
  std::string Program; ///< the ccache that called

  static CcacheParent find(const std::string &Self);

  /// For Prefix: will ccache notice another plugin, and no plugin?
  bool knows(const std::string &Plugin) const;
};

/// What makes ccache take \p File for one that the preprocessed source includes. The
/// comment is for its comparison of the preprocessed text, which sees only names.
std::string includeMarker(const std::string &File);

} // namespace stcxx

#endif
