// What depends on an input that may not be read is not stored: there it would stay wrong when the option is given.
// RUN: rm -rf %t.store && %stcxx -O1 %s -o %t && %stcxx -O1 -DALLOW=", experimental_allow_widgets = true" %s -o %t.allowed
// RUN: env STCACHE_DIR=%t.store %t | %FileCheck %s --check-prefix=WARNED
// RUN: env STCACHE_DIR=%t.store %t.allowed | %FileCheck %s
// RUN: env STCACHE_DIR=%t.store %t.allowed | %FileCheck %s
// WARNED: 'width'
// CHECK-NOT: 'width'
// CHECK: 20 30 40
#include <cstdio>
#include <st/cache.h>
#ifndef ALLOW
#define ALLOW
#endif

[[st::cache_data(persist = disk ALLOW)]] int area(int height) { return height * st::slider("width", 0, 10, 1); }

static int with(int width) {
  st::set_input("width", width);
  return area(10);
}
int main() {
  const int two = with(2), three = with(3);
  std::printf("%d %d %d\n", two, three, with(4));
}
