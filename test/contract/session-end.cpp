// The end of a session: each of its entries is released once, before the destructor returns, and nothing of it is left.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

struct Connection {
  static inline std::atomic<int> alive{0};
  int number;
  explicit Connection(int n) : number(n) { ++alive; }
  ~Connection() { --alive; }
};
using Ptr = std::shared_ptr<Connection>;
std::atomic<int> runs{0};
std::multiset<int> released;  // by the thread that ends a session
void (*on_release)(const Ptr &) = nullptr;
[[st::cache_resource(scope = session, on_release = [](const Ptr &c) { released.insert(c->number); if (on_release) on_release(c); })]]
Ptr connect(int n) { ++runs; return std::make_shared<Connection>(n); }
[[st::cache_resource(scope = session, max_entries = 1, on_release = [](const Ptr &c) { released.insert(c->number); })]]
Ptr one(int n) { ++runs; return std::make_shared<Connection>(n); }
[[st::cache_data(scope = session)]] std::string text(int n) { ++runs; return std::to_string(n) + std::string(100, 'x'); }

check::Gate *inside, *go;
[[st::cache_resource(scope = session, on_release = [](const Ptr &c) { released.insert(c->number); })]]
Ptr slow(int n) {
  ++runs;
  if (go) inside->open(), go->wait();
  return std::make_shared<Connection>(n);
}

int main() {
  check::deadline(120);
  {
    st::Session s, other;
    {
      const auto in = s.enter();
      for (int n : {1, 2, 3, 2}) (void)connect(n);
      (void)one(7), (void)one(8);
      (void)text(1);
      EXPECT(released == std::multiset<int>{7});  // for max_entries
      st::cached(connect).clear(3);
      EXPECT(released == (std::multiset<int>{3, 7}));
      const auto in_other = other.enter();
      (void)connect(1);
    }
    released.clear();
    EXPECT_EQ(Connection::alive, 4);
    {
      const auto in = other.enter();
      other.clear();
      EXPECT(released == std::multiset<int>{1});
      (void)connect(9);
    }
    released.clear();
  }
  EXPECT(released == (std::multiset<int>{1, 2, 8, 9}));
  EXPECT_EQ(Connection::alive, 0);
  EXPECT_EQ(st::cached(connect).stats().entries, 0);
  EXPECT_EQ(st::cached(connect).stats().misses, 5);
  EXPECT_EQ(st::cached(connect).stats().hits, 1);

  // Another session, perhaps at the same address, finds nothing.
  for (int i = 0; i < 100; ++i) {
    st::Session s;
    const auto in = s.enter();
    const int before = runs;
    (void)text(1), (void)text(1);
    EXPECT_EQ(runs, before + 1);
  }

  // on_release may do what it likes: it runs outside of all locks.
  released.clear();
  on_release = [](const Ptr &c) {
    if (c->number != 1) return;
    st::cached(text).clear();
    st::cache_data.clear();
    (void)st::cached(connect).stats();
    st::Session inner;
    const auto in = inner.enter();
    (void)connect(5);
    throw 1;
  };
  {
    std::optional<st::Session> s(std::in_place);
    {
      const auto in = s->enter();
      (void)connect(1), (void)connect(2);
    }
    s.reset();
  }
  on_release = nullptr;
  EXPECT(released == (std::multiset<int>{1, 2, 5}));
  EXPECT_EQ(st::cached(connect).stats().errors, 1);
  EXPECT_EQ(Connection::alive, 0);

  // A binding may outlive its session: then it is as if there were none.
  {
    std::optional<st::Session> s(std::in_place);
    st::Session outer;
    const auto in_outer = outer.enter();
    {
      const auto in = s->enter();
      (void)connect(1);
      s.reset();
      const int before = runs;
      (void)connect(1), (void)connect(1), (void)text(1), (void)text(1);
      EXPECT_EQ(runs, before + 4);
      EXPECT(!st::cached(connect).contains(1));
      st::Session next;
      const auto in_next = next.enter();
      EXPECT(connect(1) == connect(1));
    }
    EXPECT(connect(1) == connect(1));
  }
  EXPECT_EQ(Connection::alive, 0);

  // A computation that is under way gives its caller the value, and nothing is kept of it. The cache
  // never had it, so there is nothing to release; those who wait for it get the value, too.
  for (int waiting : {0, 2}) {
    released.clear();
    runs = 0;
    check::Gate entered, gate;
    inside = &entered, go = &gate;
    std::optional<st::Session> s(std::in_place);
    std::vector<std::thread> threads;
    std::atomic<int> bound{0};
    for (int t = 0; t < 1 + waiting; ++t)
      threads.emplace_back([&] {
        const auto in = s->enter();
        ++bound;
        EXPECT_EQ(slow(1)->number, 1);
      });
    entered.wait();
    while (bound != 1 + waiting) std::this_thread::yield();
    check::sleep_ms(100);
    s.reset();
    // Its caches are used again while the computation goes on.
    st::Session next;
    {
      const auto in = next.enter();
      (void)connect(4), (void)text(4);
    }
    gate.open();
    for (std::thread &t : threads) t.join();
    go = nullptr;
    // Who came too late to wait has computed it.
    EXPECT(waiting ? runs >= 3 : runs == 3);
    EXPECT_EQ(st::cached(slow).stats().entries, 0);
    EXPECT(released.empty());
    const auto in = next.enter();
    EXPECT(!st::cached(slow).contains(1));
  }
  EXPECT_EQ(Connection::alive, 0);

  // Bindings that end in another order than they began.
  {
    st::Session x, y;
    struct Binding {
      decltype(x.enter()) in;
      explicit Binding(st::Session &s) : in(s.enter()) {}
    };
    auto first = std::make_unique<Binding>(x);
    const Ptr of_x = connect(1);
    auto second = std::make_unique<Binding>(y);
    const Ptr of_y = connect(1);
    first.reset();
    EXPECT(connect(1) == of_y);
    second.reset();
    EXPECT(connect(1) != of_y);
    auto third = std::make_unique<Binding>(x);
    EXPECT(connect(1) == of_x);
  }

  // A child process has the sessions of its parent.
  {
    st::Session s;
    const auto in = s.enter();
    const Ptr before = connect(1);
    released.clear();
    const pid_t child = fork();
    if (child == 0) {
      EXPECT(connect(1) == before);
      (void)connect(2);
      s.clear();
      EXPECT(released == (std::multiset<int>{1, 2}));
      _Exit(0);
    }
    int status = 0;
    EXPECT(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT(released.empty());
    EXPECT(connect(1) == before);
  }
  return check::ok();
}
