// The script: reloaded while the host runs. Everything that takes long is cached, so that each
// frame may simply call it all.
#include "host.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <st/cache.h>
#include <vector>

struct Terrain {
  int width = 0;
  int height = 0;
  std::vector<float> levels; // line by line, 0 to 1
};

/// Noise, smoothed again and again: takes a good part of a second.
[[st::cache_data]]
static Terrain terrain(int width, int height, unsigned seed) {
  std::printf("computing terrain\n");
  const auto at = [=](int x, int y) {
    return static_cast<std::size_t>((y + height) % height * width + (x + width) % width);
  };
  Terrain result{width, height, std::vector<float>(at(width - 1, height - 1) + 1)};
  std::minstd_rand random(seed);
  for (float &level : result.levels)
    level = static_cast<float>(random() % 1000);
  std::vector<float> next = result.levels;
  for (int pass = 0; pass < 2000; ++pass) {
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const std::vector<float> &l = result.levels;
        next[at(x, y)] =
            (l[at(x - 1, y)] + l[at(x + 1, y)] + l[at(x, y - 1)] + l[at(x, y + 1)]) / 4;
      }
    result.levels.swap(next);
  }
  const auto [low, high] = std::minmax_element(result.levels.begin(), result.levels.end());
  const float least = *low, range = *high - *low;
  for (float &level : result.levels)
    level = (level - least) / range;
  return result;
}

/// A character for each place. Change the palette, and only this is computed anew.
[[st::cache_data]]
static std::vector<std::string> shaded(int width, int height, unsigned seed) {
  std::printf("computing shaded\n");
  const std::string palette = "  ..::--==++**##"; // edit me
  const Terrain t = terrain(width, height, seed);
  std::vector<std::string> lines;
  for (int y = 0; y < height; ++y) {
    std::string line;
    for (int x = 0; x < width; ++x) {
      const float level = t.levels[static_cast<std::size_t>(y * width + x)];
      const auto last = static_cast<float>(palette.size() - 1);
      line += palette[static_cast<std::size_t>(std::lround(level * last))];
    }
    lines.push_back(line);
  }
  return lines;
}

void draw_frame(double seconds, std::string &picture) {
  constexpr int width = 240, height = 120, seed = 7;
  const std::vector<std::string> world = shaded(width, height, seed);
  // The view flies over the world.
  const auto left = static_cast<std::size_t>(seconds * 12) % width;
  const auto top = static_cast<std::size_t>(seconds * 3) % height;
  picture.clear();
  for (std::size_t y = 0; y < 20; ++y) {
    for (std::size_t x = 0; x < 72; ++x)
      picture += world[(top + y) % height][(left + x) % width];
    picture += '\n';
  }
}
