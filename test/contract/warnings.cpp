// The compiler's own warnings about annotated functions come once each, and none comes from what is generated.
// Rewritten source: the words of Clang's own warnings.
// UNSUPPORTED: rewritten
// RUN: %stcxx -Wall -Wextra -Wshadow -Wpedantic -fsyntax-only %s 2>&1 | %FileCheck %s --implicit-check-not=warning: --implicit-check-not=error:
// RUN: %stcxx -std=c++20 -Wall -Wextra -Wshadow -Wpedantic -O2 -c %s -o %t.o 2>&1 | %FileCheck %s --implicit-check-not=warning: --implicit-check-not=error:
#include <st/cache.h>
#include <memory>
#include <string>
#include <vector>

struct Row {
  int id = 0;
  std::string name;
};
[[st::cache_data(max_entries = 5, ttl = 3600)]] std::vector<Row> rows(const std::string& s, int n) { return {{n, s}}; }
[[st::cache_resource(validate = [](const std::shared_ptr<Row>& r) { return r->id > 0; })]] std::shared_ptr<Row> row(int n) { return std::make_shared<Row>(Row{n, ""}); }
struct S {
  int k = 0;
  [[st::cache_data]] int member(int x) const { return k + x; }
  [[st::cache_data]] auto deduced(int x) const noexcept { return k + x; }
};
template <class T>
[[st::cache_data]] T tmpl(T x) { return x; }
[[deprecated("use rows"), st::cache_data]] int old(int x) { return x; }
int use() { return tmpl(1) + S{}.member(1) + S{}.deduced(1) + static_cast<int>(rows("", 1).size()) + row(1)->id; }

// CHECK: [[#@LINE+1]]:{{[0-9]+}}: warning: unused parameter 'unused'
[[st::cache_data]] int with_unused_parameter(int unused) { return 1; }

[[st::cache_data]] int with_unused_variable(int x) {
  // CHECK: [[#@LINE+1]]:{{[0-9]+}}: warning: unused variable 'variable'
  int variable = 3;
  return x;
}
[[st::cache_data]] int with_shadow(int x) {
  {
    // CHECK: [[#@LINE+1]]:{{[0-9]+}}: warning: declaration shadows a local variable
    int x = 1;
    (void)x;
  }
  return x;
}
[[st::cache_data]] int without_return(int x) {
  if (x) return 1;
  // CHECK: [[#@LINE+1]]:{{[0-9]+}}: warning: non-void function does not return a value in all control paths
}
