// The legacy attribute acts as cache_resource with allow_output_mutation = true, else as cache_data.
// RUN: %stcxx %s -o %t && %t
#include <st/cache.h>

#include <cassert>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

static int calls;

[[st::cache]] std::vector<int> plain(int n) {
  ++calls;
  return std::vector<int>(n, n);
}
[[st::cache(allow_output_mutation = false, suppress_st_warning = true, max_entries = 1)]]
std::string bounded(int n) {
  ++calls;
  return std::to_string(n);
}
[[using st: cache(allow_output_mutation = true)]] std::shared_ptr<std::vector<int>> shared(int n) {
  ++calls;
  return std::make_shared<std::vector<int>>(n);
}
constexpr bool yes = true;
[[st::cache(st::allow_output_mutation = yes, show_spinner = false, persist = false)]]
std::vector<int> &reference(int n) {
  ++calls;
  static std::vector<int> all[10];
  return all[n];
}
struct Key {
  int id, noise;
};
#define CACHED(...) [[st::cache(__VA_ARGS__)]]
CACHED(hash_funcs = [](const Key &k) { return k.id; }, ttl = std::chrono::hours(1))
int keyed(const Key &k) {
  ++calls;
  return k.id;
}
[[st::cache(ttl = "0s")]] int expired(int n) {
  ++calls;
  return n;
}
template <class T> [[st::cache]] T twice(T v) {
  ++calls;
  return v + v;
}
struct Model {
  int bias;
  [[st::cache]] int predict(int x) const;
  [[st::cache(allow_output_mutation = true)]] static Model *get(int n);
};
int Model::predict(int x) const {
  ++calls;
  return x + bias;
}
Model *Model::get(int n) {
  ++calls;
  static Model m{0};
  return &m;
}

template <class F> static int count(F f) {
  calls = 0;
  f();
  return calls;
}

int main() {
  assert(count([] {
           plain(3).push_back(9); // a copy
           assert(plain(3).size() == 3);
         }) == 1);
  assert(count([] { bounded(1), bounded(1), bounded(2), bounded(1); }) == 3);
  assert(count([] {
           shared(2)->push_back(7); // the object
           assert(shared(2)->size() == 3 && shared(2) == shared(2));
         }) == 1);
  assert(count([] {
           reference(1).push_back(1);
           assert(reference(1).size() == 1);
         }) == 1);
  assert(count([] { keyed({1, 2}), keyed({1, 3}), keyed({2, 2}); }) == 2);
  assert(count([] { expired(1), expired(1); }) == 2);
  assert(count([] { twice(1), twice(1), twice(std::string("a")), twice(std::string("a")); }) == 2);
  assert(count([] {
           Model a{1}, b{2};
           a.predict(1), a.predict(1), b.predict(1);
           assert(Model::get(1) == Model::get(1));
         }) == 3);
  assert(st::cached(plain).contains(3));
  std::puts("done");
}
