// What was begun before another process cleared the function is not found on the server afterwards, also if the body has
// read something.
// REQUIRES: redis
// RUN: rm -rf %t && mkdir %t && %stcxx -O1 %s -o %t/run
// RUN: cd %t && %python %S/../persist/Inputs/with_redis.py %t/redis './run'
#undef NDEBUG
#include <cassert>
#include <chrono>
#include <fstream>
#include <st/cache.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

static int runs = 0;
static bool slow = false;
static void body() {
  ++runs;
  if (!slow)
    return;
  std::ofstream("begun") << "yes";
  for (int i = 0; i < 2000 && access("cleared", F_OK) != 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}
[[st::cache_data(persist = remote)]] int plain(int n) { body(); return n; }
[[st::cache_data(persist = remote)]] int reads(int n) { static_cast<void>(st::env("STATE")); body(); return n; }

template <class Act> static int in_child(Act act) {
  const pid_t child = fork();
  if (child == 0)
    _exit(act());
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

template <class F> static void test(F f) {
  unlink("begun"), unlink("cleared");
  const pid_t computing = fork();
  if (computing == 0) {
    slow = true;
    f(1);
    _exit(0);
  }
  while (access("begun", F_OK) != 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  in_child([f] { st::cached(f).clear(); return 0; });
  std::ofstream("cleared") << "yes";
  int status = 0;
  waitpid(computing, &status, 0);
  assert(in_child([f] { f(1); return runs; }) == 1);
  assert(in_child([f] { f(1); return runs; }) == 0);
}

int main() {
  test(&plain);
  test(&reads);
}
