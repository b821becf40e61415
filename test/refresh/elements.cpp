// What a refresh says is shown to nobody, but kept: the old record is replayed until the new one
// has taken its place.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <st/cache.h>
#include <string>
#include <vector>

#include "Inputs/refresh.h"

using Said = std::vector<std::string>;
static Said said; // by one thread: what a refresh said here would be a race
static const std::thread::id main_thread = std::this_thread::get_id();
static std::atomic<int> runs{0};
static std::atomic<bool> closed{false};

[[st::cache_data]] int inner(int n) {
  st::text("inner", n);
  return n;
}
[[st::cache_data(ttl = 10, refresh_mode = background)]] int outer(int n) {
  wait_until([] { return !closed; });
  const int run = ++runs;
  st::write("run", run);
  inner(n);
  inner(100 + run);
  return run;
}
// Says something at first only.
[[st::cache_data(ttl = 10, refresh_mode = background)]] int once(int) {
  if (++runs == 1)
    st::write("once");
  return runs;
}
[[st::cache_data]] int around(int n) { return outer(n); }

template <class F> static Said during(F f) {
  said.clear();
  f();
  return said;
}

int main() {
  st::set_element_sink([](const st::Element &e) {
    assert(std::this_thread::get_id() == main_thread);
    said.push_back(e.text);
  });
  const Said first{"run 1", "inner 1", "inner 101"}, second{"run 2", "inner 1", "inner 102"};
  assert(during([] { outer(1); }) == first);
  forward(15);
  closed = true;
  assert(during([] { outer(1); }) == first);
  assert(during([] { outer(1); }) == first);
  closed = false;
  assert(during(wait_for_refreshes).empty());
  assert(runs == 2);
  assert(during([] { outer(1); }) == second);
  assert(during([] { inner(102); }) == Said{"inner 102"});
  // An old value's elements belong to the call around it.
  forward(15);
  closed = true;
  assert(during([] { around(1); }) == second);
  closed = false;
  wait_for_refreshes();
  assert(during([] { around(1); }) == second);

  runs = 0;
  assert(during([] { once(1); }) == Said{"once"});
  forward(15);
  assert(during([] { once(1); }) == Said{"once"});
  wait_for_refreshes();
  assert(runs == 2);
  assert(during([] { once(1); }).empty());
  assert(runs == 2);
}
