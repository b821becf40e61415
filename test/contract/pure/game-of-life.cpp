// Pure: cellular automata on grids of bools, hashed as keys step by step.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

using Grid = std::vector<std::vector<bool>>;
[[st::cache_data]] int neighbours(const Grid& g, std::size_t r, std::size_t c) {
  int n = 0;
  for (std::size_t dr : {g.size() - 1, std::size_t{0}, std::size_t{1}})
    for (std::size_t dc : {g[0].size() - 1, std::size_t{0}, std::size_t{1}})
      if (dr || dc) n += g[(r + dr) % g.size()][(c + dc) % g[0].size()];
  return n;
}
[[st::cache_data]] Grid step(const Grid& g) {
  Grid out = g;
  for (std::size_t r = 0; r < g.size(); ++r)
    for (std::size_t c = 0; c < g[0].size(); ++c) {
      const int n = neighbours(g, r, c);
      out[r][c] = n == 3 || (n == 2 && g[r][c]);
    }
  return out;
}
[[st::cache_data]] Grid after(Grid g, int steps) { return steps == 0 ? g : step(after(std::move(g), steps - 1)); }
struct Rule {
  std::uint8_t number;
  [[st::cache_data]] std::string next(const std::string& row) const {
    std::string out(row.size(), '.');
    for (std::size_t i = 0; i < row.size(); ++i) {
      unsigned bits = 0;
      for (std::size_t k : {row.size() - 1, row.size(), row.size() + 1}) bits = bits * 2 + (row[(i + k) % row.size()] == '#');
      if (number >> bits & 1) out[i] = '#';
    }
    return out;
  }
};

int main() {
  Grid g(8, std::vector<bool>(8));
  g[1][2] = g[2][3] = g[3][1] = g[3][2] = g[3][3] = true;  // a glider: back after 32 steps
  for (int n : {0, 1, 4, 16, 32, 33}) {
    for (const auto& row : after(g, n)) {
      for (bool b : row) std::putchar(b ? '#' : '.');
      std::putchar('/');
    }
    std::puts("");
  }
  for (std::uint8_t rule : {30, 90, 110}) {
    std::string row = ".......#.......";
    for (int i = 0; i < 8; ++i) row = Rule{rule}.next(row);
    std::puts(row.c_str());
  }
}
