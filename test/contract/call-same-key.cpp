// The same key re-entered by its own thread: computed without waiting, RecursionError at the second nested re-entry.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <exception>
#include <memory>
#include <string>
#include <type_traits>
#include "Inputs/check.h"
#include "Inputs/threads.h"

int runs;
static_assert(std::is_base_of_v<std::exception, st::RecursionError>);

[[st::cache_data]] int endless(int x) { ++runs; return endless(x) + 1; }
[[st::cache_data]] int second(int x);
[[st::cache_data]] int first(int x) { ++runs; return second(x) + 1; }
int second(int x) { ++runs; return first(x) + 1; }

int depth;
[[st::cache_data]] int once_again(int x) {
  ++runs;
  if (depth++ == 0) return once_again(x) + 100;
  return x;
}
[[st::cache_resource]] std::shared_ptr<int> resource(int x) {
  ++runs;
  if (depth++ == 0) (void)resource(x);
  return std::make_shared<int>(x);
}
[[st::cache_data]] std::string handled(int x) {
  ++runs;
  try {
    return handled(x) + "!";
  } catch (const st::RecursionError& e) {
    return std::string(e.what()).empty() ? "silent" : "caught";
  }
}

int main() {
  check::deadline(30);
  EXPECT_THROW(st::RecursionError, endless(1));
  EXPECT_EQ(runs, 2);  // the call and the first re-entry
  EXPECT_THROW(st::RecursionError, endless(1));
  EXPECT_EQ(runs, 4);
  EXPECT(!st::cached(endless).contains(1));

  runs = 0;
  EXPECT_THROW(st::RecursionError, first(1));
  EXPECT_EQ(runs, 4);

  runs = 0;
  depth = 0;
  EXPECT_EQ(once_again(5), 105);
  EXPECT_EQ(runs, 2);
  const int kept = once_again(5);
  EXPECT(kept == 105 || kept == 5);
  EXPECT_EQ(runs, 2);

  runs = 0;
  depth = 0;
  auto p = resource(5);
  EXPECT_EQ(*p, 5);
  EXPECT_EQ(runs, 2);
  EXPECT(resource(5) == resource(5));
  EXPECT_EQ(runs, 2);

  runs = 0;
  EXPECT(handled(1) == "caught!");
  EXPECT_EQ(runs, 2);
  return check::ok();
}
