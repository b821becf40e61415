// Attributes of other scopes and without a scope are the compiler's business; a misspelt one of ours is not taken in silence.
// Rewritten source: the words of Clang's own warnings.
// UNSUPPORTED: rewritten
// RUN: %stcxx -O1 %s -o %t 2> %t.err && %t | %FileCheck %s && %FileCheck %s --check-prefix=WARN < %t.err
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

int runs;
// WARN: :[[#@LINE+1]]:{{[0-9]+}}: warning: unknown attribute '{{.*}}cache_data' ignored
[[cache_data]] int no_scope(int x) { ++runs; return x; }
// WARN: :[[#@LINE+1]]:{{[0-9]+}}: warning: unknown attribute '{{.*}}cache_data' ignored
[[other::cache_data(ttl = any tokens { here [ 1 ] ( else ) })]] int other_scope(int x) { ++runs; return x; }
// WARN: :[[#@LINE+1]]:{{[0-9]+}}: warning: unknown attribute '{{.*}}cache_resource' ignored
[[stx::cache_resource]] int similar_scope(int x) { ++runs; return x; }
// WARN: :[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}cache_dta
[[st::cache_dta]] int misspelt(int x) { ++runs; return x; }
// WARN-NOT: warning:
[[st::cache_data]] int known(int x) { ++runs; return x; }

int main() {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(no_scope(1) + other_scope(1) + similar_scope(1) + misspelt(1), 4);
  EXPECT_EQ(runs, 12);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(known(1), 1);
  EXPECT_EQ(runs, 13);
  return check::ok();
}
