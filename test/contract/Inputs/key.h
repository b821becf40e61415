// id(x) is a cached function that gives a new number each time it runs: equal numbers mean one key.
#pragma once
#include <st/cache.h>
#include "check.h"

inline int next_id;

template <class... Ts>
[[st::cache_data]] int id(const Ts&... values) {
  (void)sizeof...(values);
  return ++next_id;
}

// The same key, again and again.
#define EXPECT_SAME(a, b) EXPECT(id(a) == id(b) && id(b) == id(a))
// Two keys, each of them stable. (Both of one type, so of one function.)
#define EXPECT_DIFFER(a, b) EXPECT(id(a) != id(b) && id(a) == id(a) && id(b) == id(b))
