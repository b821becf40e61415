// Aggregates in rewritten source, in keys and results: one with every kind of member, a private one,
// instances of a template. Their fields are told at the end of the file.
// RUN: %gxx -std=c++17 %strict %s -lstcache -o %t && %t
// RUN: %gxx -std=c++20 -O2 %strict %s -lstcache -o %t && %t
// RUN: %clangxx -std=c++17 %strict %s -lstcache -o %t && %t
// RUN: %clangxx -std=c++20 -O2 %strict %s -lstcache -o %t && %t
// RUN: %older_clangxx -std=c++17 %strict %s -lstcache -o %t && %t
#include "../contract/Inputs/check.h"
#include <st/cache.h>
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
  using st_named = ::st::detail::overload<decltype(r), decltype(p)>;
  struct st_cached {
    static constexpr auto st_function() { return st_named::of(&::app::middle); }
  };
  using st_result = ::st::detail::result_of<st_cached>;
  struct st_instance : st_cached {
    static constexpr ::st::detail::code st_code() {
      return {{1, 2}, "app::middle", "_ZN3app6middle"};
    }
  };
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body =
      [](decltype(r) r, decltype(p) p) -> st_result {
    _Pragma("GCC diagnostic pop")++ runs;
    return {(r.lat + p.lat) / 2, (r.lon + p.lon) / 2};
  };
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, r, static_cast<decltype(p) &&>(p));
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
  using st_named = ::st::detail::overload<decltype(s)>;
  struct st_cached {
    static constexpr auto st_function() { return st_named::of(&::keeper::made); }
  };
  using st_result = ::st::detail::result_of<st_cached>;
  struct st_instance : st_cached {
    static constexpr ::st::detail::code st_code() {
      return {{1, 2}, "keeper::made", "_ZN6keeper4made"};
    }
  };
  _Pragma("GCC diagnostic push")
      _Pragma("GCC diagnostic ignored \"-Wshadow\"") auto st_body = [](decltype(s) s) -> st_result {
    _Pragma("GCC diagnostic pop")++ runs;
    return {s, {s.a, s.b + s.b}};
  };
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, static_cast<decltype(s) &&>(s));
}

// Every call twice: the second is a hit.
template <class Call> int runs_of(Call call) {
  const int before = runs;
  const auto first = call();
  const auto second = call();
  EXPECT(first == second);
  return runs - before;
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
