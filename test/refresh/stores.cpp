// Refreshed values are written through to the store. What a fresh process finds there that is old
// is returned at once and refreshed, too.
// RUN: rm -rf %t.store %t.file && %stcxx -O1 -pthread %s -o %t
// RUN: env STCACHE_DIR=%t.store %t first %t.file
// RUN: env STCACHE_DIR=%t.store %t second %t.file
// RUN: env STCACHE_DIR=%t.store %t third %t.file
#include <cstring>
#include <fstream>
#include <st/cache.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static const char *process;

// Old after two seconds, gone after four: stores go by the computer's clock.
#ifndef STORE
#define STORE disk
#endif
#define REFRESHED [[st::cache_data(ttl = 2, refresh_mode = background, persist = STORE)]]
REFRESHED std::string text(const std::string &s) {
  st::write(s, process);
  return s + " of " + process + std::to_string(++runs);
}
REFRESHED int cleared(int n) { return n + ++runs; }
static std::atomic<bool> closed{false};
static std::atomic<bool> inside{false};
[[st::cache_data(ttl = 2, refresh_mode = background, persist = STORE, max_entries = 1)]] int
evicted(int n) {
  inside = true;
  wait_until([n] { return !closed || n != 0; });
  return n + ++runs;
}
static std::atomic<bool> broken{false};
REFRESHED int fails(int n) {
  if (broken)
    throw std::runtime_error("broken");
  return n + ++runs;
}

static double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}
// What is asked of was computed between the two.
static double earliest, latest;
static void wait_until_old() {
  wait_until([] { return now() > latest + 2.1; });
}
// Is what was just asked for surely no more than old? Not if the machine is too busy.
static bool in_time() { return now() < earliest + 3.9; }

int main(int, char **argv) {
  process = argv[1];
  st::detail::set_clock_for_testing(nullptr);
  std::vector<std::string> said;
  st::set_element_sink([&](const st::Element &e) { said.push_back(e.text); });
  std::ifstream(argv[2]) >> earliest >> latest;

  if (std::strcmp(process, "first") == 0) {
    earliest = now();
    text("a");
    cleared(0);
    fails(0);
    evicted(0);
    latest = now();
    wait_until_old();
    broken = true;
    const double before = now();
    assert(text("a") == "a of first1" || !in_time());
    cleared(0);
    const bool was_old = in_time();
    try {
      assert(fails(0) == 3);
    } catch (const std::runtime_error &) {
      assert(!was_old || !in_time());
    }
    st::cached(cleared).clear();
    // What is evicted leaves the store, too, and its refresh does not bring it back.
    closed = true;
    inside = false;
    std::thread asks([] { evicted(0); }); // in the foreground on a busy machine
    wait_until([] { return inside.load(); });
    evicted(1);
    closed = false;
    asks.join();
    wait_for_refreshes();
    assert(!st::cached(evicted).contains(0) || !in_time());
    wait_for_refreshes();
    assert(text("a") != "a of first1");
    std::ofstream(argv[2]) << std::fixed << before << ' ' << now();
  } else if (std::strcmp(process, "second") == 0) {
    assert(!st::cached(cleared).contains(0));
    wait_until_old();
    // What the refresh of the first process computed and said is old now.
    const double before = now();
    const std::string got = text("a");
    if (in_time()) {
      assert(got.substr(0, 10) == "a of first" && got != "a of first1");
      assert(said == std::vector<std::string>{"a first"});
    }
    wait_for_refreshes();
    assert(text("a") == "a of second1" || now() > before + 3.9);
    wait_for_refreshes();
    std::ofstream(argv[2]) << std::fixed << before << ' ' << now();
  } else {
    const std::string got = text("a");
    assert(got == "a of second1" || !in_time());
  }
}
