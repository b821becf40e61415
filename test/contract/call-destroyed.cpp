// Values are destroyed when the cache lets them go, outside of its locks: destructors may call the cache.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

int alive;
int from_destructor(int x);
struct Tracked {
  explicit Tracked(int n = 0) : n(n) { ++alive; }
  Tracked(const Tracked& o) : n(o.n) { ++alive; }
  Tracked& operator=(const Tracked&) = default;
  ~Tracked() {
    --alive;
    (void)from_destructor(n);
  }
  int n;
  template <class Archive>
  void serialize(Archive& ar) { ar(n); }
};

[[st::cache_data]] int from_destructor(int x) { return x; }
[[st::cache_data(max_entries = 2)]] std::vector<Tracked> values(int n) { return std::vector<Tracked>(3, Tracked(n)); }
[[st::cache_resource(max_entries = 2)]] std::shared_ptr<Tracked> resources(int n) { return std::make_shared<Tracked>(n); }
// The destructor of a value asks for the very function, and clears it.
struct Clears {
  int n = 0;
  ~Clears();
};
[[st::cache_resource(max_entries = 1)]] std::shared_ptr<Clears> clears(int n) { return std::make_shared<Clears>(Clears{n}); }
Clears::~Clears() {
  (void)st::cached(clears).contains(12345);
  st::cached(clears).clear(n + 1000);
}

int main() {
  check::deadline(30);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(values(i).size(), 3);
  EXPECT_EQ(alive, 6);
  st::cached(values).clear(9);
  EXPECT_EQ(alive, 3);
  st::cached(values).clear();
  EXPECT_EQ(alive, 0);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(resources(i)->n, i);
  EXPECT_EQ(alive, 2);
  st::cache_resource.clear();
  EXPECT_EQ(alive, 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(clears(i)->n, i);
  st::cached(clears).clear();
  EXPECT_EQ(st::cached(clears).stats().entries, 0);
  return check::ok();
}
