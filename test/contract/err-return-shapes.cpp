// The return type is checked in every kind of function, deduced and dependent types included; the offending member is named.
// RUN: not %stcxx -std=c++20 -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R1
// RUN: not %stcxx -std=c++20 -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R2
// RUN: not %stcxx -std=c++20 -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R3
// RUN: not %stcxx -std=c++20 -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R4
// RUN: not %stcxx -std=c++20 -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R5
// RUN: not %stcxx -std=c++20 -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C6 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R8
// RUN: not %stcxx -std=c++20 -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R9
// RUN: not %stcxx -std=c++20 -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C10 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R10
// RUN: not %stcxx -std=c++20 -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C11 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R11
// RUN: not %stcxx -std=c++20 -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C12 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C13 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -std=c++20 -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R13
#include <st/cache.h>
#include <memory>
#include <string>

#if CASE == 1  // deduced
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data]] auto f(int x) { return new int(x); }
// R1: cache_resource
#elif CASE == 2  // decltype(auto)
int global;
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data]] decltype(auto) f(int x) { global = x; return (global); }
// R2: cache_resource
#elif CASE == 3  // member
struct S {
  int k;
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error:
  [[st::cache_data]] int* f(int x) const { return new int(x + k); }
};
// R3: cache_resource
#elif CASE == 4  // one instance of a template
template <class T>
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data]] T f(T x) { return x; }
int a = f(1);
const char* b = f("text");
// R4: cache_resource
#elif CASE == 5  // alias
using Id = int*;
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error:
[[st::cache_data]] Id f(int x) { return new int(x); }
// R5: cache_resource
#elif CASE == 6  // the member is named
struct Row {
  int id;
  int* offending;
};
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}Row
[[st::cache_data]] Row f(int x) { return {x, nullptr}; }
#elif CASE == 7  // the member is named (2)
struct Row {
  int id;
  int* offending;
};
[[st::cache_data]] Row f(int x) { return {x, nullptr}; }
// C7: offending
#elif CASE == 8  // span
#include <span>
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}span
[[st::cache_data]] std::span<int> f(int x) { static int y[3]; return {y, std::size_t(x)}; }
// R8: cache_resource
#elif CASE == 9  // resource by value
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}int
[[st::cache_resource]] int f(int x) { return x; }
// R9: {{cache_data|shared_ptr}}
#elif CASE == 10  // resource by value of a class
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}string
[[st::cache_resource]] std::string f(int x) { return std::string(x, 'x'); }
// R10: {{cache_data|shared_ptr}}
#elif CASE == 11  // resource by unique_ptr
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}unique_ptr
[[st::cache_resource]] std::unique_ptr<int> f(int x) { return std::make_unique<int>(x); }
// R11: shared_ptr
#elif CASE == 12  // resource of nothing
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}void
[[st::cache_resource]] void f(int) {}
#elif CASE == 13  // resource of an own type that is no handle
struct Handle { int fd; };
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}Handle
[[st::cache_resource]] Handle f(int x) { return {x}; }
// R13: {{is_handle|shared_ptr}}
#endif
