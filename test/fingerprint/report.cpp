// What is said about a fingerprint, and that it is the same from run to run and elsewhere.
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so -fplugin-arg-fpdump-externals=ns::outer %s | %FileCheck %s --check-prefix=EXTERNAL
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so -fplugin-arg-fpdump-deps=ns::outer %s | %FileCheck %s --check-prefix=DEPS
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so -fplugin-arg-fpdump-text=ns::outer %s | %FileCheck %s --check-prefix=TEXT
// RUN: rm -rf %t && mkdir -p %t/elsewhere && cp %s %t/elsewhere/report.cpp
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so %s > %t/a
// RUN: %clangxx -std=c++17 -O2 -g -c -o %t/o -fplugin=%libdir/stcache/stcache-fpdump%major.so %t/elsewhere/report.cpp > %t/b
// RUN: cmp %t/a %t/b
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so -fplugin-arg-fpdump-text=ns::outer %s > %t/c
// RUN: %clangxx -std=c++17 -fsyntax-only -fplugin=%libdir/stcache/stcache-fpdump%major.so -fplugin-arg-fpdump-text=ns::outer %t/elsewhere/report.cpp > %t/d
// RUN: cmp %t/c %t/d
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

// EXTERNAL-NOT: abs
// EXTERNAL: function _Z7outsidei
// EXTERNAL-NEXT: variable level
// EXTERNAL-NEXT: function outside_c
// EXTERNAL-NOT: {{.}}

// DEPS: {{^[0-9a-f]{32} function ns::outer  .*report.cpp:25$}}
// DEPS-DAG: {{^  [0-9a-f]{32} function ns::\(anonymous namespace\)::inner  .*report.cpp:20$}}
// DEPS-DAG: {{^    [0-9a-f]{32} function abs  \[name and signature\]$}}
// DEPS-DAG: {{^  [0-9a-f]{32} variable level }}
// DEPS-DAG: {{^  [0-9a-f]{32} class ns::Pair }}

// TEXT: salt stcache 1
// TEXT: unit function ns::outer
// TEXT-NEXT: function
// TEXT-NEXT: name
// TEXT-NEXT: "ns"
// TEXT-NEXT: "outer"
// TEXT: -> class ns::Pair
