// What the plugin asks: can it be hashed, may it be kept.
#include "key_support.h"

#include <any>
#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <complex>
#include <deque>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <future>
#include <list>
#include <mutex>
#include <optional>
#include <queue>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
// Clang before 16 cannot read the <ranges> of libstdc++.
#if __cplusplus >= 202002L && (!defined(__clang__) || __clang_major__ >= 16)
#define HAS_RANGES
#include <ranges>
#include <span>
#endif

using namespace key_test;

namespace traits_test {

template <class... T> constexpr bool all_hashable = (is_hashable<T, pack<>> && ...);
template <class... T> constexpr bool none_hashable = (!is_hashable<T, pack<>> && ...);
template <class... T> constexpr bool all_values = (is_value<T> && ...);
template <class... T> constexpr bool none_values = (!is_value<T> && ...);

struct incomplete;
union either {
  int a;
  float b;
};
class closed {
public:
  explicit closed(int v) : value_(v) {}

private:
  [[maybe_unused]] int value_;
};
struct abstract {
  virtual ~abstract() = default;
  virtual int f() = 0;
};
struct connection {};
struct handle {
  explicit handle(connection *c) : at(c) {}
  connection *at;
};
enum class color { red };
struct with_reference {
  int &r;
};
struct list_node {
  int value;
  std::shared_ptr<const list_node> next;
};
struct flat_tree {
  std::vector<flat_tree> kids;
};
struct no_copy {
  int a;
  no_copy(no_copy &&) = default;
};

} // namespace traits_test

using namespace traits_test;

namespace st::detail {
inline tied<int &> st_fields(fields_of<with_reference>, const with_reference &s) {
  return st::detail::tie(s.r);
}
inline tied<const int &, const std::shared_ptr<const list_node> &> st_fields(fields_of<list_node>,
                                                                             const list_node &s) {
  return st::detail::tie(s.value, s.next);
}
inline tied<const std::vector<flat_tree> &> st_fields(fields_of<flat_tree>, const flat_tree &s) {
  return st::detail::tie(s.kids);
}
} // namespace st::detail
template <> inline constexpr bool st::is_handle<handle> = true;

