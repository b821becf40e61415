// Pure: one pool of threads over cached functions; sums do not depend on who computes what.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

[[st::cache_data]] std::uint64_t mix(std::uint64_t x) {
  for (int i = 0; i < 50; ++i) x ^= x << 13, x ^= x >> 7, x ^= x << 17;
  return x;
}
[[st::cache_data(max_entries = 16)]] std::string text(int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += static_cast<char>('a' + mix(static_cast<std::uint64_t>(i + 1)) % 26);
  return out;
}
[[st::cache_data]] std::uint64_t fib(int n) { return n < 2 ? static_cast<std::uint64_t>(n) : fib(n - 1) + fib(n - 2); }
[[st::cache_data]] std::vector<int> sieve(int n) {
  std::vector<bool> no(static_cast<std::size_t>(n) + 1);
  std::vector<int> out;
  for (int i = 2; i <= n; ++i) {
    if (no[static_cast<std::size_t>(i)]) continue;
    out.push_back(i);
    for (int j = 2 * i; j <= n; j += i) no[static_cast<std::size_t>(j)] = true;
  }
  return out;
}
struct Model {
  int seed;
  std::vector<int> weights;
  [[st::cache_data]] long score(int x) const {
    long s = seed;
    for (int w : weights) s = s * 31 + w * x;
    return s % 1000003;
  }
};

int main() {
  std::atomic<std::uint64_t> sum{0};
  std::vector<std::thread> pool;
  for (int t = 0; t < 8; ++t)
    pool.emplace_back([t, &sum] {
      const Model models[] = {{1, {1, 2, 3}}, {2, {4, 5}}, {1, {1, 2, 4}}};
      for (int i = 0; i < 300; ++i) {
        const int k = (i * 7 + t * 3) % 40;
        sum += mix(static_cast<std::uint64_t>(k + 1)) % 1000;
        sum += static_cast<std::uint64_t>(text(k).size()) + (k ? static_cast<std::uint64_t>(text(k).back()) : 0);
        sum += fib(k % 20);
        auto primes = sieve(k * 10);
        sum += primes.size();
        primes.assign(3, 0);
        sum += static_cast<std::uint64_t>(models[k % 3].score(k));
      }
    });
  for (auto& t : pool) t.join();
  std::printf("%llu %s %llu %zu\n", static_cast<unsigned long long>(sum.load()), text(20).c_str(), static_cast<unsigned long long>(fib(20)), sieve(100).size());
}
