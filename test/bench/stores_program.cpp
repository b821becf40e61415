// A program whose function keeps its results on disk, to be measured by stores.py:
//   program SIZE COUNT
// Calls it with COUNT arguments, twice, and prints the nanoseconds that the first call took, then
// the average of the other first ones and that of the second ones.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <st/cache.h>
#include <vector>

[[st::cache_data(persist = disk)]] std::vector<unsigned char> make_bytes(long key, long size) {
  return std::vector<unsigned char>(static_cast<std::size_t>(size),
                                    static_cast<unsigned char>(key % 251));
}

static double spent(long first, long last, long size) {
  const auto begin = std::chrono::steady_clock::now();
  for (long key = first; key < last; ++key)
    if (make_bytes(key, size).size() != static_cast<std::size_t>(size))
      std::abort();
  const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
  return time.count() / static_cast<double>(last - first);
}

int main(int argc, char **argv) {
  if (argc != 3)
    return 1;
  const long size = std::atol(argv[1]), count = std::atol(argv[2]);
  const double first = spent(0, 1, size), fresh = spent(1, count, size);
  std::printf("%f %f %f\n", first, fresh, spent(1, count, size));
}
