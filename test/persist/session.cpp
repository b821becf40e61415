// What a session has ends with it: STCACHE_PERSIST does not make it outlive the process.
// RUN: rm -rf %t.store && %stcxx %s -o %t
// RUN: env STCACHE_DIR=%t.store STCACHE_PERSIST=disk %t 2 && env STCACHE_DIR=%t.store STCACHE_PERSIST=disk %t 1
#include <cassert>
#include <cstdlib>
#include <st/cache.h>
static int runs;
[[st::cache_data(scope = session)]] int of_session(int x) { return ++runs, x; }
[[st::cache_data]] int of_all(int x) { return ++runs, x; }
int main(int, char **argv) {
  st::Session s;
  const auto in = s.enter();
  of_session(1), of_session(1), of_all(1);
  assert(runs == std::atoi(argv[1]));
}
