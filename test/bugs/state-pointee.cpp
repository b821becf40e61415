// What a constant pointer leads to can change, too.
// XFAIL: *
// RUN: %stcxx -fsyntax-only %s 2>&1 | %FileCheck %s
// CHECK: [st-mutable-global]
#include <st/cache.h>

struct Config { int level = 0; };
Config *const config = new Config;
[[st::cache_data]] int reads(int x) { return x + config->level; }
