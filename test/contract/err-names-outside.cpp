// The names of options mean nothing outside of the attribute.
// Rewritten source: the words of Clang's own errors.
// UNSUPPORTED: gcc
// RUN: not %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s
#include <st/cache.h>

[[st::cache_data(ttl = 10, max_entries = 3)]] int f(int x) { return x; }

// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'ttl'
int a = ttl;
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'max_entries'
int b = max_entries + 1;
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'disk'
auto c = disk;
int g(int x) {
  // CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'hash_funcs'
  return hash_funcs(x);
}
// In the function itself.
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'ttl'
[[st::cache_data(ttl = 10)]] int h(int x) { return x + ttl; }
