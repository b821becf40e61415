// The bytes that stores hold. They may only change together with the format's version; GCC and
// Clang must agree on them, so this is built with both.
#include "codec_support.h"

#include <cstdio>

using namespace codec_test;

namespace {

std::string hex(const std::string &bytes) {
  std::string text;
  for (const char c : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned>(c) & 0xffu);
    text += digits;
  }
  return text;
}

int wrong = 0;

template <class T>
void expect(const T &value, std::uint64_t schema, const char *bytes, const char *name) {
  const std::string found = hex(encoded(value));
  if (found == bytes && st::detail::schema_of<T> == schema)
    return;
  ++wrong;
  std::printf("%s: schema 0x%llx, bytes %s\n", name,
              static_cast<unsigned long long>(st::detail::schema_of<T>), found.c_str());
}

} // namespace

int main() {
  expect(7, 0xf0e727a7188eb8cf, "07000000", "int");
  expect(1.5L, 0x15b9d1fd0a5f3cdf, "00000000000000c0ff3f", "long double");
  expect(std::string("abc"), 0x1e9546d52fdac2e6, "0300000000000000616263", "string");
  expect(std::vector<int>{1, 2}, 0xb00f80c5a3ddaf71, "02000000000000000100000002000000",
         "vector<int>");
  expect(std::vector<bool>{true, false, true}, 0x26a38a471cce91b4, "030000000000000005",
         "vector<bool>");
  expect(std::map<std::string, bool>{{"a", true}}, 0x45ddd2ae34d7bf2b,
         "010000000000000001000000000000006101", "map");
  expect(std::optional<char>('x'), 0x4cdaf60515f6e48c, "0178", "optional");
  expect(std::variant<int, char>('x'), 0x6597c5de7254b138, "0178", "variant");
  expect(std::tuple<char, std::u16string>('x', u"y"), 0xc059b602e388cc32,
         "780100000000000000007900", "tuple");
  expect(row{1, 2, "n", true}, 0xac2940a20260f261, "01000000000000000000004001000000000000006e01",
         "row");
  expect(flags{true, 2, {false, true}}, 0x422a970dfded4abe, "01020001", "flags");
  expect(bits{1, true, 3}, 0x65e53927da23dc03, "010000000103000000", "bits");
  expect(tree{"a", {tree{"b", {}}}}, 0xe3ac218146d90617,
         "01000000000000006101000000000000000100000000000000620000000000000000", "tree");
  expect(archived(3, "x"), 0x62e5acc303209369,
         "030000000300000000000000010000000000000078010000000000000078010000000000000078",
         "archived");
  expect(counted({4}), 0xd262cfede996cf24, "010000000000000004000000", "counted");
  expect(std::chrono::seconds(5), 0x69baabd3d090fdbe, "0500000000000000", "seconds");
  return wrong;
}
