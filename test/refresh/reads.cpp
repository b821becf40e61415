// A refresh reads what the old value's computation has read: files and inputs as they are, inputs as the call saw them,
// and in the session of the call. Where that has changed, it replaces nothing.
// RUN: rm -rf %t.dir && mkdir %t.dir && %stcxx -O1 -pthread %s -o %t && cd %t.dir && %t
#include <iterator>
#include <memory>
#include <optional>
#include <st/cache.h>
#include <string>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<bool> closed{false};
static const std::thread::id main_thread = std::this_thread::get_id();

static void write(const std::string &text) { std::ofstream("f") << text; }
static std::string read() {
  std::ifstream in(st::file("f"));
  return {std::istreambuf_iterator<char>(in), {}};
}

[[st::cache_data(ttl = 10, refresh_mode = background, experimental_allow_widgets = true)]]
std::string reads(int n) {
  const int run = ++runs;
  std::string text = read();
  wait_until([] { return !closed; });
  return text + std::to_string(n * st::slider("factor", 1, 9, 1)) + "#" + std::to_string(run);
}

[[st::cache_data(scope = session)]] int of_session(int n) {
  static std::atomic<int> calls{0};
  return n + ++calls * 0;
}
[[st::cache_data(ttl = 10, scope = session, refresh_mode = background)]] int in_session(int n) {
  const int run = ++runs;
  wait_until([] { return !closed; });
  return of_session(n) + run;
}
[[st::cache_resource(ttl = 10, scope = session, refresh_mode = background)]]
std::shared_ptr<int> object(int n) {
  wait_until([] { return !closed; });
  return std::make_shared<int>(n);
}

// An old value is given out; its refresh waits within the body, the nth run of it.
static void begin_refresh(const char *old, int n) {
  forward(15);
  closed = true;
  assert(reads(1) == old);
  wait_until([n] { return runs == n; });
}

static void with_reads() {
  std::string factor = "2";
  st::set_input_provider([&factor](const st::Input &) {
    assert(std::this_thread::get_id() == main_thread);
    return std::optional<std::string>(factor);
  });
  write("a");
  assert(reads(1) == "a2#1" && reads(1) == "a2#1");
  forward(15);
  assert(reads(1) == "a2#1");
  wait_for_refreshes();
  assert(reads(1) == "a2#2" && runs == 2);
  assert(st::cached(reads).stats().entries == 1);
  // The refreshed one hangs on the same steps: others do not find it, it is found again, and it goes.
  write("b");
  assert(reads(1) == "b2#3");
  factor = "3";
  assert(reads(1) == "b3#4");
  write("a");
  factor = "2";
  assert(reads(1) == "a2#2" && runs == 4);
  assert(st::cached(reads).stats().entries == 3);

  // What changes while it runs is not kept; the old value stays.
  begin_refresh("a2#2", 5);
  write("c");
  closed = false;
  wait_for_refreshes();
  write("a");
  assert(reads(1) == "a2#2"); // asks for another one
  wait_for_refreshes();
  assert(reads(1) == "a2#6" && runs == 6);

  st::cached(reads).clear(1);
  assert(st::cached(reads).stats().entries == 0);
  assert(st::detail::linked_nodes_for_testing() == 0);

  // It is cleared while it is refreshed.
  runs = 0;
  assert(reads(1) == "a2#1");
  begin_refresh("a2#1", 2);
  st::cached(reads).clear(1);
  closed = false;
  wait_for_refreshes();
  assert(st::detail::linked_nodes_for_testing() == 0);

  // Its time is over while it is refreshed: the next call waits for that.
  runs = 0;
  assert(reads(1) == "a2#1");
  begin_refresh("a2#1", 2);
  forward(6);
  std::thread opener([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    closed = false;
  });
  assert(reads(1) == "a2#2");
  opener.join();
  wait_for_refreshes();
  assert(reads(1) == "a2#2" && runs == 2 && st::cached(reads).stats().entries == 1);

  // What it has read changes while it is waited for: who waits computes.
  begin_refresh("a2#2", 3);
  forward(6);
  std::thread changer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    write("e");
    closed = false;
  });
  assert(reads(1) == "e2#4");
  changer.join();
  wait_for_refreshes();
  st::cached(reads).clear(1);
  assert(st::cached(reads).stats().entries == 0 && st::detail::linked_nodes_for_testing() == 0);
  st::set_input_provider(nullptr);
}

[[st::cache_data(ttl = 10, refresh_mode = background, experimental_allow_widgets = true)]]
int gated(int n) {
  const int factor = st::slider("factor", 1, 9999, 1);
  ++runs;
  while (n == 1 && closed)
    std::this_thread::yield();
  return n * factor;
}

