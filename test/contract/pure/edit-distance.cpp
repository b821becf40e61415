// Pure: edit distance and longest common subsequence by recursion over suffixes.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

[[st::cache_data]] int distance(std::string_view a, std::string_view b) {
  if (a.empty()) return static_cast<int>(b.size());
  if (b.empty()) return static_cast<int>(a.size());
  if (a.front() == b.front()) return distance(a.substr(1), b.substr(1));
  return 1 + std::min({distance(a.substr(1), b), distance(a, b.substr(1)), distance(a.substr(1), b.substr(1))});
}
[[st::cache_data]] std::string common(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return {};
  if (a[0] == b[0]) return a[0] + common(a.substr(1), b.substr(1));
  std::string x = common(a.substr(1), b), y = common(a, b.substr(1));
  return x.size() >= y.size() ? x : y;
}
[[st::cache_data]] bool palindrome(std::string_view s) { return s.size() < 2 || (s.front() == s.back() && palindrome(s.substr(1, s.size() - 2))); }

int main() {
  const char* words[] = {"kitten", "sitting", "", "saturday", "sunday", "level", "abcabc"};
  for (int round = 0; round < 2; ++round)
    for (const char* a : words)
      for (const char* b : words) std::printf("%s/%s: %d %s %d\n", a, b, distance(a, b), common(a, b).c_str(), palindrome(a));
}
