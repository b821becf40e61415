// Exceptions: to the caller and to those who wait, of any type, never cached; the next call computes anew.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

std::atomic<int> runs{0};
std::atomic<bool> fails{true};

struct Mine : std::runtime_error {
  Mine(const std::string& s, int code) : std::runtime_error(s), code(code) {}
  int code;
};

[[st::cache_data]] std::string may_throw(int x) {
  ++runs;
  check::sleep_ms(500);
  if (fails) throw Mine("failed", x);
  return "fine";
}
[[st::cache_data]] int throws_int(int x) { ++runs; if (x) throw x; return 0; }
[[st::cache_resource]] int* throws_resource(int x) { ++runs; if (fails) throw std::string("text"); return new int(x); }
[[st::cache_data]] int inner(int x) { ++runs; if (x < 0) throw Mine("inner", x); return x; }
[[st::cache_data]] int outer(int x) { ++runs; return inner(x) + 1; }
[[st::cache_data]] int catches(int x) { ++runs; try { return inner(x); } catch (const Mine& m) { return -m.code; } }
[[st::cache_data]] void throws_void(int) { ++runs; throw 1; }

int main() {
  check::deadline(60);
  std::atomic<int> caught{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      try {
        (void)may_throw(7);
      } catch (const Mine& m) {
        EXPECT_EQ(m.code, 7);
        EXPECT(std::string(m.what()) == "failed");
        ++caught;
      }
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(caught, 6);
  EXPECT_EQ(runs, 1);
  EXPECT(!st::cached(may_throw).contains(7));
  EXPECT_EQ(st::cached(may_throw).stats().entries, 0);
  fails = false;
  EXPECT(may_throw(7) == "fine");
  EXPECT(may_throw(7) == "fine");
  EXPECT_EQ(runs, 2);

  runs = 0;
  for (int i = 1; i < 4; ++i) EXPECT_THROW(int, throws_int(3));
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(throws_int(0), 0);
  fails = true;
  EXPECT_THROW(std::string, throws_resource(1));
  fails = false;
  EXPECT(throws_resource(1) == throws_resource(1));

  runs = 0;
  EXPECT_THROW(Mine, outer(-1));
  EXPECT_THROW(Mine, outer(-1));
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(catches(-5), 5);
  EXPECT_EQ(catches(-5), 5);
  EXPECT_EQ(runs, 6);
  EXPECT_EQ(outer(1), 2);
  EXPECT_EQ(outer(1), 2);
  EXPECT_EQ(runs, 8);
  runs = 0;
  EXPECT_THROW(int, (throws_void(1), 0));
  EXPECT_THROW(int, (throws_void(1), 0));
  EXPECT_EQ(runs, 2);
  return check::ok();
}
