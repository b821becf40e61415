// One program of files that the plugin and that GCC have compiled: an aggregate has both kinds of
// field list, and is the same in keys and values; handles find the functions of either.
// RUN: rm -rf %t && mkdir %t
// RUN: %stcxx -O1 -c %s -o %t/plugin.o && %gxx -std=c++17 -O1 -I%include -DREWRITTEN -c %s -o %t/gcc.o
// RUN: %stcxx %t/plugin.o %t/gcc.o -o %t/one && env STCACHE_DIR=%t/store %t/one
// RUN: %stcxx %t/gcc.o %t/plugin.o -o %t/other && env STCACHE_DIR=%t/store %t/other
// A file may even have both lists.
// RUN: %stcxx -O0 -DBOTH -c %s -o %t/both.o && %stcxx %t/both.o %t/gcc.o -o %t/both
// RUN: env STCACHE_DIR=%t/store %t/both
#include <optional>
#include "Inputs/generated.h"
#include <string>
#include <vector>

namespace app {
struct point {
  double lat, lon;
};
struct ride : point {
  std::string name;
  unsigned kind : 3;
  bool paid : 1;
  std::vector<std::optional<point>> stops;
};
// What the codec of this file makes of one.
struct seen {
  std::uint64_t schema;
  st::detail::key128 key;
  std::string bytes;
  std::uint64_t owned;
};
template <class T> static seen look(const T &value) {
  st::detail::hash_secret secret{};
  unsigned char room[1024];
  st::detail::byte_sink sink(room, sizeof room, nullptr);
  st::detail::encode(sink, value);
  return {st::detail::schema_of<T>, st::detail::hash_call<0>(&secret, st::detail::pack<>{}, value),
          std::string(sink.begin, sink.at), st::detail::owned_bytes(value)};
}
ride by_gcc(const ride &r, int times);
seen look_by_gcc(const ride &r);
unsigned long long plugin_hits_seen_by_gcc();
ride by_plugin(const ride &r, int times);
} // namespace app
extern int runs;

#ifdef REWRITTEN

app::ride app::by_gcc(const ride &r, int times) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(r), decltype(times)>::of(&::app::by_gcc))
    ST_CODE("app::by_gcc", "_ZN3app6by_gccERKNS_4rideEi")
  };
  ST_BODY([](decltype(r) r, decltype(times) times), {
    ++runs;
    ride result = r;
    result.lat *= times;
    return result;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, r, ST_PASS(times));
}
app::seen app::look_by_gcc(const ride &r) { return look(r); }
unsigned long long app::plugin_hits_seen_by_gcc() { return st::cached(by_plugin).stats().hits; }

#else

#include "../contract/Inputs/check.h"
int runs = 0;
namespace app {
[[st::cache_data]] ride by_plugin(const ride &r, int times) {
  ++runs;
  ride result = r;
  result.lat *= times;
  return result;
}
} // namespace app

int main() {
  const app::ride r{
      {1, 2}, "a name that is longer than a short string", 5, true, {app::point{3, 4}, {}}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(app::by_plugin(r, 2).lat, 2);
    EXPECT_EQ(app::by_gcc(r, 3).lat, 3);
  }
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(st::cached(app::by_plugin).stats().hits, 2);
  EXPECT_EQ(st::cached(app::by_gcc).stats().hits, 2);
  EXPECT_EQ(app::plugin_hits_seen_by_gcc(), 2);
  EXPECT(st::cached(app::by_gcc).contains(r, 3));
  const app::seen here = app::look(r), there = app::look_by_gcc(r);
  EXPECT(here.schema == there.schema);
  EXPECT(here.key == there.key);
  EXPECT(here.bytes == there.bytes);
  EXPECT(here.bytes.size() > 60);
  EXPECT_EQ(here.owned, there.owned);
}

#endif

#if defined(REWRITTEN) || defined(BOTH)
template <> struct st::detail::field_access<::app::point> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.lat, value.lon);
  }
};
template <> struct st::detail::field_access<::app::ride> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(static_cast<const ::app::point &>(value), value.name,
                             static_cast<decltype(value.kind)>(value.kind),
                             static_cast<decltype(value.paid)>(value.paid), value.stops);
  }
};
#endif
