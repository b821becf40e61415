// Inputs that a body reads are part of the key, as far as it reads them: set by the program, given by a provider, in
// nested calls, kept on disk.
// RUN: rm -rf %t.store && %stcxx -std=c++17 -pthread %s -o %t
// RUN: env STCACHE_DIR=%t.store %t first
// RUN: env STCACHE_DIR=%t.store %t second
#include <st/cache.h>

#include <atomic>
#include <cassert>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

static int runs = 0;
template <class F> static int runs_of(F f) {
  const int before = runs;
  f();
  return runs - before;
}

[[st::cache_data(experimental_allow_widgets = true)]] int scaled(int n) {
  ++runs;
  return n * st::slider("factor", 1, 10, 2);
}
[[st::cache_data(experimental_allow_widgets = true)]] std::string some_paths(int n) {
  ++runs;
  if (!st::checkbox("details"))
    return std::to_string(n);
  return st::text_input("name", "nobody") + st::selectbox("unit", {"km", "mi"}, 1);
}
[[st::cache_data(experimental_allow_widgets = true)]] int outer(int n) {
  ++runs;
  return scaled(n) + st::number_input("offset", 0, 1000, 100);
}
[[st::cache_data]] int unwary(int n) {
  ++runs;
  return n + st::slider("factor", 1, 10, 2);
}
[[st::cache_data]] int unwary_outer(int n) {
  ++runs;
  return scaled(n) + scaled(n);
}
[[st::cache_data(experimental_allow_widgets = true, persist = disk)]] double stored(int n) {
  ++runs;
  return n * st::slider("ratio", 0.0, 1.0, 0.5);
}
[[st::cache_data(experimental_allow_widgets = true)]] int hungry(int n) {
  ++runs;
  return n + st::slider("many", 0, 100000, 0);
}
[[st::cache_resource(experimental_allow_widgets = true)]] int *object(int n) {
  ++runs;
  return new int(n + st::slider("factor", 1, 10, 2));
}
[[st::cache_data(experimental_allow_widgets = true)]] int asks_twice(int n) {
  ++runs;
  return n + st::slider("twice", 0, 9, 1) + st::slider("twice", 0, 9, 1);
}
static bool valid = true;
static bool is_valid(const std::shared_ptr<int> &) { return valid; }
[[st::cache_resource(experimental_allow_widgets = true, validate = is_valid)]] std::shared_ptr<int> checked(int n) {
  ++runs;
  return std::make_shared<int>(n + st::slider("checked", 1, 10, 2));
}

