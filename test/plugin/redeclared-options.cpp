// Options of a declaration are not lost without a word when the definition has the attribute, too.
// RUN: %stcxx -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <st/cache.h>

[[st::cache_data(max_entries = 1)]] int lost(int x); // expected-note {{the earlier declaration's options are here}}
[[st::cache_data]] // expected-error {{'lost' has 'st::cache_data' with other options on an earlier declaration, which would be lost: write them on one [st-two-attributes]}}
int lost(int x) { return x; }

[[st::cache_data(max_entries = 1)]] int changed(int x); // expected-note {{the earlier declaration's options are here}}
[[st::cache_data(max_entries = 2)]] // expected-error {{'changed' has 'st::cache_data' with other options}}
int changed(int x) { return x; }

[[st::cache_data(max_entries = 1)]] int same(int x);
[[st::cache_data(max_entries = 1)]] int same(int x) { return x; }
[[st::cache_data]] int added(int x);
[[st::cache_data(max_entries = 1)]] int added(int x) { return x; }
[[st::cache_data(max_entries = 1)]] int declared(int x);
int declared(int x) { return x; }

template <class T> [[st::cache_data(ttl = 1)]] T of_template(T x); // expected-note {{the earlier declaration's options are here}}
template <class T> [[st::cache_data]] // expected-error {{'of_template' has 'st::cache_data' with other options}}
T of_template(T x) { return x; }

struct S {
  [[st::cache_data(ttl = 1)]] static int member(int x); // expected-note {{the earlier declaration's options are here}}
};
[[st::cache_data(ttl = 2)]] // expected-error {{'member' has 'st::cache_data' with other options}}
int S::member(int x) { return x; }
