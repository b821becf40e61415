// What to write in place of the legacy attribute [[st::cache]]: for the plugin's warning, `stcache
// migrate` and the clang-tidy checks.

#ifndef STCACHE_CORE_MIGRATION_H
#define STCACHE_CORE_MIGRATION_H

#include "Annotations.h"
#include "AttributeEdits.h"
#include "Diagnostics.h"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class Sema;
}

namespace stcache {

class OptionNames;
class ValueTypes;

/// Which attribute is right for what a function returns.
struct KindChoice {
  std::optional<CacheKind> Kind; ///< none where that cannot be told
  std::string Why;               ///< "'std::vector<int>' is a value, of which ..."
  std::string Obstacle;          ///< it returns what neither can keep: what to do about it
  bool Incomplete = false;       ///< the type has no definition here; another file may have it
};

/// For an attribute that acts as `Acting` now: that decides where the type allows both.
KindChoice chooseKind(clang::Sema &S, ValueTypes &Types, const clang::FunctionDecl *Function,
                      CacheKind Acting, clang::SourceLocation Loc);

/// What makes one kind of attribute the other; empty where its options are not all of that kind's.
std::vector<SourceChange> kindChanges(clang::Sema &S, const OptionNames &Names,
                                      const WrittenAnnotation &W, CacheKind To);

/// One [[st::cache(...)]].
struct LegacyUse {
  const clang::FunctionDecl *Function = nullptr;
  clang::SourceLocation Location; ///< of the attribute's name; may be in a macro
  std::optional<CacheKind> Kind;  ///< what to use instead
  std::string Why;
  bool Incomplete = false; ///< see KindChoice
  /// Why nothing is to be changed, and what to do by hand; empty if Changes are to be made.
  std::string Remedy;
  std::vector<SourceChange> Changes;
};

/// All in a translation unit, in the order of the source. To be asked for at its end, when what
/// functions return is known. Each for itself: uses of one macro may need different text of it.
std::vector<LegacyUse> legacyUses(clang::Sema &S, ValueTypes &Types, const OptionNames &Names);

/// As fix-its of the diagnostic at hand.
void addFixes(clang::DiagnosticBuilder &D, const clang::SourceManager &SM,
              llvm::ArrayRef<SourceChange> Changes);

/// As warnings with fix-its. Where uses of one macro need different text of it, a note says to
/// change them by hand.
void reportLegacyUses(Reporter Report, const clang::SourceManager &SM, std::vector<LegacyUse> Uses);

} // namespace stcache

#endif // STCACHE_CORE_MIGRATION_H