int main(int, char **argv) {
  const int once = std::strcmp(argv[1], "first") == 0 ? 1 : 0;

  // Types and values.
  static_assert(std::is_same_v<decltype(st::slider("s", 0, 10, 5)), int>);
  static_assert(std::is_same_v<decltype(st::slider("s", 0, 1, 0.5)), double>);
  static_assert(std::is_same_v<decltype(st::number_input("s", 0u, 1u, 1u)), unsigned>);
  assert(st::slider("s", 0, 10, 5) == 5);
  st::set_input("s", 7);
  assert(st::slider("s", 0, 10, 5) == 7);
  st::set_input("s", 70);
  assert(st::slider("s", 0, 10, 5) == 10);
  st::set_input("s", -1);
  assert(st::slider("s", 0u, 10u, 5u) == 5); // no unsigned number at all
  st::set_input("s", "no number");
  assert(st::slider("s", 0.0, 10.0, 5.5) == 5.5);
  st::set_input("s", 2.6);
  assert(st::slider("s", 0, 10, 5) == 3 && st::number_input("s", 0.0, 10.0, 5.0) == 2.6);
  st::set_input("s", nullptr);
  assert(st::slider("s", 0, 18446744073709551615ull, 5) == 5);
  assert(st::slider("s", 0, 10, 5) == 5);
  assert(st::text_input("t") == "" && st::text_input("t", "x") == "x");
  st::set_input("t", std::string("two\nlines"));
  assert(st::text_input("t", "x") == "two\nlines");
  assert(!st::checkbox("c") && st::checkbox("c", true));
  st::set_input("c", true);
  assert(st::checkbox("c"));
  st::set_input("c", false);
  assert(!st::checkbox("c", true));
  const std::vector<std::string> options = {"a", "b"};
  assert(st::selectbox("o", options, 1) == "b" && st::selectbox("o", options) == "a");
  st::set_input("o", "b");
  assert(st::selectbox("o", options) == "b");
  st::set_input("o", "z");
  assert(st::selectbox("o", options) == "a");
  assert(st::selectbox("o", std::vector<std::string>()) == "");

  // Back at an earlier value the earlier result is found.
  assert(runs_of([] { assert(scaled(3) == 6); }) == 1);
  st::set_input("factor", 5);
  assert(runs_of([] { assert(scaled(3) == 15); }) == 1);
  st::set_input("factor", 2);
  assert(runs_of([] { assert(scaled(3) == 6); }) == 0);
  st::set_input("unrelated", 1);
  assert(runs_of([] { assert(scaled(3) == 6); }) == 0);

  // Inputs that appear only on some paths.
  assert(runs_of([] { assert(some_paths(1) == "1"); }) == 1);
  st::set_input("name", "me");
  assert(runs_of([] { assert(some_paths(1) == "1"); }) == 0);
  st::set_input("details", true);
  assert(runs_of([] { assert(some_paths(1) == "memi"); }) == 1);
  st::set_input("unit", "km");
  assert(runs_of([] { assert(some_paths(1) == "mekm"); }) == 1);
  st::set_input("unit", nullptr);
  assert(runs_of([] { assert(some_paths(1) == "memi"); }) == 0);
  st::set_input("details", false);
  assert(runs_of([] { assert(some_paths(1) == "1"); }) == 0);

  // Nested.
  assert(runs_of([] { assert(outer(3) == 106); }) == 1);
  st::set_input("offset", 200);
  assert(runs_of([] { assert(outer(3) == 206); }) == 1);
  st::set_input("factor", 5);
  assert(runs_of([] { assert(outer(3) == 215); }) == 1);
  st::set_input("offset", nullptr);
  st::set_input("factor", 2);
  assert(runs_of([] { assert(outer(3) == 106); }) == 0);

  // Without the option: a warning, and results that go stale.
  std::vector<std::string> warnings;
  st::set_element_sink([&warnings](const st::Element &e) {
    if (e.kind == "warning")
      warnings.push_back(e.text);
  });
  assert(unwary(1) == 3 && warnings.size() == 1);
  assert(warnings[0].find("'unwary'") != std::string::npos && warnings[0].find("'factor'") != std::string::npos);
  st::set_input("factor", 3);
  assert(unwary(1) == 3 && warnings.size() == 2);
  warnings.clear();
  assert(unwary_outer(1) == 6 && warnings.size() == 1); // once, though it is read twice
  assert(warnings[0].find("'unwary_outer'") != std::string::npos);
  warnings.clear();
  assert(scaled(1) == 3 && warnings.empty());

  // On disk.
  assert(runs_of([] { assert(stored(4) == 2); }) == once);
  st::set_input("ratio", 0.25);
  assert(runs_of([] { assert(stored(4) == 1); }) == once);
  st::set_input("ratio", 0.5);
  assert(runs_of([] { assert(stored(4) == 2); }) == 0);

  // What they may store is bounded: the oldest go.
  for (int i = 0; i < 1500; ++i) {
    st::set_input("many", i);
    assert(hungry(1) == 1 + i);
  }
  assert(st::cached(hungry).stats().entries == 1000 && st::cached(hungry).stats().evictions == 500);
  assert(runs_of([] { assert(hungry(1) == 1500); }) == 0);
  st::set_input("many", 0);
  assert(runs_of([] { assert(hungry(1) == 1); assert(hungry(2) == 2); }) == 2);
  st::cached(hungry).clear(1);
  assert(st::cached(hungry).stats().entries == 1);

  int *const two = object(1);
  st::set_input("factor", 4);
  assert(object(1) != two);
  st::set_input("factor", 3);
  assert(object(1) == two);

  // A provider is asked once by each call, and again by each that looks for a result.
  std::map<std::string, int> asked;
  std::string factor = "2";
  st::set_input_provider([&](const st::Input &input) -> std::optional<std::string> {
    ++asked[input.label];
    if (input.label == "throws")
      throw std::runtime_error("no value");
    if (input.label == "factor") {
      assert(input.kind == "slider" && input.minimum == "1" && input.maximum == "10" && input.initial == "2");
      return factor;
    }
    if (input.label == "unit")
      assert((input.options == std::vector<std::string>{"km", "mi"}) && input.initial == "mi");
    return std::nullopt;
  });
  assert(scaled(3) == 6 && asked["factor"] == 1);
  assert(scaled(3) == 6 && asked["factor"] == 2);
  assert(scaled(30) == 60 && asked["factor"] == 3); // computed
  factor = "7";
  assert(scaled(3) == 21 && asked["factor"] == 4);
  assert(outer(3) == 121 && asked["factor"] == 5); // looked for in the outer one, known in the inner
  assert(outer(3) == 121 && asked["factor"] == 6 && asked["offset"] == 2);
  assert(asks_twice(1) == 3 && asked["twice"] == 1);
  assert(asks_twice(1) == 3 && asked["twice"] == 2);
  assert(runs_of([] { assert(*checked(1) == 3 && *checked(1) == 3); }) == 1 && asked["checked"] == 2);
  valid = false;
  assert(runs_of([] { assert(*checked(1) == 3); }) == 1 && asked["checked"] == 3);
  try {
    st::slider("throws", 0, 1, 0);
    return 1;
  } catch (const std::runtime_error &) {
  }
  st::set_input_provider(nullptr);
  assert(scaled(3) == 9);
}
