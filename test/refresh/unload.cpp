// A library is closed while refreshes of its functions wait and run: those that run are waited for,
// the others are dropped, and no code of it runs afterwards.
// RUN: %stcxx -O1 -fPIC -shared -pthread -DLIBRARY %s -o %t.so
// RUN: %stcxx -O1 -pthread %s -o %t -ldl && %t %t.so
#include <memory>
#include <st/cache.h>
#include <string>

#include "Inputs/refresh.h"

struct Shared {
  std::atomic<bool> closed{false};
  std::atomic<int> inside{0}, runs{0}, released{0}, arguments{0};
};

#ifdef LIBRARY

static Shared *shared;
struct Counted { // its code goes with the library
  explicit Counted(int n) : n(n) { ++shared->arguments; }
  Counted(const Counted &other) : n(other.n) { ++shared->arguments; }
  virtual ~Counted() { --shared->arguments; }
  int n;
  friend void st_hash(st::hasher &h, const Counted &c) { h(c.n); }
};
[[st::cache_resource(
    ttl = 10, refresh_mode = background,
    on_release = [](const std::shared_ptr<int> &) { ++shared->released; })]]
std::shared_ptr<int> object(Counted c) {
  ++shared->inside;
  wait_until([] { return !shared->closed; });
  ++shared->runs;
  return std::make_shared<int>(c.n);
}
extern "C" void use(Shared *s, int n) {
  shared = s;
  for (int i = 0; i < n; ++i)
    assert(*object(Counted(i)) == i);
}

#else
#include <dlfcn.h>

static Shared shared;
static std::atomic<int> own_runs{0};
[[st::cache_data(ttl = 10, refresh_mode = background)]] int own(int) { return ++own_runs; }

int main(int, char **argv) {
  assert(own(1));
  for (int round = 0; round < 4; ++round) {
    shared.runs = shared.inside = shared.released = 0;
    void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    assert(library);
    const auto use = reinterpret_cast<void (*)(Shared *, int)>(dlsym(library, "use"));
    use(&shared, 10);
    assert(shared.runs == 10);
    forward(15);
    shared.closed = true;
    use(&shared, 10);
    wait_until([] { return shared.inside > 10; });
    // One of the program's own waits behind them.
    const int before = own_runs;
    own(1);
    std::thread opens([] {
      usleep(50'000);
      shared.closed = false;
    });
    assert(dlclose(library) == 0);
    assert(!dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD));
    opens.join();
    // No more than there are threads had begun; the rest was dropped.
    assert(shared.runs > 10 && shared.runs <= 12);
    assert(shared.released == shared.runs && shared.arguments == 0);
    wait_for_refreshes();
    assert(own_runs == before + 1);
  }
  // With nothing under way, and nothing old.
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  const auto use = reinterpret_cast<void (*)(Shared *, int)>(dlsym(library, "use"));
  use(&shared, 1);
  assert(dlclose(library) == 0);
}

#endif
