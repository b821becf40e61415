// A non-const reference parameter is an error in cache_data, unless its name begins with an underscore.
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
#include <st/cache.h>
#include <vector>

#if CASE == 1  // free
[[st::cache_data]] int f(int k,
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'count'
                         int& count) {
  return count += k;
}
#elif CASE == 2  // of a class
[[st::cache_data]] int f(int k,
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'out'
                         std::vector<int>& out) {
  out.push_back(k);
  return k;
}
#elif CASE == 3  // member
struct S {
  int n;
  [[st::cache_data]] int f(int k,
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'count'
                           int& count) const {
    return count += k + n;
  }
};
#elif CASE == 4  // deduced by a forwarding reference
template <class T>
[[st::cache_data]] int f(int k,
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'count'
                         T&& count) {
  return count + k;
}
int use() {
  int n = 0;
  return f(1, 2) + f(1, n);
}
#elif CASE == 5  // only the one without underscore
[[st::cache_data]] int f(int& _log,
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}'count'
                         int& count) {
  return ++_log + ++count;
}
#endif
