// Sessions that begin, are shared by threads, and end beside each other.
#include "wrap.h"
#include <array>
#include <chrono>
#include <gtest/gtest.h>
#include <malloc.h>
#include <memory>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

thread_local int whose = 0;
std::atomic<int> live{0};
std::atomic<int> releases{0};
struct object {
  int owner;
  explicit object(int o) : owner(o) { ++live; }
  ~object() { --live; }
};
using shared = std::shared_ptr<object>;

OPTIONS(in_session, st::scope = st::session)
OPTIONS(few_in_session, st::scope = st::session, st::max_entries = 4)
OPTIONS(small_in_session, st::scope = st::session, st::max_bytes = "20K")
OPTIONS(released, st::scope = st::session, st::on_release = [](const shared &) { ++releases; })

std::atomic<int> computed{0};
CACHED_DATA(std::string, text, (int x), &in_session, nullptr, 0, static_cast<int &&>(x)) {
  return std::to_string(whose) + ":" + std::to_string(x);
}
CACHED_DATA(std::string, few, (int x), &few_in_session, nullptr, 0, static_cast<int &&>(x)) {
  return std::to_string(whose) + ":" + std::to_string(x);
}
CACHED_DATA(std::vector<int>, small, (int x), &small_in_session, nullptr, 0,
            static_cast<int &&>(x)) {
  return std::vector<int>(static_cast<std::size_t>(x % 100) * 10, whose);
}
CACHED_RESOURCE(shared, make, (int x), &released, nullptr, 0, static_cast<int &&>(x)) {
  ++computed;
  return std::make_shared<object>(whose * 1000 + x);
}
CACHED_DATA(int, global_one, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  return static_cast<int>(text(x).size());
}

