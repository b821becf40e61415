// Pure: sorting and searching written by hand, on copies and by move.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

[[st::cache_data]] std::vector<int> quick(std::vector<int> v) {
  if (v.size() < 2) return v;
  const int pivot = v[v.size() / 2];
  std::vector<int> low, same, high;
  for (int x : v) (x < pivot ? low : x > pivot ? high : same).push_back(x);
  std::vector<int> out = quick(std::move(low));
  out.insert(out.end(), same.begin(), same.end());
  const auto rest = quick(std::move(high));
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}
template <class T>
[[st::cache_data]] std::vector<T> merge_sort(const std::vector<T>& v) {
  if (v.size() < 2) return v;
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  auto a = merge_sort(std::vector<T>(v.begin(), middle)), b = merge_sort(std::vector<T>(middle, v.end()));
  std::vector<T> out;
  std::merge(std::make_move_iterator(a.begin()), std::make_move_iterator(a.end()), std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()), std::back_inserter(out));
  return out;
}
[[st::cache_data]] std::vector<int> heap(std::vector<int>&& v) {
  std::make_heap(v.begin(), v.end());
  std::sort_heap(v.begin(), v.end());
  return std::move(v);
}
[[st::cache_data]] int find(const std::vector<int>& v, int x, int low, int high) {
  if (low >= high) return -1;
  const int middle = low + (high - low) / 2;
  const int at = v[static_cast<std::size_t>(middle)];
  return at == x ? middle : at < x ? find(v, x, middle + 1, high) : find(v, x, low, middle);
}
[[st::cache_data]] int kth(std::unique_ptr<std::vector<int>> v, std::size_t k) {
  std::nth_element(v->begin(), v->begin() + static_cast<std::ptrdiff_t>(k), v->end());
  return (*v)[k];
}

int main() {
  std::vector<int> v;
  unsigned random = 1;
  for (int i = 0; i < 60; ++i) random = random * 1664525u + 1013904223u, v.push_back(static_cast<int>(random >> 20) % 100);
  for (int round = 0; round < 3; ++round) {
    const auto sorted = quick(v);
    std::printf("%d %d %d ", sorted == merge_sort(v), sorted == heap(std::vector<int>(v)), sorted[30]);
    for (int x : {0, 17, 55, 99}) std::printf("%d ", find(sorted, x, 0, static_cast<int>(sorted.size())));
    for (std::size_t k : {0u, 30u, 59u}) std::printf("%d ", kth(std::make_unique<std::vector<int>>(v), k));
    for (const auto& s : merge_sort(std::vector<std::string>{"pear", "apple", "fig", "apple"})) std::printf("%s ", s.c_str());
    std::puts("");
    v[static_cast<std::size_t>(round)] = 50;
  }
}
