// cache_data: what callers do with their copy never reaches the cache, on the first call as on later ones; return types of every kind.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <array>
#include <chrono>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
#include "Inputs/check.h"

int runs;
struct Row {
  int id;
  std::string name;
  std::vector<double> values;
};
class Serialised {
 public:
  Serialised() = default;
  explicit Serialised(std::string s) : s_(std::move(s)) {}
  std::string& s() { return s_; }
  template <class Archive>
  void serialize(Archive& ar, const unsigned) { ar & s_; }

 private:
  std::string s_;
};
struct ConstMembers {
  const int a;
  const std::string b;
};

[[st::cache_data]] std::vector<int> numbers(int n) { ++runs; return std::vector<int>(static_cast<std::size_t>(n), 7); }
[[st::cache_data]] std::string text(int n) { ++runs; return std::string(static_cast<std::size_t>(n), 'x'); }
[[st::cache_data]] std::map<std::string, std::vector<Row>> rows(int n) { ++runs; return {{"all", {{n, "n", {1, 2}}}}}; }
[[st::cache_data]] std::optional<std::vector<int>> maybe(int n) { ++runs; if (n) return std::vector<int>{n}; return {}; }
[[st::cache_data]] std::variant<int, std::string> either(int n) { ++runs; if (n) return "text"; return 5; }
[[st::cache_data]] std::tuple<int, std::string, std::array<int, 2>> several(int n) { ++runs; return {n, "s", {1, 2}}; }
[[st::cache_data]] std::unordered_map<int, std::set<int>> sets(int n) { ++runs; return {{n, {1, 2}}}; }
[[st::cache_data]] std::pair<std::list<int>, std::vector<bool>> list_and_bits(int n) { ++runs; return {{n}, {true, false}}; }
[[st::cache_data]] std::chrono::milliseconds duration(int n) { ++runs; return std::chrono::milliseconds(n); }
[[st::cache_data]] std::filesystem::path path(int n) { ++runs; return std::filesystem::path("a") / std::to_string(n); }
[[st::cache_data]] bool boolean(int n) { ++runs; return n > 0; }
[[st::cache_data]] Serialised serialised(int n) { ++runs; return Serialised(std::to_string(n)); }
[[st::cache_data]] ConstMembers const_members(int n) { ++runs; return {n, "b"}; }
[[st::cache_data]] const std::vector<int> const_value(int n) { ++runs; return {n}; }
[[st::cache_data]] std::vector<std::vector<std::string>> nested(int n) { ++runs; return {{std::to_string(n)}, {}}; }
enum class Color { red, green };
[[st::cache_data]] Color color(int n) { ++runs; return n ? Color::green : Color::red; }
[[st::cache_data]] void nothing(int) { ++runs; }

// A result that aliases nothing of the argument, and one that is the argument.
[[st::cache_data]] std::vector<int> same(std::vector<int> v) { ++runs; return v; }

// No copy on a hit, the same object for all.
[[st::cache_data]] std::shared_ptr<const std::vector<int>> shared(int n) { ++runs; return std::make_shared<std::vector<int>>(static_cast<std::size_t>(n), 3); }
struct CountsCopies {
  CountsCopies() = default;
  CountsCopies(const CountsCopies& o) : n(o.n) { ++copies; }
  int n = 5;
  static int copies;
  template <class Archive>
  void serialize(Archive& ar) { ar(n); }
};
int CountsCopies::copies;
[[st::cache_data]] std::shared_ptr<const CountsCopies> shared_counted(int) { ++runs; return std::make_shared<CountsCopies>(); }

int main() {
  for (int round = 0; round < 4; ++round) {
    auto v = numbers(3);
    EXPECT(v == (std::vector<int>{7, 7, 7}));
    v[0] = 0;
    v.clear();
    std::string s = text(3);
    EXPECT(s == "xxx");
    s[0] = 'y';
    auto r = rows(4);
    EXPECT_EQ(r["all"].at(0).values.size(), 2);
    r["all"][0].values.clear();
    r["all"][0].name = "changed";
    EXPECT(rows(4)["all"].at(0).name == "n");
    auto o = maybe(1);
    EXPECT_EQ(o->size(), 1);
    o->clear();
    EXPECT(!maybe(0));
    auto e = either(1);
    EXPECT(std::get<std::string>(e) == "text");
    e = 9;
    EXPECT_EQ(std::get<int>(either(0)), 5);
    auto [i, str, arr] = several(1);
    EXPECT(i == 1 && str == "s" && arr[1] == 2);
    arr[1] = 100;
    auto m = sets(1);
    EXPECT_EQ(m[1].size(), 2);
    m[1].insert(5);
    auto lb = list_and_bits(1);
    EXPECT(lb.first.size() == 1 && lb.second[0]);
    lb.second[0] = false;
    lb.first.clear();
    EXPECT(duration(5) == std::chrono::milliseconds(5));
    auto p = path(1);
    EXPECT(p == "a/1");
    p /= "more";
    EXPECT(boolean(1) && !boolean(-1));
    auto z = serialised(4);
    EXPECT(z.s() == "4");
    z.s() += "changed";
    EXPECT(const_members(3).a == 3 && const_members(3).b == "b");
    EXPECT_EQ(const_value(3).size(), 1);
    auto nn = nested(1);
    EXPECT(nn.at(0).at(0) == "1");
    nn[0].clear();
    EXPECT(color(1) == Color::green);
    nothing(1);
    auto argument = std::vector<int>{1, 2};
    auto back = same(argument);
    back[0] = 99;
    argument[1] = 98;
    EXPECT((same({1, 2}) == std::vector<int>{1, 2}));
    // The result of a temporary, changed in place.
    EXPECT_EQ((numbers(3).push_back(1), numbers(3).size()), 3);
  }
  EXPECT_EQ(runs, 21);

  runs = 0;
  auto a = shared(3), b = shared(3);
  EXPECT(a == b);
  EXPECT(a.get() == shared(3).get());
  EXPECT_EQ(runs, 1);
  auto c = shared_counted(1);
  EXPECT(c == shared_counted(1) && c == shared_counted(1));
  EXPECT_EQ(CountsCopies::copies, 0);
  EXPECT_EQ(c->n, 5);
  return check::ok();
}
