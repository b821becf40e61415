// Pure: mutual recursion over several functions, classes and templates.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <vector>

[[st::cache_data]] int female(int n);
[[st::cache_data]] int male(int n) { return n == 0 ? 0 : n - female(male(n - 1)); }
int female(int n) { return n == 0 ? 1 : n - male(female(n - 1)); }
[[st::cache_data]] int hofstadter(int n) { return n <= 2 ? 1 : hofstadter(n - hofstadter(n - 1)) + hofstadter(n - hofstadter(n - 2)); }

// A grammar: expression, term and factor count their parses.
struct Grammar {
  std::string text;
  [[st::cache_data]] int expression(std::size_t from, std::size_t to) const {
    int n = term(from, to);
    for (std::size_t i = from + 1; i + 1 < to; ++i)
      if (text[i] == '+') n += expression(from, i) * term(i + 1, to);
    return n;
  }
  [[st::cache_data]] int term(std::size_t from, std::size_t to) const {
    int n = factor(from, to);
    for (std::size_t i = from + 1; i + 1 < to; ++i)
      if (text[i] == '*') n += term(from, i) * factor(i + 1, to);
    return n;
  }
  [[st::cache_data]] int factor(std::size_t from, std::size_t to) const;
};
int Grammar::factor(std::size_t from, std::size_t to) const {
  if (to - from == 1) return text[from] == 'x';
  return to - from > 2 && text[from] == '(' && text[to - 1] == ')' ? expression(from + 1, to - 1) : 0;
}
template <int Player>
[[st::cache_data]] bool wins(std::vector<int> heaps) {
  for (std::size_t h = 0; h < heaps.size(); ++h)
    for (int take = 1; take <= heaps[h]; ++take) {
      heaps[h] -= take;
      const bool other = wins<1 - Player>(heaps);
      heaps[h] += take;
      if (!other) return true;
    }
  return false;
}

int main() {
  for (int n = 0; n < 20; ++n) std::printf("%d/%d/%d ", male(n), female(n), hofstadter(n + 1));
  for (const char* t : {"x", "x+x*x", "(x+x)*x", "((x)", "x*(x+x)*x+x"}) {
    const std::string s = t;
    std::printf("%d ", Grammar{s}.expression(0, s.size()));
  }
  for (const auto& h : {std::vector<int>{1, 2, 3}, {2, 2}, {1, 1, 1}, {0}, {3, 1}}) std::printf("%d%d ", wins<0>(h), wins<1>(h));
  std::puts("");
}
