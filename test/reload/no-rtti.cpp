// Without RTTI, the key of an object with virtual functions has their address in it, which means nothing to a library
// that is loaded later, perhaps in the same place.
// REQUIRES: unsanitized
// RUN: %stcxx -O1 -fPIC -shared -DLIBRARY %s -o %t.so && %stcxx -O1 -fno-rtti -fPIC -shared -DLIBRARY %s -o %tplain.so
// RUN: %stcxx -O1 %s -o %t && %t %t.so %tplain.so | %FileCheck %s
// CHECK: with RTTI 1 0 0
// CHECK: without 1 1 1
#include <cstdio>
#include <st/cache.h>

#ifdef LIBRARY

struct Base {
  int n;
  explicit Base(int k) : n(k) {}
  virtual ~Base() = default;
  template <class H> friend void st_hash(H &h, const Base &b) { h(b.n); }
};
struct Derived final : Base {
  using Base::Base;
};
static int runs;
[[st::cache_data]] static int of_object(const Base &b) {
  ++runs;
  return b.n;
}
extern "C" int use() { return of_object(Derived(4)) == 4 ? runs : -1; }

#else

#include <dlfcn.h>
#include <st/reload.h>

static int runs(const char *path) {
  void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  const int result = reinterpret_cast<int (*)()>(dlsym(library, "use"))();
  dlclose(library);
  return result;
}

int main(int, char **paths) {
  st::keep_unloaded(1 << 20);
  const char *const texts[] = {"", "with RTTI", "without"};
  for (int i : {1, 2}) {
    const int first = runs(paths[i]), second = runs(paths[i]);
    std::printf("%s %d %d %d\n", texts[i], first, second, runs(paths[i]));
    st::cache_data.clear();
  }
}

#endif
