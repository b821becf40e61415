// What the compiler knows of a body by its place still holds after the body has moved.
// RUN: %stcxx -Wall -Wextra -Werror -fplugin-arg-stcache-no-warn=st-static-local -O0 %s -o %t && %t
// RUN: %stcxx -Wall -Wextra -Werror -fplugin-arg-stcache-no-warn=st-static-local -O2 -g %s -o %t && %t
// RUN: %stcxx -Wall -Wextra -Werror -fplugin-arg-stcache-no-warn=st-static-local -std=c++20 -O2 -fno-exceptions -DNO_EXCEPTIONS %s -o %t && %t
#undef NDEBUG
#include <cassert>
#include <cstring>
#include <memory>
#include <st/cache.h>
#include <string>
#include <vector>

struct Counted {
  static int alive;
  Counted() { ++alive; }
  Counted(const Counted &) { ++alive; }
  ~Counted() { --alive; }
};
int Counted::alive;

// By-value parameters and temporaries are destroyed as often as they are made.
[[st::cache_data(hash_funcs = [](const Counted &) { return 0; })]]
std::string balanced(Counted c, int n) {
  Counted temporary = n ? c : Counted();
  std::string result(static_cast<std::size_t>(n), 'x');
  return result;
}
// Named return value, several returns, goto, static, lambda, variable length array.
[[st::cache_data]] std::vector<int> shapes(int n) {
  static int calls = 0;
  std::vector<int> result;
  if (n == 0)
    return result;
again:
  result.push_back(n + calls);
  if (static_cast<int>(result.size()) < n)
    goto again;
  switch (auto last = [&, n](int k) { return n + k; }; last(1)) {
  case 2:
    ++calls;
    break;
  default:
    return {1, 2, 3};
  }
  return result;
}
namespace scope {
struct Base {
  virtual ~Base() = default;
  [[st::cache_data]] virtual std::string name(int) const { return __func__; }
  bool operator==(const Base &) const { return true; }
  friend void st_hash(st::hasher &h, const Base &) { h(1); }
};
struct Derived final : Base {
  [[st::cache_data]] std::string name(int n) const override { return Base::name(n) + __PRETTY_FUNCTION__; }
  friend void st_hash(st::hasher &h, const Derived &) { h(2); }
};
} // namespace scope
template <class... T> [[st::cache_data]] std::size_t packed(const T &...values) {
  return (sizeof(values) + ... + 0);
}
[[st::cache_data]] int recursive(int n) { return n < 2 ? n : recursive(n - 1) + recursive(n - 2); }
[[st::cache_data]] int defaults(int a, int b = 3, std::string c = std::string("de") + "fault");
int defaults(int a, int b, std::string c) { return a + b + static_cast<int>(c.size()); }
struct Conversion {
  int x;
  [[st::cache_data]] explicit operator std::string() const { return std::to_string(x); }
  [[st::cache_data]] int operator()(int y) const { return x * y; }
  [[st::cache_data]] int operator[](int y) const { return x + y; }
};

int main() {
  for (int i = 0; i < 3; ++i) {
    Counted c;
    assert(balanced(c, 0).empty() && balanced(c, 5) == "xxxxx");
    assert(Counted::alive == 1);
    assert(shapes(0).empty() && shapes(1) == std::vector<int>{1} && shapes(2).size() == 3);
    scope::Derived d;
    const scope::Base &b = d;
    assert(b.name(1) == std::string("name") +
                            "virtual std::string scope::Derived::name(int) const");
    assert(packed(1, 2.0, 'c') == 13 && packed() == 0);
    assert(recursive(40) == 102334155);
    assert(defaults(1) == 11 && defaults(1, 3) == 11 && defaults(1, 3, "") == 4);
    assert(std::string(Conversion{4}) == "4" && Conversion{4}(2) == 8 && Conversion{4}[2] == 6);
  }
  assert(Counted::alive == 0);
}
