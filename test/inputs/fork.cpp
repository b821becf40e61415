// A child that is forked while other threads set and read inputs, and complete fingerprints, goes on.
// RUN: rm -rf %t.store && %stcxx -O1 -c -DHELPER %s -o %t.o && %stcxx -O1 -pthread %s %t.o -ldl -o %t && env STCACHE_DIR=%t.store %t
// REQUIRES: unsanitized
#ifdef HELPER
int helper(int x) { return x * 3; }
#else
#undef NDEBUG
#include <atomic>
#include <cassert>
#include <chrono>
#include <dlfcn.h>
#include <link.h>
#include <st/cache.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

int helper(int); // of another file, so that fingerprints are completed from notes
[[st::cache_data(persist = disk)]] int first(int x) { return helper(x); }
[[st::cache_data(persist = disk)]] int second(int x) { return helper(x) + 1; }
[[st::cache_data(experimental_allow_widgets = true)]] int scaled(int n) { return n + st::slider("x50", 0, 10, 1); }

// As in a program with many libraries: it takes a while.
static std::atomic<bool> slow{false}, inside{false};
extern "C" int dl_iterate_phdr(int (*act)(dl_phdr_info *, size_t, void *), void *of) {
  static const auto real = reinterpret_cast<decltype(&dl_iterate_phdr)>(dlsym(RTLD_NEXT, "dl_iterate_phdr"));
  if (slow.exchange(false)) {
    inside = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return real(act, of);
}

template <class Act> static bool goes_on(Act act) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    act();
    _exit(0);
  }
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}
static void set_many(int n) {
  for (int k = 0; k < n; ++k)
    st::set_input("x" + std::to_string(k), k);
  for (int k = 0; k < n; ++k)
    st::set_input("x" + std::to_string(k), nullptr);
}

int main() {
  slow = true;
  std::thread completes([] { assert(first(1) == 3); });
  while (!inside)
    std::this_thread::yield();
  assert(goes_on([] { assert(second(1) == 4); }));
  completes.join();

  std::atomic<bool> done{false};
  std::thread sets([&done] {
    while (!done)
      set_many(1000);
  });
  for (int i = 0; i < 300; ++i)
    assert(goes_on([] {
      set_many(100);
      scaled(1);
    }));
  done = true;
  sets.join();

}
#endif
