// hash_funcs: found by parameter type wherever a value of it is met, its result hashed in turn, once per argument and call.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include "Inputs/check.h"

int runs, calls;

class Opaque {
 public:
  explicit Opaque(int id, int noise = 0) : id_(id), noise_(noise) {}
  Opaque(const Opaque&) = default;
  int id() const { return id_; }
  int noise() const { return noise_; }
  bool operator<(const Opaque& o) const { return id_ < o.id_; }

 private:
  int id_, noise_;
};
class Other {
 public:
  explicit Other(std::string s) : s_(std::move(s)) {}
  const std::string& s() const { return s_; }

 private:
  std::string s_;
};
struct Holds {
  int n;
  Opaque o;
};

int by_function(const Opaque& o) { ++calls; return o.id(); }
struct ByFunctor {
  int operator()(const Opaque& o) const { ++calls; return o.id(); }
};

[[st::cache_data(hash_funcs = [](const Opaque& o) { ++calls; return o.id(); })]] int lambda(const Opaque& o) { ++runs; return o.id(); }
[[st::cache_data(hash_funcs = by_function)]] int function(const Opaque& o, Opaque p) { ++runs; return o.id() + p.id(); }
[[st::cache_data(hash_funcs = &by_function)]] int address(const Opaque& o) { ++runs; return o.id(); }
[[st::cache_data(hash_funcs = ByFunctor{})]] int functor(const Opaque& o) { ++runs; return o.id(); }
[[st::cache_data(hash_funcs = hash_funcs(by_function, [](const Other& o) { return o.s().size(); }))]] int several(const Opaque& o, const Other& p) {
  ++runs;
  return o.id() + static_cast<int>(p.s().size());
}
[[st::cache_data(st::hash_funcs = st::hash_funcs([](Opaque o) { return o.id(); }, [](const Other&) { return 0; }), st::max_entries = 10)]]
int qualified(const Opaque& o, const Other& p) { ++runs; return o.id() + static_cast<int>(p.s().size()); }

// Inside containers, behind pointers, in members of aggregates.
[[st::cache_data(hash_funcs = by_function)]] int vector(const std::vector<Opaque>& v) { ++runs; return static_cast<int>(v.size()); }
[[st::cache_data(hash_funcs = by_function)]] int map(const std::map<std::string, std::optional<Opaque>>& m) { ++runs; return static_cast<int>(m.size()); }
[[st::cache_data(hash_funcs = by_function)]] int keys(const std::map<Opaque, int>& m) { ++runs; return static_cast<int>(m.size()); }
[[st::cache_data(hash_funcs = by_function)]] int shared(std::shared_ptr<Opaque> p) { ++runs; return p ? p->id() : -1; }
[[st::cache_data(hash_funcs = by_function)]] int aggregate(const Holds& h) { ++runs; return h.n + h.o.id(); }
[[st::cache_data(hash_funcs = by_function)]] int deep(const std::vector<std::pair<int, std::unique_ptr<Holds>>>& v) { ++runs; return static_cast<int>(v.size()); }

// For types that the library could hash itself.
[[st::cache_data(hash_funcs = [](int x) { return x % 10; })]] int last_digit(int x, long y) { ++runs; return x + static_cast<int>(y); }
[[st::cache_data(hash_funcs = [](const std::string& s) { return s.size(); })]] int by_length(const std::string& s, const std::vector<std::string>& v) {
  ++runs;
  return static_cast<int>(s.size() + v.size());
}
[[st::cache_data(hash_funcs = [](const std::vector<int>& v) { return v.empty() ? 0 : v.front(); })]] int by_front(const std::vector<int>& v) { ++runs; return v.front(); }
// For *this, by a function that is declared before the class.
class Model;
int hash_model(const Model& m);
class Model {
 public:
  Model(int id, int noise) : id_(id), noise_(noise) {}
  int id() const { return id_; }
  [[st::cache_data(hash_funcs = [](const Opaque& o) { return o.id(); })]] static int of_class(const Opaque& o) { ++runs; return o.id(); }
  [[st::cache_data(hash_funcs = hash_model)]] int predict(int x) const;

 private:
  int id_, noise_;
};
int hash_model(const Model& m) { return m.id(); }
int Model::predict(int x) const { ++runs; return id_ * x + 0 * noise_; }