namespace {

using s = std::string;

static_assert(
    all_hashable<bool, char, wchar_t, char16_t, char32_t, unsigned char, short, long long, float,
                 double, long double, int128, uint128, color, std::byte, std::nullptr_t,
                 const char *, const wchar_t *, int[3], const s &, s &&, int[2][2], s[2]>);
static_assert(all_hashable<s, std::wstring, std::u16string, std::string_view, std::filesystem::path,
                           std::vector<s>, std::vector<bool>, std::deque<int>, std::list<s>,
                           std::forward_list<s>, std::array<s, 2>, std::array<int, 0>, std::set<s>,
                           std::multiset<s>, std::map<s, s>, std::multimap<int, s>,
                           std::unordered_set<s>, std::unordered_multiset<s>,
                           std::unordered_map<s, int>, std::unordered_multimap<s, int>>);
static_assert(
    all_hashable<std::optional<s>, std::variant<std::monostate, s>, std::tuple<int, s>,
                 std::tuple<>, std::pair<s, s>, std::chrono::seconds, std::chrono::duration<double>,
                 std::chrono::system_clock::time_point, std::bitset<9>, std::complex<float>,
                 std::initializer_list<s>, std::unique_ptr<s>, std::shared_ptr<const s>,
                 std::reference_wrapper<s>, std::monostate, std::less<>, point, padded, bits,
                 person, tree, derived, std::shared_ptr<std::vector<std::optional<tree>>>>);
static_assert(
    none_hashable<
        void, int *, char *, void *, const unsigned char *, int (*)(int), int(int), int closed::*,
        int (closed::*)(), std::function<int()>, std::any, std::mutex, std::atomic<int>,
        std::thread, std::future<int>, std::exception_ptr, std::weak_ptr<int>,
        std::shared_ptr<void>, std::unique_ptr<int[]>, std::shared_ptr<int[]>, std::stringstream,
        std::regex, std::smatch, either, closed, abstract, abstract &, incomplete, incomplete &,
        std::unique_ptr<incomplete>, std::shared_ptr<abstract>, std::reference_wrapper<int(int)>,
        std::vector<int>::iterator, std::filesystem::directory_iterator>);
static_assert(none_hashable<std::vector<closed>, std::optional<int *>, std::map<s, closed>,
                            std::variant<int, closed>, std::tuple<int, std::any>,
                            std::pair<s, std::function<void()>>, closed[2]>);
static_assert(is_hashable<int, std::nullptr_t> && is_hashable<int, const pack<> &>);

static_assert(
    all_values<void, bool, int, double, long double, int128, color, const int, s, const s,
               std::vector<s>, std::vector<bool>, std::array<s, 2>, std::map<s, std::set<int>>,
               std::unordered_map<s, s>, std::list<s>, std::optional<s>,
               std::variant<std::monostate, s>, std::tuple<int, s>, std::pair<s, s>,
               std::chrono::seconds, std::chrono::steady_clock::time_point, std::filesystem::path,
               std::complex<double>, std::bitset<9>, std::nullptr_t, point, padded, bits, derived,
               flat_tree, list_node>);
static_assert(all_values<std::shared_ptr<const int>, std::shared_ptr<const std::vector<s>>,
                         std::shared_ptr<const std::shared_ptr<const point>>,
                         std::vector<std::shared_ptr<const point>>>);
static_assert(
    none_values<int *, const char *, void *, int &, const int &, s &&, int(int), int[3], int (*)(),
                int closed::*, std::string_view, std::initializer_list<int>, std::unique_ptr<int>,
                std::shared_ptr<int>, std::shared_ptr<const closed>,
                std::shared_ptr<const std::shared_ptr<int>>, std::weak_ptr<const int>,
                std::shared_ptr<void>, std::shared_ptr<const void>, std::function<int()>, std::any,
                std::mutex, std::atomic<int>, std::thread, std::future<int>,
                std::reference_wrapper<int>, std::vector<int>::iterator, closed, either, abstract,
                incomplete, std::shared_ptr<const incomplete>, no_copy, with_reference, person *,
                tree, std::stringstream, std::smatch, std::exception_ptr>);
static_assert(
    none_values<std::vector<int *>, std::optional<std::string_view>,
                std::variant<int, const char *>, std::map<int, std::shared_ptr<int>>,
                std::tuple<int, std::any>, std::vector<closed>, std::vector<std::unique_ptr<int>>>);
static_assert(is_value<person>, "its pointer is to const");

static_assert(is_resource<std::shared_ptr<int>> && is_resource<std::shared_ptr<const closed>> &&
              is_resource<int &> && is_resource<const closed &> && is_resource<closed *> &&
              is_resource<abstract *> && is_resource<handle> && is_resource<const handle>);
static_assert(!is_resource<void> && !is_resource<int> && !is_resource<std::unique_ptr<int>> &&
              !is_resource<closed> && !is_resource<std::weak_ptr<int>> && !is_resource<int &&> &&
              !is_resource<std::vector<std::shared_ptr<int>>> && !is_resource<incomplete>);

#ifdef HAS_RANGES
static_assert(all_hashable<char8_t, std::u8string, std::span<const int>, std::span<s, 2>>);
static_assert(
    none_values<std::span<int>, std::span<const int>, std::span<int, 3>,
                std::ranges::iota_view<int, int>, std::ranges::ref_view<std::vector<int>>>);
static_assert(none_hashable<std::ranges::subrange<std::vector<int>::iterator>>);
#endif

[[maybe_unused]] const auto functions =
    options(st::hash_funcs = st::hash_funcs([](const closed &) { return 1; },
                                            [](const std::any &) { return s(); },
                                            [](std::mutex &) { return 1; }, [](const either &) {},
                                            [](const incomplete &) { return closed(1); }));
using with_functions = decltype(functions);
static_assert(is_hashable<closed, with_functions> &&
              is_hashable<std::vector<closed>, with_functions>);
static_assert(is_hashable<std::any, with_functions> && is_hashable<incomplete, with_functions>);
static_assert(!is_hashable<std::mutex, with_functions>, "cannot be called with a const one");
static_assert(!is_hashable<either, with_functions>, "gives nothing");

TEST(Traits, AreCheckedByTheCompiler) {}

} // namespace
