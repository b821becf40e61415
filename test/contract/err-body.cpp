// Errors in an annotated function are the user's, at the user's lines, once each.
// Rewritten source: the words of Clang's own errors.
// UNSUPPORTED: rewritten
// RUN: not %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s --implicit-check-not=error:
#include <st/cache.h>
#include <string>

[[st::cache_data(max_entries = 5)]] int undeclared(int x) {
  // CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: use of undeclared identifier 'nothing'
  return x + nothing;
}
struct S {
  int k;
  [[st::cache_data]] int member(int x) const {
    // CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot assign to non-static data member within const member function 'member'
    k = x;
    return k;
  }
};
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: no viable conversion from returned value of type 'int' to function return type 'std::string'
[[st::cache_data]] std::string conversion(int x) { return x; }
// CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: no matching function for call to 'undeclared'
int call() { return undeclared(1, 2); }
template <class T>
[[st::cache_data]] int tmpl(T x) {
  // CHECK: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'int'{{.*}}
  return x.size();
}
int use() { return tmpl(1) + static_cast<int>(tmpl(std::string())); }
