// Pure: aggregates with bases, bit-fields, nested types and default members as keys and results.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

struct Id { std::uint32_t n = 0; };
struct Tagged { std::string tag = "none"; };
struct Flags { bool a : 1; unsigned level : 3; int delta : 5; };
struct Item : Id, Tagged {
  Flags flags{};
  double size = 1.5;
  struct Part { int x, y; char code[4]; } parts[2] = {};
};
[[st::cache_data]] Item make(std::uint32_t n, const std::string& tag) {
  Item i;
  i.n = n;
  i.tag = tag;
  i.flags = {n % 2 == 0, n % 8, static_cast<int>(n % 16)};
  i.parts[0] = {static_cast<int>(n), -static_cast<int>(n), {'a', 'b', '\0', static_cast<char>('0' + n % 10)}};
  i.parts[1].x = 7;
  return i;
}
[[st::cache_data]] std::string show(const Item& i) {
  return std::to_string(i.n) + i.tag + (i.flags.a ? "+" : "-") + std::to_string(i.flags.level) + "," + std::to_string(i.flags.delta) + " " + std::to_string(i.parts[0].x + i.parts[0].y + i.parts[1].x) + i.parts[0].code[3];
}
[[st::cache_data]] Item merge(Item a, const Item& b) {
  a.n += b.n;
  a.tag += "&" + b.tag;
  a.flags.level ^= b.flags.level;
  a.parts[1] = b.parts[0];
  return a;
}
[[st::cache_data]] std::map<std::string, std::vector<Item>> group(const std::vector<Item>& all) {
  std::map<std::string, std::vector<Item>> out;
  for (const auto& i : all) out[i.tag].push_back(i);
  return out;
}

int main() {
  std::vector<Item> all;
  for (int round = 0; round < 2; ++round)
    for (std::uint32_t n = 0; n < 6; ++n) {
      Item i = make(n, n % 2 ? "odd" : "even");
      std::puts(show(i).c_str());
      std::puts(show(merge(i, make(n + 1, "x"))).c_str());
      i.tag = "changed";
      all.push_back(make(n, n % 2 ? "odd" : "even"));
    }
  for (const auto& [tag, items] : group(all)) std::printf("%s %zu\n", tag.c_str(), items.size());
}
