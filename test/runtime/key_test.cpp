// Keys of arguments: every kind of type the contract names.
#include "key_support.h"

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <limits>
#include <list>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>

using namespace key_test;

namespace {

// Made before main, and before this file's other objects are.
const key128 early = hashed(std::string("early"));

TEST(Key, IsThePlainBytesOfFewScalars) {
  EXPECT_EQ(key(), (key128{0, 0}));
  EXPECT_EQ(key(1), (key128{1, 0}));
  EXPECT_EQ(key(1, 2), (key128{1 | std::uint64_t(2) << 32, 0}));
  EXPECT_EQ(key(-1), (key128{0xffffffff, 0}));
  EXPECT_EQ(key(1.0, 2L), (key128{0x3ff0000000000000, 2}));
  EXPECT_EQ(key(int128(5)), (key128{5, 0}));
  const char c = 1;
  const long l = 0x1122334455667788;
  EXPECT_EQ(key(c, l), (key128{0x2233445566778801, 0x11}));
  EXPECT_EQ(key(nothing(), 7), (key128{7, 0}));
}

TEST(Key, IsAHashOfTheBytesOfMoreScalars) {
  EXPECT_EQ(key(1L, 2L, 3), key(1L, 2L, 3));
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 64; ++i) {
    EXPECT_TRUE(seen.insert(key(1L << i, 0L, 0).lo).second);
    EXPECT_TRUE(seen.insert(key(0L, 1L << i, 0).lo).second);
    EXPECT_TRUE(i > 30 || seen.insert(key(0L, 0L, 1 << i).lo).second);
  }
}

TEST(Key, LeavesOutWhatIsExcluded) {
  std::function<int()> unhashable;
  EXPECT_EQ((hash_arguments<pack<>, 2>(pack<>{}, 1, unhashable, 2)), key(1, 2));
  EXPECT_EQ((hash_arguments<pack<>, 1>(pack<>{}, unhashable, std::string("a"))),
            key(std::string("a")));
  EXPECT_EQ((hash_arguments<pack<>, 3>(pack<>{}, 1, 2)), key());
}

TEST(Key, ReadsVolatileScalars) {
  volatile int i = 4;
  EXPECT_EQ(key(i), key(4));
}

TEST(Key, IsTheSameAtAllTimesAndInAllThreads) {
  EXPECT_EQ(early, hashed(std::string("early")));
  key128 other{};
  std::thread([&] { other = hashed(std::string("early")); }).join();
  EXPECT_EQ(other, early);
}

TEST(Key, DependsOnTheSecret) {
  static hash_secret one, two;
  make_secret(one);
  make_secret(two);
  EXPECT_NE(std::memcmp(&one, &two, sizeof one), 0);
  const auto with = [](const hash_secret *s, const auto &v) {
    return hash_call<0>(s, pack<>{}, v);
  };
  const std::unordered_set<std::string> set{"a", "b"};
  const std::string text(1000, 'x');
  EXPECT_NE(with(&one, text), with(&two, text));
  EXPECT_NE(with(&one, set), with(&two, set));
  EXPECT_NE(with(&one, set), with(nullptr, set));
  EXPECT_EQ(with(&one, set), with(&one, set));
  EXPECT_EQ(with(&process_secret(), text), with(nullptr, text));
}

TEST(Key, TellsListsApart) {
  EXPECT_NE(key(std::string("a"), std::string("b")), key(std::string("astr:b")));
  EXPECT_NE(key(std::string("ab"), std::string("")), key(std::string("a"), std::string("b")));
  EXPECT_NE(encoding(1), encoding("1"));
  EXPECT_NE(encoding(1), encoding(1L));
  EXPECT_NE(encoding(1), encoding(1u));
  EXPECT_NE(encoding(true), encoding(char(1)));
  EXPECT_NE(encoding(std::vector<std::string>{"a"}, std::vector<std::string>{}),
            encoding(std::vector<std::string>{}, std::vector<std::string>{"a"}));
  EXPECT_NE(encoding(std::vector<int>{1, 2}), encoding(std::tuple<int, int>(1, 2)));
}

