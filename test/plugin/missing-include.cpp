// RUN: %stcxx -fsyntax-only -Xclang -verify %s
[[st::cache_data]] int f(int a) { return a; } // expected-error {{'st::cache_data' needs '#include <st/cache.h>' before it [st-missing-include]}}
