// Values written and read again.
#include "codec_support.h"

#include <st/detail/node.h>

#include <gtest/gtest.h>

#include <memory_resource>
#include <mutex>
#if __has_include(<expected>)
#include <expected>
#endif

namespace codec_test {
// Declared to be its elements.
struct stack {
  using value_type = int;
  std::vector<int> list;
  auto begin() const { return list.begin(); }
  auto end() const { return list.end(); }
  void clear() { list.clear(); }
  void push_back(int x) { list.push_back(x); }
  friend bool operator==(const stack &, const stack &) = default;
};
} // namespace codec_test
template <> inline constexpr bool st::is_container<codec_test::stack> = true;

using namespace codec_test;
using st::detail::is_persistable;
using st::detail::is_value;
using st::detail::schema_of;

namespace {

template <class T> void comes_back(const T &value) {
  const std::string bytes = encoded(value);
  const decoded<T> again(bytes);
  ASSERT_TRUE(again) << __PRETTY_FUNCTION__;
  EXPECT_TRUE(same(*again, value)) << __PRETTY_FUNCTION__;
  EXPECT_EQ(again.depth(), 0u);
}

template <class... T> void all_come_back(type_list<T...>, random_test::engine &e) {
  (
      [&e] {
        static_assert(is_persistable<T> && is_value<T>);
        for (int i = 0; i < 100; ++i)
          comes_back<T>(random_test::make<T>(e));
      }(),
      ...);
}

TEST(Codec, RandomValuesOfAllTypesComeBack) {
  for (const bool small : {true, false}) {
    random_test::engine e(1);
    e.small_alphabet = small;
    all_come_back(all_types(), e);
  }
}

TEST(Codec, LargeBlocksComeBack) {
  std::vector<double> numbers(100000);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = static_cast<double>(i);
  comes_back(numbers);
  comes_back(std::pair(std::string("x"), numbers));
  comes_back(std::vector(3, std::vector<pixel>(5000, pixel{1, 2, 3, 4})));
  comes_back(std::string(9 << 20, 'x'));
  comes_back(std::u32string(5000, U'x'));
  comes_back(std::vector<char>(9 << 20, 'x'));
}

TEST(Codec, LargeBlocksAreAligned) {
  const std::string bytes = encoded(std::pair(std::string("x"), std::vector<int>(2000, 7)));
  EXPECT_EQ(bytes.size(), 64u + 8000u);
  EXPECT_EQ(bytes.substr(17, 47), std::string(47, '\0'));
}

TEST(Codec, NothingIsLeftOfAFailedRead) {
  // The elements before the one that fails are destroyed: the sanitizers see to it.
  using many = std::vector<std::variant<fixed, bits>>;
  random_test::engine e(2);
  many list;
  for (int i = 0; i < 20; ++i)
    list.push_back(random_test::make<std::variant<fixed, bits>>(e));
  const std::string bytes = encoded(list);
  EXPECT_FALSE(decoded<many>(bytes.substr(0, bytes.size() - 1)));
}

TEST(Codec, SmallThingsInLargeContainers) {
  // These take much more memory than bytes.
  std::set<int> numbers;
  std::map<char, bool> letters;
  for (int i = 0; i < 100000; ++i)
    numbers.insert(numbers.end(), i);
  for (int i = 0; i < 256; ++i)
    letters[static_cast<char>(i)] = i % 2 == 0;
  comes_back(numbers);
  comes_back(letters);
  comes_back(std::vector(5000, letters));
  comes_back(std::vector<std::monostate>(2000000));
  comes_back(std::vector<std::optional<std::array<double, 64>>>(10000));
  comes_back(std::vector<std::deque<int>>(10000));
  comes_back(std::vector<bool>(1000003, true));
  comes_back(std::vector<std::filesystem::path>(5000, "/a/b/c/d/e/f/g"));
  comes_back(std::vector<std::unordered_set<char>>(5000, {'a', 'b'}));
}

TEST(Codec, DefaultsDoNotStay) {
  const defaults empty{{}, {}, {}, {}};
  const decoded<defaults> again(encoded(empty));
  EXPECT_TRUE(again && *again == empty);
}

TEST(Codec, SpecialNumbers) {
  comes_back(two);
  for (const double x : {0.0, -0.0, 1e308, -1e-310, double(INFINITY)})
    comes_back(x);
  const decoded<double> nan(encoded(double(NAN)));
  EXPECT_TRUE(nan && *nan != *nan);
  EXPECT_EQ(encoded(1.5L).size(), st::detail::long_double_bytes);
  comes_back(std::complex<long double>(1, -2));
  comes_back(static_cast<st::detail::uint128>(-1));
}

TEST(Codec, Void) {
  static_assert(is_persistable<void>);
  EXPECT_EQ(encoded(st::detail::unit()), "");
  EXPECT_TRUE(decoded<st::detail::unit>(std::string()));
}

TEST(Codec, DeepValuesAreNotWritten) {
  tree t;
  for (int i = 0; i < 250; ++i) {
    tree above;
    above.kids.push_back(std::move(t));
    t = std::move(above);
  }
  comes_back(t);
  for (int i = 0; i < 10; ++i) {
    tree above;
    above.kids.push_back(std::move(t));
    t = std::move(above);
  }
  EXPECT_FALSE(try_encode(t));
}

struct throws_once {
  int value = 0;
  throws_once() = default;
  throws_once(const throws_once &) { throw 1; }
  throws_once &operator=(const throws_once &) = default;
  template <class A> void serialize(A &ar) { ar(value); }
};

TEST(Codec, ValuelessVariantsAreNotWritten) {
  std::variant<int, throws_once> v;
  EXPECT_ANY_THROW(v = throws_once());
  if (v.valueless_by_exception()) {
    EXPECT_FALSE(try_encode(v));
  }
}

#if defined(__cpp_lib_expected)
TEST(Codec, Expected) {
  using strings = std::expected<std::string, int>;
  comes_back(strings("x"));
  comes_back(strings(std::unexpected(4)));
  comes_back(std::expected<void, std::string>());
  comes_back(std::expected<void, std::string>(std::unexpected("no")));
  comes_back(
      std::vector<std::expected<fixed, fixed>>{fixed{1, "a"}, std::unexpected(fixed{2, "b"})});
  static_assert(schema_of<strings> != schema_of<std::expected<void, int>>);
}
#endif

TEST(Codec, OtherContainers) {
  comes_back(stack{{1, 2, 3}});
  comes_back(std::pmr::vector<std::pmr::string>{"a", "b"});
}

// What is not stored.

struct no_loading {
  int value = 0;
  template <class A> void save(A &ar) const { ar(value); }
};
struct no_default {
  explicit no_default(int) {}
  template <class A> void serialize(A &) {}
};
struct open {
  virtual ~open() = default;
  template <class A> void serialize(A &) {}
};
struct by_pointer {
  bool operator()(int a, int b) const { return before(a, b); }
  bool (*before)(int, int) = nullptr;
};
struct inherits_loading : archived {
  template <class A> void save(A &) const {}
};

template <class... T> inline constexpr bool are_persistable = (is_persistable<T> && ...);
template <class... T> inline constexpr bool none_persistable = (!is_persistable<T> && ...);

static_assert(are_persistable<const int, const std::string, std::variant<fixed>,
                              std::pair<const int, bits>, std::multiset<std::string>, open,
                              std::map<int, fixed>, std::optional<const fixed>, grid>);
static_assert(none_persistable<int *, int &, std::string_view, std::unique_ptr<int>,
                               std::shared_ptr<int>, std::mutex, const char *, int[3]>);
static_assert(is_value<no_loading> && none_persistable<no_loading, std::vector<no_loading>>);
static_assert(is_value<no_default> &&
              none_persistable<no_default, std::optional<no_default>, std::map<int, no_default>>);
static_assert(none_persistable<std::shared_ptr<const open>>, "it may be something derived");
static_assert(is_value<std::set<int, by_pointer>> && none_persistable<std::set<int, by_pointer>>,
              "its order would be lost");
static_assert(none_persistable<inherits_loading>);

} // namespace