TEST(Key, FloatsByTheirBits) {
  EXPECT_NE(key(0.0), key(-0.0));
  EXPECT_NE(hashed(0.0), hashed(-0.0));
  EXPECT_NE(key(std::vector<float>{0.0f}), key(std::vector<float>{-0.0f}));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(key(nan), key(nan));
  EXPECT_NE(key(nan), key(-nan));
  EXPECT_NE(key(0.0L), key(-0.0L));
  long double a, b;
  std::memset(&a, 0, sizeof a);
  std::memset(&b, 0xff, sizeof b);
  const long double one = 1.0L;
  std::memcpy(&a, &one, 10);
  std::memcpy(&b, &one, 10);
  EXPECT_EQ(key(a), key(b)) << "padding must not count";
}

TEST(Key, TextOfAllSorts) {
  using namespace std::string_literals;
  const char *null = nullptr;
  EXPECT_EQ(key("abc"s), key(std::string_view("abc")));
  EXPECT_EQ(key("abc"s), key(static_cast<const char *>("abc")));
  EXPECT_NE(key(null), key(static_cast<const char *>("")));
  EXPECT_NE(key("a\0b"s), key("a\0c"s));
  EXPECT_NE(key(u"a"s), key("a\0"s));
  EXPECT_NE(key(u"a"s), key(U"a"s));
  EXPECT_EQ(key(L"abc"s), key(static_cast<const wchar_t *>(L"abc")));
  const char array[4] = "abc";
  EXPECT_NE(key(array), key("abd"));
  EXPECT_EQ(encoding("").size(), encoding('\0').size() + 8 + 1) << "an array of one";
}

TEST(Key, LongValuesGoThroughTheStream) {
  std::string text(100000, 'x');
  const key128 before = key(text, 1);
  EXPECT_EQ(before, key(text, 1));
  text[99999] = 'y';
  EXPECT_NE(before, key(text, 1));
  text[99999] = 'x';
  EXPECT_NE(before, key(text, 2));
  // Around the size of the buffer, one byte and all at once.
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  for (std::size_t n = 200; n < 600; ++n) {
    const std::string s(n, 'a');
    const key128 k = key(s);
    EXPECT_TRUE(seen.emplace(k.lo, k.hi).second) << n;
    EXPECT_EQ(k, key(s));
    EXPECT_TRUE(seen.emplace(key(s, s).lo, key(s, s).hi).second) << n;
  }
}

TEST(Key, ManySmallWritesEqualOneStream) {
  const std::list<std::string> parts(100, "some text");
  const std::deque<std::string> same(100, "some text");
  EXPECT_EQ(key(parts), key(same));
}

TEST(Key, SequencesByContent) {
  EXPECT_EQ(key(std::vector<int>{1, 2}), key(std::array<int, 2>{1, 2}));
  EXPECT_NE(key(std::vector<int>{1, 2}), key(std::vector<int>{2, 1}));
  EXPECT_NE(key(std::vector<int>{}), key(std::vector<int>{0}));
  EXPECT_EQ(key(std::list<int>{1, 2}), key(std::forward_list<int>{1, 2}));
  EXPECT_NE(key(std::deque<int>{1}), key(std::deque<int>{2}));
  EXPECT_NE(key(std::vector<bool>{true, false}), key(std::vector<bool>{false, true}));
  EXPECT_NE(key(std::vector<bool>{true}), key(std::vector<bool>{true, false}));
  const int array[3] = {1, 2, 3};
  EXPECT_EQ(key(array), key(std::vector<int>{1, 2, 3}));
  EXPECT_EQ(key(std::initializer_list<int>{1, 2, 3}), key(array));
  const int grid[2][2] = {{1, 2}, {3, 4}};
  EXPECT_EQ(key(grid), key(grid));
  EXPECT_NE(key(std::vector<std::string>{"a", ""}), key(std::vector<std::string>{"", "a"}));
  EXPECT_NE(key(std::vector<std::byte>{std::byte(1)}), key(std::vector<std::byte>{std::byte(2)}));
}

