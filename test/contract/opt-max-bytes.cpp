// max_bytes: never more in memory, the least recently used entry goes first, what is too large alone is returned and not kept.
// RUN: %stcxx -O1 -pthread %s -o %t && env STCACHE_LOG=info %t 2>%t.log | %FileCheck %s
// CHECK: ok
// RUN: %FileCheck %s --check-prefix=LOG <%t.log
// LOG-NOT: number{{.*}}not kept
// LOG: large{{.*}}not kept: it takes {{[0-9]+}} bytes, which is more than max_bytes
// LOG-NOT: large{{.*}}not kept
#include <st/cache.h>
#include <algorithm>
#include <atomic>
#include <list>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

using Block = std::vector<char>;
std::atomic<int> runs{0};
Block block(int kilobytes) { ++runs; return Block(static_cast<std::size_t>(kilobytes) * 1000); }

[[st::cache_data(max_bytes = 10500)]] Block number(int kilobytes, int) { return block(kilobytes); }
[[st::cache_data(max_bytes = "10.5K")]] Block text(int kilobytes, int) { return block(kilobytes); }
[[st::cache_data(max_bytes = "10KiB", max_entries = 3)]] Block both(int kilobytes, int) { return block(kilobytes); }
[[st::cache_data(max_bytes = "10.5K")]] Block large(int kilobytes, int) { return block(kilobytes); }
[[st::cache_data(max_bytes = 1)]] int nothing(int x) { ++runs; return x; }
[[st::cache_data(max_bytes = std::max(1, 100000))]] std::string says(int size) {
  st::write(std::string(static_cast<std::size_t>(size), 'x'));
  ++runs;
  return "said";
}
[[st::cache_data(max_bytes = "50K")]] Block shared(int kilobytes, int) { return block(kilobytes); }
[[st::cache_data(max_bytes = "10.5K", ttl = 1)]] Block with_ttl(int kilobytes, int) { return block(kilobytes); }

template <class F> bool hits(F f, int kilobytes, int x) {
  const int before = runs;
  EXPECT_EQ(f(kilobytes, x).size(), kilobytes * 1000);
  return runs == before;
}

// The last ones used that fit, against which each step is checked.
template <class F> void compare_with_model(F f, int bound) {
  st::cached(f).clear();
  (void)f(1, 0);
  const int overhead = static_cast<int>(st::cached(f).stats().bytes) - 1000;
  EXPECT(overhead > 0 && overhead < 500);
  st::cached(f).clear();
  std::list<std::pair<int, int>> model;  // youngest last
  int used = 0;
  unsigned random = 12345;
  const auto next = [&random](int n) {
    random = random * 1103515245 + 12345;
    return static_cast<int>(random >> 16) % n;
  };
  for (int i = 0; i < 5000; ++i) {
    const std::pair<int, int> call(1 + next(5), next(3));
    const int size = call.first * 1000 + overhead;
    const auto at = std::find(model.begin(), model.end(), call);
    const bool expected = at != model.end();
    if (expected) {
      model.erase(at);
    } else {
      for (; used + size > bound; model.pop_front())
        used -= model.front().first * 1000 + overhead;
      used += size;
    }
    model.push_back(call);
    EXPECT(hits(f, call.first, call.second) == expected);
    EXPECT_EQ(st::cached(f).stats().bytes, used);
    EXPECT_EQ(st::cached(f).stats().entries, model.size());
  }
}

int main() {
  check::deadline(120);
  // Three of three kilobytes fit.
  for (int x : {1, 2, 3}) EXPECT(!hits(number, 3, x));
  EXPECT(hits(number, 3, 1));
  EXPECT(!hits(number, 3, 4));
  EXPECT(!st::cached(number).contains(3, 2));
  EXPECT(hits(number, 3, 1) && hits(number, 3, 3) && hits(number, 3, 4));
  EXPECT_EQ(st::cached(number).stats().evictions, 1);
  EXPECT(!hits(number, 6, 5));  // takes the place of two
  EXPECT_EQ(st::cached(number).stats().evictions, 3);
  EXPECT(hits(number, 3, 4) && hits(number, 6, 5));
  compare_with_model(number, 10500);
  compare_with_model(text, 10500);

  for (int x : {1, 2, 3, 4}) EXPECT(!hits(both, 1, x));  // max_entries
  EXPECT(!st::cached(both).contains(1, 1));
  EXPECT(!hits(both, 10, 5));  // max_bytes
  EXPECT_EQ(st::cached(both).stats().entries, 1);

  // Nothing leaves for what does not fit.
  EXPECT(!hits(large, 3, 1) && !hits(large, 20, 2) && !hits(large, 20, 2) && hits(large, 3, 1));
  EXPECT_EQ(st::cached(large).stats().entries, 1);
  EXPECT_EQ(st::cached(large).stats().evictions, 0);
  EXPECT_EQ(st::cached(large).stats().errors, 0);
  EXPECT_EQ(nothing(4) + nothing(4), 8);
  EXPECT_EQ(st::cached(nothing).stats().misses, 2);

  // What is said counts, too.
  st::set_element_sink([](const st::Element &) {});
  runs = 0;
  says(60000), says(60000), says(60001);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(st::cached(says).stats().entries, 1);
  EXPECT(st::cached(says).stats().bytes > 60000);
  st::set_element_sink(nullptr);

  // Also with threads, and for those who wait for a value that is not kept.
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      unsigned random = static_cast<unsigned>(t) * 7919 + 1;
      for (int i = 0; i < 3000; ++i) {
        random = random * 1103515245 + 12345;
        const int kilobytes = 1 + static_cast<int>(random >> 16) % 60;
        EXPECT_EQ(shared(kilobytes, i % 2).size(), kilobytes * 1000);
        EXPECT(st::cached(shared).stats().bytes <= 50000);
      }
    });
  for (std::thread &t : threads) t.join();
  EXPECT(st::cached(shared).stats().evictions > 0);

  // Expired entries go before live ones, and count as expired.
  check::Clock clock;
  (void)with_ttl(3, 1);
  check::sleep_ms(600);
  (void)with_ttl(3, 2), (void)with_ttl(3, 3);
  const double written = clock.seconds();
  (void)with_ttl(3, 1);
  check::sleep_ms(500);
  (void)with_ttl(3, 4);
  const bool two_is_there = st::cached(with_ttl).contains(3, 2);
  if (clock.seconds() - written < 0.95) EXPECT(two_is_there);
  return check::ok();
}
