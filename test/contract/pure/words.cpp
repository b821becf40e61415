// Pure: counting and ranking words, each step cached.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

[[st::cache_data]] std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (char c : text + " ") {
    if (std::isalpha(static_cast<unsigned char>(c))) word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!word.empty()) out.push_back(std::move(word)), word.clear();
  }
  return out;
}
[[st::cache_data]] std::map<std::string, int> count(const std::vector<std::string>& words) {
  std::map<std::string, int> out;
  for (const auto& w : words) ++out[w];
  return out;
}
[[st::cache_data(max_entries = 2)]] std::vector<std::pair<std::string, int>> top(const std::map<std::string, int>& counts, std::size_t n = 3) {
  std::vector<std::pair<std::string, int>> all(counts.begin(), counts.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (all.size() > n) all.resize(n);
  return all;
}

int main() {
  const std::string texts[] = {"The cat and the dog and the bird.", "", "One, two; one -- two: ONE!", "a b c d e f g a b c a"};
  for (int round = 0; round < 3; ++round)
    for (const auto& t : texts) {
      auto words = split(t);
      for (auto& [w, n] : top(count(words), 1 + static_cast<std::size_t>(round))) std::printf("%s=%d ", w.c_str(), n);
      words.clear();  // the caller's own copy
      for (auto& [w, n] : top(count(split(t)))) std::printf("%s=%d ", w.c_str(), n);
      std::puts("|");
    }
}
