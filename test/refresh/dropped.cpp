// A refreshed value is kept only in the place of the entry that was old; failures keep the old
// value, and are not tried again for a minute.
// RUN: %stcxx -O1 -pthread %s -o %t && %t 2> %t.err && %FileCheck %s --input-file %t.err
#include <memory>
#include <set>
#include <st/cache.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<int> inside{0};
static std::atomic<bool> closed{false};
static int pass(int n = 1) {
  ++inside;
  wait_until([n] { return !closed || n != 1; });
  return ++runs;
}

[[st::cache_data(ttl = 10, refresh_mode = background, max_entries = 2)]] int data(int n) {
  return pass(n);
}

static std::atomic<int> released[100];
static std::atomic<bool> valid{true};
[[st::cache_resource(
    ttl = 10, refresh_mode = background,
    on_release = [](const std::shared_ptr<int> &p) { ++released[*p]; },
    validate = [](const std::shared_ptr<int> &) { return valid.load(); })]]
std::shared_ptr<int> object(int) {
  return std::make_shared<int>(pass());
}
static std::atomic<bool> wanted{true};
[[st::cache_resource(
    ttl = 10, refresh_mode = background,
    on_release = [](const std::shared_ptr<int> &p) { ++released[*p]; },
    cache_if = [](const std::shared_ptr<int> &) { return wanted.load(); })]]
std::shared_ptr<int> chosen(int) {
  return std::make_shared<int>(pass());
}
static std::atomic<bool> broken{false};
[[st::cache_data(ttl = 40, refresh_mode = background)]] int fails(int) {
  const int n = pass();
  if (broken)
    throw std::runtime_error("no connection");
  return n;
}

// Stops in a refresh.
template <class Call> void begin_refresh(Call call, double ttl = 10) {
  runs = 0;
  for (auto &r : released)
    r = 0;
  closed = false;
  assert(call() == 1);
  forward(ttl * 1.5);
  closed = true;
  inside = 0;
  assert(call() == 1);
  wait_until([] { return inside == 1; });
}
static void end_refresh() {
  closed = false;
  wait_for_refreshes();
}

