// Warnings that are given on request only.
// RUN: %stcxx -fsyntax-only -Xclang -verify=none %s
// RUN: %stcxx -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note -fplugin-arg-stcache-warn=all %s
// RUN: %stcxx -fsyntax-only -Xclang -verify=none -fplugin-arg-stcache-warn=all -fplugin-arg-stcache-no-warn=all %s
// RUN: not %stcxx -fsyntax-only -fplugin-arg-stcache-warn=st-indirect-call %s -Werror 2>&1 | %FileCheck %s
// CHECK-NOT: st-file-read
// CHECK: error: cached 'hooked' calls through a pointer
// CHECK-NOT: st-unseen-overrider
// none-no-diagnostics
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <st/cache.h>
#include <string>

[[st::cache_data]] std::string load(const std::string &path) {
  std::ifstream in(path); // expected-warning {{cached 'load' reads the state of a file (with 'std::basic_ifstream'): a change of the file is not noticed [st-file-read]}}
  std::string s;
  std::getline(in, s);
  return s;
}
[[st::cache_data]] int first(const std::string &path) {
  FILE *f = std::fopen(path.c_str(), "r"); // expected-warning {{'fopen'}}
  int c = std::fgetc(f); // expected-warning {{'fgetc'}}
  std::fclose(f);
  return c;
}
[[st::cache_data]] bool there(const std::string &path) { return std::filesystem::exists(path); } // expected-warning {{'std::filesystem::exists'}}
[[st::cache_data]] int saves(int x) { std::ofstream("log") << x; return x; }

using Hook = int (*)(int);
struct Table { Hook hook; std::function<int(int)> function; };
const Table &table();
[[st::cache_data]] int hooked(int x) { return table().hook(x); } // expected-warning {{cached 'hooked' calls through a pointer: what it runs is no part of the fingerprint [st-indirect-call]}}
[[st::cache_data]] int held(int x) { return table().function(x); } // expected-warning {{[st-indirect-call]}}
int apply(Hook h, int x) { return h(x); }
int twice(int x) { return 2 * x; }
[[st::cache_data]] int seen(int x) { Hook h = twice; auto l = [](int y) { return y; }; return apply(twice, x) + h(x) + l(x); }

struct Shape { virtual int area(int) const; virtual ~Shape(); };
struct Square final : Shape { int area(int) const override; };
namespace { struct Hidden { virtual int area(int x) const { return x; } }; struct Other : Hidden { int area(int) const override { return 1; } }; }
const Shape &shape(int);
const Hidden &hidden();
[[st::cache_data]] int dispatched(int x) { return shape(x).area(1); } // expected-warning {{cached 'dispatched' calls the virtual 'area': of its overriders only those in sight are part of the fingerprint [st-unseen-overrider]}}
[[st::cache_data]] int known(int x) { Shape s; return s.area(1) + shape(x).Shape::area(1) + static_cast<const Square &>(shape(x)).area(2); }
