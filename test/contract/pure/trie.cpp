// Pure: a trie of unique_ptr nodes and a tree of shared_ptr, hashed by what they point to.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Trie {
  bool word = false;
  std::map<char, std::unique_ptr<Trie>> next;
};
void insert(Trie& t, const std::string& s, std::size_t at = 0) {
  if (at == s.size()) { t.word = true; return; }
  auto& n = t.next[s[at]];
  if (!n) n = std::make_unique<Trie>();
  insert(*n, s, at + 1);
}
[[st::cache_data]] std::vector<std::string> words(const Trie& t, const std::string& prefix) {
  std::vector<std::string> out;
  if (t.word) out.push_back(prefix);
  for (const auto& [c, n] : t.next)
    for (const auto& w : words(*n, prefix + c)) out.push_back(w);
  return out;
}
[[st::cache_data]] int size(const std::unique_ptr<Trie>& t) {
  if (!t) return 0;
  int n = 1;
  for (const auto& [c, child] : t->next) n += size(child), (void)c;
  return n;
}
struct Tree {
  int value;
  std::shared_ptr<const Tree> left, right;
};
using P = std::shared_ptr<const Tree>;
[[st::cache_data]] P with(const P& t, int v) {
  if (!t) return std::make_shared<Tree>(Tree{v, nullptr, nullptr});
  if (v < t->value) return std::make_shared<Tree>(Tree{t->value, with(t->left, v), t->right});
  if (v > t->value) return std::make_shared<Tree>(Tree{t->value, t->left, with(t->right, v)});
  return t;
}
[[st::cache_data]] long sum(const P& t) { return t ? t->value + sum(t->left) + sum(t->right) : 0; }
[[st::cache_data]] int height(P t) { return t ? 1 + std::max(height(t->left), height(t->right)) : 0; }

int main() {
  auto t = std::make_unique<Trie>();
  for (const char* w : {"to", "tea", "ted", "ten", "i", "in", "inn"}) {
    insert(*t, w);
    for (const auto& s : words(*t, "")) std::printf("%s ", s.c_str());
    std::printf("(%d)\n", size(t));
  }
  for (int round = 0; round < 2; ++round) {
    P p;
    for (int v : {5, 2, 8, 1, 9, 3, 5}) p = with(p, v), std::printf("%ld/%d ", sum(p), height(p));
    std::puts("");
  }
}