// Each session is used by two threads, which come from a pool that uses many sessions.
TEST(Session, ThreadsThatShareSessionsSeeTheirOwnResults) {
  constexpr int sessions = 6;
  std::array<std::optional<st::Session>, sessions> all;
  for (auto &s : all)
    s.emplace();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      unsigned random = static_cast<unsigned>(t) + 1;
      for (int i = 0; i < 20'000; ++i) {
        random = random * 1103515245 + 12345;
        const int which = static_cast<int>(random >> 16) % sessions;
        const int x = static_cast<int>(random >> 20) % 12;
        const auto in = all[static_cast<std::size_t>(which)]->enter();
        whose = which;
        const std::string expected = std::to_string(which) + ":" + std::to_string(x);
        ASSERT_EQ(text(x), expected);
        ASSERT_EQ(few(x), expected);
        for (const int owner : small(x * 7))
          ASSERT_EQ(owner, which);
        if (i % 500 == 0)
          all[static_cast<std::size_t>(which)]->clear();
        if (i % 700 == 0)
          st::cache_data.clear();
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_LE(st::cached(few).stats().entries, 4u * sessions);
}

// Sessions begin and end while others do, and while threads that are bound to them go on.
TEST(Session, EndsBesideUse) {
  computed = releases = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([t] {
      for (int i = 0; i < 300; ++i) {
        whose = t * 1000 + i;
        std::optional<st::Session> s(std::in_place);
        std::atomic<bool> bound{false};
        std::thread helper([&, mine = whose] {
          whose = mine;
          const auto in = s->enter();
          bound = true;
          for (int x = 0; x < 40; ++x) {
            ASSERT_EQ(make(x % 4)->owner, mine * 1000 + x % 4);
            ASSERT_EQ(text(x % 4), std::to_string(mine) + ":" + std::to_string(x % 4));
          }
        });
        {
          const auto in = s->enter();
          for (int x = 0; x < 20; ++x)
            ASSERT_EQ(make(x % 4)->owner, whose * 1000 + x % 4);
        }
        while (!bound)
          std::this_thread::yield();
        s.reset();
        helper.join();
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(live, 0);
  EXPECT_EQ(st::cached(make).stats().entries, 0u);
  EXPECT_GE(releases, 3 * 300 * 4);
  EXPECT_LE(releases, computed);
}

// Others begin, use and end sessions at the moment of the fork.
TEST(Session, LocksAreConsistentInAChild) {
  st::Session mine;
  const auto in = mine.enter();
  whose = 7;
  EXPECT_EQ(text(1), "7:1");
  std::atomic<bool> over{false};
  std::vector<std::thread> busy;
  for (int t = 0; t < 3; ++t)
    busy.emplace_back([&, t] {
      whose = t;
      for (int i = 0; !over; ++i) {
        st::Session s;
        const auto bound = s.enter();
        text(i % 5), few(i % 7), make(i % 3);
      }
    });
  for (int i = 0; i < 30; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      whose = 8;
      bool right = text(1) == "7:1" && text(2) == "8:2";
      for (int x = 0; x < 100; ++x) {
        st::Session s;
        const auto bound = s.enter();
        right = right && text(x) == "8:" + std::to_string(x) && make(x) == make(x);
      }
      st::cache_data.clear();
      _exit(right && st::cached(text).stats().entries == 0 ? 5 : 2);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 5);
  }
  over = true;
  for (std::thread &t : busy)
    t.join();
}

TEST(Session, AGlobalResultIsNotMadeOfOneSessions) {
  std::array<st::Session, 3> all;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < all.size(); ++t)
    threads.emplace_back([&, t] {
      whose = t == 0 ? 5 : t == 1 ? 55 : 555;
      for (int i = 0; i < 2'000; ++i) {
        const auto in = all[t].enter();
        ASSERT_EQ(global_one(i % 3), static_cast<int>(t) + 3);
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(st::cached(global_one).stats().entries, 0u);
}

double seconds_for_short_sessions(int count) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    st::Session s;
    const auto in = s.enter();
    text(1), text(2), make(1);
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// 10,000 sessions come and go: it costs each what it has itself, in time and memory, whatever
// others have.
TEST(Session, EndsInTimeOfItsOwnEntries) {
  constexpr int count = 500;
  seconds_for_short_sessions(count);
  const auto alone = seconds_for_short_sessions(count);
  std::vector<std::unique_ptr<st::Session>> others;
  for (int i = 0; i < 1'000; ++i) {
    others.push_back(std::make_unique<st::Session>());
    const auto in = others.back()->enter();
    for (int x = 0; x < 100; ++x)
      text(x), make(x);
  }
  const std::size_t before = mallinfo2().uordblks;
  const auto beside = seconds_for_short_sessions(count);
  // A look at each of the others, let alone at their 200,000 entries, would take many times more.
  EXPECT_LT(beside, 20 * alone + 0.5);
  for (int i = 0; i < 19; ++i)
    seconds_for_short_sessions(count);
  EXPECT_LT(mallinfo2().uordblks, before + 200'000);
  RecordProperty("alone_us", std::to_string(alone / count * 1e6));
  RecordProperty("beside_us", std::to_string(beside / count * 1e6));
  others.clear();
  EXPECT_EQ(st::cached(text).stats().entries, 0u);
  EXPECT_EQ(live, 0);
}

TEST(Session, ABindingEndedElsewhereDoesNoHarm) {
  st::Session other;
  {
    std::optional<st::Session> s(std::in_place);
    struct holder {
      st::Session::bound in;
      explicit holder(st::Session &of) : in(of.enter()) {}
    };
    std::unique_ptr<holder> moved;
    std::thread([&] {
      moved = std::make_unique<holder>(*s);
      whose = 1;
      EXPECT_EQ(text(1), "1:1");
    }).join();
    testing::internal::CaptureStderr();
    moved.reset();
    EXPECT_NE(testing::internal::GetCapturedStderr().find("ended by another thread"),
              std::string::npos);
  }
  whose = 2;
  const auto in = other.enter();
  EXPECT_EQ(text(1), "2:1");
}

} // namespace
