// A library with annotated functions is opened, used, closed and opened again; nothing of it is touched after dlclose.
// RUN: %stcxx -O1 -fPIC -shared -DLIBRARY %s -o %t.so
// RUN: %stcxx -O1 -pthread %s -o %t -ldl && %t %t.so | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <dlfcn.h>
#include <memory>
#include <string>
#include <vector>
#include "Inputs/check.h"

#ifdef LIBRARY

namespace {
int runs;
struct Object {  // its destructor's code goes with the library
  explicit Object(int n) : n(n) {}
  virtual ~Object() { n = -1; }
  int n;
};
[[st::cache_data(max_entries = 100)]] std::vector<std::string> data(int x) { ++runs; return {std::to_string(x), "library"}; }
[[st::cache_resource(on_release = [](const std::shared_ptr<Object>& p) { ++p->n; })]] std::shared_ptr<Object> resource(int x) { ++runs; return std::make_shared<Object>(x); }
template <class T>
[[st::cache_data]] T tmpl(T x) { ++runs; return x + x; }
struct S {
  int k;
  [[st::cache_data(hash_funcs = [](int x) { return x; })]] int member(int x) const { ++runs; return k + x; }
};
}  // namespace

extern "C" int library_use(int x) { return static_cast<int>(data(x).size()) + resource(x)->n + tmpl(x) + S{1}.member(x); }
extern "C" int library_runs() { return runs; }

#else

int runs;
[[st::cache_data]] int own(int x) { ++runs; return x; }

int main(int, char** argv) {
  (void)own(1);
  for (int round = 0; round < 5; ++round) {
    void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    EXPECT(library != nullptr);
    auto use = reinterpret_cast<int (*)(int)>(dlsym(library, "library_use"));
    auto library_runs = reinterpret_cast<int (*)()>(dlsym(library, "library_runs"));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(use(5), 2 + 5 + 10 + 6);
    EXPECT_EQ(library_runs(), 4);
    EXPECT_EQ(st::cache_data.stats().entries, 1 + 3);
    if (round == 1) st::cache_data.clear();
    if (round == 2) st::cache_resource.clear();
    (void)own(1);
    EXPECT_EQ(dlclose(library), 0);
    EXPECT_EQ(st::cache_data.stats().entries, 1);
    EXPECT_EQ(st::cache_resource.stats().entries, 0);
    if (round == 3) st::cache_data.clear(), st::cache_resource.clear();
    (void)own(1);
  }
  EXPECT_EQ(runs, 3);
  return check::ok();
}

#endif