// Layouts.

namespace codec_test {

struct other_row {
  int id;
  double weight;
  std::string name;
  bool good;
};
struct swapped {
  double weight;
  int id;
  std::string name;
  bool good;
};
struct shorter {
  int id;
  double weight;
  std::string name;
};
struct unsigned_row {
  unsigned id;
  double weight;
  std::string name;
  bool good;
};
struct two_ints {
  int a, b;
};
struct alignas(16) aligned_ints {
  int a, b, c, d;
};
struct four_ints {
  int a, b, c, d;
};
struct forest {
  std::string name;
  std::vector<forest> kids;
};
struct vine {
  std::string name;
  std::vector<std::vector<vine>> kids;
};

} // namespace codec_test

namespace st::detail {
inline tied<const int &, const double &, const std::string &, const bool &>
st_fields(fields_of<other_row>, const other_row &s) {
  return st::detail::tie(s.id, s.weight, s.name, s.good);
}
inline tied<const double &, const int &, const std::string &, const bool &>
st_fields(fields_of<swapped>, const swapped &s) {
  return st::detail::tie(s.weight, s.id, s.name, s.good);
}
inline tied<const int &, const double &, const std::string &> st_fields(fields_of<shorter>,
                                                                        const shorter &s) {
  return st::detail::tie(s.id, s.weight, s.name);
}
inline tied<const unsigned &, const double &, const std::string &, const bool &>
st_fields(fields_of<unsigned_row>, const unsigned_row &s) {
  return st::detail::tie(s.id, s.weight, s.name, s.good);
}
inline tied<const int &, const int &> st_fields(fields_of<two_ints>, const two_ints &s) {
  return st::detail::tie(s.a, s.b);
}
inline tied<const int &, const int &, const int &, const int &> st_fields(fields_of<aligned_ints>,
                                                                          const aligned_ints &s) {
  return st::detail::tie(s.a, s.b, s.c, s.d);
}
inline tied<const int &, const int &, const int &, const int &> st_fields(fields_of<four_ints>,
                                                                          const four_ints &s) {
  return st::detail::tie(s.a, s.b, s.c, s.d);
}
inline tied<const std::string &, const std::vector<forest> &> st_fields(fields_of<forest>,
                                                                        const forest &s) {
  return st::detail::tie(s.name, s.kids);
}
inline tied<const std::string &, const std::vector<std::vector<vine>> &> st_fields(fields_of<vine>,
                                                                                   const vine &s) {
  return st::detail::tie(s.name, s.kids);
}
} // namespace st::detail

