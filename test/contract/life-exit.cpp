// Calls from destructors of static and thread_local objects and from atexit work; on_release is not called at exit.
// RUN: %stcxx -O1 -pthread %s -o %t && %t > %t.out && %FileCheck %s < %t.out
// CHECK-NOT: released
// CHECK: main ends
// CHECK-NOT: released
// CHECK-DAG: thread: 42
// CHECK-DAG: local static: 43
// CHECK-DAG: atexit: 44
// CHECK-DAG: first static: 45 46
// CHECK-NOT: released
// CHECK: last
// CHECK-NOT: released
#include <st/cache.h>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

[[st::cache_data]] std::string text(int x);
[[st::cache_data]] int number(int x);
[[st::cache_resource(on_release = [](int*) { std::puts("released"); })]] int* resource(int x);
[[st::cache_resource(on_release = [](const std::shared_ptr<int>&) { std::puts("released"); }, max_entries = 100)]]
std::shared_ptr<int> shared(int x);

// Constructed before the first call of any cached function, so destroyed after whatever the first call made.
struct First {
  ~First() {
    std::printf("first static: %s %s\n", text(45).c_str(), text(46).c_str());
    std::printf("%d %d\n", *resource(1), *shared(7));
    st::cached(text).clear(46);
    (void)st::cached(text).stats();
    std::printf("last %s\n", text(46).c_str());
    std::fflush(stdout);
  }
} first;

std::string text(int x) { return std::to_string(x); }
int number(int x) { return x; }
int* resource(int x) { return new int(x); }
std::shared_ptr<int> shared(int x) { return std::make_shared<int>(x); }

struct PerThread {
  ~PerThread() { std::printf("thread: %d\n", number(42)); }
};

int main() {
  (void)text(45);
  (void)number(1);
  (void)resource(1);
  (void)shared(2);
  static struct Local {
    ~Local() { std::printf("local static: %s\n", text(43).c_str()); }
  } local;
  std::atexit([] { std::printf("atexit: %s\n", text(44).c_str()); });
  std::puts("main ends");
  std::thread([] {
    static thread_local PerThread object;
    (void)&object;
    (void)number(5);
  }).join();
  return 0;
}
