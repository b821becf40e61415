// What a body reads is part of the key on a server, too, alone and with the disk in front of it.
// REQUIRES: redis
// RUN: rm -rf %t && mkdir %t && %stcxx -std=c++17 %s -o %t/run
// RUN: cd %t && %python %S/../persist/Inputs/with_redis.py %t/redis 'export STCACHE_DIR=%t/disk; \
// RUN:   ./run 6 && ./run 0 && \
// RUN:   export STCACHE_REMOTE=$STCACHE_REMOTE?front=disk && ./run 0 && rm -rf %t/disk && ./run 0 && \
// RUN:   export STCACHE_REMOTE=redis://127.0.0.1:1/?front=disk && ./run 0'
#include <st/cache.h>

#include <cassert>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

static int runs = 0;

[[st::cache_data(persist = remote, max_entries = 3)]] std::string content(const std::string &path) {
  ++runs;
  st::write(path);
  std::ifstream in(st::file(path));
  return std::string(std::istreambuf_iterator<char>(in), {}) + st::env("ST_TEST_VARIABLE").value_or("none");
}
[[st::cache_data(persist = remote, experimental_allow_widgets = true)]] int scaled(const std::string &path) {
  ++runs;
  return static_cast<int>(content(path).size()) * st::slider("factor", 1, 10, 2);
}

int main(int, char **argv) {
  int said = 0;
  st::set_element_sink([&said](const st::Element &) { ++said; });
  for (int i = 0; i < 2; ++i) {
    std::ofstream("a") << "one";
    unsetenv("ST_TEST_VARIABLE");
    assert(content("a") == "onenone");
    st::set_input("factor", 3);
    assert(scaled("a") == 21);
    setenv("ST_TEST_VARIABLE", "x", 1);
    assert(content("a") == "onex");
    std::ofstream("a") << "more";
    assert(content("a") == "morex");
    st::set_input("factor", 2);
    assert(scaled("a") == 10);
    st::set_input("factor", 1);
    assert(scaled("a") == 5);
  }
  assert(said == 12);
  assert(runs == std::atoi(argv[1]));
}
