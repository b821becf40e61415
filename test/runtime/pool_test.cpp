// The threads that work behind callers' backs.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <memory>
#include <src/pool.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using st::detail::worker_pool;
constexpr std::int64_t millisecond = 1'000'000;

// Pools must outlive their threads.
worker_pool &make_pool(std::uint32_t room, std::int64_t idle) {
  static auto *const all = new std::vector<std::unique_ptr<worker_pool>>;
  return *all->emplace_back(std::make_unique<worker_pool>(room, idle));
}

struct gate {
  std::atomic<bool> open{false};
  std::atomic<int> inside{0};
  std::atomic<int> done{0};
};
struct job : worker_pool::job {
  gate *through = nullptr;
  std::atomic<int> runs{0};
  explicit job(gate &g, const void *of = nullptr) : through(&g) {
    owner = of;
    run = [](worker_pool::job &j) noexcept {
      auto &self = static_cast<job &>(j);
      ++self.through->inside;
      while (!self.through->open)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      ++self.runs;
      ++self.through->done;
    };
  }
};

template <class Condition> void wait_until(Condition holds) {
  while (!holds())
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}
void wait_for_all(worker_pool &pool) {
  wait_until([&] { return pool.jobs() == 0; });
}
unsigned most() {
  return std::clamp(std::thread::hardware_concurrency(), 1u, worker_pool::most_threads);
}

TEST(Pool, ThreadsStartWhenNeededAndEndWhenIdle) {
  worker_pool &pool = make_pool(10, 20 * millisecond);
  EXPECT_EQ(pool.threads(), 0u);
  for (int round = 0; round < 3; ++round) {
    gate g;
    job first(g), second(g), third(g);
    ASSERT_TRUE(pool.submit(first));
    EXPECT_EQ(pool.threads(), 1u);
    wait_until([&] { return g.inside == 1; });
    ASSERT_TRUE(pool.submit(second) && pool.submit(third));
    EXPECT_EQ(pool.threads(), most());
    EXPECT_EQ(pool.jobs(), 3u);
    g.open = true;
    wait_for_all(pool);
    EXPECT_EQ(first.runs + second.runs + third.runs, 3);
    wait_until([&] { return pool.threads() == 0; });
  }
}

TEST(Pool, RefusesWhatItHasNoRoomFor) {
  worker_pool &pool = make_pool(2, 1000 * millisecond);
  gate g;
  std::vector<std::unique_ptr<job>> jobs;
  for (unsigned i = 0; i < most(); ++i) {
    jobs.push_back(std::make_unique<job>(g));
    ASSERT_TRUE(pool.submit(*jobs.back()));
    wait_until([&] { return g.inside == static_cast<int>(i) + 1; });
  }
  job a(g), b(g), c(g);
  EXPECT_TRUE(pool.has_room());
  EXPECT_TRUE(pool.submit(a) && pool.submit(b));
  EXPECT_FALSE(pool.has_room());
  EXPECT_FALSE(pool.submit(c));
  g.open = true;
  wait_for_all(pool);
  EXPECT_EQ(a.runs + b.runs, 2);
  EXPECT_EQ(c.runs, 0);
  EXPECT_TRUE(pool.submit(c));
  wait_for_all(pool);
  EXPECT_EQ(c.runs, 1);
}

TEST(Pool, TakesAndWaitsByOwner) {
  worker_pool &pool = make_pool(10, 1000 * millisecond);
  gate slow, other;
  const int owner = 0, else_owner = 0;
  std::vector<std::unique_ptr<job>> running;
  for (unsigned i = 0; i < most(); ++i) {
    running.push_back(std::make_unique<job>(slow, &owner));
    ASSERT_TRUE(pool.submit(*running.back()));
  }
  wait_until([&] { return slow.inside == static_cast<int>(most()); });
  job mine(slow, &owner), theirs(other, &else_owner), last(slow, &owner);
  ASSERT_TRUE(pool.submit(mine) && pool.submit(theirs) && pool.submit(last));
  EXPECT_FALSE(pool.wait_for(&else_owner));
  int taken = 0;
  for (worker_pool::job *j = pool.take(&owner); j; j = j->next, ++taken)
    EXPECT_TRUE(j == &mine || j == &last);
  EXPECT_EQ(taken, 2);
  EXPECT_EQ(pool.take(&owner), nullptr);
  std::thread opens([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    slow.open = true;
  });
  EXPECT_TRUE(pool.wait_for(&owner));
  EXPECT_EQ(slow.done, static_cast<int>(most()));
  opens.join();
  other.open = true;
  wait_for_all(pool);
  EXPECT_EQ(theirs.runs, 1);
  EXPECT_EQ(mine.runs + last.runs, 0);
  // What is added after the last one was taken is found.
  job again(other, &owner);
  ASSERT_TRUE(pool.submit(again));
  wait_for_all(pool);
  EXPECT_EQ(again.runs, 1);
}

