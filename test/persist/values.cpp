// Values of all kinds come back from the store as they were, in another process.
// RUN: rm -rf %t && mkdir -p %t && %stcxx -O1 %s -o %t/program
// RUN: env STCACHE_DIR=%t/store %t/program compute | %FileCheck %s --check-prefix=COMPUTE
// RUN: env STCACHE_DIR=%t/store %t/program | %FileCheck %s
// COMPUTE: computed 19
// CHECK: computed 0
#include <st/cache.h>
#include <array>
#include <chrono>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>
static int runs = 0;
enum class Color : unsigned char { red = 1, blue = 2 };
struct Row {
  int id;
  std::string name;
  std::vector<double> values;
  Color color = Color::red;
  bool operator==(const Row &o) const {
    return id == o.id && name == o.name && values == o.values && color == o.color;
  }
};
class Money {
  long cents = 0;
public:
  Money() = default;
  explicit Money(long c) : cents(c) {}
  bool operator==(const Money &o) const { return cents == o.cents; }
  template <class Archive> void serialize(Archive &a, unsigned) { a & cents; }
};
struct Tree {
  int label;
  std::vector<Tree> children;
};
#define CACHED [[st::cache_data(persist = disk)]]
CACHED int integer(int x) { return ++runs, x + 1; }
CACHED double real(double x) { return ++runs, x / 3; }
CACHED bool truth(int x) { return ++runs, x > 0; }
CACHED Color color(int x) { return ++runs, x ? Color::blue : Color::red; }
CACHED std::string text(const std::string &s) { return ++runs, s + s; }
CACHED std::vector<double> numbers(int n) { return ++runs, std::vector<double>(n, 0.5); }
CACHED std::vector<bool> bits(int n) { return ++runs, std::vector<bool>(n, true); }
CACHED std::map<std::string, std::vector<Row>> rows(int n) {
  return ++runs, std::map<std::string, std::vector<Row>>{{"a", {Row{n, "x", {1, 2}, Color::blue}}}, {"b", {}}};
}
CACHED std::unordered_map<int, std::string> table(int n) {
  std::unordered_map<int, std::string> m;
  for (int i = 0; i < n; ++i)
    m[i] = std::to_string(i);
  return ++runs, m;
}
CACHED std::set<std::string> names() { return ++runs, std::set<std::string>{"b", "a"}; }
CACHED std::optional<Money> money(long c) { return ++runs, c ? std::optional(Money(c)) : std::nullopt; }
CACHED std::variant<int, std::string> either(bool b) {
  ++runs;
  if (b)
    return 4;
  return "four";
}
CACHED std::tuple<int, std::array<float, 3>, std::pair<char, long>> several() {
  return ++runs, std::tuple(1, std::array<float, 3>{1, 2, 3}, std::pair('c', 9L));
}
CACHED std::shared_ptr<const std::vector<int>> shared(int n) {
  return ++runs, std::make_shared<const std::vector<int>>(n, n);
}
CACHED std::chrono::milliseconds duration(int n) { return ++runs, std::chrono::milliseconds(n); }
CACHED std::filesystem::path path(const std::filesystem::path &p) { return ++runs, p / "file"; }
CACHED std::complex<double> root() { return ++runs, std::complex<double>(0, 1); }
CACHED Tree tree(int n) { return ++runs, Tree{n, {Tree{n + 1, {}}, Tree{n + 2, {Tree{7, {}}}}}}; }
CACHED void nothing(int) { ++runs; }
#define EXPECT(...) ((__VA_ARGS__) ? void() : (std::printf("not so: %s\n", #__VA_ARGS__), std::exit(1)))
int main() {
  EXPECT(integer(1) == 2);
  EXPECT(real(1) == 1.0 / 3);
  EXPECT(truth(1));
  EXPECT(color(1) == Color::blue);
  EXPECT(text("ab") == "abab");
  EXPECT(numbers(100000) == std::vector<double>(100000, 0.5));
  EXPECT(bits(13) == std::vector<bool>(13, true));
  EXPECT(rows(3).at("a").at(0) == Row{3, "x", {1, 2}, Color::blue});
  EXPECT(table(100).at(42) == "42");
  EXPECT(names() == std::set<std::string>{"a", "b"});
  EXPECT(money(5) == Money(5));
  EXPECT(std::get<std::string>(either(false)) == "four");
  EXPECT(std::get<2>(several()) == std::pair('c', 9L));
  EXPECT(shared(3)->at(2) == 3);
  EXPECT(duration(20) == std::chrono::milliseconds(20));
  EXPECT(path("dir") == "dir/file");
  EXPECT(root() == std::complex<double>(0, 1));
  EXPECT(tree(1).children.at(1).children.at(0).label == 7);
  nothing(1);
  std::printf("computed %d\n", runs);
}
