// A refreshed value that takes more than max_bytes leaves the others alone, and one of a session is as recently used as
// the old one was.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <st/cache.h>
#include <vector>

#include "Inputs/refresh.h"

static std::atomic<bool> grown{false};
static std::atomic<int> runs{0};

[[st::cache_data(ttl = 10, refresh_mode = background, max_bytes = "20K")]]
std::vector<char> block(int n) {
  ++runs;
  return std::vector<char>(grown && n == 0 ? 50000 : 1000);
}
[[st::cache_data(ttl = 10, refresh_mode = background, max_entries = 2)]] int global(int n) { return n; }
[[st::cache_data(ttl = 10, refresh_mode = background, max_entries = 2, scope = session)]]
int in_session(int n) { return n; }

template <class F> static void check_recency(F f) {
  f(1);
  forward(5);
  f(2);
  f(1); // used after 2
  forward(6);
  f(1); // old
  wait_for_refreshes();
  f(3);
  assert(st::cached(f).contains(1) && !st::cached(f).contains(2) && st::cached(f).contains(3));
}

int main() {
  for (int n = 0; n < 8; ++n)
    block(n);
  grown = true;
  forward(15);
  assert(block(0).size() == 1000);
  wait_for_refreshes();
  assert(runs == 9 && st::cached(block).stats().entries == 8 && st::cached(block).stats().evictions == 0);
  assert(block(0).size() == 1000); // the old one, and there is no other attempt at once
  wait_for_refreshes();
  assert(runs == 9);

  check_recency(&global);
  st::Session session;
  const auto in = session.enter();
  check_recency(&in_session);
}
