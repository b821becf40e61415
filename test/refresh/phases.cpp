// From ttl to twice of it the old value is returned at once, and computed anew once behind the
// caller's back; from then on it is computed in the foreground.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <chrono>
#include <memory>
#include <st/cache.h>
#include <string>
#include <vector>

#include "Inputs/refresh.h"

using namespace std::chrono_literals;

static std::atomic<int> runs{0};
static std::atomic<bool> closed{false};
static std::atomic<int> inside{0};
static int pass() {
  ++inside;
  wait_until([] { return !closed; });
  return ++runs;
}

[[st::cache_data(ttl = 10, refresh_mode = background)]] int data(int) { return pass(); }
[[st::cache_data(ttl = 10s, refresh_mode = st::foreground)]] int waiting(int) { return pass(); }
[[st::cache_data(ttl = 10s)]] int plain(int) { return pass(); }
[[st::cache_data(refresh_mode = st::background, ttl = "10s", max_entries = 2)]] std::string
bounded(int n) {
  return std::to_string(n) + ":" + std::to_string(pass());
}
[[st::cache_resource(ttl = 10, refresh_mode = background)]] std::shared_ptr<int> object(int) {
  return std::make_shared<int>(pass());
}
template <class T> [[st::cache_data(ttl = 10, refresh_mode = background)]] T of_template(T x) {
  return x + static_cast<T>(100 * pass());
}
struct Counter {
  int base;
  [[st::cache_data(ttl = 10, refresh_mode = background)]] int member(int n) const {
    return base + n + 100 * pass();
  }
  [[st::cache_data(ttl = 10, refresh_mode = background)]] static int shared(int) { return pass(); }
};
[[st::cache_data(ttl = 10, refresh_mode = background)]] void nothing(int) { pass(); }
[[st::cache_data(ttl = 0, refresh_mode = background)]] int never(int) { return pass(); }
[[st::cache_data(ttl = 10, refresh_mode = background)]] int takes_two_seconds(int n) {
  forward(2);
  return n;
}
static int version = 1;
[[st::cache_data(ttl = 10, refresh_mode = background, depends_on = version)]] int dependent(int) {
  return version * 100 + pass();
}

// `value` gives 1 for the first computation, 2 for the second one, ...
template <class Value> void goes_through_its_phases(Value value) {
  runs = 0;
  assert(value() == 1);
  forward(9.9);
  assert(value() == 1);
  wait_for_refreshes();
  assert(runs == 1);
  forward(0.1); // exactly ttl
  closed = true;
  inside = 0;
  for (int i = 0; i < 5; ++i)
    assert(value() == 1); // while the refresh does not get on
  wait_until([] { return inside == 1; });
  forward(5);
  assert(value() == 1);
  closed = false;
  wait_for_refreshes();
  assert(runs == 2 && inside == 1);
  assert(value() == 2);
  forward(9.9); // counted from the second write
  assert(value() == 2);
  wait_for_refreshes();
  assert(runs == 2);
  forward(10.1); // twice ttl: in the foreground
  assert(value() == 3 && runs == 3);
  forward(15);
  assert(value() == 3);
  wait_for_refreshes();
  assert(value() == 4);
  forward(30);
}
// A member function runs on a copy of the object.
static int of_member() { return (Counter{7}.member(2) - 9) / 100; }

int main() {
  goes_through_its_phases([] { return data(1); });
  goes_through_its_phases([] { return *object(1); });
  goes_through_its_phases([] { return (of_template(5) - 5) / 100; });
  goes_through_its_phases([] { return (of_template(5L) - 5) / 100; });
  goes_through_its_phases(of_member);
  goes_through_its_phases([] { return Counter::shared(1); });
  goes_through_its_phases([] { return std::stoi(bounded(1).substr(2)); });

  // Old values are hits; refreshes are no calls, but take their time.
  st::cached(data).clear();
  const st::Stats before = st::cached(data).stats();
  data(1);
  forward(15);
  data(1);
  assert(st::cached(data).contains(1));
  wait_for_refreshes();
  data(1);
  const st::Stats after = st::cached(data).stats();
  assert(after.hits == before.hits + 2 && after.misses == before.misses + 1);
  assert(after.entries == 1 && after.expirations == before.expirations);

  takes_two_seconds(1);
  forward(10);
  takes_two_seconds(1);
  wait_for_refreshes();
  assert(st::cached(takes_two_seconds).stats().compute_seconds == 4);

  // Without, as ever.
  for (int (*f)(int) : {&waiting, &plain}) {
    runs = 0;
    f(1);
    forward(10);
    assert(!st::cached(f).contains(1));
    assert(f(1) == 2 && st::detail::refreshes_for_testing() == 0);
  }
  never(1);
  never(1);
  assert(st::detail::refreshes_for_testing() == 0);

  runs = 0;
  nothing(1);
  forward(15);
  nothing(1);
  wait_for_refreshes();
  nothing(1);
  assert(runs == 2);

  // A refresh is no use: 1 is the one that was used least recently, before and after.
  st::cached(bounded).clear();
  runs = 0;
  bounded(1);
  bounded(2);
  forward(15);
  assert(bounded(1) == "1:1" && bounded(2) == "2:2");
  wait_for_refreshes();
  assert(runs == 4);
  bounded(3);
  assert(!st::cached(bounded).contains(1) && st::cached(bounded).contains(2));
  assert(st::cached(bounded).stats().entries == 2);
  // The new one takes over when the old one was used last.
  bounded(2);
  forward(15);
  bounded(3);
  bounded(2);
  wait_for_refreshes();
  bounded(4);
  assert(!st::cached(bounded).contains(3) && st::cached(bounded).contains(2));

  // A refresh is computed for what depends_on gave at the call.
  runs = 0;
  assert(dependent(1) == 101);
  forward(15);
  assert(dependent(1) == 101);
  wait_for_refreshes();
  assert(dependent(1) == 102);
  version = 2;
  assert(dependent(1) == 203);
  version = 1;
  assert(dependent(1) == 102);
  // If that has changed by the time that the refresh can begin, there is none.
  data(31);
  data(32);
  forward(15);
  closed = true;
  inside = 0;
  data(31);
  data(32);
  wait_until([] { return inside == static_cast<int>(st::detail::refresh_threads_for_testing()); });
  runs = 0;
  assert(dependent(1) == 102); // the threads are busy
  version = 3;
  closed = false;
  wait_for_refreshes();
  assert(runs == 2);
  version = 1;
  assert(dependent(1) == 102);
  wait_for_refreshes();
  assert(dependent(1) == 103);

  // Many keys, many threads: one refresh for each key.
  st::cached(data).clear();
  for (int i = 0; i < 20; ++i)
    data(i);
  forward(12);
  runs = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      for (int round = 0; round < 50; ++round)
        for (int i = 0; i < 20; ++i)
          data(i);
    });
  for (std::thread &t : threads)
    t.join();
  wait_for_refreshes();
  assert(runs == 20);
}
