// Pure: shortest paths, reachability and topological order of graphs in maps.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <utility>
#include <vector>

using Graph = std::map<std::string, std::map<std::string, int>>;

[[st::cache_data]] std::map<std::string, int> dijkstra(const Graph& g, const std::string& from) {
  std::map<std::string, int> best;
  std::priority_queue<std::pair<int, std::string>, std::vector<std::pair<int, std::string>>, std::greater<>> queue;
  queue.push({0, from});
  while (!queue.empty()) {
    auto [d, at] = queue.top();
    queue.pop();
    if (!best.insert({at, d}).second) continue;
    if (auto it = g.find(at); it != g.end())
      for (const auto& [to, w] : it->second) queue.push({d + w, to});
  }
  return best;
}
[[st::cache_data]] std::optional<int> between(const Graph& g, const std::string& a, const std::string& b) {
  const auto all = dijkstra(g, a);
  if (auto it = all.find(b); it != all.end()) return it->second;
  return std::nullopt;
}
[[st::cache_data]] std::vector<std::string> order(const Graph& g) {
  std::vector<std::string> out;
  std::set<std::string> done;
  auto visit = [&](auto& self, const std::string& n) -> void {
    if (!done.insert(n).second) return;
    if (auto it = g.find(n); it != g.end())
      for (const auto& [to, w] : it->second) self(self, to), (void)w;
    out.push_back(n);
  };
  for (const auto& [n, to] : g) visit(visit, n), (void)to;
  std::reverse(out.begin(), out.end());
  return out;
}

int main() {
  Graph g{{"a", {{"b", 4}, {"c", 1}}}, {"c", {{"b", 2}, {"d", 7}}}, {"b", {{"d", 1}}}, {"e", {{"a", 1}}}};
  for (int round = 0; round < 3; ++round) {
    for (const char* from : {"a", "b", "c", "d", "e"})
      for (const char* to : {"a", "d", "e"}) {
        const auto d = between(g, from, to);
        std::printf("%s->%s %s\n", from, to, d ? std::to_string(*d).c_str() : "none");
      }
    for (const auto& n : order(g)) std::printf("%s ", n.c_str());
    std::puts("");
    g["d"]["f" + std::to_string(round)] = round;  // another graph
  }
}
