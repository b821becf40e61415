// What is put away grows old, and belongs to its code and its arguments only.
// RUN: %stcxx -O1 -fPIC -shared -DTTL=60 %s -o %t60.so
// RUN: %stcxx -O1 -fPIC -shared -DTTL=20 %s -o %t20.so
// RUN: %stcxx -O1 -fPIC -shared %s -DTTL=never -o %tnever.so
// RUN: %stcxx -O1 %s -o %t && %t %t60.so %t20.so %tnever.so | %FileCheck %s
// RUN: rm -rf %t.store && env STCACHE_PERSIST=disk STCACHE_DIR=%t.store %t %t60.so | %FileCheck %s --check-prefix=DISK
// RUN: env STCACHE_LOG=info %t %t60.so 2>&1 | %FileCheck %s --check-prefix=LOG
// RUN: env STCACHE_STATS=1 %t %t60.so 2>&1 | %FileCheck %s --check-prefix=STATS
// CHECK: ok
// DISK: ok
// LOG: aged: unloaded; 1 of 1 results are put away
// LOG: aged {{.*}}found among what was put away
// STATS: aged 3 1 1 0
// STATS-NOT: aged
#include "../contract/Inputs/check.h"
#include <st/cache.h>
#include <stdexcept>
#include <string>

#ifdef TTL

static const double never = 1e30;
static int runs;

[[st::cache_data(ttl = TTL)]] static int aged(int x) {
  ++runs;
  return x;
}

struct Stubborn {
  int n = 0;
  template <class A> void serialize(A &a, unsigned) {
    if (n == 13)
      throw std::runtime_error("thirteen");
    a &n;
  }
};
[[st::cache_data]] static Stubborn stubborn(int x) {
  ++runs;
  Stubborn s;
  s.n = x;
  return s;
}

extern "C" int use_aged() { return runs = 0, aged(1) + aged(1) == 2 ? runs : -1; }
extern "C" int use_stubborn(int x) { return runs = 0, stubborn(x).n == x ? runs : -1; }

#else

#include <cstdlib>
#include <dlfcn.h>
#include <st/reload.h>
#include <st/testing.h>
#include <sys/wait.h>
#include <unistd.h>

static std::int64_t seconds = 1000;

template <class... A> int runs(const char *path, const char *function, A... arguments) {
  void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  EXPECT(library != nullptr);
  const int result = reinterpret_cast<int (*)(A...)>(dlsym(library, function))(arguments...);
  EXPECT_EQ(dlclose(library), 0);
  return result;
}

int main(int count, char **paths) {
  st::detail::set_clock_for_testing([]() -> std::int64_t { return seconds * 1000000000; });
  st::keep_unloaded(1 << 20);
  EXPECT_EQ(runs(paths[1], "use_aged"), 1);
  EXPECT_EQ(runs(paths[1], "use_aged"), 0);
  if (count == 2) {
    // What a store keeps is not kept twice.
    EXPECT_EQ(st::unloaded().entries, std::getenv("STCACHE_PERSIST") ? 0 : 1);
    return check::ok();
  }
  const char *const sixty = paths[1], *const twenty = paths[2], *const never = paths[3];

  // Time counts from the computation, however often the library comes and goes.
  seconds += 30;
  EXPECT_EQ(runs(sixty, "use_aged"), 0);
  seconds += 29;
  EXPECT_EQ(runs(sixty, "use_aged"), 0);
  seconds += 1;
  EXPECT_EQ(runs(sixty, "use_aged"), 1);
  // The time that the code says now, which changes no fingerprint.
  seconds += 19;
  EXPECT_EQ(runs(twenty, "use_aged"), 0);
  seconds += 1;
  EXPECT_EQ(runs(twenty, "use_aged"), 1);
  EXPECT_EQ(runs(never, "use_aged"), 0);
  seconds += 1000;
  EXPECT_EQ(runs(never, "use_aged"), 0);
  // Nobody knows how old that is.
  EXPECT_EQ(runs(sixty, "use_aged"), 1);
  // What has expired is not put away.
  EXPECT_EQ(st::unloaded().entries, 1);
  {
    void *const library = dlopen(sixty, RTLD_NOW | RTLD_LOCAL);
    EXPECT_EQ(reinterpret_cast<int (*)()>(dlsym(library, "use_aged"))(), 0);
    seconds += 60;
    EXPECT_EQ(dlclose(library), 0);
    EXPECT_EQ(st::unloaded().entries, 0);
  }

  // A value that cannot be turned into bytes is computed again, the others are not.
  EXPECT_EQ(runs(sixty, "use_stubborn", 12), 1);
  EXPECT_EQ(runs(sixty, "use_stubborn", 13), 1);
  EXPECT_EQ(runs(sixty, "use_stubborn", 13), 1);
  EXPECT_EQ(runs(sixty, "use_stubborn", 12), 0);

  // A child has what the parent has put away, and its own from then on.
  const pid_t child = fork();
  if (child == 0) {
    const bool right = runs(sixty, "use_stubborn", 12) == 0 && runs(sixty, "use_stubborn", 14) == 1 &&
                       runs(sixty, "use_stubborn", 14) == 0;
    _exit(right ? 7 : 1);
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 7);
  EXPECT_EQ(runs(sixty, "use_stubborn", 14), 1);
  return check::ok();
}

#endif
