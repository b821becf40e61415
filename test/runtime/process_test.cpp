// fork, exit, and libraries that come and go.
#include "wrap.h"
#include <csignal>
#include <cstdio>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

int use_without_exceptions();

namespace {

std::atomic<bool> gate{false};
std::atomic<bool> in_child{false};
std::atomic<int> running{0};

CACHED_DATA(int, slow, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++running;
  while (!gate && !in_child)
    usleep(100);
  return x;
}
// The child's result, or -1 when it does not end within ten seconds.
int result_of(pid_t child) {
  int status = 0;
  for (int i = 0; i < 10000; ++i) {
    if (waitpid(child, &status, WNOHANG) == child)
      return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
    usleep(1000);
  }
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return -1;
}
TEST(Fork, AChildNeverWaitsForTheParentsThreads) {
  gate = true;
  slow(1);
  gate = false;
  running = 0;
  std::thread other([] { slow(2); });
  while (!running)
    usleep(100);
  const pid_t child = fork();
  if (child == 0) {
    in_child = true;
    const bool right = slow(1) == 1 && slow(2) == 2 && slow(3) == 3 && slow(2) == 2 &&
                       running == 3 && st::cached(slow).contains(2);
    _exit(right ? 7 : 1);
  }
  EXPECT_EQ(result_of(child), 7);
  gate = true;
  other.join();
  EXPECT_TRUE(st::cached(slow).contains(2));
}
CACHED_DATA(int, forking, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  const pid_t child = fork();
  return x + (child == 0 ? 100 : result_of(child) == 9 ? 0 : 1000);
}
TEST(Fork, AComputationThatForksGoesOnInBoth) {
  const pid_t parent = getpid();
  const int result = forking(1);
  if (getpid() != parent)
    _exit(result == 101 && forking(1) == 101 && st::cached(forking).contains(1) ? 9 : 1);
  EXPECT_EQ(result, 1);
  EXPECT_EQ(forking(1), 1);
}
CACHED_DATA(int, churned, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) { return x; }
TEST(Fork, LocksAreConsistentInTheChild) {
  std::atomic<bool> over{false};
  std::vector<std::thread> busy;
  for (int t = 0; t < 3; ++t)
    busy.emplace_back([&, t] {
      for (int i = 0; !over; ++i) {
        churned(i % 1000 + t);
        if (i % 100 == 0)
          st::cached(churned).clear();
      }
    });
  for (int i = 0; i < 50; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      for (int x = 0; x < 2000; ++x)
        if (churned(x) != x)
          _exit(1);
      st::cached(churned).clear();
      _exit(st::cached(churned).stats().entries == 0 ? 5 : 2);
    }
    ASSERT_EQ(result_of(child), 5);
  }
  over = true;
  for (std::thread &t : busy)
    t.join();
}

std::vector<int> released;
TEST(Unload, ValuesAreReleasedAndDestroyedOnce) {
  for (int round = 0; round < 3; ++round) {
    released.clear();
    void *const library = dlopen(TEST_MODULE, RTLD_NOW);
    ASSERT_NE(library, nullptr) << dlerror();
    auto *const use = reinterpret_cast<void (*)(int, void (*)(int))>(dlsym(library, "module_use"));
    auto *const contains = reinterpret_cast<bool (*)(int)>(dlsym(library, "module_contains"));
    use(1, [](int id) { released.push_back(id); });
    EXPECT_TRUE(contains(1));
    std::thread([&] { use(1, [](int id) { released.push_back(id); }); }).join();
    EXPECT_TRUE(released.empty());
    dlclose(library);
    EXPECT_EQ(dlopen(TEST_MODULE, RTLD_NOW | RTLD_NOLOAD), nullptr);
    EXPECT_EQ(released, (std::vector<int>{1, 1001}));
  }
  st::cache_resource.clear();
}

std::string output_of(const std::string &command) {
  std::string text;
  FILE *const pipe = popen(command.c_str(), "r");
  char buffer[256];
  while (pipe && fgets(buffer, sizeof buffer, pipe))
    text += buffer;
  if (!pipe || pclose(pipe) != 0)
    text += "failed\n";
  return text;
}
TEST(Exit, CallsWorkAndValuesAreNotReleased) {
  EXPECT_EQ(output_of(EXIT_PROGRAM " " TEST_MODULE),
            "computing early\nbefore main 5\nmain\nat exit 5\ncomputing something new\nand 13\n"
            "hits 1\n");
}
TEST(Exit, DisabledComputesEachTime) {
  EXPECT_EQ(output_of("STCACHE_DISABLE=1 " EXIT_PROGRAM),
            "computing early\nbefore main 5\nmain\ncomputing early\nat exit 5\n"
            "computing something new\nand 13\nhits 0\n");
}
TEST(Languages, WorksWithoutExceptionsAndRtti) { EXPECT_EQ(use_without_exceptions(), 1); }

} // namespace
