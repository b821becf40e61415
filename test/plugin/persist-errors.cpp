// Results that cannot be made anew from bytes are refused where they are to be stored, and only there.
// RUN: %stcxx -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <map>
#include <optional>
#include <st/cache.h>
#include <string>
#include <vector>

// Has no default constructor, and saves only.
class Saved { // expected-note {{give 'Saved' a default constructor and a 'serialize' (or 'save' and 'load') that reads, too; or leave 'persist' out}}
  int n;

public:
  explicit Saved(int n) : n(n) {}
  template <class A> void save(A &a, unsigned) const { a & n; }
};
struct Holder {
  std::string name;
  std::optional<Saved> saved;
};

[[st::cache_data]] Saved in_memory(int n) { return Saved(n); }
[[st::cache_data(persist = none)]] Saved never(int n) { return Saved(n); }
[[st::cache_data(persist = disk)]] Saved direct(int n) { return Saved(n); } // expected-error {{results of 'direct' cannot be stored: 'Saved' cannot be made anew from bytes [st-not-persistable]}}

template <class T> struct Box {
  T value;
};
class Loaded {
  int n = 0;

public:
  template <class A> void serialize(A &a, unsigned) { a & n; }
};
[[st::cache_data(persist = disk)]] Box<Loaded> boxed(int) { return {}; }
[[st::cache_data(persist = disk)]] std::map<std::string, std::vector<Loaded>> mapped(int) { return {}; }
[[st::cache_data(persist = disk)]] void nothing(int) {}