// An entry that leaves for its refresh is counted among those with the same arguments once.
static void count() {
  closed = false;
  gated(1);
  for (int i = 0; i < 1010; ++i) {
    forward(15);
    closed = true;
    const int before = runs;
    gated(1);
    while (runs == before)
      std::this_thread::yield();
    forward(6);
    gated(2); // sweeps what has expired
    closed = false;
    while (st::detail::refreshes_for_testing() != 0)
      std::this_thread::yield();
  }
  const int before = runs;
  assert(gated(1) == 1 && runs == before);
  assert(st::cached(gated).stats().evictions == 0);

  // Refreshed ones count, too: there are 1000 at most.
  for (int i = 0; i < 10; ++i) {
    forward(15);
    gated(1);
    wait_for_refreshes();
  }
  for (int i = 2; i <= 1100; ++i) {
    st::set_input("factor", i);
    assert(gated(1) == i);
  }
  assert(st::cached(gated).stats().evictions == 100);
  st::set_input("factor", nullptr);
}

// A refresh that reads something else than the computation of the old value did has no place.
static std::atomic<bool> reads_more{false};
[[st::cache_data(ttl = 10, refresh_mode = background)]] std::string wayward(int n) {
  const std::string run = std::to_string(++runs);
  return reads_more ? run + *st::env("WAYWARD") : run + std::to_string(n * 0);
}
static void changed_mind() {
  runs = 0;
  setenv("WAYWARD", "x", 1);
  assert(wayward(1) == "10");
  forward(15);
  reads_more = true;
  assert(wayward(1) == "10");
  wait_for_refreshes();
  assert(runs == 2 && wayward(1) == "10"); // not "2x", which holds for this state of the variable only
  wait_for_refreshes();
}

// Those who wait for a refresh that goes another way, or is not kept, see for themselves.
static std::atomic<bool> asks{false};
static thread_local std::string me = "nobody";
[[st::cache_data(ttl = 10, refresh_mode = background, experimental_allow_widgets = true,
                 cache_if = [](const std::string &s) { return s.find('!') == std::string::npos; })]]
std::string front(int) {
  ++runs;
  wait_until([] { return !closed; });
  return asks ? "page of " + st::text_input("user") + "!" : "front page";
}
[[st::cache_resource(ttl = 10, refresh_mode = background, experimental_allow_widgets = true,
                     on_release = [](const std::shared_ptr<std::string> &) {})]]
std::shared_ptr<std::string> front_object(int) {
  ++runs;
  wait_until([] { return !closed; });
  return std::make_shared<std::string>(asks ? "page of " + st::text_input("user") + "!" : "front page");
}
template <class Call> static void of_others(Call call) {
  st::set_input_provider([](const st::Input &) {
    assert(me != "nobody"); // not the pool's thread
    return std::optional<std::string>(me);
  });
  asks = closed = false;
  me = "alice";
  assert(call() == "front page");
  forward(15);
  const int before = runs;
  closed = true;
  assert(call() == "front page");
  wait_until([before] { return runs != before; });
  asks = true;
  forward(6);
  WaitingCall waits([call] {
    me = "bob";
    assert(call() == "page of bob!");
  });
  closed = false;
  waits.join();
  wait_for_refreshes();
  st::set_input_provider(nullptr);
}

// What a function of no session gets from one of session scope is kept for nobody, also in a refresh on a thread that
// has called that function before.
static std::atomic<bool> logged_in{false};
[[st::cache_data(scope = session)]] std::string user(const std::string &_name) { return _name; }
[[st::cache_data(ttl = 10, refresh_mode = background)]] std::string page(int n) {
  return logged_in ? "page of " + user("nobody") : "page " + std::to_string(n);
}
static void for_all_sessions() {
  st::Session ann, bob;
  {
    const auto in = ann.enter();
    user("Ann");
    page(1);
    page(2);
  }
  logged_in = true;
  forward(15);
  {
    const auto in = ann.enter();
    for (int n = 1; n <= 2; ++n) {
      page(n);
      wait_for_refreshes();
    }
  }
  const auto in = bob.enter();
  user("Bob");
  assert(page(1) == "page 1" && page(2) == "page 2");
  wait_for_refreshes();
}

static void with_sessions() {
  runs = 0;
  st::Session one;
  {
    const auto in = one.enter();
    assert(in_session(10) == 11);
    forward(15);
    assert(in_session(10) == 11);
    wait_for_refreshes();
    assert(in_session(10) == 12 && runs == 2);
    assert(st::cached(of_session).contains(10)); // the refresh was bound
    forward(15);
    closed = true;
    assert(in_session(10) == 12);
  }
  wait_until([] { return runs == 3; });
  closed = false;
  wait_for_refreshes();
  {
    const auto in = one.enter();
    assert(in_session(10) == 13);
  }

  // A session ends while one of its values is refreshed.
  std::weak_ptr<int> first;
  {
    st::Session two;
    const auto in = two.enter();
    first = object(1);
    assert(!first.expired());
    forward(15);
    closed = true;
    object(1);
  }
  closed = false;
  wait_for_refreshes();
  assert(first.expired());
  st::Session three;
  const auto in = three.enter();
  assert(!st::cached(object).contains(1));
  assert(object(1).use_count() == 2);
}

int main() {
  with_reads();
  count();
  changed_mind();
  with_sessions();
  for_all_sessions();
  of_others([] { return front(1); });
  of_others([] { return *front_object(1); });
}
