// clear during a computation: the caller gets its value, the cache does not keep it; the other entries and later calls are as ever.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include "Inputs/check.h"
#include "Inputs/threads.h"

std::atomic<int> runs{0};
struct Step {
  check::Gate inside, go;
};
Step* step;

[[st::cache_data]] std::string held(int x) {
  ++runs;
  if (Step* here = step) {
    here->inside.open();
    here->go.wait();
  }
  return std::to_string(x);
}
[[st::cache_resource]] std::shared_ptr<int> resource(int x) {
  ++runs;
  if (Step* here = step) {
    here->inside.open();
    here->go.wait();
  }
  return std::make_shared<int>(x);
}
[[st::cache_data]] int clears_itself(int x) { ++runs; st::cached(clears_itself).clear(); return x; }
[[st::cache_data]] int clears_all(int x) { ++runs; st::cache_data.clear(); return x; }

// Clears by `clear` while the value of `call` is being computed.
template <class Call, class Clear>
void clear_during(Call call, Clear clear) {
  Step now;
  step = &now;
  std::thread t([&] { call(); });
  now.inside.wait();
  clear();
  step = nullptr;
  now.go.open();
  t.join();
}

int main() {
  check::deadline(60);
  auto call = [] { EXPECT(held(1) == "1"); };
  clear_during(call, [] { st::cached(held).clear(); });
  EXPECT(!st::cached(held).contains(1));
  EXPECT(held(1) == "1");
  EXPECT_EQ(runs, 2);
  EXPECT(held(1) == "1");
  EXPECT_EQ(runs, 2);
  st::cached(held).clear();
  clear_during(call, [] { st::cached(held).clear(1); });
  EXPECT(!st::cached(held).contains(1));
  clear_during(call, [] { st::cache_data.clear(); });
  EXPECT(!st::cached(held).contains(1));
  // Of another key, another function, the other kind: kept.
  clear_during(call, [] { st::cached(held).clear(2); });
  EXPECT(st::cached(held).contains(1));
  st::cached(held).clear();
  clear_during(call, [] { st::cache_resource.clear(); });
  EXPECT(st::cached(held).contains(1));

  runs = 0;
  std::shared_ptr<int> first;
  clear_during([&] { first = resource(1); }, [] { st::cached(resource).clear(); });
  EXPECT_EQ(*first, 1);
  EXPECT_EQ(first.use_count(), 1);
  EXPECT(resource(1) != first);
  EXPECT_EQ(runs, 2);

  // A call that begins after the clear does not get the value from before it.
  st::cached(held).clear();
  runs = 0;
  {
    Step before;
    step = &before;
    std::thread t([&] { EXPECT(held(5) == "5"); });
    before.inside.wait();
    st::cached(held).clear();
    Step after;
    step = &after;
    std::thread u([&] { EXPECT(held(5) == "5"); });
    EXPECT(after.inside.wait_ms(20000));  // computes at once: it need not wait for a value that is void
    step = nullptr;
    after.go.open();
    u.join();
    EXPECT(st::cached(held).contains(5));
    before.go.open();
    t.join();
    EXPECT(st::cached(held).contains(5));
    EXPECT_EQ(runs, 2);
  }

  runs = 0;
  EXPECT_EQ(clears_itself(1) + clears_itself(1), 2);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(clears_all(1) + clears_all(1), 2);
  EXPECT_EQ(runs, 4);
  return check::ok();
}
