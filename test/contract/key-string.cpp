// Text in the key: contents with their lengths, C strings as text, embedded zeros, boundaries between neighbours.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <cstring>
#include <string>
#include <string_view>
#include <variant>
#include <vector>
#include "Inputs/key.h"

int runs;
[[st::cache_data]] int c_string(const char* s) { ++runs; return s ? static_cast<int>(std::strlen(s)) : -1; }
[[st::cache_data]] int mutable_pointer_to_text(const char* const s, const char* t) { ++runs; return static_cast<int>(std::strlen(s) + std::strlen(t)); }
[[st::cache_data]] int view(std::string_view s) { ++runs; return static_cast<int>(s.size()); }
[[st::cache_data]] int mixed(const std::string& a, std::string_view b, const char* c) {
  ++runs;
  return static_cast<int>(a.size() * 100 + b.size() * 10 + std::strlen(c));
}

int main() {
  using S = std::string;
  using namespace std::string_literals;
  EXPECT_SAME(S("abc"), S("abc"));
  EXPECT_DIFFER(S("abc"), S("abd"));
  EXPECT_DIFFER(S(), S("\0", 1));
  EXPECT_DIFFER("a\0b"s, "a\0c"s);
  EXPECT_DIFFER("a\0"s, "a"s);
  EXPECT_DIFFER(S(100000, 'x'), S(100001, 'x'));
  EXPECT_DIFFER(std::wstring(L"a"), std::wstring(L"b"));
  EXPECT_DIFFER(std::u16string(u"a"), std::u16string(u"b"));
  EXPECT_DIFFER(std::u32string(U"a"), std::u32string(U"b"));
  // Capacity and place do not count.
  S roomy = "abc";
  roomy.reserve(1000);
  EXPECT_SAME(roomy, S("abc"));

  // Boundaries.
  EXPECT(id(S("ab"), S("c")) != id(S("a"), S("bc")));
  EXPECT(id(S(""), S("abc")) != id(S("abc"), S("")));
  EXPECT(id(std::string_view("ab"), std::string_view("c")) != id(std::string_view("a"), std::string_view("bc")));
  EXPECT_DIFFER((std::vector<S>{"a", "b"}), (std::vector<S>{"astr:b"}));
  EXPECT_DIFFER((std::vector<S>{"a", "b"}), (std::vector<S>{"ab"}));
  EXPECT_DIFFER((std::vector<S>{"a", ""}), (std::vector<S>{"", "a"}));
  EXPECT_DIFFER((std::vector<S>{""}), (std::vector<S>{}));
  EXPECT_DIFFER((std::variant<int, S>(1)), (std::variant<int, S>("1")));
  // Texts that hold what a length or a tag would look like.
  EXPECT(id("\1\0\0\0\0\0\0\0a"s, "b"s) != id("\1"s, "\0\0\0\0\0\0\0ab"s));
  const int before = next_id;
  for (int total = 0; total <= 40; ++total)
    for (int first = 0; first <= total; ++first)
      id(S(static_cast<std::size_t>(first), '\0'), S(static_cast<std::size_t>(total - first), '\0'), 'k');
  EXPECT_EQ(next_id - before, 41 * 42 / 2);

  // A C string is its text, wherever it lies; null is no text.
  char buffer[] = "hello", other[] = "hello";
  EXPECT_EQ(c_string("hello"), 5);
  EXPECT_EQ(c_string(buffer), 5);
  EXPECT_EQ(c_string(other), 5);
  EXPECT_EQ(runs, 1);
  buffer[4] = '\0';
  EXPECT_EQ(c_string(buffer), 4);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(c_string(""), 0);
  EXPECT_EQ(c_string(nullptr), -1);
  EXPECT_EQ(c_string(nullptr), -1);
  EXPECT_EQ(c_string(""), 0);
  EXPECT_EQ(runs, 4);
  runs = 0;
  EXPECT_EQ(mutable_pointer_to_text("ab", "c"), 3);
  EXPECT_EQ(mutable_pointer_to_text("a", "bc"), 3);
  EXPECT_EQ(mutable_pointer_to_text("ab", "c"), 3);
  EXPECT_EQ(runs, 2);
  runs = 0;
  EXPECT_EQ(view("abc"), 3);
  EXPECT_EQ(view(S("abc")), 3);
  EXPECT_EQ(view(S("abc-").substr(0, 3)), 3);
  EXPECT_EQ(view({}), 0);
  EXPECT_EQ(runs, 2);
  runs = 0;
  EXPECT_EQ(mixed("ab", "c", "d"), 211);
  EXPECT_EQ(mixed("a", "bc", "d"), 121);
  EXPECT_EQ(mixed("a", "b", "cd"), 112);
  EXPECT_EQ(mixed("a", "b", "cd"), 112);
  EXPECT_EQ(runs, 3);
  return check::ok();
}
