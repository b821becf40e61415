// Pure: knapsack, change, partitions and grid paths by cached recursion.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

struct Item {
  int weight, value;
};
[[st::cache_data]] int knapsack(const std::vector<Item>& items, std::size_t from, int room) {
  if (from == items.size()) return 0;
  const int without = knapsack(items, from + 1, room);
  if (items[from].weight > room) return without;
  return std::max(without, items[from].value + knapsack(items, from + 1, room - items[from].weight));
}
[[st::cache_data]] std::uint64_t change(int amount, std::vector<int> coins) {
  if (amount == 0) return 1;
  if (amount < 0 || coins.empty()) return 0;
  const std::uint64_t with = change(amount - coins.back(), coins);
  coins.pop_back();
  return with + change(amount, std::move(coins));
}
[[st::cache_data]] std::uint64_t partitions(int n, int largest) {
  if (n == 0) return 1;
  if (n < 0 || largest == 0) return 0;
  return partitions(n - largest, largest) + partitions(n, largest - 1);
}
[[st::cache_data]] std::uint64_t collatz(std::uint64_t n) { return n == 1 ? 0 : 1 + collatz(n % 2 ? 3 * n + 1 : n / 2); }
template <int Width>
[[st::cache_data]] std::uint64_t paths(int x, int y) { return x == Width || y == Width ? 1 : paths<Width>(x + 1, y) + paths<Width>(x, y + 1); }
[[st::cache_data]] std::uint64_t ackermann(std::uint64_t m, std::uint64_t n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

int main() {
  const std::vector<Item> items{{3, 4}, {4, 5}, {7, 10}, {8, 11}, {9, 13}, {2, 1}, {5, 8}};
  for (int room = 0; room < 30; room += 3) std::printf("%d ", knapsack(items, 0, room));
  for (int a = 0; a <= 60; a += 10) std::printf("%llu ", static_cast<unsigned long long>(change(a, {1, 2, 5, 10, 20})));
  for (int n = 0; n <= 30; n += 5) std::printf("%llu ", static_cast<unsigned long long>(partitions(n, n)));
  for (std::uint64_t n = 1; n < 40; ++n) std::printf("%llu ", static_cast<unsigned long long>(collatz(n)));
  std::printf("%llu %llu %llu ", static_cast<unsigned long long>(paths<8>(0, 0)), static_cast<unsigned long long>(paths<9>(0, 0)), static_cast<unsigned long long>(paths<8>(1, 0)));
  for (std::uint64_t n = 0; n < 5; ++n) std::printf("%llu ", static_cast<unsigned long long>(ackermann(2, n)));
  std::puts("");
}
