// What was put away with its library and has expired since is not said to be there.
// RUN: %stcxx -O1 -fPIC -shared -DLIBRARY %s -o %t.so && %stcxx -O1 -pthread %s -o %t && %t %t.so
#include <st/cache.h>

#include "../refresh/Inputs/refresh.h"

#ifdef LIBRARY
[[st::cache_data(ttl = 10)]] int f(int x) { return x + 1; }
extern "C" int call(int x) { return f(x); }
extern "C" bool contains(int x) { return st::cached(f).contains(x); }
#else
#include <dlfcn.h>
#include <st/reload.h>

int main(int, char **argv) {
  st::keep_unloaded(1 << 20);
  void *library = dlopen(argv[1], RTLD_NOW);
  assert(library && reinterpret_cast<int (*)(int)>(dlsym(library, "call"))(1) == 2);
  assert(dlclose(library) == 0 && st::unloaded().entries == 1);
  for (const bool there : {true, false}) {
    library = dlopen(argv[1], RTLD_NOW);
    assert(library && reinterpret_cast<bool (*)(int)>(dlsym(library, "contains"))(1) == there);
    assert(dlclose(library) == 0);
    forward(15);
  }
}
#endif
