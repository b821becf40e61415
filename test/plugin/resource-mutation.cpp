// Changes of objects that all callers of a cache_resource function share.
// RUN: %stcxx -fsyntax-only -Xclang -verify=none %s
// RUN: %stcxx -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note -fplugin-arg-stcache-warn=st-resource-mutation %s
// none-no-diagnostics
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <st/cache.h>
#include <string>
#include <utility>
#include <vector>

struct Point { int x = 0, y = 0; void move(int by) { x += by; } int &first() { return x; } int sum() const { return x + y; } };
struct Table {
  int count = 0;
  int cells[4] = {};
  Point origin;
  std::string name;
  std::vector<int> rows;
  std::vector<Point> points;
  std::map<std::string, int> index;
  std::unique_ptr<Point> owned;
  std::shared_ptr<Point> shared;
  Point *raw = nullptr;
  std::optional<Point> maybe;
  void add(int n) { rows.push_back(n); }
  void add_twice(int n) { add(n), add(n); }
  int size() { return int(rows.size()); }     // could be const
  Point &place() { return origin; }
  std::vector<int> &all() { return rows; }
  void unseen(int);
  virtual void open() = 0;
  Table &operator+=(int n) { count += n; return *this; }
  virtual ~Table() = default;
};

[[st::cache_resource]] std::shared_ptr<Table> table(int = 0);
[[st::cache_resource]] Point &place() { static Point p; return p; }
[[st::cache_resource]] int *counter() { static int n; return &n; }
[[st::cache_resource]] std::shared_ptr<std::vector<int>> numbers();
[[st::cache_resource]] std::shared_ptr<const Table> fixed();
[[st::cache_data]] std::vector<int> values() { return {1}; }
template <class T> [[st::cache_resource]] std::shared_ptr<T> made() { return std::make_shared<T>(); }

