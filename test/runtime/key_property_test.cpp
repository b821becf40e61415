// Random values: distinct ones have distinct encodings, equal ones equal keys.
#include "key_support.h"
#include "random_value.h"

#include <algorithm>

using namespace key_test;
using random_test::engine;
using random_test::make;

namespace {

struct key_less {
  bool operator()(const key128 &a, const key128 &b) const {
    return std::tie(a.hi, a.lo) < std::tie(b.hi, b.lo);
  }
};

// Each tuple is a list of arguments.
template <class... T> void distinct_lists_have_distinct_encodings(unsigned seed) {
  engine e(seed);
  std::map<std::string, std::tuple<T...>> by_encoding;
  std::map<key128, std::tuple<T...>, key_less> by_key;
  std::size_t different = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto list = make<std::tuple<T...>>(e);
    const auto again = list;
    const std::string bytes = std::apply([](const auto &...a) { return encoding(a...); }, list);
    const key128 k = std::apply([](const auto &...a) { return key(a...); }, list);
    EXPECT_EQ(k, std::apply([](const auto &...a) { return key(a...); }, again));
    const auto encoded = by_encoding.emplace(bytes, list);
    EXPECT_TRUE(encoded.first->second == list) << "two lists share an encoding";
    const auto keyed = by_key.emplace(k, list);
    EXPECT_TRUE(keyed.first->second == list) << "two lists share a key";
    different += encoded.second;
  }
  EXPECT_GT(different, 5u);
  // No encoding is the beginning of another: what follows cannot be taken for a part.
  for (auto it = by_encoding.begin(); it != by_encoding.end(); ++it) {
    const auto next = std::next(it);
    if (next != by_encoding.end()) {
      EXPECT_NE(next->first.compare(0, it->first.size(), it->first), 0);
    }
  }
}

using s = std::string;
TEST(KeyProperty, Lists) {
  distinct_lists_have_distinct_encodings<s, s>(1);
  distinct_lists_have_distinct_encodings<s, s, s>(2);
  distinct_lists_have_distinct_encodings<std::vector<s>, std::vector<s>>(3);
  distinct_lists_have_distinct_encodings<std::vector<std::vector<int>>, int>(4);
  distinct_lists_have_distinct_encodings<std::vector<char>, s, char>(5);
  distinct_lists_have_distinct_encodings<int, long, short, double, bool, unsigned char>(6);
  distinct_lists_have_distinct_encodings<std::list<std::optional<s>>, std::optional<int>>(7);
  distinct_lists_have_distinct_encodings<std::map<s, int>, std::set<s>>(8);
  distinct_lists_have_distinct_encodings<std::variant<int, s, std::vector<int>>, s>(9);
  distinct_lists_have_distinct_encodings<std::variant<s, std::u16string>,
                                         std::variant<float, double>>(10);
  distinct_lists_have_distinct_encodings<std::tuple<s, std::pair<s, int>>, std::vector<bool>>(11);
  distinct_lists_have_distinct_encodings<std::map<int, std::vector<s>>>(12);
}

// The sums inside are hashes, so these are distinct but for chance.
TEST(KeyProperty, Tables) {
  distinct_lists_have_distinct_encodings<std::unordered_set<s>, std::unordered_set<s>>(13);
  distinct_lists_have_distinct_encodings<std::unordered_map<int, s>, int>(14);
  distinct_lists_have_distinct_encodings<std::unordered_multiset<int>>(15);
}

TEST(KeyProperty, TablesIgnoreTheOrderOfInsertion) {
  engine e(16);
  for (int i = 0; i < 300; ++i) {
    auto pairs = make<std::vector<std::pair<int, s>>>(e);
    const std::unordered_multimap<int, s> one(pairs.begin(), pairs.end());
    std::shuffle(pairs.begin(), pairs.end(), e);
    const std::unordered_multimap<int, s> two(pairs.begin(), pairs.end(), 100 + e() % 100);
    EXPECT_EQ(key(one), key(two));
    const std::map<int, s> tree(pairs.begin(), pairs.end());
    std::map<int, s> same;
    for (auto it = tree.rbegin(); it != tree.rend(); ++it)
      same.insert(*it);
    EXPECT_EQ(key(tree), key(same));
  }
}

} // namespace
