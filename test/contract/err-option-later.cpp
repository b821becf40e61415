// Options that are known but not implemented yet are an error that says so, and are never ignored.
// (When one is implemented its case goes.)
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
#include <st/cache.h>

#if CASE == 1  // max_bytes
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_bytes{{.*}}not{{.*}}implemented
[[st::cache_data(max_bytes = 1000)]] int f(int x) { return x; }
#elif CASE == 2  // show_time
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}show_time{{.*}}not{{.*}}implemented
[[st::cache_data(show_time = true)]] int f(int x) { return x; }
#elif CASE == 7  // scope
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}scope{{.*}}not{{.*}}implemented
[[st::cache_data(scope = session)]] int f(int x) { return x; }
#elif CASE == 8  // refresh_mode
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}refresh_mode{{.*}}not{{.*}}implemented
[[st::cache_data(ttl = 10, refresh_mode = background)]] int f(int x) { return x; }
#elif CASE == 9  // experimental_allow_widgets
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}experimental_allow_widgets{{.*}}not{{.*}}implemented
[[st::cache_data(experimental_allow_widgets = true)]] int f(int x) { return x; }
#endif
