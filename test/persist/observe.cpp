// STCACHE_LOG says what is decided about each call, STCACHE_STATS what it all came to.
// RUN: rm -rf %t && mkdir %t
// RUN: %stcxx -DPART -fPIC -shared %s -o %t/part.so && %stcxx %s -o %t/program
// RUN: env STCACHE_DIR=%t/store STCACHE_LOG=debug %t/program 2>%t/debug
// RUN: %FileCheck %s --check-prefixes=LOG,FIRST,DEBUG <%t/debug
// RUN: env STCACHE_DIR=%t/store STCACHE_LOG=info %t/program 2>%t/info
// RUN: %FileCheck %s --check-prefixes=LOG,SECOND --implicit-check-not=': miss' \
// RUN:     --implicit-check-not=': hit' <%t/info
// RUN: env STCACHE_DIR=%t/store STCACHE_STATS=1 %t/program 2>&1 | %FileCheck %s --check-prefix=TABLE
// RUN: env STCACHE_DIR=%t/store STCACHE_STATS=json %t/program 2>%t/json
// RUN: %python -c "import json,sys; d=json.load(open(sys.argv[1])); f={x['function']:x for x in d['functions']}; \
// RUN:   print(f['app::few']['evictions'], f['app::brief']['expirations'], f['app::kept']['loads'], \
// RUN:         f['app::kept']['kept_in'], f['app::one']['kind'], f['app::part']['hits'], f['app::many']['hits'], \
// RUN:         d['total']['hits'], d['pid'] > 1)" %t/json | %FileCheck %s --check-prefix=JSON
// JSON: 1 1 1 disk resource 1 7000 7005 True
// RUN: env STCACHE_DISABLE=1 STCACHE_STATS=1 STCACHE_LOG=debug %t/program 2>&1 | %FileCheck %s --check-prefix=OFF
// OFF-NOT: app::
// OFF: stcache: STCACHE_DISABLE is set, nothing was cached
// RUN: env STCACHE_DIR=%t/store STCACHE_LOG=loud %t/program 2>&1 | %FileCheck %s --check-prefix=WORD
// WORD: stcache: STCACHE_LOG is 'loud'; known are 'info' and 'debug'
// WORD-NOT: stcache:
// Without either nothing is printed.
// RUN: env STCACHE_DIR=%t/store %t/program >%t/silent 2>&1 && test ! -s %t/silent
#include <st/cache.h>
#ifdef PART
namespace app {
[[st::cache_data]] int part(int x) { return x; }
}
extern "C" int call_part(int x) { return app::part(x) + app::part(x); }
#else
#include <chrono>
#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
namespace app {
[[st::cache_data(ttl = "250ms")]] int brief(int x) { return x; }
[[st::cache_data(max_entries = 2)]] int few(int x) { return x; }
[[st::cache_data(persist = disk)]] std::string kept(std::string s) { return s + s; }
[[st::cache_data]] int thrower(int x) { return x ? throw std::runtime_error("no") : x; }
[[st::cache_data(cache_if = [](int x) { return x > 0; })]] int wanted(int x) { return x; }
[[st::cache_resource]] int &one() {
  static int i;
  return i;
}
[[st::cache_data]] int many(int x) { return x; }
} // namespace app
int main(int, char **self) {
  // DEBUG: stcache: {{[0-9:.]+ [0-9.]+}} app::brief [[KEY:[0-9a-f]+]]: miss
  // LOG: app::brief [[KEY:[0-9a-f]+]]: computed in 0.{{[0-9]+}} s
  // DEBUG-NEXT: app::brief [[KEY]]: hit
  // LOG-NEXT: app::brief [[KEY]]: expired
  // LOG: app::brief [[KEY]]: computed
  app::brief(1), app::brief(1);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  app::brief(1);
  // LOG: app::few [[FIRST:[0-9a-f]+]]: computed
  // LOG: app::few [[FIRST]]: evicted: there are more than max_entries
  for (int i = 0; i < 3; ++i)
    app::few(i);
  // DEBUG: app::kept: results are stored in {{.*}}store, as those of code {{[0-9a-f]+$}}
  // FIRST: app::kept [[A:[0-9a-f]+]]: not in the store
  // FIRST: app::kept [[A]]: computed
  // FIRST: app::kept [[A]]: stored
  // SECOND: app::kept {{[0-9a-f]+}}: found in the store
  // DEBUG: app::kept [[A]]: hit
  app::kept("a"), app::kept("a");
  // LOG: app::thrower {{[0-9a-f]+}}: has thrown after 0.{{[0-9]+}} s, nothing is kept
  try {
    app::thrower(1);
  } catch (const std::runtime_error &) {
  }
  // LOG: app::wanted {{[0-9a-f]+}}: computed in {{.*}} s, not kept: cache_if says no
  app::wanted(0);
  app::one(), app::one();
  // LOG: app::few: cleared
  st::cached(app::few).clear();
  // A library that is gone before the end.
  // LOG: app::part {{[0-9a-f]+}}: computed
  void *const library = dlopen((std::string(self[0]).substr(0, std::string(self[0]).rfind('/')) + "/part.so").c_str(), RTLD_NOW);
  if (!library || reinterpret_cast<int (*)(int)>(dlsym(library, "call_part"))(4) != 8)
    return 1;
  dlclose(library);
  // Hits are counted where they are logged as well as where they are not.
  std::vector<std::thread> threads;
  app::many(0);
  for (int t = 0; t < 7; ++t)
    threads.emplace_back([] {
      for (int i = 0; i < 1000; ++i)
        app::many(0);
    });
  for (std::thread &t : threads)
    t.join();
}
// TABLE: stcache hits  loads  misses  waits  entries  memory  evicted  expired  errors  computing saved  kept in
// TABLE-DAG: {{^}}app::kept 2 1 0 0 1 128 0 0 0 0.000 s {{.*}} s  disk
// TABLE-DAG: {{^}}app::brief 1 0 2 0 1 104 0 1 0 0.000 s {{.*}} memory
// TABLE-DAG: {{^}}app::few 0 0 3 0 0 0 1 0 {{.*}} memory
// TABLE-DAG: {{^}}app::part 1 {{.*}} memory
// TABLE-DAG: {{^}}app::many 7000 {{.*}} memory
// TABLE: {{^}}total 7005 {{.*}} s{{$}}
#endif
