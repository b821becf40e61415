// Pure: shared resources, used but not changed: dictionaries, tables and lazily built indexes.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

using Dictionary = std::map<std::string, int>;
[[st::cache_resource]] std::shared_ptr<const Dictionary> dictionary(const std::string& language) {
  auto d = std::make_shared<Dictionary>();
  for (int i = 0; i < 20; ++i) (*d)[language + std::to_string(i * i % 17)] = i;
  return d;
}
[[st::cache_resource(max_entries = 2)]] std::shared_ptr<std::vector<int>> table(int n) {
  auto t = std::make_shared<std::vector<int>>();
  for (int i = 0; i < n; ++i) t->push_back(i * i % 101);
  return t;
}
[[st::cache_data]] int translate(const std::string& language, const std::string& word) {
  auto d = dictionary(language);
  auto it = d->find(word);
  return it == d->end() ? -1 : it->second;
}
[[st::cache_data]] long checksum(int n) {
  long sum = 0;
  const auto t = table(n);
  for (int x : *t) sum = (sum * 31 + x) % 1000003;
  return sum;
}
[[st::cache_data]] std::shared_ptr<const std::vector<std::string>> lines(int n) {
  auto out = std::make_shared<std::vector<std::string>>();
  for (int i = 0; i < n; ++i) out->push_back(std::string(static_cast<std::size_t>(i), '*'));
  return out;
}

int main() {
  for (int round = 0; round < 3; ++round) {
    for (const char* l : {"de", "fr"})
      for (const char* w : {"de4", "fr9", "de16", "xx"}) std::printf("%d ", translate(l, w));
    for (int n : {10, 20, 30, 10}) std::printf("%ld %zu ", checksum(n), table(n)->size());
    std::printf("%s\n", lines(4)->back().c_str());
  }
}
