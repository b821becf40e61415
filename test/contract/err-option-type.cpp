// A value of the wrong type, or out of range, is an error that names the option.
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
// RUN: not %stcxx -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C12 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C13 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=14 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C14 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=15 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C15 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=16 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C16 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=17 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C17 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=18 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C18 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=19 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C19 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=20 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C20 --implicit-check-not='PLEASE submit'
#include <st/cache.h>

#if CASE == 1  // ttl by a bool of text
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl
[[st::cache_data(ttl = "soon")]] int f(int x) { return x; }
#elif CASE == 2  // ttl without a unit
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl{{.*}}
[[st::cache_data(ttl = "3600")]] int f(int x) { return x; }
#elif CASE == 3  // ttl, the last part without a unit
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl{{.*}}
[[st::cache_data(ttl = "1d 23")]] int f(int x) { return x; }
#elif CASE == 4  // ttl, an unknown unit
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl{{.*}}
[[st::cache_data(ttl = "3 parsecs")]] int f(int x) { return x; }
#elif CASE == 5  // ttl, empty
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl{{.*}}
[[st::cache_data(ttl = "")]] int f(int x) { return x; }
#elif CASE == 6  // ttl, not a time
struct S {};
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}ttl{{.*}}
[[st::cache_data(ttl = S{})]] int f(int x) { return x; }
#elif CASE == 7  // max_entries 0
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entries
[[st::cache_data(max_entries = 0)]] int f(int x) { return x; }
#elif CASE == 8  // max_entries negative
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entries
[[st::cache_data(max_entries = -1)]] int f(int x) { return x; }
#elif CASE == 9  // max_entries of text
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entries
[[st::cache_data(max_entries = "10")]] int f(int x) { return x; }
#elif CASE == 10  // max_entries for a resource
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entries
[[st::cache_resource(max_entries = 0)]] int* f(int x) { return new int(x); }
#elif CASE == 11  // show_spinner
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}show_spinner
[[st::cache_data(show_spinner = 3.5)]] int f(int x) { return x; }
#elif CASE == 12  // version
struct S {};
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}version
[[st::cache_data(version = S{})]] int f(int x) { return x; }
#elif CASE == 13  // cache_if, not callable
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}cache_if
[[st::cache_data(cache_if = 5)]] int f(int x) { return x; }
#elif CASE == 14  // cache_if, not for this result
struct S {};
// C14: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}cache_if
[[st::cache_data(cache_if = [](const S&) { return true; })]] int f(int x) { return x; }
#elif CASE == 15  // validate, not callable
// C15: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}validate
[[st::cache_resource(validate = true)]] int* f(int x) { return new int(x); }
#elif CASE == 16  // validate, no bool
// C16: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}validate
[[st::cache_resource(validate = [](int*) {})]] int* f(int x) { return new int(x); }
#elif CASE == 17  // on_release, not for this value
// C17: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}on_release
[[st::cache_resource(on_release = [](double) {})]] int* f(int x) { return new int(x); }
#elif CASE == 18  // hash_funcs, not callable
// C18: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}hash_funcs
[[st::cache_data(hash_funcs = 3)]] int f(int x) { return x; }
#elif CASE == 19  // hash_funcs, two parameters
// C19: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}hash_funcs
[[st::cache_data(hash_funcs = [](int a, int b) { return a + b; })]] int f(int x) { return x; }
#elif CASE == 20  // hash_funcs, one of several
// C20: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}hash_funcs
[[st::cache_data(hash_funcs = hash_funcs([](int a) { return a; }, 3))]] int f(int x) { return x; }
#endif
