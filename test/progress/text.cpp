// The spinner's text may be a temporary's, or a function's.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: [Loading a file with a long enough name ...]
// CHECK: [a view of something that has gone by now]
// CHECK: [found by a function]
#include <chrono>
#include <cstdio>
#include <st/cache.h>
#include <string>
#include <thread>

static const std::string name = "a file with a long enough name";
static const char *translated(const char *text) { return text; }
static void take_long() { std::this_thread::sleep_for(std::chrono::milliseconds(400)); }

[[st::cache_data(show_spinner = ("Loading " + name + " ...").c_str())]] int pointer(int x) { take_long(); return x; }
[[st::cache_data(show_spinner = std::string_view(std::string("a view of something that has gone by now")))]]
int view(int x) { take_long(); return x; }
[[st::cache_data(show_spinner = translated("found by a function"))]] int function(int x) { take_long(); return x; }

int main() {
  st::set_progress_sink([](const st::Progress &p) {
    if (p.done)
      std::printf("[%s]\n", std::string(p.text).c_str());
  });
  pointer(1), view(1), function(1);
  st::set_progress_sink(nullptr);
}
