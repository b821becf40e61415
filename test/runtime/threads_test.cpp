// One computation per key, waiting without deadlock, and readers beside writers.
#include "wrap.h"
#include <gtest/gtest.h>
#include <pthread.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

std::atomic<int> runs{0};
std::atomic<bool> gate{false};

void wait_for_gate() {
  while (!gate)
    std::this_thread::yield();
}
// Lets threads reach the wait; that they have is checked by the counts, not assumed.
void settle() { usleep(50'000); }

template <class F> std::vector<std::thread> start(int count, F f) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([f, i] { f(i); });
  return threads;
}
void join(std::vector<std::thread> &threads) {
  for (std::thread &t : threads)
    t.join();
}

CACHED_DATA(std::string, slow, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  wait_for_gate();
  if (x < 0)
    throw x;
  return std::to_string(x);
}
TEST(SingleFlight, OneComputationServesAllWhoWait) {
  runs = 0;
  gate = false;
  const st::Stats before = st::cached(slow).stats();
  auto threads = start(8, [](int) { EXPECT_EQ(slow(5), "5"); });
  settle();
  gate = true;
  join(threads);
  EXPECT_EQ(runs, 1);
  const st::Stats s = st::cached(slow).stats();
  EXPECT_EQ(s.misses - before.misses, 1u);
  EXPECT_EQ(s.hits - before.hits, 7u);
  EXPECT_GE(s.waits - before.waits, 1u);
}
TEST(SingleFlight, OtherKeysDoNotWait) {
  gate = true;
  slow(6);
  gate = false;
  auto threads = start(1, [](int) { slow(7); });
  settle();
  EXPECT_EQ(slow(6), "6"); // would hang
  gate = true;
  join(threads);
}
TEST(SingleFlight, AnExceptionGoesToAllWhoWait) {
  runs = 0;
  gate = false;
  std::atomic<int> thrown{0};
  auto threads = start(4, [&](int) {
    try {
      slow(-3);
    } catch (int x) {
      if (x == -3)
        ++thrown;
    }
  });
  settle();
  gate = true;
  join(threads);
  EXPECT_EQ(thrown, 4);
  EXPECT_FALSE(st::cached(slow).contains(-3));
}
TEST(SingleFlight, ClearSplitsOldCallersFromNew) {
  runs = 0;
  gate = false;
  auto old_callers = start(3, [](int) { EXPECT_EQ(slow(8), "8"); });
  settle();
  st::cached(slow).clear();
  auto new_callers = start(1, [](int) { EXPECT_EQ(slow(8), "8"); });
  settle();
  EXPECT_EQ(runs, 2); // the new one does not join
  gate = true;
  join(old_callers);
  join(new_callers);
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(st::cached(slow).contains(8));
}

CACHED_DATA(int, cancelled, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  if (runs++ == 0) {
    gate = true;
    for (;;)
      usleep(1000); // a cancellation point
  }
  return x;
}
#if !STCACHE_TSAN
TEST(SingleFlight, ThreadCancellationLetsWaitersComputeAnew) {
  runs = 0;
  gate = false;
  pthread_t first;
  pthread_create(
      &first, nullptr,
      [](void *) -> void * {
        cancelled(1);
        return nullptr;
      },
      nullptr);
  wait_for_gate();
  auto waiting = start(2, [](int) { EXPECT_EQ(cancelled(1), 1); });
  settle();
  EXPECT_EQ(runs, 1);
  pthread_cancel(first);
  pthread_join(first, nullptr);
  join(waiting);
  EXPECT_EQ(runs, 2);
}
#endif

std::atomic<int> inside{0};
CACHED_DATA(int, circle, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++inside;
  for (int i = 0; i < 1000 && inside < 2; ++i)
    usleep(100);
  static thread_local int depth = 0;
  ++depth;
  const int result = depth > 1 ? x : circle(1 - x) + 1;
  --depth;
  return result;
}
TEST(SingleFlight, CirclesOfWaitsAreBroken) {
  for (int round = 0; round < 100; ++round) {
    inside = 0;
    st::cached(circle).clear();
    auto threads = start(2, [](int i) { circle(i); });
    join(threads);
  }
}

OPTIONS(few, st::max_entries = 50, st::ttl = 3600)
CACHED_DATA(std::string, churned, (int x), few, nullptr, 0, static_cast<int &&>(x)) {
  return std::string(static_cast<std::size_t>(x % 100), static_cast<char>('a' + x % 26));
}
CACHED_DATA(std::vector<int>, growing, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  return {x, x + 1, x + 2};
}
TEST(Stress, ReadersWritersClearsAndEvictions) {
  constexpr int rounds = STCACHE_TSAN ? 20000 : 200000;
  std::atomic<bool> over{false};
  auto threads = start(4, [&](int seed) {
    unsigned random = static_cast<unsigned>(seed) + 1;
    for (int i = 0; i < rounds; ++i) {
      random = random * 1664525u + 1013904223u;
      const int x = static_cast<int>(random >> 16) % 120;
      const std::string s = churned(x);
      ASSERT_EQ(s.size(), static_cast<std::size_t>(x % 100));
      if (!s.empty()) {
        ASSERT_EQ(s[0], 'a' + x % 26);
      }
      const int y = static_cast<int>(random >> 8) % 5000;
      const std::vector<int> v = growing(y);
      ASSERT_EQ(v[2], y + 2);
      if (i % 1000 == 0)
        st::cached(growing).clear();
      if (i % 100 == 0)
        st::cached(growing).clear(y);
    }
  });
  std::thread watcher([&] {
    while (!over) {
      ASSERT_LE(st::cached(churned).stats().entries, 50u);
      st::cached(growing).contains(3);
      usleep(200);
    }
  });
  join(threads);
  over = true;
  watcher.join();
  const st::Stats s = st::cached(churned).stats();
  EXPECT_EQ(s.hits + s.misses, 4u * rounds); // none lost with the threads
  EXPECT_GT(s.evictions, 0u);
  st::cached(churned).clear();
  st::cached(growing).clear();
  churned(1);
  EXPECT_LE(st::detail::limbo_size_for_testing(), 40u); // memory came back
}

OPTIONS(three_entries, st::max_entries = 3)
CACHED_DATA(int, touched, (int x), three_entries, nullptr, 0, static_cast<int &&>(x)) { return x; }
TEST(MaxEntries, UsesByThreadsThatHaveEndedCount) {
  touched(1);
  touched(2);
  touched(3);
  std::thread([] {
    touched(2); // attaches, in the slow path
    touched(1); // a hit of its own
  }).join();
  touched(4);
  EXPECT_TRUE(st::cached(touched).contains(1));
  EXPECT_TRUE(st::cached(touched).contains(2));
  EXPECT_FALSE(st::cached(touched).contains(3));
}
TEST(MaxEntries, UsesByOtherThreadsCount) {
  st::cached(touched).clear();
  touched(1);
  touched(2);
  touched(3);
  gate = false;
  std::atomic<bool> done{false};
  std::thread other([&] {
    touched(2);
    touched(1);
    done = true;
    wait_for_gate();
  });
  while (!done)
    std::this_thread::yield();
  touched(4);
  EXPECT_TRUE(st::cached(touched).contains(1));
  EXPECT_FALSE(st::cached(touched).contains(3));
  gate = true;
  other.join();
}

} // namespace
