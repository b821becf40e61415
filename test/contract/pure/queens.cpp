// Pure: backtracking: queens, sudoku on arrays and subset sums.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

[[st::cache_data]] int queens(int n, int row, unsigned columns, unsigned left, unsigned right) {
  if (row == n) return 1;
  int count = 0;
  for (unsigned free = ~(columns | left | right) & ((1u << n) - 1); free; free &= free - 1) {
    const unsigned bit = free & (0u - free);
    count += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return count;
}
using Board = std::array<std::array<char, 4>, 4>;
[[st::cache_data]] bool fits(const Board& b, std::size_t r, std::size_t c, char v) {
  for (std::size_t i = 0; i < 4; ++i)
    if (b[r][i] == v || b[i][c] == v || b[r / 2 * 2 + i / 2][c / 2 * 2 + i % 2] == v) return false;
  return true;
}
[[st::cache_data]] std::vector<Board> solve(Board b) {
  for (std::size_t r = 0; r < 4; ++r)
    for (std::size_t c = 0; c < 4; ++c)
      if (b[r][c] == '.') {
        std::vector<Board> out;
        for (char v = '1'; v <= '4'; ++v)
          if (fits(b, r, c, v)) {
            b[r][c] = v;
            for (auto& s : solve(b)) out.push_back(s);
            b[r][c] = '.';
          }
        return out;
      }
  return {b};
}
[[st::cache_data]] std::set<int> sums(const std::multiset<int>& s) {
  if (s.empty()) return {0};
  auto rest = s;
  rest.erase(rest.begin());
  std::set<int> out = sums(rest);
  for (int x : sums(rest)) out.insert(x + *s.begin());
  return out;
}

int main() {
  for (int n = 1; n < 8; ++n) std::printf("%d ", queens(n, 0, 0, 0, 0));
  Board b{{{'1', '.', '.', '.'}, {'.', '.', '3', '.'}, {'.', '4', '.', '.'}, {'.', '.', '.', '2'}}};
  for (int round = 0; round < 2; ++round) {
    for (const auto& s : solve(b)) {
      for (const auto& row : s) std::printf("%.4s/", row.data());
      std::printf(" ");
    }
    b[0][0] = '.';
  }
  for (int x : sums({1, 5, 5, 11})) std::printf("%d ", x);
  std::puts("");
}
