// A child process has no threads of the pool, and starts its own when it needs them; refreshes that
// its parent had begun can begin in it anew.
// RUN: %stcxx -O1 -pthread %s -o %t && %t
#include <st/cache.h>
#include <string>
#include <sys/wait.h>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<int> inside{0};
static std::atomic<bool> closed{false};
[[st::cache_data(ttl = 10, refresh_mode = background)]] std::string text(const std::string &s) {
  ++inside;
  wait_until([] { return !closed; });
  return s + std::to_string(++runs);
}
static std::atomic<bool> forks{false};
[[st::cache_data(ttl = 10, refresh_mode = background)]] int forking(int n) {
  if (forks) {
    const pid_t child = fork();
    int status = 0;
    if (child == 0) {
      // The refresh goes on in the child, and is kept.
      std::thread([n] {
        wait_for_refreshes();
        _exit(forking(n) == n + 100 ? 9 : 1);
      }).detach();
      return n + 100;
    }
    assert(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 9);
  }
  return n + 1;
}

template <class F> void in_a_child(F f) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    f();
    _exit(7);
  }
  int status = 0;
  assert(waitpid(child, &status, 0) == child);
  assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

int main() {
  const std::string keys[] = {"a", "b", "c", "d", "e"};
  for (const std::string &k : keys)
    assert(text(k).substr(0, 1) == k);
  forward(15);
  closed = true;
  inside = 0;
  for (const std::string &k : keys)
    text(k);
  wait_until([] { return inside > 0; });
  for (int round = 0; round < 5; ++round)
    in_a_child([&] {
      assert(st::detail::refresh_threads_for_testing() == 0);
      closed = false;
      runs = 100;
      for (const std::string &k : keys)
        assert(text(k).size() == 2); // the old ones
      wait_for_refreshes();
      assert(runs == 105);
      for (const std::string &k : keys)
        assert(text(k).size() == 4);
      st::cached(text).clear();
      assert(text("f") == "f106");
    });
  // Nothing asks for the ones that wait.
  in_a_child([] {});
  closed = false;
  wait_for_refreshes();
  assert(runs == 10);

  // The refresh itself forks: it goes on in both.
  assert(forking(1) == 2);
  forward(15);
  forks = true;
  assert(forking(1) == 2);
  wait_for_refreshes();
  forks = false;
  assert(forking(1) == 2);
}