int main() {
  const auto of_data = [] { return data(1); };
  const auto of_object = [] { return *object(1); };
  const auto of_chosen = [] { return *chosen(1); };

  // Cleared meanwhile.
  for (int way = 0; way < 3; ++way) {
    begin_refresh(of_data);
    way == 0   ? st::cached(data).clear()
    : way == 1 ? st::cached(data).clear(1)
               : st::cache_data.clear();
    end_refresh();
    assert(!st::cached(data).contains(1));
    assert(data(1) == 3);
    st::cached(data).clear();
  }
  // Cleared, and computed anew: the newer value stays.
  begin_refresh(of_object);
  st::cached(object).clear();
  assert(released[1] == 1);
  std::thread again([&] { assert(object(1)); });
  wait_until([] { return inside == 2; });
  end_refresh();
  again.join();
  assert(runs == 3 && released[1] == 1);
  // Whichever of the two came first is what the cache does not keep, if it was the refresh's.
  assert(released[2] + released[3] == 1);
  assert(released[*object(1)] == 0);
  st::cached(object).clear();
  assert(released[2] == 1 && released[3] == 1);

  // Replaced, released once.
  begin_refresh(of_object);
  end_refresh();
  assert(released[1] == 1 && released[2] == 0);
  assert(*object(1) == 2);
  st::cached(object).clear();
  assert(released[1] == 1 && released[2] == 1);

  // Evicted meanwhile.
  begin_refresh(of_data);
  data(2);
  data(3);
  assert(!st::cached(data).contains(1));
  end_refresh();
  assert(!st::cached(data).contains(1) && st::cached(data).stats().entries == 2);
  st::cached(data).clear();

  // Expired meanwhile: who asks joins the refresh.
  begin_refresh(of_data);
  const st::Stats before = st::cached(data).stats();
  forward(6);
  {
    const auto joins = [] { assert(data(1) == 2); };
    WaitingCall first(joins), second(joins);
    end_refresh();
    first.join();
    second.join();
  }
  const st::Stats after = st::cached(data).stats();
  assert(runs == 2 && data(1) == 2);
  assert(after.expirations == before.expirations + 1);
  assert(after.waits == before.waits + 2 && after.misses == before.misses);
  st::cached(data).clear();

  // The same where the entry was swept away before.
  begin_refresh(of_data);
  forward(6);
  assert(st::cached(data).stats().entries == 0);
  {
    WaitingCall joins([] { assert(data(1) == 2); });
    end_refresh();
    joins.join();
  }
  assert(runs == 2 && data(1) == 2);
  st::cached(data).clear();

  // Joined, then cleared: who waits gets the value, the cache does not.
  begin_refresh(of_data);
  forward(6);
  {
    WaitingCall joins([] { assert(data(1) == 2); });
    st::cached(data).clear();
    end_refresh();
    joins.join();
  }
  assert(runs == 2 && !st::cached(data).contains(1));
  begin_refresh(of_object);
  forward(6);
  {
    WaitingCall joins([] { assert(*object(1) == 2); });
    st::cached(object).clear();
    end_refresh();
    joins.join();
  }
  assert(runs == 2 && released[1] == 1 && !st::cached(object).contains(1));

  // Joined, and it throws: so it does for who waits.
  runs = 0;
  assert(fails(7) == 1);
  forward(60);
  closed = broken = true;
  inside = 0;
  assert(fails(7) == 1);
  wait_until([] { return inside == 1; });
  forward(20);
  {
    WaitingCall joins([] {
      try {
        fails(7);
        std::abort();
      } catch (const std::runtime_error &) {
      }
    });
    end_refresh();
    joins.join();
  }
  assert(runs == 2 && !st::cached(fails).contains(7));
  broken = false;

  // Rejected by validate: computed in the foreground, and what the refresh brings is released.
  begin_refresh(of_object);
  valid = false;
  std::thread rejects([] { assert(object(1)); });
  wait_until([] { return inside == 2; });
  valid = true;
  end_refresh();
  rejects.join();
  assert(runs == 3 && released[1] == 1 && released[2] + released[3] == 1);
  assert(released[*object(1)] == 0);
  st::cached(object).clear();
  // A stale value that is rejected begins no refresh.
  runs = 0;
  assert(*object(1) == 1);
  forward(15);
  valid = false;
  assert(*object(1) == 2 && st::detail::refreshes_for_testing() == 0);
  valid = true;
  assert(*object(1) == 2);
  st::cached(object).clear();

  // Refused by cache_if: the old one stays, the new one is let go, and there is a pause.
  begin_refresh(of_chosen);
  wanted = false;
  end_refresh();
  assert(released[1] == 0 && released[2] == 1);
  assert(*chosen(1) == 1);
  wait_for_refreshes();
  assert(runs == 2);
  forward(5); // twice ttl
  wanted = true;
  assert(*chosen(1) == 3 && runs == 3 && released[1] == 1);
  st::cached(chosen).clear();

  // Thrown: logged, and a pause of a minute, or until twice ttl.
  const auto of_fails = [] { return fails(1); };
  runs = 0;
  assert(of_fails() == 1);
  forward(40);
  broken = true;
  assert(of_fails() == 1);
  wait_for_refreshes();
  assert(runs == 2);
  forward(39.9);
  assert(of_fails() == 1);
  wait_for_refreshes();
  assert(runs == 2);
  forward(0.1);
  try {
    of_fails();
    return 1;
  } catch (const std::runtime_error &) {
  }
  assert(runs == 3);
  assert(st::cached(fails).stats().errors == 2);

  st::cached(fails).clear();
  broken = false;
}
// CHECK: stcache: fails: a refresh in the background has thrown, the old value stays: no connection
// CHECK-NOT: stcache
