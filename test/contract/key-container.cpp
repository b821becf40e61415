// Sequences, maps and sets by content; unordered containers independent of the order they are walked in; nesting.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <array>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include "Inputs/key.h"

template <class C>
C reversed(const C& c, std::size_t buckets) {
  C out;
  out.rehash(buckets);
  std::vector<typename C::value_type> all(c.begin(), c.end());
  for (auto it = all.rbegin(); it != all.rend(); ++it) out.insert(*it);
  return out;
}

template <class Sequence>
void sequence() {
  EXPECT_SAME((Sequence{1, 2, 3}), (Sequence{1, 2, 3}));
  EXPECT_DIFFER((Sequence{1, 2, 3}), (Sequence{3, 2, 1}));
  EXPECT_DIFFER((Sequence{1, 2}), (Sequence{1, 2, 0}));
  EXPECT_DIFFER((Sequence{}), (Sequence{0}));
}

int main() {
  using S = std::string;
  sequence<std::vector<int>>();
  sequence<std::deque<int>>();
  sequence<std::list<int>>();
  sequence<std::forward_list<int>>();
  EXPECT_DIFFER((std::array<int, 3>{1, 2, 3}), (std::array<int, 3>{3, 2, 1}));
  EXPECT_SAME((std::array<int, 0>{}), (std::array<int, 0>{}));
  EXPECT_DIFFER((std::vector<bool>{true, false}), (std::vector<bool>{false, true}));
  EXPECT_DIFFER((std::vector<bool>{true}), (std::vector<bool>{true, false}));
  EXPECT_SAME((std::vector<bool>(100, true)), (std::vector<bool>(100, true)));
  EXPECT_DIFFER((std::vector<double>{0.0}), (std::vector<double>{-0.0}));
  std::vector<int> roomy{1, 2};
  roomy.reserve(100);
  EXPECT_SAME(roomy, (std::vector<int>{1, 2}));

  // Nesting: the structure counts, not only the leaves.
  using VV = std::vector<std::vector<int>>;
  EXPECT_DIFFER((VV{{1}, {2}}), (VV{{1, 2}}));
  EXPECT_DIFFER((VV{{}, {1, 2}}), (VV{{1, 2}, {}}));
  EXPECT_DIFFER((VV{{}}), (VV{}));
  EXPECT_DIFFER((VV{{}, {}}), (VV{{}}));
  EXPECT(id(std::vector<int>{1}, std::vector<int>{2, 3}) != id(std::vector<int>{1, 2}, std::vector<int>{3}));

  EXPECT_SAME((std::map<int, S>{{1, "a"}, {2, "b"}}), (std::map<int, S>{{2, "b"}, {1, "a"}}));
  EXPECT_DIFFER((std::map<int, S>{{1, "a"}, {2, "b"}}), (std::map<int, S>{{1, "b"}, {2, "a"}}));
  EXPECT_DIFFER((std::map<S, S>{{"a", "bc"}}), (std::map<S, S>{{"ab", "c"}}));
  EXPECT_DIFFER((std::multimap<int, int>{{1, 2}}), (std::multimap<int, int>{{1, 2}, {1, 2}}));
  EXPECT_SAME((std::set<S>{"x", "y"}), (std::set<S>{"y", "x"}));
  EXPECT_DIFFER((std::set<S>{"x", "y"}), (std::set<S>{"x"}));
  EXPECT_DIFFER((std::multiset<int>{1, 1}), (std::multiset<int>{1}));

  // Unordered: order of insertion and number of buckets do not count.
  std::unordered_map<int, S> m;
  for (int i = 0; i < 200; ++i) m[i * 7919] = std::to_string(i);
  EXPECT_SAME(m, reversed(m, 3));
  EXPECT_SAME(m, reversed(m, 5003));
  auto changed = m;
  changed[7919] = "other";
  EXPECT_DIFFER(m, changed);
  std::unordered_set<S> s{"a", "b", "c", "d", "e", "f"};
  EXPECT_SAME(s, reversed(s, 1000));
  EXPECT_DIFFER(s, (std::unordered_set<S>{"a", "b", "c", "d", "e", "g"}));
  // Pairs stay together, elements do not cancel out.
  using UM = std::unordered_map<int, int>;
  EXPECT_DIFFER((UM{{1, 2}, {2, 1}}), (UM{{1, 1}, {2, 2}}));
  EXPECT_DIFFER((UM{{1, 2}, {3, 4}}), (UM{{1, 4}, {3, 2}}));
  using UMS = std::unordered_multiset<int>;
  EXPECT_DIFFER((UMS{1, 1}), (UMS{}));
  EXPECT_DIFFER((UMS{1, 1}), (UMS{2, 2}));
  EXPECT_DIFFER((UMS{1, 1, 2}), (UMS{1, 2, 2}));
  EXPECT_DIFFER((UMS{1, 1, 1}), (UMS{1}));
  EXPECT_SAME((UMS{1, 2, 1}), (UMS{2, 1, 1}));
  using UMM = std::unordered_multimap<S, int>;
  EXPECT_SAME((UMM{{"a", 1}, {"a", 2}}), (UMM{{"a", 2}, {"a", 1}}));
  EXPECT_DIFFER((UMM{{"a", 1}, {"a", 2}}), (UMM{{"a", 1}, {"a", 1}}));
  // Containers in unordered containers and round about.
  using Deep = std::unordered_map<S, std::vector<std::unordered_set<int>>>;
  EXPECT_SAME((Deep{{"a", {{1, 2}, {3}}}, {"b", {{}}}}), (Deep{{"b", {{}}}, {"a", {{2, 1}, {3}}}}));
  EXPECT_DIFFER((Deep{{"a", {{1, 2}, {3}}}, {"b", {{}}}}), (Deep{{"a", {{1}, {2, 3}}}, {"b", {{}}}}));
  using SetOfMaps = std::set<std::map<int, int>>;
  EXPECT_DIFFER((SetOfMaps{{{1, 2}}, {{3, 4}}}), (SetOfMaps{{{1, 2}, {3, 4}}}));
  return check::ok();
}
