// max_entries: the least recently used entry goes first, a hit refreshes, expired entries go before live ones.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <algorithm>
#include <memory>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

int runs;
[[st::cache_data(max_entries = 3)]] int three(int x) { ++runs; return x; }
[[st::cache_data(max_entries = 1)]] int one(int x) { ++runs; return x; }
[[st::cache_data(max_entries = std::max(1, 2))]] int two(int x) { ++runs; return x; }
[[st::cache_resource(max_entries = 2)]] std::shared_ptr<int> resource(int x) { ++runs; return std::make_shared<int>(x); }
[[st::cache_data(max_entries = 1000)]] int thousand(int x) { ++runs; return x; }
[[st::cache_data(max_entries = 2, ttl = 1)]] int with_ttl(int x) { ++runs; return x; }

template <class F>
bool hits(F f, int x) {
  const int before = runs;
  (void)f(x);
  return runs == before;
}

int main() {
  auto in_three = [](int x) { return st::cached(three).contains(x); };
  for (int x : {1, 2, 3}) EXPECT_EQ(three(x), x);
  EXPECT(hits(three, 1));  // 1 is now the youngest
  EXPECT(!hits(three, 4));
  EXPECT(!in_three(2));
  EXPECT(in_three(1) && in_three(3) && in_three(4));
  EXPECT(!hits(three, 5));
  EXPECT(!in_three(3));
  EXPECT(hits(three, 1) && hits(three, 4) && hits(three, 5));
  EXPECT_EQ(st::cached(three).stats().entries, 3);
  EXPECT_EQ(st::cached(three).stats().evictions, 2);
  EXPECT(!hits(three, 2));
  EXPECT(!in_three(1));  // hit first of the three

  EXPECT(!hits(one, 1) && hits(one, 1) && !hits(one, 2) && hits(one, 2) && !hits(one, 1));
  EXPECT_EQ(st::cached(one).stats().entries, 1);
  EXPECT(!hits(two, 1) && !hits(two, 2) && hits(two, 1) && !hits(two, 3) && hits(two, 1) && !hits(two, 2));

  std::shared_ptr<int> kept = resource(1);
  (void)resource(2);
  (void)resource(3);
  EXPECT_EQ(*kept, 1);
  EXPECT_EQ(kept.use_count(), 1);  // the cache has let it go
  EXPECT(resource(1) != kept);

  // A model with one thread, against which each step is checked.
  std::vector<int> model;  // youngest last
  st::cached(three).clear();
  unsigned random = 12345;
  for (int i = 0; i < 5000; ++i) {
    random = random * 1103515245 + 12345;
    const int x = static_cast<int>(random >> 16) % 6;
    const auto at = std::find(model.begin(), model.end(), x);
    const bool expected = at != model.end();
    if (expected) model.erase(at);
    else if (model.size() == 3) model.erase(model.begin());
    model.push_back(x);
    EXPECT(hits(three, x) == expected);
  }

  for (int i = 0; i < 3000; ++i) (void)thousand(i);
  EXPECT_EQ(st::cached(thousand).stats().entries, 1000);
  EXPECT(hits(thousand, 2000) && hits(thousand, 2999) && !hits(thousand, 1999));

  // 1 is used last, but it has expired when room is needed.
  check::Clock clock;
  (void)with_ttl(1);
  check::sleep_ms(600);
  (void)with_ttl(2);
  const double written = clock.seconds();
  (void)with_ttl(1);
  check::sleep_ms(500);
  (void)with_ttl(3);
  const bool two_is_there = st::cached(with_ttl).contains(2);
  if (clock.seconds() - written < 0.95) EXPECT(two_is_there);
  return check::ok();
}
