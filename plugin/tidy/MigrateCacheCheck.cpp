#include "MigrateCacheCheck.h"

using namespace clang;

namespace stcache::tidy {

void MigrateCacheCheck::look(const Inspector &Code) {
  reportLegacyUses(reporter(), Code.sourceManager(), Code.legacyUses());
}

} // namespace stcache::tidy
