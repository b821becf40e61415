// st-mutable-global, with and without static locals, and the fix-its of its notes.
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-mutable-global %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning:
// RUN: %clang_tidy --quiet -checks=-*,st-mutable-global -config='{CheckOptions: {st-mutable-global.StaticLocals: false}}' %s -- %tidy_flags | not grep -q "static local"
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-mutable-global -fix-notes %t.cpp -- %tidy_flags > %t.log
// RUN: %FileCheck %s --check-prefix=FIXED --input-file=%t.cpp
#include <st/cache.h>
int level;
const int limit = 3;
int inner(int x) { return x + level + limit; }
// CHECK: mutable-global.cpp:[[@LINE-1]]:31: warning: the result of cached 'f' depends on the mutable global 'level', which is no part of its key [st-mutable-global]
// CHECK: mutable-global.cpp:[[@LINE+4]]:51: note: reached from cached 'f' through 'inner'
// CHECK: mutable-global.cpp:[[@LINE+4]]:41: note: the same holds for cached 'g'
// CHECK: mutable-global.cpp:[[@LINE+2]]:3: note: make it a constant or a parameter, or add it to the key: 'depends_on = level'
// FIXED: {{^}}{{\[\[}}st::cache_data(ttl = 3, depends_on = level)]]
[[st::cache_data(ttl = 3)]] int f(int x) { return inner(x); }
[[st::cache_data(max_entries = 1)]] int g(int x) { return inner(x); }
[[st::cache_data]] int next(int x) {
  static int last = 0;
  // CHECK: mutable-global.cpp:[[@LINE+2]]:10: warning: the result of cached 'next' depends on the static local 'last'
  // CHECK: mutable-global.cpp:[[@LINE-2]]:14: note: drop it, or pass what it holds as a parameter
  return last += x;
}
[[st::cache_data(depends_on = level)]] int known(int x) { return inner(x); }
