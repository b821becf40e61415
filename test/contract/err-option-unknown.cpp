// An option that does not exist, or that the other kind has, is an error that names it.
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

#if CASE == 1  // unknown
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entrys
[[st::cache_data(max_entrys = 3)]] int f(int x) { return x; }
#elif CASE == 2  // unknown with st::
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}nonsense
[[st::cache_data(st::nonsense = 3)]] int f(int x) { return x; }
#elif CASE == 3  // unknown among known
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}colour
[[st::cache_data(ttl = 3600, colour = 3, max_entries = 2)]] int f(int x) { return x; }
#elif CASE == 4  // resource
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}lifetime
[[st::cache_resource(lifetime = 3)]] int* f(int x) { return new int(x); }
#elif CASE == 5  // validate is for resources
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}validate
[[st::cache_data(validate = [](int x) { return x > 0; })]] int f(int x) { return x; }
#elif CASE == 6  // on_release is for resources
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}on_release
[[st::cache_data(on_release = [](int) {})]] int f(int x) { return x; }
#elif CASE == 7  // persist is for data
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}persist
[[st::cache_resource(persist = disk)]] int* f(int x) { return new int(x); }
#elif CASE == 8  // max_bytes is for data
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_bytes
[[st::cache_resource(max_bytes = 1000)]] int* f(int x) { return new int(x); }
#elif CASE == 9  // in a class
struct S {
  int k;
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entrys
  [[st::cache_data(max_entrys = 3)]] int f(int x) const { return x + k; }
};
#elif CASE == 10  // in a template that nobody uses
template <class T>
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entrys
[[st::cache_data(max_entrys = 3)]] T f(T x) { return x; }
#elif CASE == 11  // on a declaration
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}max_entrys
[[st::cache_data(max_entrys = 3)]] int f(int x);
int f(int x) { return x; }
#endif
