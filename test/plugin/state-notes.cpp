// Each place is reported once, with the way there and the remedy.
// RUN: %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s --implicit-check-not=warning: --implicit-check-not=note:
// RUN: %stcxx -fsyntax-only -fdiagnostics-parseable-fixits %s 2>&1 | %FileCheck %s --check-prefix=FIXIT
// RUN: %stcxx -fsyntax-only -w %s 2>&1 | count 0
// RUN: not %stcxx -fsyntax-only -Werror %s 2>&1 | %FileCheck %s --check-prefix=ERROR
// RUN: %stcxx -fsyntax-only -fplugin-arg-stcache-no-warn=st-mutable-global %s 2>&1 | count 0
// RUN: rm -rf %t && mkdir -p %t/lib && echo 'extern int seed; template <class T> T of_library(T x) { return x + seed; }' > %t/lib/library.h
// RUN: %stcxx -fsyntax-only -isystem %t/lib -DLIBRARY %s 2>&1 | %FileCheck %s --check-prefix=LIBRARY
// RUN: not %stcxx -fsyntax-only -fplugin-arg-stcache-warn=st-mutable %s 2>&1 | %FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: error: unknown warning 'st-mutable'; known are st-mutable-global, st-static-local, st-impure-call, st-file-read, st-indirect-call, st-unseen-overrider, st-resource-mutation, st-legacy-attribute, all [st-bad-plugin-argument]
// ERROR: error: the result of cached
#include <st/cache.h>

#ifdef LIBRARY
#include <library.h>
[[st::cache_data]] int uses(int x) {
  // LIBRARY: [[@LINE+1]]:{{[0-9]+}}: warning: the result of cached 'uses' depends on the mutable global 'seed'
  return of_library(x);
}
#else
int level;

int inner(int x) {
  // CHECK: state-notes.cpp:[[@LINE+1]]:{{[0-9]+}}: warning: the result of cached 'f' depends on the mutable global 'level', which is no part of its key [st-mutable-global]
  return x + level;
}
int outer(int x) { return 2 * inner(x); }

[[st::cache_data]]
int f(int x) {
  // CHECK: state-notes.cpp:[[@LINE+1]]:{{[0-9]+}}: note: reached from cached 'f' through 'outer', 'inner'
  return outer(x);
}
// CHECK: state-notes.cpp:[[@LINE+2]]:{{[0-9]+}}: note: the same holds for cached 'g', 'h<int>'
[[st::cache_data(max_entries = 3)]]
int g(int x) {
  return outer(x);
}
template <class T> [[st::cache_data()]]
T h(T x) {
  return outer(x);
}
int use = h(1) + h(2L);
// CHECK: state-notes.cpp:[[@LINE-15]]:{{[0-9]+}}: note: make it a constant or a parameter, or add it to the key: 'depends_on = level'
// FIXIT: fix-it:"{{.*}}":{[[@LINE-16]]:17-[[@LINE-16]]:17}:"(depends_on = level)"

[[st::cache_data(max_entries = 3)]] int with_options(int x) { return x + level; }
// CHECK: warning: the result of cached 'with_options'
// CHECK: note: make it
// FIXIT: fix-it:"{{.*}}":{[[@LINE-3]]:33-[[@LINE-3]]:33}:", depends_on = level"
[[st::cache_data()]] int with_parentheses(int x) { return x + level; }
// CHECK: warning: the result of cached 'with_parentheses'
// CHECK: note: make it
// FIXIT: fix-it:"{{.*}}":{[[@LINE-3]]:18-[[@LINE-3]]:18}:"depends_on = level"
#endif
