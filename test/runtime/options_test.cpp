// What the option expressions are, and how options are found again.
#include <st/options.h>

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

using namespace st;
using namespace st::detail;

namespace {

struct model {
  int id;
};
int by_id(const model &m) { return m.id; }
long by_length(const std::string &s) { return static_cast<long>(s.size()); }

constexpr auto settings = options(ttl = 60, max_entries = 10, show_spinner = "Loading...",
                                  st::persist = disk, scope = session, refresh_mode = background);

static_assert(std::is_same_v<decltype(ttl = 60), option<ttl_tag, int>>);
static_assert(
    std::is_same_v<decltype(show_spinner = "ab"), option<show_spinner_tag, const char (&)[3]>>);
static_assert(
    std::is_same_v<decltype(hash_funcs = by_id), option<hash_funcs_tag, int (&)(const model &)>>);
static_assert(std::is_same_v<decltype(hash_funcs(by_id, 1)),
                             option<hash_funcs_tag, pack<int (&)(const model &), int>>>);
static_assert(std::is_same_v<decltype(hash_funcs = hash_funcs(1)), decltype(hash_funcs(1))>);
static_assert(get_option<ttl_tag>(settings) == 60);
static_assert(get_option<max_entries_tag>(settings) == 10);
static_assert(get_option<scope_tag>(settings) == scope_kind::session);
static_assert(get_option<refresh_mode_tag>(settings) == refresh_kind::background);
static_assert(has_option<decltype(settings) const, ttl_tag> ==
              has_option<std::remove_const_t<decltype(settings)>, version_tag>);
static_assert(has_option<std::remove_const_t<decltype(settings)>, persist_tag>);
static_assert(!has_option<pack<>, ttl_tag>);
static_assert(!has_option<decltype(nullptr), ttl_tag>);

TEST(Options, EveryNameIsThere) {
  const auto all = options(
      ttl = 1, max_entries = 1, max_bytes = 1, show_spinner = true, show_time = true,
      st::persist = true, hash_funcs = by_id, validate = by_id, on_release = by_id, scope = global,
      refresh_mode = foreground, cache_if = by_id, depends_on = 1, version = "1",
      experimental_allow_widgets = true, allow_output_mutation = true, suppress_st_warning = true);
  EXPECT_EQ(all.size, 17u);
  EXPECT_STREQ(get_option<version_tag>(all), "1");
}

TEST(Options, LvaluesAreKeptAsReferences) {
  int number = 1;
  const auto keys = options(depends_on = number);
  static_assert(std::is_same_v<decltype(depends_on = number), option<depends_on_tag, int &>>);
  number = 2;
  EXPECT_EQ(get_option<depends_on_tag>(keys).head, 2);
}

TEST(Options, SeveralHashFuncsAreMerged) {
  const auto keys = options(
      hash_funcs = [](const model &m) { return m.id + 1; }, depends_on = 5,
      hash_funcs = hash_funcs(by_id, by_length), hash_funcs(by_length), depends_on(6, 7));
  const auto functions = get_option<hash_funcs_tag>(keys);
  static_assert(decltype(functions)::size == 4);
  EXPECT_EQ(at<0>(functions)(model{1}), 2);
  EXPECT_EQ(at<1>(functions)(model{1}), 1);
  EXPECT_EQ(at<3>(functions)("abc"), 3);
  int sum = 0;
  for_each(get_option<depends_on_tag>(keys), [&](int value) { sum += value; });
  EXPECT_EQ(sum, 18);
}

TEST(Options, ObjectsThatOnlyMoveArePassedOn) {
  struct only_moves {
    explicit only_moves(int v) : value(v) {}
    only_moves(only_moves &&) = default;
    int value;
  };
  const auto given = options(ttl = 1, cache_if = only_moves(3));
  EXPECT_EQ(get_option<cache_if_tag>(given).value, 3);
}

TEST(Options, PersistTakesWordsAndBooleans) {
  EXPECT_EQ(persist_of(true), persist_kind::disk);
  EXPECT_EQ(persist_of(false), persist_kind::none);
  EXPECT_EQ(persist_of("disk"), persist_kind::disk);
  EXPECT_EQ(persist_of(std::string("remote")), persist_kind::remote);
  EXPECT_EQ(persist_of("disks"), persist_kind::none);
  EXPECT_EQ(persist_of(remote), persist_kind::remote);
}

// In a template the option's value may depend on a parameter.
template <int N> auto dependent() {
  return options(max_entries = N, hash_funcs = [](const model &m) { return m.id % N; });
}
TEST(Options, WorkInTemplates) {
  EXPECT_EQ(get_option<max_entries_tag>(dependent<4>()), 4);
  EXPECT_EQ(at<0>(get_option<hash_funcs_tag>(dependent<4>()))(model{6}), 2);
}

} // namespace
