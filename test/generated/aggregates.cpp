// Aggregates in rewritten source, in keys and results: one with every kind of member, a private one,
// instances of a template. Their fields are told at the end of the file.
// RUN: %gxx -std=c++17 %strict %s -lstcache -o %t && %t
// RUN: %gxx -std=c++20 -O2 %strict %s -lstcache -o %t && %t
// RUN: %clangxx -std=c++17 %strict %s -lstcache -o %t && %t
// RUN: %clangxx -std=c++20 -O2 %strict %s -lstcache -o %t && %t
// RUN: %older_clangxx -std=c++17 %strict %s -lstcache -o %t && %t
#include "Inputs/runs.h"
#include "Inputs/generated.h"
#include <string>
#include <vector>

int runs = 0;

namespace app {
struct point {
  double lat, lon;
};
struct ride : point {
  unsigned kind : 3;
  signed depth : 7;
  std::string names[2];
  const int &by;
  std::vector<ride> before;
};
point middle(const ride &r, point p) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(r), decltype(p)>::of(&::app::middle))
    ST_CODE("app::middle", "_ZN3app6middle")
  };
  ST_BODY([](decltype(r) r, decltype(p) p), {
    ++runs;
    return {(r.lat + p.lat) / 2, (r.lon + p.lon) / 2};
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, r, ST_PASS(p));
}
} // namespace app

class keeper {
  struct secret {
    int a;
    std::string b;
  };
  template <class T> struct pair_of {
    T first, second;
  };
  static pair_of<secret> made(secret s);

public:
  static std::string of(int x) { return made({x, "b"}).second.b; }
};
keeper::pair_of<keeper::secret> keeper::made(secret s) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(s)>::of(&::keeper::made))
    ST_CODE("keeper::made", "_ZN6keeper4made")
  };
  ST_BODY([](decltype(s) s), {
    ++runs;
    return {s, {s.a, s.b + s.b}};
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(s));
}

int main() {
  int five = 5;
  const app::ride inner{{1, 2}, 3, -4, {"a", "b"}, five, {}};
  const app::ride ride{{1, 2}, 3, -4, {"a", "b"}, five, {inner, inner}};
  app::ride deeper = {{1, 2}, 3, -4, {"a", "b"}, five, {inner, inner}};
  EXPECT_EQ(runs_of([&] { return app::middle(ride, {3, 4}).lat; }), 1);
  EXPECT(st::cached(app::middle).contains(deeper, app::point{3, 4}));
  deeper.depth = -5;
  EXPECT(!st::cached(app::middle).contains(deeper, app::point{3, 4}));
  EXPECT_EQ(runs_of([&] { return keeper::of(4); }), 1);
  EXPECT(keeper::of(4) == "bb");
  return check::ok();
}

template <> struct st::detail::field_access<::app::point> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.lat, value.lon);
  }
};
template <> struct st::detail::field_access<::app::ride> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(static_cast<const ::app::point &>(value),
                             static_cast<decltype(value.kind)>(value.kind),
                             static_cast<decltype(value.depth)>(value.depth), value.names,
                             ::st::detail::referred(value.by), value.before);
  }
};
template <> struct st::detail::field_access<::keeper::secret> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.a, value.b);
  }
};
template <> struct st::detail::field_access<::keeper::pair_of<::keeper::secret>> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.first, value.second);
  }
};
