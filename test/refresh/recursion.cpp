// A refresh that calls the function with the same arguments gets the old value; with others it is
// served as ever. So do cached functions that call each other.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <st/cache.h>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<bool> again{false};
static std::atomic<bool> late{false};
[[st::cache_data(ttl = 10, refresh_mode = background)]] int self(int n) {
  const int run = ++runs;
  if (late)
    forward(20);
  if (again.exchange(false))
    return 100 * run + self(n);
  return run;
}
[[st::cache_data(ttl = 10, refresh_mode = background)]] int fibonacci(int n) {
  ++runs;
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
int even(int n);
[[st::cache_data(ttl = 10, refresh_mode = background)]] int odd(int n) {
  ++runs;
  return n == 0 ? 0 : even(n - 1);
}
[[st::cache_data(ttl = 10, refresh_mode = background)]] int even(int n) {
  ++runs;
  return n == 0 ? 1 : odd(n - 1);
}

int main() {
  assert(self(1) == 1);
  forward(15);
  again = true;
  assert(self(1) == 1);
  wait_for_refreshes();
  assert(runs == 2 && self(1) == 201);
  // Even if it has expired meanwhile: then it is computed without waiting for itself.
  runs = 0;
  forward(15);
  again = late = true;
  assert(self(1) == 201);
  wait_for_refreshes();
  late = false;
  assert(runs == 2);

  runs = 0;
  assert(fibonacci(20) == 6765 && runs == 21);
  forward(15);
  for (int i = 0; i < 30; ++i) {
    assert(fibonacci(20) == 6765);
    wait_for_refreshes();
  }
  assert(runs == 42);

  runs = 0;
  assert(even(30) == 1 && runs == 31);
  forward(15);
  for (int i = 0; i < 40; ++i) {
    assert(even(30) == 1);
    wait_for_refreshes();
  }
  assert(runs == 62);
}
