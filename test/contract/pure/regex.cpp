// Pure: a matcher for simple patterns and glob expansion by recursion on views.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

[[st::cache_data]] bool match(std::string_view pattern, std::string_view text);
[[st::cache_data]] bool match_star(char c, std::string_view pattern, std::string_view text) {
  do {
    if (match(pattern, text)) return true;
  } while (!text.empty() && (text[0] == c || c == '.') && (text.remove_prefix(1), true));
  return false;
}
bool match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern.size() > 1 && pattern[1] == '*') return match_star(pattern[0], pattern.substr(2), text);
  return !text.empty() && (pattern[0] == '.' || pattern[0] == text[0]) && match(pattern.substr(1), text.substr(1));
}
[[st::cache_data]] std::vector<std::string> braces(const std::string& s) {
  const auto open = s.find('{');
  if (open == std::string::npos) return {s};
  const auto close = s.find('}', open);
  std::vector<std::string> out;
  for (std::size_t from = open + 1; from <= close;) {
    const auto to = std::min(s.find(',', from), close);
    for (const auto& rest : braces(s.substr(close + 1))) out.push_back(s.substr(0, open) + s.substr(from, to - from) + rest);
    from = to + 1;
  }
  return out;
}
[[st::cache_data]] int count(const char* pattern, const std::vector<std::string>& all) {
  int n = 0;
  for (const auto& s : all) n += match(pattern, s);
  return n;
}

int main() {
  const std::vector<std::string> texts{"", "a", "aa", "ab", "abb", "abbb", "ba", "xyz", "aaab"};
  for (int round = 0; round < 2; ++round) {
    for (const char* p : {"", "a*", "ab*", ".*", "a.b*", "x.z", ".*b.*", "a*b"}) {
      std::printf("%s:", p);
      for (const auto& t : texts) std::printf("%d", match(p, t));
      std::printf("=%d ", count(p, texts));
    }
    for (const auto& s : braces("f{1,2,}-{a,b}.c")) std::printf("%s ", s.c_str());
    std::puts("");
  }
}
