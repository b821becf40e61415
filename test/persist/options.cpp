// ttl, max_entries, cache_if, clear and contains hold for what is on disk, too.
// RUN: rm -rf %t && mkdir -p %t && %stcxx %s -o %t/program
// RUN: env STCACHE_DIR=%t/store %t/program 1 | %FileCheck %s --check-prefix=FIRST
// RUN: env STCACHE_DIR=%t/store %t/program 2 | %FileCheck %s --check-prefix=SECOND
// RUN: env STCACHE_DIR=%t/store %t/program 3 | %FileCheck %s --check-prefix=CLEAR
// RUN: env STCACHE_DIR=%t/store %t/program 4 | %FileCheck %s --check-prefix=AFTER
// RUN: env STCACHE_DIR=%t/store %t/program 5 | %FileCheck %s --check-prefix=ALL
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <thread>
static std::string ran;
[[st::cache_data(persist = disk, ttl = 1)]] int brief(int x) { return ran += " brief", x; }
[[st::cache_data(persist = disk, ttl = "1h")]] int lasting(int x) { return ran += " lasting", x; }
[[st::cache_data(persist = disk, max_entries = 2)]] int few(int x) { return ran += " few" + std::to_string(x), x; }
[[st::cache_data(persist = disk, cache_if = [](int r) { return r > 0; })]] int positive(int x) { return ran += " positive", x; }
[[st::cache_data(persist = false)]] int fleeting(int x) { return ran += " fleeting", x; }
static int factor = 2;
[[st::cache_data(persist = "disk", depends_on = factor)]] int scaled(int x) { return ran += " scaled", x * factor; }
[[st::cache_data(persist = true, hash_funcs = [](const std::string &s) { return s.size(); })]] int length(std::string s) { return ran += " length", int(s.size()); }
struct Model {
  int id;
  [[st::cache_data(persist = disk)]] int predict(int x) const { return ran += " predict", x * id; }
};
static void say(const char *when) {
  std::printf("%s:%s\n", when, ran.c_str());
  ran.clear();
}
static void all() {
  brief(1), lasting(1), positive(-1), fleeting(1), scaled(1), length("abc"), Model{3}.predict(4);
}
int main(int, char **arguments) {
  switch (arguments[1][0]) {
  case '1':
    all();
    say("first");
    // FIRST: first: brief lasting positive fleeting scaled length predict{{$}}
    few(1), few(2), few(1), few(3); // 2 goes, in memory and on disk
    say("few");
    // FIRST: few: few1 few2 few3{{$}}
    break;
  case '2':
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    all();
    say("second");
    // SECOND: second: brief positive fleeting{{$}}
    few(3), few(1);
    say("kept");
    // SECOND: kept:{{$}}
    few(2);
    say("gone");
    // SECOND: gone: few2{{$}}
    factor = 3;
    scaled(1);
    length("xyz");
    Model{4}.predict(4);
    say("other keys");
    // SECOND: other keys: scaled predict{{$}}
    break;
  case '3': // before any call
    std::printf("%d%d%d\n", st::cached(lasting).contains(1), st::cached(lasting).contains(2), st::cached(&Model::predict).contains(Model{3}, 4));
    // CLEAR: 101
    st::cached(lasting).clear();
    st::cached(&Model::predict).clear(Model{3}, 4);
    std::printf("%d%d%d\n", st::cached(lasting).contains(1), st::cached(&Model::predict).contains(Model{3}, 4), st::cached(&Model::predict).contains(Model{4}, 4));
    // CLEAR: 001
    break;
  case '4':
    all();
    Model{4}.predict(4);
    say("after");
    // AFTER: after: {{(brief )?}}lasting positive fleeting predict{{$}}
    st::cache_data.clear();
    break;
  case '5':
    all();
    say("all");
    // ALL: all: brief lasting positive fleeting scaled length predict{{$}}
    std::printf("%llu hits %llu loads\n", st::cached(lasting).stats().hits, st::cached(lasting).stats().loads);
    // ALL: 0 hits 0 loads
  }
}
