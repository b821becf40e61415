// suppress_st_warning of the legacy attribute silences the warning that an input is read.
// RUN: %stcxx -std=c++17 -Wno-everything %s -o %t && %t | %FileCheck %s
#include <st/cache.h>

[[st::cache]] int warned(int n) { return n + st::slider("w", 0, 9, 1); }
[[st::cache(suppress_st_warning = true)]] int silent(int n) { return n + st::slider("s", 0, 9, 1); }
[[st::cache(suppress_st_warning = false)]] int asked_for(int n) { return n + st::slider("a", 0, 9, 1); }

int main() {
  // CHECK: warning: The cached function 'warned' reads the input 'w',
  warned(1);
  // CHECK-NOT: 'silent'
  silent(1);
  // CHECK: warning: The cached function 'asked_for' reads the input 'a',
  asked_for(1);
}
