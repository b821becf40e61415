// max_bytes counts what values own, of whatever form they are.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <array>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "Inputs/check.h"

using Block = std::vector<char>;
constexpr std::size_t million = 1000000;

struct Open {
  Block block;
  template <class A> void serialize(A &a) { a(block); }
};
class Closed {
public:
  Closed() : block(million) {}
  template <class A> void serialize(A &a, unsigned) { a & block; }

private:
  Block block;
};
struct Aggregate { int a; Block blocks[2]; };

[[st::cache_data(max_bytes = "2M")]] std::variant<int, Block> alternative(int) { return Block(million); }
[[st::cache_data(max_bytes = "2M")]] std::pair<int, std::variant<int, Block>> nested(int) { return {1, Block(million)}; }
[[st::cache_data(max_bytes = "2M")]] std::optional<Block> perhaps(int) { return Block(million); }
[[st::cache_data(max_bytes = "2M")]] std::vector<bool> bits(int) { return std::vector<bool>(8 * million); }
[[st::cache_data(max_bytes = "2M")]] std::filesystem::path path(int) { return std::string(million, 'x'); }
[[st::cache_data(max_bytes = "2M")]] Open open(int) { return {Block(million)}; }
[[st::cache_data(max_bytes = "2M")]] Closed closed(int) { return Closed(); }
[[st::cache_data(max_bytes = "2M")]] Aggregate aggregate(int) { return {1, {Block(million / 2), Block(million / 2)}}; }
[[st::cache_data(max_bytes = "2M")]] std::array<std::string, 2> array(int) { return {std::string(million, 'a'), ""}; }
[[st::cache_data(max_bytes = "2M")]] std::shared_ptr<const Open> shared(int) { return std::make_shared<const Open>(Open{Block(million)}); }
[[st::cache_data(max_bytes = "2M")]] std::map<int, Block> map(int) { return {{1, Block(million)}}; }
[[st::cache_data(max_bytes = "2M")]] std::list<Block> list(int) { return {Block(million)}; }

template <class F> void check_size(F f) {
  for (int i = 0; i < 3; ++i)
    (void)f(i);
  const st::Stats stats = st::cached(f).stats();
  EXPECT_EQ(stats.entries, 1);
  EXPECT(stats.bytes >= million && stats.bytes < million + 1000);
}

// Limits that are known at run time only.
int limit = -1;
[[clang::annotate("st-ignore")]] int runs = 0;
[[st::cache_data(max_entries = limit)]] int few(int x) { ++runs; return x; }

int main() {
  check_size(&alternative);
  check_size(&nested);
  check_size(&perhaps);
  check_size(&bits);
  check_size(&path);
  check_size(&open);
  check_size(&closed);
  check_size(&aggregate);
  check_size(&array);
  check_size(&shared);
  check_size(&map);
  check_size(&list);
  few(1), few(2), few(2), few(1);
  EXPECT_EQ(runs, 3);
  return check::ok();
}
