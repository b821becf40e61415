// On what is no function the attribute is not silently taken, nor where it comes too late.
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
#include <st/cache.h>

#if CASE == 1  // variable
// C1: :[[#@LINE+1]]:{{[0-9]+}}: {{error|warning}}: {{.*}}cache_data
[[st::cache_data]] int x = 1;
int error_anyway = no_such_name;
#elif CASE == 2  // class
// C2: :[[#@LINE+1]]:{{[0-9]+}}: {{error|warning}}: {{.*}}cache_data
struct [[st::cache_data]] S {};
int error_anyway = no_such_name;
#elif CASE == 3  // parameter
// C3: :[[#@LINE+1]]:{{[0-9]+}}: {{error|warning}}: {{.*}}cache_data
int f([[st::cache_data]] int x) { return x; }
int error_anyway = no_such_name;
#elif CASE == 4  // member
struct S {
// C4: :[[#@LINE+1]]:{{[0-9]+}}: {{error|warning}}: {{.*}}cache_data
  [[st::cache_data]] int x;
};
int error_anyway = no_such_name;
#elif CASE == 5  // after the definition
int f(int x) { return x; }
// C5: :[[#@LINE+1]]:{{[0-9]+}}: {{error|warning}}: {{.*}}cache_data
[[st::cache_data]] int f(int x);
int error_anyway = no_such_name;
#endif
