// Parameters that cannot be hashed and results that cannot be kept.
// RUN: %stcxx -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <functional>
#include <map>
#include <memory>
#include <st/cache.h>
#include <string>
#include <string_view>
#include <vector>

class MyClass { // expected-note 2 {{or declare 'void st_hash(st::hasher &, const MyClass &)' beside the type}}
public:
  explicit MyClass(int s) : score(s) {}
  int score;

private:
  int hidden = 0;
};

[[st::cache_data]] // expected-note {{or give a function that hashes it: hash_funcs = [](const MyClass &value) { return ...; }}}
int multiply_score(const MyClass &obj, int by) { // expected-error {{cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score' [st-unhashable-param]}} expected-note {{to leave it out of the key, start its name with an underscore: '_obj'}}
  return obj.score * by;
}

[[st::cache_data]] // expected-note {{or give a function that hashes it}}
int in_container(const std::map<int, std::vector<MyClass>> &objects) { // expected-error {{cannot hash argument 'objects'}} expected-note {{it holds a 'MyClass', which cannot be hashed}} expected-note {{'_objects'}}
  return static_cast<int>(objects.size());
}

[[st::cache_data]] // expected-note {{hash_funcs}}
int pointer(int *p) { return *p; } // expected-error {{cannot hash argument 'p' (of type 'int *') in 'pointer'}} expected-note {{'_p'}}
[[st::cache_data]] // expected-note {{hash_funcs}}
int function(const std::function<int()> &f) { return f(); } // expected-error {{cannot hash argument 'f' (of type 'std::function<int ()>') in 'function'}} expected-note {{'_f'}}

[[st::cache_data]] int excluded(const MyClass &_obj) { return _obj.score; }
[[st::cache_data(hash_funcs = [](const MyClass &m) { return m.score; })]]
int with_function(const std::vector<MyClass> &objects) { return static_cast<int>(objects.size()); }

[[st::cache_data]] int output(int a, std::vector<int> &out) { // expected-error {{parameter 'out' of 'output' is a reference to a non-const 'std::vector<int>': on a hit the function's body does not run, so nothing would be written through it [st-mutable-reference-param]}} expected-note {{return the result instead}}
  out.push_back(a);
  return a;
}
[[st::cache_data]] int excluded_output(int a, std::vector<int> &_out) { _out.push_back(a); return a; }

struct Unhashable { // expected-note {{or declare 'void st_hash(st::hasher &, const Unhashable &)' beside the type}}
  Unhashable();
  [[st::cache_data]] int method(int a) const { return a; } // expected-error {{cannot hash argument '*this' (of type 'Unhashable') in 'method'}} expected-note {{hash_funcs}}
private:
  int state = 0;
};

struct Volatile { // expected-note {{st_hash}}
  int x;
  [[st::cache_data]] int method(int a) volatile { return a; } // expected-error {{cannot hash argument '*this' (of type 'Volatile') in 'method'}} expected-note {{hash_funcs}}
};

// Results.
[[st::cache_data]] int *raw(int); // declared only: nothing to say yet
[[st::cache_data]] int *raw(int) { return nullptr; } // expected-error {{'st::cache_data' cannot keep the result of 'raw': 'int *' is not a value (a pointer: what it points to can change or end behind the cache) [st-not-a-value]}} expected-note {{'st::cache_resource' keeps an object that all callers share}}
[[st::cache_data]] const std::string &reference(int) { static std::string s; return s; } // expected-error {{is not a value (a reference}} expected-note {{'st::cache_resource'}}
[[st::cache_data]] std::string_view view(int) { return ""; } // expected-error {{is not a value (a view does not own what it shows)}} expected-note {{'st::cache_resource'}}
[[st::cache_data]] std::unique_ptr<int> unique(int) { return {}; } // expected-error {{is not a value (it cannot be copied)}} expected-note {{'st::cache_resource'}}
[[st::cache_data]] std::shared_ptr<int> shared(int) { return {}; } // expected-error {{is not a value (callers would share an object that can be changed; 'std::shared_ptr<const T>' of a value is allowed)}} expected-note {{'st::cache_resource'}}
[[st::cache_data]] std::shared_ptr<const std::vector<int>> shared_const(int) { return {}; }

struct Inner { int *pointer; };
struct Outer { int a; std::vector<Inner> inners; };
[[st::cache_data]] Outer member(int) { return {}; } // expected-error {{'st::cache_data' cannot keep the result of 'member': 'Outer' is not a value, because of 'Inner::pointer' of type 'int *' (a pointer}} expected-note {{'st::cache_resource'}}
struct Reference { const int &target; };
[[st::cache_data]] std::vector<Reference> held_reference(int) { return {}; } // expected-error {{because of 'Reference::target' of type 'const int &' (a reference}} expected-note {{'st::cache_resource'}}
[[st::cache_data]] std::vector<std::unique_ptr<int>> element(int) { return {}; } // expected-error {{because of 'an element' of type 'std::unique_ptr<int>' (it cannot be copied)}} expected-note {{'st::cache_resource'}}
class Opaque { int x; public: Opaque(int); }; // expected-note {{give 'Opaque' a 'serialize' member, make it an aggregate, or use 'st::cache_resource'}}
[[st::cache_data]] Opaque opaque(int a) { return a; } // expected-error {{'Opaque' is not a value (a class with private state or constructors and no 'serialize')}}

[[st::cache_resource]] int by_value(int a) { return a; } // expected-error {{'st::cache_resource' cannot share the result of 'by_value', which is returned as 'int': every caller would get another object [st-not-a-resource]}} expected-note {{return 'std::shared_ptr'}}
[[st::cache_resource]] std::unique_ptr<int> moved(int) { return {}; } // expected-error {{'st::cache_resource' cannot share the result of 'moved'}} expected-note {{return 'std::shared_ptr'}}
[[st::cache_resource]] int *resource_pointer(int) { return nullptr; }
[[st::cache_resource]] std::vector<int> &resource_reference(int) { static std::vector<int> v; return v; }
