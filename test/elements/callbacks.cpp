// What sinks, providers and on_release say and read is no part of the computations around them.
// RUN: %stcxx -O1 %s -o %t && %t
#undef NDEBUG
#include <cassert>
#include <cstdlib>
#include <memory>
#include <optional>
#include <st/cache.h>
#include <string>
#include <vector>

static std::vector<std::string> shown;
static std::vector<std::string> take() {
  std::vector<std::string> result;
  result.swap(shown);
  return result;
}
using texts = std::vector<std::string>;

[[st::cache_data]] int body(int n) {
  st::write("body", n);
  return n;
}
[[st::cache_data]] int of_sink(int n) {
  st::write("inside", n);
  return n;
}
[[st::cache_data(experimental_allow_widgets = true)]] int width(int n) { return n * st::slider("width", 1, 9, 2); }
[[st::cache_resource(max_entries = 1, on_release = [](const std::shared_ptr<int> &p) {
  st::info("closed", *p);
  static_cast<void>(st::env("RELEASE"));
})]] std::shared_ptr<int> connection(int n) { return std::make_shared<int>(n); }
[[st::cache_data]] int query(int n) { return *connection(n) + 1; }

int main() {
  st::set_element_sink([](const st::Element &e) {
    shown.push_back(e.text);
    st::text("log of the sink");
    of_sink(1);
  });
  body(1);
  assert((take() == texts{"body 1"}));
  body(1);
  assert((take() == texts{"body 1"}));
  st::set_element_sink([](const st::Element &e) { shown.push_back(e.text); });
  of_sink(1); // a computation of the sink's own keeps what it says
  assert((take() == texts{"inside 1"}));

  st::set_input_provider([](const st::Input &i) -> std::optional<std::string> {
    st::text("drawing", i.label);
    return "3";
  });
  assert(width(1) == 3 && (take() == texts{"drawing width"}));
  assert(width(1) == 3 && (take() == texts{"drawing width"}));
  st::set_input_provider(nullptr);

  unsetenv("RELEASE");
  query(1);
  query(2);
  assert((take() == texts{"closed 1"}));
  query(2);
  assert(take().empty());
  setenv("RELEASE", "1", 1);
  assert(st::cached(query).contains(2));
}
