// A miss copies the result once, into the cache; a copy that fails does not fail the call.
// RUN: %stcxx -O2 %s -o %t && %t 2>/dev/null
// RUN: %stcxx -O0 %s -o %t && %t 2>/dev/null
#undef NDEBUG
#include <cassert>
#include <new>
#include <st/cache.h>
int copies, moves;
struct Value {
  int v;
  explicit Value(int v) : v(v) {}
  Value(const Value &o) : v(o.v) {
    ++copies;
    if (v == 3)
      throw std::bad_alloc();
  }
  Value(Value &&o) noexcept : v(o.v) { ++moves; }
  template <class Archive> void serialize(Archive &a) { a(v); }
};
[[st::cache_data]] Value make(int x) { return Value(x); }
[[st::cache_data(cache_if = [](const Value &v) { return v.v > 100; })]] Value unwanted(int x) { return Value(x); }
int main() {
  assert(make(1).v == 1 && copies == 1 && moves == 0);
  assert(make(1).v == 1 && copies == 2 && moves == 0);
  assert(unwanted(1).v == 1 && copies == 2 && moves == 0);
  assert(make(3).v == 3 && make(3).v == 3);
}
