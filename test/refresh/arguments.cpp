// A refresh has copies of the call's arguments, and of the object: those of the call have ended.
// RUN: %stcxx -std=c++20 -O1 -pthread %s -o %t && %t
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <st/cache.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Inputs/refresh.h"

static std::atomic<int> runs{0};
static std::atomic<bool> closed{false};
static std::string pass(std::string what) {
  wait_until([] { return !closed; });
  return what + "#" + std::to_string(++runs);
}
using std::string;

#define REFRESHED [[st::cache_data(ttl = 10, refresh_mode = background)]]
REFRESHED string of_c_string(const char *s) { return pass(s ? s : "null"); }
REFRESHED string of_constant(const char *const &s, const wchar_t *w) {
  return pass(s + std::to_string(std::wcslen(w)));
}
REFRESHED string of_view(std::string_view s, const std::string_view &t) {
  return pass(string(s) + string(t));
}
REFRESHED string of_span(std::span<const string> s, std::span<int, 2> n) {
  string all;
  for (const string &one : s)
    all += one;
  return pass(all + std::to_string(n[0]) + std::to_string(n[1]));
}
REFRESHED string of_reference(const string &s) { return pass(s); }
REFRESHED string of_value(string s, int n = 5) { return pass(std::move(s) + std::to_string(n)); }
REFRESHED string of_temporary(string &&s) { return pass(std::move(s)); }
REFRESHED string of_many(const std::vector<std::pair<int, string>> &v,
                         const std::map<string, std::optional<double>> &m,
                         std::shared_ptr<const string> p) {
  return pass(v.at(0).second + m.begin()->first + *p);
}
static string shout(int n) { return std::to_string(n) + "!"; }
// What is excluded from the key comes along, too.
REFRESHED string of_excluded(int n, string (*_f)(int), string _prefix,
                             std::function<string()> _tail, std::shared_ptr<string> _shared) {
  return pass(_prefix + _f(n) + _tail() + *_shared);
}
struct Point {
  int x;
  string name;
};
REFRESHED string of_aggregate(const Point &p, const int n) {
  return pass(p.name + std::to_string(p.x + n));
}
// A class that can be copied, but not moved.
struct Fixed {
  string s;
  explicit Fixed(string text) : s(std::move(text)) {}
  Fixed(const Fixed &) = default;
  Fixed(Fixed &&) = delete;
  friend void st_hash(st::hasher &h, const Fixed &f) { h(f.s); }
};
REFRESHED string of_fixed(const Fixed &f) { return pass(f.s); }

struct Model {
  string name;
  int counter = 0;
  REFRESHED string plain(int n) { return pass(name + std::to_string(n + ++counter)); }
  REFRESHED string constant(const string &s) const { return pass(name + s); }
  REFRESHED string left(const char *s) & { return pass(name + s); }
  REFRESHED string right(const char *s) && { return pass(std::move(name) + s); }
  REFRESHED static string shared(const char *s) { return pass(s); }
  template <class T> REFRESHED string generic(const T &x) const { return pass(name + string(x)); }
  REFRESHED string operator()(int n) const { return pass(name + std::to_string(n)); }
};
struct Base {
  virtual ~Base() = default;
  virtual string name(int) const = 0;
};
struct Derived final : Base {
  int k = 3;
  REFRESHED string name(int n) const override { return pass(std::to_string(k + n)); }
  friend void st_hash(st::hasher &h, const Derived &d) { h(d.k); }
};

// Calls with arguments that end with the call, as long as the refresh waits.
template <class Call> void refreshes(const char *expected, Call call) {
  runs = 0;
  assert(call() == string(expected) + "#1");
  forward(15);
  closed = true;
  assert(call() == string(expected) + "#1");
  std::vector<string> litter; // takes the memory that the call's arguments had
  for (int i = 0; i < 100; ++i)
    litter.emplace_back(40 + i % 20, '?');
  closed = false;
  wait_for_refreshes();
  assert(runs == 2);
  assert(call() == string(expected) + "#2");
}
// Long enough for memory of its own.
static string text(const char *s) { return string("long enough for memory of its own: ") + s; }
#define LONG "long enough for memory of its own: "

int main() {
  refreshes(LONG "a", [] {
    string s = text("a");
    string result = of_c_string(s.c_str());
    s.assign(s.size(), '?');
    return result;
  });
  refreshes("null", [] { return of_c_string(nullptr); });
  refreshes(LONG "b4", [] {
    const string s = text("b");
    const std::wstring w = L"four";
    return of_constant(s.c_str(), w.c_str());
  });
  refreshes(LONG "cd", [] {
    string s = text("c"), t = "d";
    string result = of_view(s, t);
    s.assign(s.size(), '?');
    return result;
  });
  refreshes(LONG "eyes12", [] {
    std::vector<string> v{text("e"), "yes"};
    std::vector<int> n{1, 2};
    return of_span(v, std::span<int, 2>(n));
  });
  refreshes("00", [] {
    int zeros[2] = {};
    return of_span({}, zeros);
  });
  refreshes(LONG "f", [] { return of_reference(text("f")); });
  refreshes(LONG "g5", [] { return of_value(text("g")); });
  refreshes(LONG "h", [] { return of_temporary(text("h")); });
  refreshes(LONG "i" LONG "j" LONG "k", [] {
    return of_many({{1, text("i")}}, {{text("j"), 1.5}}, std::make_shared<const string>(text("k")));
  });
  refreshes(LONG "l7!" LONG "m" LONG "n", [] {
    return of_excluded(
        7, shout, text("l"), [m = text("m")] { return m; }, std::make_shared<string>(text("n")));
  });
  refreshes(LONG "o9", [] { return of_aggregate(Point{4, text("o")}, 5); });
  refreshes(LONG "p", [] { return of_fixed(Fixed(text("p"))); });

  refreshes(LONG "q3", [] {
    Model m{text("q")};
    return m.plain(2);
  });
  // The object of the caller stays as it is.
  Model mine{"mine"};
  forward(100);
  runs = 0;
  mine.plain(1);
  assert(mine.counter == 1);
  mine.counter = 0;
  forward(15);
  mine.plain(1);
  wait_for_refreshes();
  assert(runs == 2 && mine.counter == 0 && mine.name == "mine");
  refreshes(LONG "r" LONG "s", [] {
    const Model m{text("r")};
    return m.constant(text("s"));
  });
  refreshes(LONG "t" LONG "u", [] {
    Model m{text("t")};
    return m.left(text("u").c_str());
  });
  refreshes(LONG "v" LONG "w", [] { return Model{text("v")}.right(text("w").c_str()); });
  refreshes(LONG "x", [] { return Model::shared(text("x").c_str()); });
  refreshes(LONG "y" LONG "z", [] {
    const string s = text("z");
    return Model{text("y")}.generic(s.c_str());
  });
  refreshes(LONG "y" LONG "z", [] { return Model{text("y")}.generic(text("z")); });
  refreshes(LONG "A8", [] { return Model{text("A")}(8); });
  refreshes("4", [] {
    const std::unique_ptr<Base> b = std::make_unique<Derived>();
    return b->name(1);
  });
}
