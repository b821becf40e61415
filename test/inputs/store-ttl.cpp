// What leads to a stored result lives as long as the result, also when an older one made it.
// RUN: rm -rf %t.store && %stcxx -O1 %s -o %t && env STCACHE_DIR=%t.store %t %t
#include <chrono>
#include <st/cache.h>
#include <string>
#include <sys/wait.h>

#include "../refresh/Inputs/refresh.h"

static int runs = 0;
[[st::cache_data(ttl = 4, persist = disk)]] int with_variable(int n) {
  ++runs;
  return n + static_cast<int>(st::env("STATE")->size());
}

// By a process of its own, so that memory knows nothing.
static bool is_computed(const std::string &program, const char *state) {
  setenv("STATE", state, 1);
  const int status = std::system((program + " asks").c_str());
  return WEXITSTATUS(status) == 1;
}

int main(int argc, char **argv) {
  st::detail::set_clock_for_testing(nullptr);
  if (argc > 2 || std::string(argv[1]) == "asks") {
    with_variable(1);
    return runs;
  }
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  assert(is_computed(argv[1], "a"));
  std::this_thread::sleep_until(begin + std::chrono::milliseconds(2500));
  const auto young = clock::now();
  assert(is_computed(argv[1], "b"));
  std::this_thread::sleep_until(clock::now() + std::chrono::milliseconds(2500)); // that of a has expired
  const bool computed = is_computed(argv[1], "b");
  assert(!computed || clock::now() > young + std::chrono::milliseconds(3900)); // on a busy machine
}
