// That a function is deprecated is for its callers to know, not for what is generated in it.
// RUN: %stcxx -Wall -Wextra -Werror -DQUIET -c %s -o %t.o
// RUN: %stcxx -Wall -Wextra -c %s -o %t.o 2>&1 | %FileCheck %s
#include <st/cache.h>

[[deprecated("use g"), st::cache_data(ttl = 1)]] int f(int a) { return a; }
struct S {
  [[deprecated]] [[st::cache_data]] int member(int a) const { return a + x; }
  int x;
};
template <class T> [[deprecated]] [[st::cache_data]] T in_template(T a) { return a; }

#ifndef QUIET
// CHECK: deprecated.cpp:[[#@LINE+1]]:{{.*}}deprecated: use g
int use() { return f(1); }
// CHECK: deprecated.cpp:[[#@LINE+1]]:{{.*}}deprecated
int use_member() { return S{1}.member(1); }
#endif
