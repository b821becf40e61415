// The legacy attribute: what its warning recommends, and what is refused.
// RUN: %stcxx -fsyntax-only -Xclang -verify=expected,warn -std=c++20 %s
// RUN: %stcxx -fsyntax-only -Xclang -verify -fplugin-arg-stcache-no-warn=st-legacy-attribute -std=c++20 %s
// RUN: %stcxx -fsyntax-only -Xclang -verify -w -std=c++20 %s
#include <st/cache.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct Db {
  int connection = 0;
  virtual ~Db();
};
struct Handle {
  int fd;
};
template <> inline constexpr bool st::is_handle<Handle> = true;
struct Unknown;
struct Opaque {
  explicit Opaque(int);

private:
  int secret;
};

// By the type of the result.
[[st::cache]] int number(int a) { return a; } // warn-warning {{'st::cache' is deprecated; use 'st::cache_data': 'int' is a value, of which every caller gets a copy [st-legacy-attribute]}}
[[st::cache]] std::optional<std::vector<std::string>> container(int a) { return {}; } // warn-warning {{use 'st::cache_data': 'std::optional<std::vector<std::string>>' is a value}}
[[st::cache]] auto deduced(int a) { return std::vector<int>{a}; } // warn-warning {{use 'st::cache_data': 'std::vector<int>' is a value}}
[[st::cache]] void nothing(int a) {} // warn-warning {{use 'st::cache_data': it returns nothing that callers could share}}
[[st::cache(allow_output_mutation = true)]] std::shared_ptr<Db> shared(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource': 'std::shared_ptr<Db>' stands for an object that all callers share}}
[[st::cache(allow_output_mutation = true)]] Db &reference(int a) { static Db d; return d; } // warn-warning {{use 'st::cache_resource': 'Db &' refers to an object that all callers share}}
[[st::cache(allow_output_mutation = true)]] const Db *pointer(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource': 'const Db *' points to an object that all callers share}}
[[st::cache(allow_output_mutation = true)]] Handle handle(int a) { return {a}; } // warn-warning {{use 'st::cache_resource': 'Handle' stands for an object}}

// Where both would do, what it does now.
[[st::cache]] std::shared_ptr<const int> constant(int a) { return nullptr; } // warn-warning {{use 'st::cache_data': 'std::shared_ptr<const int>' is an object that all callers share and cannot change, and this is what it acts as now}}
[[st::cache(allow_output_mutation = true)]] std::shared_ptr<const int> constant2(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource': 'std::shared_ptr<const int>'}}
template <class T> [[st::cache]] T dependent(T a) { return a; } // warn-warning {{use 'st::cache_data': what it returns depends on template arguments, and this is what it acts as now}}
template <class T> [[st::cache(allow_output_mutation = true)]] std::shared_ptr<T> dependent2(T a) { return nullptr; } // warn-warning {{use 'st::cache_resource': 'std::shared_ptr<T>' stands for}}

// Declarations, each where it is.
[[st::cache]] int declared(int a); // warn-warning {{use 'st::cache_data'}}
struct Model {
  int bias;
  [[st::cache(ttl = 5)]] int predict(int x) const; // warn-warning {{use 'st::cache_data'}}
};

// It acts as one kind and returns the other: errors, as of that kind.
[[st::cache]] std::shared_ptr<Db> unshared(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource'}} expected-error {{'st::cache' cannot keep the result of 'unshared': 'std::shared_ptr<Db>' is not a value (callers would share an object that can be changed; 'std::shared_ptr<const T>' of a value is allowed) [st-not-a-value]}} expected-note {{'st::cache_resource' keeps an object that all callers share}}
[[st::cache(allow_output_mutation = true)]] std::vector<int> unkept(int a) { return {}; } // warn-warning {{use 'st::cache_data'}} expected-error {{'st::cache(allow_output_mutation = true)' cannot share the result of 'unkept', which is returned as 'std::vector<int>': every caller would get another object [st-not-a-resource]}} expected-note {{or use 'st::cache_data' for values}}

// Neither, or nobody knows.
[[st::cache(allow_output_mutation = true)]] std::unique_ptr<Db> moved(int a); // warn-warning {{use 'st::cache_resource': 'std::unique_ptr<Db>' cannot be copied}} warn-note {{by hand: return 'std::shared_ptr' to the object, and use 'st::cache_resource'}}
[[st::cache]] std::string_view view(int a); // warn-warning {{'st::cache' is deprecated; use 'st::cache_data' for values or 'st::cache_resource' for shared objects [st-legacy-attribute]}} warn-note {{by hand: 'std::string_view' is neither a value (a view does not own what it shows) nor a shared object; make it a value}}
[[st::cache]] std::vector<Opaque> opaque(int a); // warn-warning {{for values or}} warn-note {{is neither a value (it holds 'Opaque': a class with private state}}
[[st::cache]] Unknown unknown(int a); // warn-warning {{for values or}} warn-note {{by hand: 'Unknown' has no definition here; include it, or decide}}

// Options.
[[st::cache(persist = disk, show_spinner = false, suppress_st_warning = true, hash_funcs = [](const Model &m) { return m.bias; }, max_entries = 2, ttl = "1d")]] int all(int a) { return a; } // warn-warning {{use 'st::cache_data'}}
[[st::cache(persist = false, allow_output_mutation = true)]] Db *unstored(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource'}}
[[st::cache(persist = disk, allow_output_mutation = true)]] Db *stored(int a) { return nullptr; } // warn-warning {{use 'st::cache_resource'}} warn-note {{by hand: an object that callers share cannot be stored: drop 'persist', or return a value and use 'st::cache_data'}} expected-error {{option 'persist' is given a store; allowed is none or false with 'allow_output_mutation = true': an object that callers share cannot be stored [st-bad-option]}}
[[st::cache(validate = [](int) { return true; })]] int later(int a) { return a; } // warn-warning {{deprecated}} warn-note {{by hand: 'st::cache' takes no option 'validate': take it out, or write 'st::cache_data'}} expected-error {{unknown option 'validate' in 'st::cache'; the options are ttl, max_entries, show_spinner, persist, hash_funcs, allow_output_mutation, suppress_st_warning [st-unknown-option]}}
[[st::cache(allow_output_mutation = 1)]] int number_flag(int a) { return a; } // warn-warning {{deprecated}} expected-error {{option 'allow_output_mutation' is given a value of type 'int'; allowed is true or false [st-bad-option]}}
bool decide();
[[st::cache(allow_output_mutation = decide())]] int changing(int a) { return a; } // warn-warning {{deprecated}} expected-error {{option 'allow_output_mutation' is given what is no constant here; allowed is true or false, the same in all instantiations [st-bad-option]}}
template <class T> [[st::cache(allow_output_mutation = sizeof(T) > 1)]] T *by_size(T a) { static T t; return &t; } // warn-warning {{deprecated}} expected-error {{option 'allow_output_mutation' is given what is no constant here}}
int use = *by_size(1);
[[st::cache_data(allow_output_mutation = true)]] int new_one(int a) { return a; } // expected-error {{unknown option 'allow_output_mutation' in 'st::cache_data'}}
[[st::cache(alow_output_mutation = true)]] int misspelled(int a) { return a; } // warn-warning {{deprecated}} expected-error {{unknown option 'alow_output_mutation' in 'st::cache'}}
