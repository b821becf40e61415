// After fork a child never waits for a computation of the parent's threads; what was there before is there in the child.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <sys/wait.h>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include "Inputs/check.h"
#include "Inputs/threads.h"

check::Gate inside, go;
bool in_child = false;
int runs;
[[st::cache_data]] std::string held(int x) {
  if (x == 1 && !in_child) {
    inside.open();
    go.wait();
  }
  return std::to_string(x);
}
[[st::cache_data]] int before(int x) { ++runs; return x; }
[[st::cache_resource]] std::shared_ptr<int> resource(int x) { return std::make_shared<int>(x); }

template <class F>
void in_a_child(F f) {
  const pid_t pid = fork();
  if (pid == 0) {
    in_child = true;
    check::deadline(20);
    f();
    std::_Exit(0);
  }
  int status = 0;
  EXPECT(waitpid(pid, &status, 0) == pid);
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main() {
  check::deadline(100);
  EXPECT_EQ(before(7), 7);
  auto object = resource(1);
  std::thread worker([] { EXPECT(held(1) == "1"); });
  inside.wait();
  // Other threads are busy with the caches while this one forks again and again.
  std::atomic<bool> stop{false};
  std::thread busy([&] {
    for (int i = 100; !stop; ++i) {
      (void)before(i % 1000);
      (void)held(100 + i % 50);
      st::cached(before).clear(i % 900);
    }
  });
  for (int i = 0; i < 20; ++i)
    in_a_child([&] {
      EXPECT(held(1) == "1");   // the parent computes it at this time
      EXPECT(held(1) == "1");
      EXPECT(held(2) == "2");
      EXPECT_EQ(before(8), 8);
      EXPECT(resource(1) == object);
      st::cached(held).clear();
      EXPECT(held(1) == "1");
      EXPECT_EQ(before(5000), 5000);
      std::thread t([] { EXPECT(held(3) == "3"); });
      t.join();
    });
  stop = true;
  busy.join();
  const int known = runs;
  in_a_child([&] {
    EXPECT_EQ(before(7000), 7000);
    EXPECT_EQ(runs, known + 1);
    EXPECT_EQ(before(7000), 7000);
    EXPECT_EQ(runs, known + 1);
  });
  // What the child did is not seen here.
  EXPECT(!st::cached(before).contains(7000));
  go.open();
  worker.join();
  EXPECT(st::cached(held).contains(1));
  return check::ok();
}
