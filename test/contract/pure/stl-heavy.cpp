// Pure: algorithms, adaptors and nested containers through and through.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <array>
#include <bitset>
#include <cstdio>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

using Record = std::tuple<int, std::string, std::optional<double>>;
[[st::cache_data]] std::vector<Record> records(int n) {
  std::vector<Record> out;
  std::generate_n(std::back_inserter(out), n, [i = 0]() mutable {
    ++i;
    return Record{i % 5, std::string(static_cast<std::size_t>(i % 3), 'r'), i % 4 ? std::optional<double>(i / 2.0) : std::nullopt};
  });
  return out;
}
[[st::cache_data]] std::map<int, std::vector<Record>> grouped(std::vector<Record> all) {
  std::sort(all.begin(), all.end(), std::greater<>());
  std::map<int, std::vector<Record>> out;
  for (auto& r : all) out[std::get<0>(r)].push_back(std::move(r));
  return out;
}
[[st::cache_data]] std::unordered_map<std::string, std::set<int>> inverted(const std::map<int, std::vector<Record>>& m) {
  std::unordered_map<std::string, std::set<int>> out;
  for (const auto& [k, v] : m)
    for (const auto& [a, text, d] : v) out[text].insert(k + a + (d ? 1 : 0));
  return out;
}
[[st::cache_data]] double mean(const std::deque<double>& d) { return d.empty() ? 0 : std::accumulate(d.begin(), d.end(), 0.0) / static_cast<double>(d.size()); }
[[st::cache_data]] std::variant<std::monostate, int, std::string> classify(const std::unordered_set<int>& s) {
  if (s.empty()) return {};
  if (s.size() == 1) return *s.begin();
  return std::string("many");
}
[[st::cache_data]] std::array<std::vector<int>, 2> partitioned(std::vector<int> v, int pivot) {
  auto middle = std::stable_partition(v.begin(), v.end(), [pivot](int x) { return x < pivot; });
  return {std::vector<int>(v.begin(), middle), std::vector<int>(middle, v.end())};
}
[[st::cache_data]] std::vector<std::string> permutations(std::string s) {
  std::sort(s.begin(), s.end());
  std::vector<std::string> out;
  do out.push_back(s); while (std::next_permutation(s.begin(), s.end()));
  return out;
}
[[st::cache_data]] std::vector<bool> mask(unsigned n) {
  std::vector<bool> out;
  for (; n; n /= 2) out.push_back(n & 1);
  return out;
}

int main() {
  for (int round = 0; round < 2; ++round)
    for (int n : {0, 1, 13}) {
      auto g = grouped(records(n));
      for (auto& [k, v] : g) std::printf("%d:%zu:%s ", k, v.size(), std::get<1>(v[0]).c_str());
      auto inv = inverted(g);
      for (const auto& [text, s] : std::map<std::string, std::set<int>>(inv.begin(), inv.end())) std::printf("%s=%d ", text.c_str(), std::accumulate(s.begin(), s.end(), 0));
      std::printf("%.3f ", mean(std::deque<double>(static_cast<std::size_t>(n), n / 3.0)));
      std::unordered_set<int> s;
      for (int i = 0; i < n; ++i) s.insert(i * 37);
      std::printf("%zu ", classify(s).index());
      std::vector<int> v(static_cast<std::size_t>(n));
      std::iota(v.rbegin(), v.rend(), 0);
      for (const auto& part : partitioned(v, 5)) std::printf("%zu/%d ", part.size(), part.empty() ? -1 : part[0]);
      for (const auto& p : permutations(std::string("cab").substr(0, static_cast<std::size_t>(n % 4)))) std::printf("%s,", p.c_str());
      for (bool b : mask(static_cast<unsigned>(n))) std::printf("%d", b);
      std::puts("");
    }
}
