// max_bytes bounds memory alone: what leaves it stays in the store, and so does what never fits. What
// is loaded counts in memory.
// RUN: rm -rf %t.store && %stcxx %s -o %t
// RUN: env STCACHE_DIR=%t.store %t compute && env STCACHE_DIR=%t.store %t load
#include <cassert>
#include <cstring>
#include <st/cache.h>
#include <vector>
static int runs;
using Block = std::vector<char>;
[[st::cache_data(max_bytes = "10.5K", persist = disk)]] Block block(int kilobytes, int) {
  ++runs;
  return Block(static_cast<std::size_t>(kilobytes) * 1000, 'x');
}
// Here entries that leave memory leave the store, too, but not for max_bytes.
[[st::cache_data(max_bytes = "10.5K", max_entries = 8, persist = disk)]] Block few(int kilobytes, int) {
  ++runs;
  return Block(static_cast<std::size_t>(kilobytes) * 1000, 'x');
}
template <class F> static void call_all(F f) {
  for (int x = 0; x < 6; ++x) {
    const Block b = f(3, x);
    assert(b.size() == 3000 && b[2999] == 'x');
    assert(st::cached(f).stats().bytes <= 10500);
  }
  assert(st::cached(f).stats().entries == 3 && st::cached(f).stats().evictions == 3);
  assert(f(20, 0).size() == 20000 && f(20, 0).size() == 20000);
  assert(st::cached(f).stats().entries == 3 && st::cached(f).stats().errors == 0);
}
int main(int, char **argv) {
  const bool computes = std::strcmp(argv[1], "compute") == 0;
  call_all(block);
  assert(runs == (computes ? 7 : 0));
  assert(st::cached(block).contains(3, 0) && st::cached(block).contains(20, 0));
  call_all(few);
  assert(runs == (computes ? 14 : 0));
  runs = 0;
  block(3, 0), few(3, 1);
  assert(runs == 0);
  assert(st::cached(block).stats().loads >= 2);
}
