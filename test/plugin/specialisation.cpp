// An explicit specialisation is cached only if it says so itself.
// RUN: %stcxx %s -o %t && %t
#undef NDEBUG
#include <cassert>
#include <st/cache.h>
int runs;
template <class T> [[st::cache_data]] T get(T x) { ++runs; return x; }
template <> double get(double x) { ++runs; return x; }
template <> [[st::cache_data]] long get(long x) { ++runs; return x; }
int main() {
  get(1), get(1);
  assert(runs == 1);
  get(1.0), get(1.0);
  assert(runs == 3);
  get(1L), get(1L);
  assert(runs == 4);
}
