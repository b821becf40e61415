// What an argument leads to is changed before the refresh runs: its value is not kept for what it led to before.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <memory>
#include <st/cache.h>

#include "Inputs/refresh.h"

struct Config {
  int rate;
};
static std::atomic<bool> closed{false};
static std::atomic<int> inside{0};

[[st::cache_data(ttl = 10, refresh_mode = background)]] int quote(std::shared_ptr<Config> c) { return c->rate * 100; }
[[st::cache_data(ttl = 10, refresh_mode = background)]] int slow(int n) {
  ++inside;
  wait_until([] { return !closed; });
  return n;
}

int main() {
  const auto config = std::make_shared<Config>(Config{1});
  assert(quote(config) == 100);
  slow(1), slow(2);
  forward(15);
  closed = true;
  inside = 0;
  slow(1), slow(2); // all threads of the pool are busy
  wait_until([] { return inside == 2; });
  assert(quote(config) == 100);
  config->rate = 2;
  closed = false;
  wait_for_refreshes();
  assert(quote(config) == 200);
  config->rate = 1;
  assert(quote(config) == 100 && quote(std::make_shared<Config>(Config{1})) == 100);
  wait_for_refreshes();
}
