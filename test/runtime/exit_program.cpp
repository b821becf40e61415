// Calls before main, from destructors at exit, and a library that stays loaded at exit. Prints
// what happens; the test compares.
#include "wrap.h"
#include <cstdio>
#include <dlfcn.h>
#include <string>

int hello_length(const std::string &s);
struct early {
  early() { std::printf("before main %d\n", hello_length("early")); }
  ~early() {
    std::printf("at exit %d\n", hello_length("early"));
    std::printf("and %d\n", hello_length("something new"));
    std::printf("hits %llu\n", st::cached(hello_length).stats().hits);
  }
} before;
CACHED_DATA(int, hello_length, (const std::string &s), nullptr, nullptr, 0, s) {
  std::printf("computing %s\n", s.c_str());
  return static_cast<int>(s.size());
}
static void note(int &) { std::printf("on_release must not be called at exit\n"); }
OPTIONS(noted, st::on_release = note)
CACHED_RESOURCE(int &, object, (), noted, nullptr, 0) {
  static int x;
  return x;
}
int main(int, char **argv) {
  object();
  if (argv[1]) {
    void *const library = dlopen(argv[1], RTLD_NOW);
    auto *const use = reinterpret_cast<void (*)(int, void (*)(int))>(dlsym(library, "module_use"));
    use(4, [](int id) { std::printf("released %d\n", id); });
  }
  std::printf("main\n");
}