TEST(Key, TreesAndTables) {
  EXPECT_EQ(key(std::map<int, std::string>{{1, "a"}, {2, "b"}}),
            key(std::map<int, std::string>{{2, "b"}, {1, "a"}}));
  EXPECT_NE(key(std::map<int, int>{{1, 2}}), key(std::map<int, int>{{2, 1}}));
  EXPECT_NE(key(std::multiset<int>{1, 1}), key(std::multiset<int>{1}));
  std::unordered_map<std::string, int> forth, back;
  forth.reserve(1000);
  for (int i = 0; i < 100; ++i) {
    forth.emplace(std::to_string(i), i);
    back.emplace(std::to_string(99 - i), 99 - i);
  }
  EXPECT_EQ(key(forth), key(back));
  back["0"] = 1;
  EXPECT_NE(key(forth), key(back));
  std::swap(back["0"], back["1"]);
  EXPECT_NE(key(forth), key(back));
  EXPECT_NE(key(std::unordered_multiset<int>{1, 1}), key(std::unordered_multiset<int>{1}));
  EXPECT_NE(key(std::unordered_multiset<int>{1, 1, 2}), key(std::unordered_multiset<int>{1, 2, 2}));
  EXPECT_NE(key(std::unordered_set<int>{}), key(std::unordered_set<int>{0}));
  const std::unordered_map<int, std::unordered_set<std::string>> nested{{1, {"a", "b"}}, {2, {}}};
  EXPECT_EQ(key(nested), key(std::unordered_map<int, std::unordered_set<std::string>>{
                             {2, {}}, {1, {"b", "a"}}}));
}

TEST(Key, SumTypes) {
  EXPECT_NE(key(std::optional<int>()), key(std::optional<int>(0)));
  EXPECT_NE(key(std::optional<std::optional<int>>()),
            key(std::optional<std::optional<int>>(std::optional<int>())));
  using either = std::variant<std::monostate, int, int, std::string>;
  EXPECT_NE(key(either(std::in_place_index<1>, 5)), key(either(std::in_place_index<2>, 5)));
  EXPECT_NE(key(either()), key(either(std::in_place_index<1>, 0)));
  EXPECT_EQ(key(either("a")), key(either("a")));
  EXPECT_NE(key(std::tuple<int, std::string>(1, "a")), key(std::tuple<int, std::string>(1, "b")));
  EXPECT_NE(key(std::pair(1, 2)), key(std::pair(2, 1)));
  EXPECT_NE(key(std::tuple<>()), key(std::tuple<int>(0)));
}

TEST(Key, TimesPathsNumbers) {
  using namespace std::chrono;
  EXPECT_NE(key(hours(1)), key(hours(2)));
  EXPECT_NE(key(hours(1)), key(minutes(1)));
  EXPECT_NE(key(system_clock::time_point(seconds(1))), key(system_clock::time_point(seconds(2))));
  EXPECT_EQ(key(std::filesystem::path("a/b")), key(std::filesystem::path("a/b")));
  EXPECT_NE(key(std::filesystem::path("a/b")), key(std::filesystem::path("a/c")));
  EXPECT_NE(key(std::complex<double>(1, 2)), key(std::complex<double>(2, 1)));
  EXPECT_NE(key(std::bitset<70>(1)), key(std::bitset<70>().set(64)));
  EXPECT_NE(key(std::bitset<3>()), key(std::bitset<4>()));
  EXPECT_EQ(key(std::bitset<0>()), key(std::bitset<0>()));
  EXPECT_NE(key(int128(1) << 100, 1), key(int128(1) << 99, 1));
  EXPECT_NE(key(nullptr), key(std::monostate()));
}

TEST(Key, PointersByPointee) {
  EXPECT_EQ(key(std::make_shared<int>(1)), key(std::make_shared<int>(1)));
  EXPECT_EQ(key(std::make_unique<const int>(1)), key(std::make_shared<int>(1)));
  EXPECT_NE(key(std::make_shared<int>(1)), key(std::make_shared<int>(2)));
  EXPECT_NE(key(std::shared_ptr<int>()), key(std::make_shared<int>(0)));
  EXPECT_NE(key(std::shared_ptr<std::shared_ptr<int>>()),
            key(std::make_shared<std::shared_ptr<int>>()));
  int i = 3;
  EXPECT_EQ(hashed(std::ref(i)), hashed(3));
  EXPECT_EQ(hashed(std::cref(i)), hashed(3));
}