// Direct.
void direct() {
  table()->count = 1;     // expected-warning {{this changes the object that all callers of cached 'table' share, without a lock [st-resource-mutation]}}
  table()->count += 2;    // expected-warning {{cached 'table'}}
  ++table()->count;       // expected-warning {{cached 'table'}}
  table()->cells[1]--;    // expected-warning {{cached 'table'}}
  (*table()).origin.x = 1; // expected-warning {{cached 'table'}}
  table().get()->count = 1; // expected-warning {{cached 'table'}}
  place().x = 2;          // expected-warning {{cached 'place'}}
  *counter() = 3;         // expected-warning {{cached 'counter'}}
  counter()[0] = 3;       // expected-warning {{cached 'counter'}}
  place() = Point();      // expected-warning {{cached 'place'}}
  *table() += 1;          // expected-warning {{cached 'table'}}
  made<Point>()->x = 1;   // expected-warning {{cached 'made<Point>'}}
}
// Calls of methods.
void methods() {
  table()->add(1);        // expected-warning {{cached 'table'}}
  table()->add_twice(1);  // expected-warning {{cached 'table'}}
  table()->unseen(1);     // expected-warning {{cached 'table'}}
  table()->open();        // expected-warning {{cached 'table'}}
  place().move(1);        // expected-warning {{cached 'place'}}
  place().first() = 1;    // expected-warning {{cached 'place'}}
  table()->place().x = 1; // expected-warning {{cached 'table'}}
  table()->all().clear(); // expected-warning {{cached 'table'}}
}
// Through variables.
void variables() {
  auto t = table();
  t->count = 1;           // expected-warning {{cached 'table'}}
  auto again = t;
  again->count = 1;       // expected-warning {{cached 'table'}}
  auto &ref = *t;
  ref.count = 1;          // expected-warning {{cached 'table'}}
  const auto keep = table();
  keep->count = 1;        // expected-warning {{cached 'table'}}
  Table *p = t.get();
  p->name += "x";         // expected-warning {{cached 'table'}}
  Point *o = &t->origin;
  o->x = 1;               // expected-warning {{cached 'table'}}
  int *n;
  n = counter();
  *n = 1;                 // expected-warning {{cached 'counter'}}
  auto &[x, y] = place();
  x = y;                  // expected-warning {{cached 'place'}}
  std::weak_ptr<Table> w = t;
  w.lock()->count = 1;    // expected-warning {{cached 'table'}}
  auto r = std::ref(*t);
  r.get().count = 1;      // expected-warning {{cached 'table'}}
  static auto &kept = place();
  kept.x = 1;             // expected-warning {{cached 'place'}}
  auto &made = t->count ? t->origin : place();
  made.y = 1;             // expected-warning {{cached 'table'}} expected-warning {{cached 'place'}}
  if (auto found = table(); found)
    found->count = 1;     // expected-warning {{cached 'table'}}
  auto *d = dynamic_cast<Table *>(table().get());
  d->count = 1;           // expected-warning {{cached 'table'}}
  delete p;               // expected-warning {{cached 'table'}}
}
auto everywhere = table();
void global() { everywhere->count = 1; } // expected-warning {{cached 'table'}}
// The standard library.
void library(std::vector<int> &out) {
  numbers()->push_back(1); // expected-warning {{cached 'numbers'}}
  (*numbers())[0] = 1;     // expected-warning {{cached 'numbers'}}
  for (int &n : *numbers())
    n = 0;                 // expected-warning {{cached 'numbers'}}
  for (auto &[key, value] : table()->index)
    value = 0;             // expected-warning {{cached 'table'}}
  table()->index["a"];     // expected-warning {{cached 'table'}}
  auto v = numbers();
  std::sort(v->begin(), v->end()); // expected-warning {{cached 'numbers'}}
  *v->begin() = 1;         // expected-warning {{cached 'numbers'}}
  auto it = std::find(v->begin(), v->end(), 3);
  *it = 4;                 // expected-warning {{cached 'numbers'}}
  std::copy(out.begin(), out.end(), v->begin()); // expected-warning {{cached 'numbers'}}
  std::swap(*v, out);      // expected-warning {{cached 'numbers'}}
  out = std::move(*v);     // expected-warning {{cached 'numbers'}}
  std::vector<int> moved = std::move(*v); // expected-warning {{cached 'numbers'}}
  std::for_each(v->begin(), v->end(), [](int &n) { n = 0; }); // expected-warning {{cached 'numbers'}}
  out.swap(*v);            // expected-warning {{cached 'numbers'}}
  std::iota(v->begin(), v->end(), 0); // expected-warning {{cached 'numbers'}}
  std::exchange(v->front(), 1); // expected-warning {{cached 'numbers'}}
  out.insert(out.end(), v->begin(), v->end());
  out = *v;
  std::make_unique<std::vector<int>>(*v);
  std::vector<std::vector<int>> all;
  all.emplace_back(*v);
  std::copy(v->begin(), v->end(), out.begin());
  std::for_each(v->begin(), v->end(), [](int n) { return n; });
  std::accumulate(v->begin(), v->end(), 0);
  table()->name.clear();   // expected-warning {{cached 'table'}}
}
// What it leads to.
void deep() {
  table()->owned->x = 1;   // expected-warning {{cached 'table'}}
  table()->shared->x = 1;  // expected-warning {{cached 'table'}}
  table()->raw->x = 1;     // expected-warning {{cached 'table'}}
  table()->maybe->x = 1;   // expected-warning {{cached 'table'}}
  table()->raw = nullptr;  // expected-warning {{cached 'table'}}
  table()->owned.reset();  // expected-warning {{cached 'table'}}
  table()->points.front().move(1); // expected-warning {{cached 'table'}}
}
// Functions.
void change(Table &t) { t.count = 1; }
void change_pointer(Table *t) { change(*t); }
void change_shared(std::shared_ptr<Table> t) { t->count = 1; }
void change_held(const std::shared_ptr<Table> &t) { t->count = 1; }
void look(Table &t) { int n = t.count; t.size(); (void)n; }
void unknown(Table &t);
Table &same(Table &t) { return t; }
template <class T> void change_any(T &&t) { t.count = 1; }
std::shared_ptr<Table> wrapped() { return table(); }
struct Visitor { void visit(Table &t) { t.add(1); } void operator()(Table &t) const { t.count = 1; } };
void functions() {
  change(*table());        // expected-warning {{cached 'table'}}
  change_pointer(table().get()); // expected-warning {{cached 'table'}}
  change_shared(table());  // expected-warning {{cached 'table'}}
  auto t = table();
  change_held(t);          // expected-warning {{cached 'table'}}
  look(*t);
  unknown(*t);
  same(*t).count = 1;      // expected-warning {{cached 'table'}}
  change_any(*t);          // expected-warning {{cached 'table'}}
  Visitor().visit(*t);     // expected-warning {{cached 'table'}}
  Visitor()(*t);           // expected-warning {{cached 'table'}}
  wrapped()->count = 1;    // expected-warning {{cached 'table'}}
  auto l = [](Table &t) { t.count = 1; };
  l(*t);                   // expected-warning {{cached 'table'}}
  auto by_copy = [t] { t->count = 1; }; // expected-warning {{cached 'table'}}
  auto by_reference = [&] { t->count = 1; }; // expected-warning {{cached 'table'}}
  auto with_init = [mine = table()] { mine->count = 1; }; // expected-warning {{cached 'table'}}
}
template <class T> void generic() { made<T>()->x = 1; } // expected-warning {{cached 'made<Point>'}}
template void generic<Point>();
void cast_away() { const_cast<Table &>(*fixed()).count = 1; } // expected-warning {{cached 'fixed'}}
struct Member { void run() { auto t = table(); t->count = 1; } }; // expected-warning {{cached 'table'}}
void recursive(int n) { if (n) recursive(n - 1); table()->count = n; } // expected-warning {{cached 'table'}}

// Not changed.
int read() {
  auto t = table();
  Table &ref = *t;
  const Table &view = *t;
  Point copy = place();
  copy.x = 1;
  std::vector<int> rows = t->rows;
  rows.push_back(1);
  int n = t->count;
  n = 2;
  auto other = std::make_shared<std::vector<int>>();
  other->push_back(1);
  t = nullptr;
  t = table();
  t.reset();
  auto f = fixed();
  auto p = place();
  [p]() mutable { p.x = 1; }();
  values().push_back(1);
  auto v = values();
  v.clear();
  n = sizeof(t->rows.emplace_back(1));
  for (int row : ref.rows)
    n += row;
  for (const auto &[key, value] : t->index)
    n += value;
  auto at = t->index.find("a");
  n += at->second + t->size() + t->index.at("a") + ref.place().x + view.origin.sum();
  std::swap(t, t);
  auto q = std::make_pair(1, 2);
  q.first = n;
  Point *mine = new Point;
  mine->x = table()->count;
  delete mine;
  return n + f->count + *counter();
}
