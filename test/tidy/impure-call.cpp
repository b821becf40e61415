// st-impure-call, and what its options add.
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-impure-call %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning:
// RUN: %clang_tidy --quiet -checks=-*,st-impure-call -config='{CheckOptions: {st-impure-call.FileReads: true, st-impure-call.IndirectCalls: true, st-impure-call.UnseenOverriders: true}}' %s -- %tidy_flags | %FileCheck %s --check-prefix=ALL
#include <cstdio>
#include <cstdlib>
#include <st/cache.h>
// CHECK: impure-call.cpp:[[@LINE+2]]:46: warning: the result of cached 'f' depends on a random number (from 'rand'), which is no part of its key [st-impure-call]
// CHECK: impure-call.cpp:[[@LINE+1]]:3: note: pass it as a parameter, or add it to the key with 'depends_on'; or if old results will do for a time, say how long with 'ttl'
[[st::cache_data]] int f(int x) { return x + std::rand(); }
[[st::cache_data(ttl = 3)]] int dated(int x) { return x + std::rand(); }
// ALL: impure-call.cpp:[[@LINE+2]]:{{[0-9]+}}: warning: cached 'first' reads the state of a file (with 'fopen'): a change of the file is not noticed [st-impure-call]
[[st::cache_data]] int first(const char *name) {
  std::FILE *f = std::fopen(name, "r");
  std::fclose(f);
  return f != nullptr;
}
extern int (*hook)(int);
// ALL: impure-call.cpp:[[@LINE+1]]:{{[0-9]+}}: warning: cached 'hooked' calls through a pointer: what it runs is no part of the fingerprint [st-impure-call]
[[st::cache_data]] int hooked(int x) { return hook(x); }
struct Shape { virtual int area() const { return 1; } };
const Shape &shape(int);
// ALL: impure-call.cpp:[[@LINE+1]]:{{[0-9]+}}: warning: cached 'sized' calls the virtual 'area': of its overriders only those in sight are part of the fingerprint [st-impure-call]
[[st::cache_data]] int sized(int x) { return shape(x).area(); }
