// Options are name = value, each at most once; what stands there is C++ as everywhere.
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C6 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C10 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C11 --implicit-check-not='PLEASE submit'
#include <st/cache.h>

#if CASE == 1  // twice
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entries
[[st::cache_data(max_entries = 3, max_entries = 3)]] int f(int x) { return x; }
#elif CASE == 2  // twice, bare and with st::
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl
[[st::cache_data(ttl = 3, st::ttl = 3)]] int f(int x) { return x; }
#elif CASE == 3  // no value
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl
[[st::cache_data(ttl)]] int f(int x) { return x; }
#elif CASE == 4  // no name
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data(3600)]] int f(int x) { return x; }
#elif CASE == 5  // empty value
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data(ttl = )]] int f(int x) { return x; }
#elif CASE == 6  // no comma
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data(ttl = 3 max_entries = 4)]] int f(int x) { return x; }
#elif CASE == 7  // a name that is not declared
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'one_hour'
[[st::cache_data(ttl = one_hour)]] int f(int x) { return x; }
#elif CASE == 8  // a name of the function's own body
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'local'
[[st::cache_data(depends_on = local)]] int f(int x) { int local = 1; return x + local; }
#elif CASE == 9  // an error in a lambda
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'y'
[[st::cache_data(hash_funcs = [](int x) { return y; })]] int f(int x) { return x; }
#elif CASE == 10  // option names are not declared for the lambda either
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'max_entries'
[[st::cache_data(max_entries = 4, hash_funcs = [](int x) { return x + max_entries; })]] int f(int x) { return x; }
#elif CASE == 11  // both kinds
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}cache_{{data|resource}}
[[st::cache_data, st::cache_resource]] const int* f(int x) { static int y; return &y; }
#endif
