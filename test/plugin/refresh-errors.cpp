// Arguments of a refresh in the background must outlive the call: what may not is refused at the parameter.
// RUN: %stcxx -std=c++20 -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <st/cache.h>
#include <string>
#include <string_view>
#include <vector>

#define REFRESHED [[st::cache_data(ttl = 10, refresh_mode = background)]]

REFRESHED int reference(int &_r) { return _r; } // expected-error {{'refresh_mode = background' cannot keep argument '_r' (of type 'int &') of 'reference' beyond the call: a reference to an object that may change or end [st-refresh-argument]}} expected-note {{pass it by value or as a 'std::shared_ptr', or leave 'refresh_mode = background' out}}
[[st::cache_resource(ttl = 10, refresh_mode = background)]] std::shared_ptr<int> resource(std::string &s) { return {}; } // expected-error {{cannot keep argument 's' (of type 'std::string &') of 'resource' beyond the call: a reference to}} expected-note {{pass it by value}}
REFRESHED int pointer(int *_p) { return *_p; } // expected-error {{cannot keep argument '_p' (of type 'int *') of 'pointer' beyond the call: a pointer: what it points to may have ended}} expected-note {{pass it by value}}
REFRESHED int two(int *_p, int, void *_q) { return 1; } // expected-error {{argument '_p'}} expected-error {{argument '_q'}} expected-note 2{{pass it by value}}
REFRESHED int array(const int (&a)[3]) { return a[0]; } // expected-error {{argument 'a' (of type 'const int (&)[3]') of 'array' beyond the call: an array, which is passed by reference}} expected-note {{pass it by value}}
REFRESHED int wrapper(std::reference_wrapper<const int> r) { return r; } // expected-error {{it shows what may have ended}} expected-note {{pass it by value}}
REFRESHED int list(std::initializer_list<int> l) { return 0; } // expected-error {{it shows what may have ended}} expected-note {{pass it by value}}
REFRESHED int views(const std::vector<std::string_view> &v) { return 0; } // expected-error {{argument 'v' (of type 'const std::vector<std::string_view> &') of 'views' beyond the call: it shows what may have ended}} expected-note {{it holds a 'std::}} expected-note {{pass it by value}}
REFRESHED int nested(std::optional<const char *> o) { return 0; } // expected-error {{a pointer: what it points to}} expected-note {{it holds a 'const char *'}} expected-note {{pass it by value}}
REFRESHED int span_of_views(std::span<const std::string_view> s) { return 0; } // expected-error {{it shows what may have ended}} expected-note {{it holds a 'std::}} expected-note {{pass it by value}}
REFRESHED int only_moved(std::unique_ptr<int> p) { return *p; } // expected-error {{argument 'p' (of type 'std::unique_ptr<int>') of 'only_moved' beyond the call: it cannot be copied}} expected-note {{pass it by value}}

struct Opaque;
REFRESHED int opaque(const Opaque &_o) { return 1; } // expected-error {{it cannot be copied}} expected-note {{pass it by value}}
struct Base {
  virtual ~Base();
  int n;
  friend void st_hash(st::hasher &h, const Base &b) { h(b.n); }
  REFRESHED int member() const { return n; } // expected-error {{cannot keep a copy of '*this' (of type 'Base') in 'Base::member' beyond the call: the object may be of a class derived from it, and its copy would not be [st-refresh-argument]}} expected-note {{cache a function that takes what it needs by value or as a 'std::shared_ptr'}}
};
REFRESHED int sliced(const Base &b) { return b.n; } // expected-error {{the object may be of a class derived from it}} expected-note {{pass it by value}}
REFRESHED int whole(Base b) { return b.n; }
struct Node {
  int value;
  const Node *next;
};
REFRESHED int node(const Node &_n) { return 1; } // expected-error {{a pointer: what it points to may have ended}} expected-note {{it holds a 'const Node *'}} expected-note {{pass it by value}}
struct Unique {
  std::unique_ptr<int> p;
  REFRESHED int member() const { return *p; } // expected-error {{cannot keep a copy of '*this' (of type 'Unique')}} expected-note {{it holds a 'std::unique_ptr<int>'}} expected-note {{cache a function}}
  REFRESHED static int shared(int n) { return n; }
};
template <class T> REFRESHED int generic(T _x) { return 1; } // expected-error {{argument '_x' (of type 'int *')}} expected-note {{pass it by value}}
int use = generic(1) + generic(static_cast<int *>(nullptr));

// What is good.
struct Tree {
  int value;
  std::vector<Tree> below;
};
class Handle {
  void *p = nullptr;

public:
  friend void st_hash(st::hasher &, const Handle &) {}
};
REFRESHED int good(const char *s, std::string_view v, std::span<const int> n, const Tree &t, Handle h, std::shared_ptr<int> p, int (*_f)(int), std::string &&m) { return 1; }

// Without it all of these are as they were.
[[st::cache_data(ttl = 10, refresh_mode = foreground)]] int waits(const Base &b, int *_p, std::unique_ptr<int> u) { return 1; }

// The option itself.
[[st::cache_data(refresh_mode = background)]] // expected-error {{option 'refresh_mode' is given background without 'ttl'; allowed is foreground, or background beside a 'ttl', after which values are old [st-bad-option]}}
int no_ttl(int a) { return a; }
[[st::cache_resource(refresh_mode = background, max_entries = 3)]] // expected-error {{background without 'ttl'}}
int *no_ttl_resource(int a) { return nullptr; }
template <class T> [[st::cache_data(refresh_mode = background)]] // expected-error {{background without 'ttl'}}
T no_ttl_template(T a) { return a; }
[[st::cache_data(refresh_mode = foreground)]] int no_ttl_needed(int a) { return a; }
[[st::cache_data(ttl = 1, refresh_mode = true)]] // expected-error {{option 'refresh_mode' is given a value of type 'bool'; allowed is foreground or background, as a constant [st-bad-option]}}
int flag(int a) { return a; }
[[st::cache_data(ttl = 1, refresh_mode = "background")]] // expected-error {{option 'refresh_mode' is given a value of type 'const char[11]'}}
int text(int a) { return a; }
st::refresh_kind mode;
[[st::cache_data(ttl = 1, refresh_mode = mode)]] // expected-error {{option 'refresh_mode' is given what is no constant here; allowed is foreground or background, as a constant}}
int variable(int a) { return a; }
template <bool Behind> [[st::cache_data(ttl = 1, refresh_mode = Behind ? background : foreground)]]
int chosen(int *_p) { return 1; } // expected-error {{argument '_p'}} expected-note {{pass it by value}}
int use_chosen = chosen<false>(nullptr) + chosen<true>(nullptr);