TEST(Pool, AJobMayWaitForItsOwner) {
  worker_pool &pool = make_pool(10, 1000 * millisecond);
  static worker_pool *const here = &pool;
  static std::atomic<int> result{-1};
  worker_pool::job j;
  j.owner = &pool;
  j.run = [](worker_pool::job &) noexcept { result = here->wait_for(here); };
  ASSERT_TRUE(pool.submit(j));
  wait_for_all(pool);
  EXPECT_EQ(result, 0);
}

TEST(Pool, NothingBeginsOnceStopped) {
  worker_pool &pool = make_pool(10, 1000 * millisecond);
  static gate g; // a job that is never let through may run at the end of the process
  static std::vector<std::unique_ptr<job>> jobs;
  for (unsigned i = 0; i <= most(); ++i) {
    jobs.push_back(std::make_unique<job>(g));
    ASSERT_TRUE(pool.submit(*jobs.back()));
  }
  wait_until([&] { return g.inside == static_cast<int>(most()); });
  pool.stop(millisecond); // those that run do not end
  EXPECT_FALSE(pool.has_room());
  job late(g);
  EXPECT_FALSE(pool.submit(late));
  g.open = true;
  pool.stop(60'000 * millisecond);
  wait_until([&] { return pool.threads() == 0; });
  EXPECT_EQ(g.done, static_cast<int>(most()));
  EXPECT_EQ(jobs.back()->runs, 0);
}

TEST(Pool, SignalsAreForOtherThreads) {
  worker_pool &pool = make_pool(10, millisecond);
  static sigset_t mask;
  worker_pool::job j;
  j.run = [](worker_pool::job &) noexcept { pthread_sigmask(SIG_BLOCK, nullptr, &mask); };
  sigset_t before, after;
  pthread_sigmask(SIG_BLOCK, nullptr, &before);
  ASSERT_TRUE(pool.submit(j));
  wait_for_all(pool);
  pthread_sigmask(SIG_BLOCK, nullptr, &after);
  for (const int blocked : {SIGINT, SIGTERM, SIGCHLD, SIGALRM, SIGUSR1, SIGPROF})
    EXPECT_TRUE(sigismember(&mask, blocked));
  for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
    EXPECT_FALSE(sigismember(&mask, fault));
  EXPECT_EQ(sigismember(&before, SIGTERM), sigismember(&after, SIGTERM));
}

// What waited in the parent still waits, even if it fills the queue, until there is a thread again.
TEST(Pool, AChildStartsThreadsOfItsOwn) {
  worker_pool &pool = make_pool(2, 1000 * millisecond);
  gate g;
  std::vector<std::unique_ptr<job>> jobs;
  for (unsigned i = 0; i < most() + 2; ++i) {
    jobs.push_back(std::make_unique<job>(g));
    ASSERT_TRUE(pool.submit(*jobs.back()));
    if (i < most())
      wait_until([&] { return g.inside == static_cast<int>(i) + 1; });
  }
  pool.lock();
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    pool.forget_threads_after_fork();
    pool.unlock();
    g.open = true;
    bool right = pool.threads() == 0 && pool.jobs() == 2 && pool.has_room();
    job fresh(g);
    right = pool.submit(fresh) && right;
    wait_for_all(pool);
    _exit(right && fresh.runs == 1 && g.done == 3 ? 7 : 1);
  }
  pool.unlock();
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
  g.open = true;
  wait_for_all(pool);
  EXPECT_EQ(g.done, static_cast<int>(most()) + 2);
}

TEST(Pool, ManyThreadsSubmit) {
  worker_pool &pool = make_pool(16, millisecond / 10);
  static std::atomic<int> ran{0};
  struct own : worker_pool::job {
    own() {
      run = [](worker_pool::job &j) noexcept {
        ++ran;
        delete static_cast<own *>(&j);
      };
    }
  };
  ran = 0;
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        auto *const j = new own;
        if (pool.submit(*j))
          ++accepted;
        else
          delete j;
        if (i % 100 == 0) // lets threads end
          std::this_thread::sleep_for(std::chrono::microseconds(300));
      }
    });
  for (std::thread &t : threads)
    t.join();
  wait_for_all(pool);
  EXPECT_GT(accepted, 0);
  EXPECT_EQ(ran, accepted);
}

} // namespace
