// The error for a parameter that cannot be hashed offers the underscore (as a fix-it), hash_funcs and st_hash.
// Rewritten source: an option of Clang's that shows fix-its.
// UNSUPPORTED: rewritten
// RUN: not %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s
// RUN: not %stcxx -fsyntax-only -fdiagnostics-parseable-fixits %s 2>&1 | %FileCheck %s --check-prefix=FIX
// RUN: not %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=FUNCS
// RUN: not %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=HASH
#include <st/cache.h>

class MyClass {
 public:
  explicit MyClass(int n) : n_(n) {}
  int n() const { return n_; }

 private:
  int n_;
};

[[st::cache_data]] int multiply_score(int k,
// CHECK: :[[#@LINE+5]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score'
// CHECK: note: {{.*_}}
// FIX: fix-it:{{.*}}:{[[#@LINE+3]]:{{[0-9]+}}-{{[0-9]+}}:{{[0-9]+}}}:"_{{(obj)?}}"
// FUNCS: note: {{.*}}hash_funcs
// HASH: note: {{.*}}st_hash
                                      MyClass obj) {
  return obj.n() * k;
}
