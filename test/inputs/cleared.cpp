// A thread that waits while another loads a result from the store, and sees other inputs, does not get that result when
// it is cleared meanwhile.
// RUN: rm -rf %t.store && %stcxx -std=c++17 -O1 -pthread %s -o %t
// RUN: env STCACHE_DIR=%t.store %t first
// RUN: env STCACHE_DIR=%t.store %t second
#include <cstring>
#include <optional>
#include <st/cache.h>
#include <string>

#include "../refresh/Inputs/refresh.h"

static thread_local std::string user;
static std::atomic<bool> hold_provider{false}, in_provider{false}, in_hash{false};
static std::atomic<int> hold_hash{0};

struct Page {
  int number;
};
template <class H> void st_hash(H &h, const Page &p) {
  if (hold_hash > 0 && --hold_hash == 0) {
    in_hash = true;
    wait_until([] { return !in_hash; });
  }
  h(p.number);
}
[[st::cache_data(persist = disk, experimental_allow_widgets = true)]] std::string page(Page) {
  return "page of " + st::text_input("user");
}

int main(int, char **argv) {
  st::set_input_provider([](const st::Input &) {
    if (hold_provider.exchange(false)) {
      in_provider = true;
      wait_until([] { return !in_provider; });
    }
    return std::optional<std::string>(user);
  });
  if (std::strcmp(argv[1], "first") == 0) {
    user = "alice";
    assert(page({1}) == "page of alice");
    return 0;
  }
  hold_provider = true;
  std::thread alice([] {
    user = "alice";
    assert(page({1}) == "page of alice");
  });
  wait_until([] { return in_provider.load(); }); // it looks in the store
  WaitingCall bob([] {
    user = "bob";
    assert(page({1}) == "page of bob");
  });
  hold_hash = 2;
  std::thread clearer([] { st::cached(page).clear(Page{1}); });
  wait_until([] { return in_hash.load(); }); // memory is cleared, the store is next
  in_provider = false;
  alice.join();
  bob.join();
  in_hash = false;
  clearer.join();
}
