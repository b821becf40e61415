// Options are found by their bare names inside the attribute, and nowhere else.
// RUN: %stcxx -fno-spell-checking -fsyntax-only -Xclang -verify %s
// RUN: %stcxx -std=c++20 -fno-spell-checking -fsyntax-only -Xclang -verify %s
#include <st/cache.h>

[[st::cache_data(ttl = 5, persist = none)]] int bare(int a) { return a; }
[[st::cache_data(st::ttl = 5, st::persist = st::none)]] int qualified(int a) { return a; }
[[using st: cache_data(ttl = 5, max_entries = (3))]] int using_st(int a) { return a; }

#define CACHED(...) [[st::cache_data(__VA_ARGS__)]]
#define ATTRIBUTE(name, ...) [[st::name(__VA_ARGS__)]]
#define OPTION_FOR(seconds) ttl = seconds
CACHED(ttl = 5) int from_macro(int a) { return a; }
ATTRIBUTE(cache_data, max_entries = 5, show_spinner = "text") int assembled(int a) { return a; }
[[st::cache_data(OPTION_FOR(3))]] int option_from_macro(int a) { return a; }

template <class T> [[st::cache_data(ttl = sizeof(T))]] T in_template(T a) { return a; }
template <class T> struct Box {
  [[st::cache_data(max_entries = 2, hash_funcs = [](const T &t) { return t + 1; })]] T get(T a) {
    return a;
  }
};
template int in_template(int);
template struct Box<long>;

// A lambda's body is no place for options.
[[st::cache_data(cache_if = [](int r) { return r > ttl; })]] // expected-error {{use of undeclared identifier 'ttl'}} expected-note 0-2 {{unnamed type used in template argument}}
int in_lambda(int a) { return a; }

int outside = ttl; // expected-error {{use of undeclared identifier 'ttl'}}
int also = disk;   // expected-error {{use of undeclared identifier 'disk'}}
void function() {
  max_entries = 3; // expected-error {{use of undeclared identifier 'max_entries'}}
}
