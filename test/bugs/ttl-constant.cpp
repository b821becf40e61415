// The text of a ttl must be a literal in its place; a constant of the program is refused.
// XFAIL: *
// RUN: %stcxx -fsyntax-only %s
#include <st/cache.h>
constexpr char lifetime[] = "1h";
[[st::cache_data(ttl = lifetime)]] int f(int x) { return x; }
