// Fingerprints are the same from run to run, elsewhere, and whatever code is generated.
// RUN: rm -rf %t && mkdir -p %t/elsewhere && cp %s %t/elsewhere/repeated.cpp
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so %s > %t/a
// RUN: %clangxx -std=c++17 -O2 -g -c -o %t/o -fplugin=%libdir/stcache/stcache-fpdump%major.so %t/elsewhere/repeated.cpp > %t/b
// RUN: cmp %t/a %t/b
// RUN: %FileCheck %s < %t/a
// CHECK: {{^[0-9a-f]{32} _ZN2ns5outer}}
#include <cstdlib>

extern int level;
int outside(int);
extern "C" int outside_c(int);

namespace ns {
namespace {
int inner(int n) { return std::abs(n) + outside_c(n); }
} // namespace
struct Pair {
  int first, second;
};
int outer(Pair p, int (*callback)(int)) {
  auto twice = [&](int n) { return 2 * n + p.second; };
  return inner(p.first) + outside(twice(1)) + level + callback(3);
}
} // namespace ns
