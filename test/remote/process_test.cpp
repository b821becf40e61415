// Leases, forks and many processes.
#include "support.h"

namespace st::store::remote {
namespace {

using store::pattern;
using store::put_result;
using store::result_of;
using store::run_child;
using store::start_child;

TEST(remote_lease, excludes_and_ends) {
  NEEDS_REDIS();
  const redis r;
  const auto a = open_url(r.url());
  const auto b = open_url(r.url());
  const place where = place_of(*a, 1);
  lease one = a->acquire(where);
  EXPECT_TRUE(one.owned());
  EXPECT_FALSE(one.waited());
  EXPECT_TRUE(b->acquire(place_of(*b, 2)).owned()); // another key
  const lease none = b->acquire(where, 0);
  EXPECT_FALSE(none.owned());
  std::thread later([&] {
    sleep_ms(100);
    one.release();
  });
  lease two = b->acquire(where);
  later.join();
  EXPECT_TRUE(two.owned());
  EXPECT_TRUE(two.waited());
  // Moved, it is still the same.
  lease moved = std::move(two);
  EXPECT_FALSE(two.owned()); // NOLINT(bugprone-use-after-move)
  EXPECT_FALSE(a->acquire(where, 0).owned());
  moved = lease();
  EXPECT_TRUE(a->acquire(where, 0).owned());
}

TEST(remote_lease, put_ends_it_and_wakes) {
  NEEDS_REDIS();
  const redis r;
  const auto a = open_url(r.url());
  const auto b = open_url(r.url());
  const place where = place_of(*a, 1);
  lookup before;
  a->find(where, {}, 0, false, before);
  lease one = a->acquire(where);
  std::thread later([&] {
    sleep_ms(100);
    EXPECT_EQ(a->put(where, view("v"), {}, before.clears, &one), put_result::stored);
    EXPECT_FALSE(one.owned());
  });
  const lease two = b->acquire(where);
  EXPECT_TRUE(two.waited());
  EXPECT_EQ(value_of(*b, where), "v");
  later.join();
}

TEST(remote_lease, passes_when_the_holder_is_killed) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url(), [](settings &how) { how.lease = 500 * millisecond; });
  const place where = place_of(*s, 1);
  const pid_t child = start_child([&] {
    const lease held = s->acquire(where);
    if (!held.owned())
      return 1;
    for (;;)
      ::pause();
  });
  const std::string lock(lock_key(where));
  EXPECT_TRUE(eventually([&] { return ask(*s, "", {"EXISTS", lock}) == "1"; }));
  ::kill(child, SIGKILL);
  result_of(child);
  lease right;
  const double waited = seconds_of([&] { right = s->acquire(where); });
  EXPECT_LT(waited, 1.0 * store::slowness);
  EXPECT_TRUE(s->acquire(where, 700 * millisecond).owned() || right.owned());
}

TEST(remote_lease, holders_wait_for_each_other_only_a_while) {
  NEEDS_REDIS();
  const redis r;
  const auto a = open_url(r.url());
  const auto b = open_url(r.url());
  const double waited = seconds_of([&] {
    std::atomic<int> ready{0};
    const auto both = [&](server &s, std::uint64_t first, std::uint64_t second) {
      const lease one = s.acquire(place_of(s, first));
      EXPECT_TRUE(one.owned());
      for (++ready; ready < 2;)
        sleep_ms(1);
      s.acquire(place_of(s, second));
    };
    std::thread other([&] { both(*a, 1, 2); });
    both(*b, 2, 1);
    other.join();
  });
  EXPECT_GT(waited, 1.5);
  EXPECT_LT(waited, 5.0 * store::slowness);
}

TEST(remote_lease, is_void_in_a_child) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  const place where = place_of(*s, 1);
  const auto held = std::make_unique<lease>(s->acquire(where));
  EXPECT_EQ(run_child([&] {
              held->release();
              return 0;
            }),
            0);
  EXPECT_EQ(ask(*s, "", {"EXISTS", std::string(lock_key(where))}), "1");
}

TEST(remote_process, a_child_goes_on) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  put_value(*s, place_of(*s, 1), "parent's");
  std::atomic<bool> done{false};
  // Another thread is in the midst of calls while children are made.
  std::thread busy([&] {
    while (!done)
      value_of(*s, place_of(*s, 1));
  });
  for (int i = 0; i < 20; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    const pid_t child = start_child([&] {
      if (value_of(*s, place_of(*s, 1)) != "parent's")
        return 1;
      return put_value(*s, place_of(*s, 100 + number), "child's") == put_result::stored ? 0 : 2;
    });
    // Both at once: on a connection in common, replies would be mixed up.
    for (int j = 0; j < 20; ++j)
      EXPECT_EQ(value_of(*s, place_of(*s, 1)), "parent's");
    EXPECT_EQ(result_of(child), 0);
    EXPECT_EQ(value_of(*s, place_of(*s, 100 + number)), "child's");
  }
  done = true;
  busy.join();
  EXPECT_EQ(s->events().errors, 0u);
}

TEST(remote_process, eight_compute_once) {
  NEEDS_REDIS();
  const redis r;
  constexpr std::uint64_t keys = 20;
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    children.push_back(start_child([&] {
      const auto s = open_url(r.url());
      for (std::uint64_t key = 0; key < keys; ++key) {
        const place where = place_of(*s, key);
        lookup found;
        if (!s->find(where, {}, 0, false, found)) {
          lease right = s->acquire(where);
          if (!s->find(where, {}, 0, false, found)) {
            ask(*s, "", {"INCR", "computed"});
            sleep_ms(20);
            if (s->put(where, view(pattern(key, 1000)), {}, found.clears, &right) !=
                put_result::stored)
              return 1;
            continue;
          }
        }
        if (text_of(found.payload()) != pattern(key, 1000))
          return 2;
      }
      return 0;
    }));
  }
  for (const pid_t child : children)
    EXPECT_EQ(result_of(child), 0);
  const auto s = open_url(r.url());
  EXPECT_EQ(ask(*s, "", {"GET", "computed"}), std::to_string(keys));
}

} // namespace
} // namespace st::store::remote
