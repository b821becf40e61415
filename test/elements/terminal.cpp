// The sinks that come with the library.
// RUN: %stcxx -std=c++17 %s -o %t && %t | %FileCheck %s --strict-whitespace --match-full-lines
// RUN: %t json | %FileCheck %s --check-prefix=JSON
// RUN: script -qec '%t' /dev/null | %FileCheck %s --check-prefix=COLOUR
// RUN: env NO_COLOR=1 script -qec '%t' /dev/null | %FileCheck %s --check-prefix=PLAIN
#include <st/cache.h>

#include <map>
#include <ostream>
#include <string>
#include <vector>

struct Point {
  int x, y;
};
static std::ostream &operator<<(std::ostream &to, const Point &p) { return to << p.x << '/' << p.y; }
enum class Level { low, high };

int main(int argc, char **) {
  if (argc > 1)
    st::set_element_sink(st::json_lines_sink(stdout));
  // CHECK:numbers -1 18446744073709551615 0.1 1e+300 c true 1/2 1
  st::write("numbers", -1, ~0ull, 0.1, 1e300, 'c', true, Point{1, 2}, Level::high);
  // CHECK-NEXT:Title
  st::header("Title");
  // CHECK-NEXT:ok: saved
  st::success("saved");
  // CHECK-NEXT:info: a
  // CHECK-NEXT:b
  st::info("a\nb");
  // CHECK-NEXT:warning: w
  st::warning(std::string("w"));
  // CHECK-NEXT:error: "quoted" \ end
  st::error("\"quoted\" \\ end");
  // CHECK-NEXT:name     km
  // CHECK-NEXT:short   1.5
  // CHECK-NEXT:größer   20
  // CHECK-NEXT:東京     30
  // CHECK-NEXT:né       40
  st::table(std::vector<std::vector<std::string>>{{"short", "1.5"}, {"größer", "20"}, {"東京", "30"}, {"ne\u0301", "40"}},
            {"name", "km"});
  // CHECK-NEXT:▁▅█  1 to 3
  st::line_chart(std::vector<int>{1, 2, 3});
  // CHECK-NEXT:▁█  -1.7e+308 to 1.7e+308
  st::line_chart(std::vector<double>{-1.7e308, 1.7e308});
  // An empty one draws nothing.
  st::line_chart(std::vector<int>{});
  // CHECK-NEXT:{1: [a], 2: []}
  st::write(std::map<int, std::vector<const char *>>{{1, {"a"}}, {2, {}}});
}
// JSON: {"kind":"write","text":"numbers -1 18446744073709551615
// JSON: {"kind":"info","text":"a\u000ab"}
// JSON: {"kind":"error","text":"\"quoted\" \\ end"}
// JSON: {"kind":"table","text":"name\u0009km\u000ashort\u00091.5\u000a
// JSON: {"kind":"line_chart","text":"\u00091\u00092\u00093\u000a"}
// COLOUR: {{.*}}[32mok: saved{{.*}}[0m
// PLAIN-NOT: [32m
// PLAIN: ok: saved