// The result is hashed in turn: here a vector of text, there a class with a hash function of its own type.
[[st::cache_data(hash_funcs = [](const Opaque& o) { return std::vector<std::string>{std::to_string(o.id()), "x"}; })]] int in_turn(const Opaque& o) { ++runs; return o.id(); }

struct Bad : std::runtime_error {
  using std::runtime_error::runtime_error;
};
[[st::cache_data(hash_funcs = [](const Opaque& o) { if (o.noise()) throw Bad("noise"); return o.id(); })]] int throws(const Opaque& o) { ++runs; return o.id(); }

#define ONCE(a, b)      \
  do {                  \
    runs = 0;           \
    (void)(a);          \
    (void)(b);          \
    (void)(a);          \
    EXPECT_EQ(runs, 1); \
  } while (0)
template <class T>
std::shared_ptr<T> sp(T t) { return std::make_shared<T>(std::move(t)); }
std::vector<std::pair<int, std::unique_ptr<Holds>>> deep_value(int n, const Opaque& o) {
  std::vector<std::pair<int, std::unique_ptr<Holds>>> v;
  v.emplace_back(n, std::make_unique<Holds>(Holds{n, o}));
  return v;
}

int main() {
  const Opaque a(1, 0), a2(1, 99), b(2);
  ONCE(lambda(a), lambda(a2));
  ONCE(function(a, b), function(a2, b));
  ONCE(address(a), address(a2));
  ONCE(functor(a), functor(a2));
  ONCE(several(a, Other("xy")), several(a2, Other("zz")));
  ONCE(qualified(a, Other("xy")), qualified(a2, Other("longer")));
  ONCE(vector({a, b}), vector({a2, b}));
  ONCE(map({{"k", a}}), map({{"k", a2}}));
  ONCE(keys({{a, 1}}), keys({{a2, 1}}));
  ONCE(shared(sp(a)), shared(sp(a2)));
  ONCE(aggregate({1, a}), aggregate({1, a2}));
  ONCE(deep(deep_value(1, a)), deep(deep_value(1, a2)));
  ONCE(last_digit(13, 5), last_digit(23, 5));
  ONCE(by_length("ab", {"c"}), by_length("xy", {"z"}));
  ONCE(by_front({1, 2}), by_front({1, 3}));
  ONCE(Model(1, 2).predict(5), Model(1, 3).predict(5));
  ONCE(Model::of_class(a), Model::of_class(a2));
  ONCE(in_turn(a), in_turn(a2));
  // (the first of each pair is there already)
  runs = 0;
  (void)lambda(b), (void)function(a, a), (void)address(b), (void)functor(b), (void)several(b, Other("xy"));
  (void)several(a, Other("x")), (void)qualified(b, Other("xy")), (void)vector({b, a}), (void)map({{"k", b}});
  (void)map({{"k", std::nullopt}}), (void)keys({{b, 1}}), (void)shared(sp(b)), (void)shared(nullptr);
  (void)aggregate({1, b}), (void)aggregate({2, a}), (void)deep(deep_value(1, b)), (void)last_digit(14, 5);
  (void)last_digit(13, 15), (void)by_length("abc", {"c"}), (void)by_length("ab", {"cc"}), (void)by_front({2, 2});
  (void)Model(2, 2).predict(5), (void)Model::of_class(b), (void)in_turn(b);
  EXPECT_EQ(runs, 24);

  // Once per argument and call, on hits as on misses.
  calls = 0;
  (void)lambda(Opaque(50));
  EXPECT_EQ(calls, 1);
  (void)lambda(Opaque(50));
  EXPECT_EQ(calls, 2);
  calls = 0;
  (void)function(Opaque(51), Opaque(52));
  EXPECT_EQ(calls, 2);
  (void)function(Opaque(51), Opaque(52));
  EXPECT_EQ(calls, 4);

  // What it throws passes to the caller, before the function runs, and harms nothing.
  runs = 0;
  EXPECT_THROW(Bad, throws(a2));
  EXPECT_THROW(Bad, throws(a2));
  EXPECT_EQ(runs, 0);
  ONCE(throws(a), throws(a));
  return check::ok();
}