TEST(Key, AggregatesFieldByField) {
  EXPECT_NE(key(point{1, 2}), key(point{2, 1}));
  padded a, b;
  std::memset(static_cast<void *>(&a), 0, sizeof a);
  std::memset(static_cast<void *>(&b), 0xff, sizeof b);
  a.c = b.c = 'c';
  a.d = b.d = 1;
  EXPECT_EQ(key(a), key(b));
  EXPECT_EQ(key(std::vector<padded>{a}), key(std::vector<padded>{b}));
  EXPECT_NE(key(bits{1, 2}), key(bits{2, 1}));
  bits raw, same;
  std::memset(static_cast<void *>(&raw), 0, sizeof raw);
  std::memset(static_cast<void *>(&same), 0xff, sizeof same);
  raw.a = same.a = 1;
  raw.b = same.b = 2;
  EXPECT_EQ(key(std::vector<bits>{raw}), key(std::vector<bits>{same}));
  EXPECT_NE(key(std::vector<point>{{1, 2}, {3, 4}}), key(std::vector<point>{{1, 2}, {4, 3}}));
  const auto boss = std::make_shared<const person>(person{"b", {}, nullptr});
  EXPECT_NE(key(person{"a", {{1, 2}}, nullptr}), key(person{"a", {{1, 2}}, boss}));
  EXPECT_NE(key(derived{{1}, 2}), key(derived{{2}, 2}));
  EXPECT_NE(key(derived{{1}, 2}), key(derived{{1}, 3}));
}

TEST(Key, RecursiveTypes) {
  tree one{1, {}, nullptr, {}};
  one.kids.push_back(tree{2, {}, nullptr, {}});
  tree two{1, {}, nullptr, {}};
  two.spare = std::make_unique<tree>(tree{2, {}, nullptr, {}});
  tree three{1, {}, nullptr, {}};
  three.named.emplace("", tree{2, {}, nullptr, {}});
  EXPECT_NE(key(one), key(two));
  EXPECT_NE(key(one), key(three));
  EXPECT_EQ(key(one), key(one));
}

enum class color : unsigned char { red, green };
enum old { first, second };
TEST(Key, Enums) {
  EXPECT_EQ(key(color::green), (key128{1, 0}));
  EXPECT_NE(encoding(color::green), encoding(static_cast<unsigned char>(1)));
  EXPECT_NE(key(std::vector<color>{color::red}), key(std::vector<color>{color::green}));
  EXPECT_NE(key(first), key(second));
}

class account {
public:
  account(int n, std::string o) : number_(n), owner_(std::move(o)) {}

private:
  int number_;
  std::string owner_;
  friend void st_hash(st::hasher &h, const account &a) { h(a.number_, a.owner_); }
};
struct richer : account {
  using account::account;
  int extra = 0;
};
struct blob {
  std::string data;
  template <class H> friend void st_hash(H &h, const blob &b) {
    h.bytes(b.data.data(), b.data.size());
  }
};

TEST(Key, ClassesThroughStHash) {
  EXPECT_EQ(key(account(1, "a")), key(account(1, "a")));
  EXPECT_NE(key(account(1, "a")), key(account(1, "b")));
  EXPECT_NE(key(std::vector<account>{{1, "a"}}), key(std::vector<account>{{2, "a"}}));
  EXPECT_NE(key(blob{"ab"}, blob{""}), key(blob{"a"}, blob{"b"}));
  static_assert(!has_st_hash<richer>, "one for a base does not see all");
}

// A container of the user's own is trusted only when declared one.
template <class T> class ring : public std::vector<T> {
public:
  using std::vector<T>::vector;
  int start = 0;
};
template <class T> class bag : public std::list<T> {
public:
  using std::list<T>::list;
};
static_assert(!is_hashable<ring<int>, pack<>>);

} // namespace

template <class T> inline constexpr bool st::is_container<bag<T>> = true;

TEST(Key, DeclaredContainers) { EXPECT_EQ(key(bag<int>{1, 2}), key(std::list<int>{1, 2})); }
