// validate and on_release: when they are called, how often, with what, outside of all locks, and what their exceptions do.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

struct Connection {
  int id;
  bool alive = true;
};
using Ptr = std::shared_ptr<Connection>;

int runs, validations;
bool validator_throws;
std::vector<int> released;

bool is_alive(const Ptr& p) {
  ++validations;
  if (validator_throws) throw std::runtime_error("validator");
  return p->alive;
}

[[st::cache_resource(validate = is_alive, on_release = [](const Ptr& p) { released.push_back(p->id); })]] Ptr connect(int id) {
  ++runs;
  return std::make_shared<Connection>(Connection{id});
}
[[st::cache_resource(max_entries = 2, on_release = [](Ptr p) { released.push_back(p->id); })]] Ptr two(int id) { return std::make_shared<Connection>(Connection{id}); }
[[st::cache_resource(ttl = 0.3, on_release = [](const Ptr& p) { released.push_back(p->id); })]] Ptr brief(int id) { ++runs; return std::make_shared<Connection>(Connection{id}); }
[[st::cache_resource(on_release = [](const Ptr& p) {
  released.push_back(p->id);
  throw std::runtime_error("release");
})]] Ptr throwing(int id) { return std::make_shared<Connection>(Connection{id}); }
[[st::cache_resource(on_release = [](Connection* p) { released.push_back(p->id); delete p; })]] Connection* pointer(int id) { return new Connection{id}; }
[[st::cache_resource(on_release = [](Connection& c) { released.push_back(c.id); delete &c; })]] Connection& reference(int id) { return *new Connection{id}; }

// These call the cache again: a lock that is held would hang.
Ptr calls_cache(int id);
[[st::cache_resource(validate = [](const Ptr& p) { return calls_cache(p->id + 1000) != nullptr; },
                     on_release = [](const Ptr& p) { released.push_back(p->id); (void)calls_cache(p->id + 2000); })]]
Ptr reentrant(int id) { return std::make_shared<Connection>(Connection{id}); }
Ptr calls_cache(int id) { return id > 10000 ? std::make_shared<Connection>(Connection{id}) : reentrant(id + 20000); }

std::vector<int> take() {
  std::vector<int> out;
  out.swap(released);
  return out;
}
using V = std::vector<int>;

int main() {
  check::deadline(60);
  // Not on a miss, once on each hit.
  Ptr a = connect(1);
  EXPECT_EQ(validations, 0);
  EXPECT(connect(1) == a);
  EXPECT(connect(1) == a);
  EXPECT_EQ(validations, 2);
  EXPECT_EQ(runs, 1);
  // Rejected: computed anew, the old one released, once.
  a->alive = false;
  Ptr b = connect(1);
  EXPECT(b != a);
  EXPECT_EQ(runs, 2);
  EXPECT(take() == V{1});
  EXPECT_EQ(a.use_count(), 1);
  EXPECT(connect(1) == b);
  EXPECT(take().empty());
  // It throws: the caller gets that, the entry stays.
  validator_throws = true;
  EXPECT_THROW(std::runtime_error, connect(1));
  EXPECT_THROW(std::runtime_error, connect(1));
  validator_throws = false;
  EXPECT(connect(1) == b);
  EXPECT_EQ(runs, 2);
  EXPECT(take().empty());
  // Cleared.
  (void)connect(2);
  st::cached(connect).clear(1);
  EXPECT(take() == V{1});
  st::cached(connect).clear(1);
  EXPECT(take().empty());
  st::cached(connect).clear();
  EXPECT(take() == V{2});
  EXPECT_EQ(b.use_count(), 1);

  // Evicted.
  (void)two(1), (void)two(2), (void)two(1);
  EXPECT(take().empty());
  (void)two(3);
  EXPECT(take() == V{2});
  st::cache_resource.clear();
  EXPECT_EQ(take().size(), 2);

  // Expired and replaced: once.
  runs = 0;
  Ptr old = brief(7);
  check::sleep_ms(400);
  Ptr fresh = brief(7);
  EXPECT(old != fresh);
  EXPECT_EQ(runs, 2);
  EXPECT(take() == V{7});
  EXPECT_EQ(old.use_count(), 1);
  st::cached(brief).clear();
  EXPECT(take() == V{7});

  // One that throws does not keep the others.
  (void)throwing(1), (void)throwing(2), (void)throwing(3);
  st::cached(throwing).clear();
  EXPECT_EQ(take().size(), 3);
  EXPECT_EQ(st::cached(throwing).stats().entries, 0);

  // Pointers and references.
  EXPECT(pointer(4) == pointer(4));
  st::cached(pointer).clear(4);
  EXPECT(take() == V{4});
  EXPECT(&reference(5) == &reference(5));
  st::cached(reference).clear();
  EXPECT(take() == V{5});

  Ptr r = reentrant(1);
  EXPECT(reentrant(1) == r);
  st::cached(reentrant).clear(1);
  EXPECT(take() == V{1});

  // Left in the cache at exit: on_release is not called then (see life-exit.cpp), nor does anything crash.
  (void)throwing(9), (void)pointer(9), (void)connect(9);
  return check::ok();
}
