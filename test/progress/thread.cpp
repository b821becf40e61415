// The library's thread: only where somebody wants to see something, without signals, and with
// libraries that come and go.
// RUN: %stcxx -std=c++17 -fPIC -shared -DLIBRARY %s -o %t.so
// RUN: %stcxx -std=c++17 -pthread %s -o %t -ldl && %t %t.so 2>&1 | %FileCheck %s
// CHECK: ok
#ifdef LIBRARY
#include <st/cache.h>
#include <string>

[[st::cache_data(show_spinner = "from the library")]] int in_library(void (*_body)(), int n) {
  _body();
  return n;
}
extern "C" void call_it(void (*body)(), int n) { in_library(body, n); }
#else
#include "Inputs/told.h"

#include <csignal>
#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

// A sanitizer may have threads, too.
static int threads() {
  int count = 0;
  for (const auto &task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    std::getline(std::ifstream(task.path() / "comm"), name);
    count += name == "stcache-tell";
  }
  return count;
}
[[st::cache_data]] int nap(int n) {
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  return n;
}
[[st::cache_data]] int long_one(int n) {
  last();
  return n;
}

int main(int, char **argv) {
  nap(1);
  assert(threads() == 0);
  st::set_progress_sink(note);
  assert(threads() == 0);
  long_one(1);
  long_one(2);
  assert(threads() == 1);
  take();

  // A signal that the program blocks waits for the program.
  static volatile std::sig_atomic_t handled = 0;
  std::signal(SIGUSR1, [](int) { handled = 1; });
  sigset_t usr1, pending;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  sigprocmask(SIG_BLOCK, &usr1, nullptr);
  kill(getpid(), SIGUSR1);
  long_one(3);
  sigpending(&pending);
  assert(sigismember(&pending, SIGUSR1) && !handled);
  take();

  // One that a fault in a sink sends is for the thread that it is in.
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, [](int) { _exit(7); });
    st::set_progress_sink([](const st::Progress &) { pthread_kill(pthread_self(), SIGSEGV); ++updates; });
    long_one(4);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);

  for (int i = 0; i < 3; ++i) {
    void *const library = dlopen(argv[1], RTLD_NOW);
    assert(library);
    const auto call = reinterpret_cast<void (*)(void (*)(), int)>(dlsym(library, "call_it"));
    call([] { last(2); }, i);
    assert(dlclose(library) == 0);
    const Told of_it = one(take());
    assert(of_it.function == "in_library" && of_it.text == "from the library");
  }
  std::puts("ok");
}
#endif
