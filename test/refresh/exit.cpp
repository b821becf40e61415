// The process ends while refreshes wait and run: without a hang, with its own status.
// RUN: %stcxx -O1 -pthread %s -o %t && %t short && %t long && not %t exit && %t inside && %t quick
#include <cstdlib>
#include <cstring>
#include <st/cache.h>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<int> inside{0};
static const char *way;
struct Table { // ends at exit
  std::atomic<bool> good{true};
  ~Table() {
    good = false;
    if (std::strcmp(way, "short") == 0) // what still runs comes to see it
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
};
static Table table;

[[st::cache_data(ttl = 10, refresh_mode = background)]] int slow(int n) {
  ++inside;
  if (++runs > 8) {
    if (std::strcmp(way, "inside") == 0)
      std::exit(0);
    // One that is short ends before the static objects do.
    if (std::strcmp(way, "short") == 0) {
      const auto begin = std::chrono::steady_clock::now();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const bool good = table.good;
      // Unless the machine was too busy for it to be short.
      assert(good || std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(50));
      return n;
    }
    std::this_thread::sleep_for(std::chrono::hours(1));
  }
  return n;
}
// Called at exit: the old value does.
struct Late {
  ~Late() { assert(slow(1) == 1); }
};

int main(int, char **argv) {
  way = argv[1];
  static Late late;
  for (int i = 0; i < 8; ++i)
    slow(i);
  forward(15);
  inside = 0;
  for (int i = 0; i < 8; ++i)
    slow(i);
  wait_until([] { return inside > 0; });
  if (std::strcmp(way, "exit") == 0)
    std::exit(3);
  if (std::strcmp(way, "quick") == 0)
    std::quick_exit(0);
  if (std::strcmp(way, "inside") == 0)
    std::this_thread::sleep_for(std::chrono::hours(1));
}
