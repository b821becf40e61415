#ifndef STCACHE_TIDY_MIGRATECACHECHECK_H
#define STCACHE_TIDY_MIGRATECACHECHECK_H

#include "Check.h"

namespace stcache::tidy {

/// `[[st::cache]]` becomes `st::cache_data` or `st::cache_resource`. docs/checks/st-migrate-
/// cache.md
class MigrateCacheCheck : public Check {
public:
  using Check::Check;

private:
  void look(const Inspector &Code) override;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_MIGRATECACHECHECK_H