namespace {

TEST(Codec, SchemasOfEqualLayoutsAreEqual) {
  static_assert(schema_of<row> == schema_of<other_row>);
  static_assert(schema_of<std::vector<row>> == schema_of<std::vector<other_row>>);
  static_assert(schema_of<tree> == schema_of<forest>);
  static_assert(schema_of<long> == schema_of<long long>);
  static_assert(schema_of<const int> == schema_of<int>);
  static_assert(schema_of<void> != schema_of<int>);
}

template <class... T> std::vector<std::uint64_t> schemas(type_list<T...>) {
  return {schema_of<T>...};
}

TEST(Codec, SchemasOfDifferentLayoutsDiffer) {
  std::vector<std::uint64_t> all = schemas(all_types());
  const std::vector<std::uint64_t> more = schemas(
      type_list<swapped, shorter, unsigned_row, two_ints, aligned_ints, four_ints, vine,
                std::vector<row>, std::list<row>, row, unsigned, long, short, char, signed char,
                char16_t, float, std::string, std::vector<char>, std::vector<signed char>,
                std::vector<std::vector<row>>, std::array<int, 1>, std::array<int, 2>,
                std::chrono::seconds, std::chrono::milliseconds, std::chrono::duration<double>,
                std::bitset<14>, std::variant<int, bool>, std::variant<bool, int>,
                std::tuple<int, bool>, std::tuple<bool, int>, std::optional<int>,
                std::shared_ptr<const int>, std::pair<int, std::pair<int, int>>,
                std::tuple<int, int, int>, std::map<int, int>,
                std::vector<std::pair<const int, int>>, std::unordered_map<int, int>>());
  all.insert(all.end(), more.begin(), more.end());
  // vector<row> and string are there twice; deque<int> and forward_list<int> are written alike.
  EXPECT_EQ(std::set<std::uint64_t>(all.begin(), all.end()).size(), all.size() - 3);
}

} // namespace
