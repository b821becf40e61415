// A library is closed while sessions have entries of its functions: they are released, the rest of the sessions stays.
// RUN: %stcxx -O1 -fPIC -shared -DLIBRARY %s -o %t.so
// RUN: %stcxx -O1 -pthread %s -o %t -ldl && %t %t.so | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <dlfcn.h>
#include <memory>
#include <optional>
#include "Inputs/check.h"

#ifdef LIBRARY
namespace {
int* releases;
struct Object {  // its destructor's code goes with the library
  virtual ~Object() = default;
};
[[st::cache_resource(scope = session, on_release = [](const std::shared_ptr<Object>&) { ++*releases; })]]
std::shared_ptr<Object> resource(int) { return std::make_shared<Object>(); }
}  // namespace
extern "C" bool library_use(int x, int* counter) {
  releases = counter;
  return resource(x) == resource(x);
}
#else
int runs, releases;
[[st::cache_data(scope = session)]] int own(int x) { ++runs; return x; }

int main(int, char** argv) {
  std::optional<st::Session> a(std::in_place);
  st::Session b;
  for (int round = 0; round < 5; ++round) {
    void* library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    EXPECT(library != nullptr);
    auto use = reinterpret_cast<bool (*)(int, int*)>(dlsym(library, "library_use"));
    const auto in = b.enter();
    for (int x : {1, 2}) EXPECT(use(x, &releases));
    (void)own(round);
    {
      const auto in_a = a->enter();
      EXPECT(use(1, &releases));
      (void)own(round);
    }
    {
      st::Session gone;
      const auto in_gone = gone.enter();
      EXPECT(use(1, &releases));
    }
    EXPECT_EQ(releases, 1);
    if (round == 3) {
      a.reset();
      a.emplace();
      EXPECT_EQ(releases, 2);
    }
    dlclose(library);
    EXPECT_EQ(releases, 4);
    releases = 0;
    runs = 0;
    (void)own(round);
    EXPECT_EQ(runs, 0);
  }
  return check::ok();
}
#endif
