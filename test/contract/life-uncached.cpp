// Without the plugin the attributes are ignored: the program runs uncached, the handles are inert.
// RUN: %cxx_uncached -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include "Inputs/check.h"

int runs;
[[st::cache_data(ttl = 3600, max_entries = 10, hash_funcs = [](int x) { return x; })]] int data(int x) { ++runs; return x; }
[[st::cache_resource]] std::shared_ptr<int> resource(const std::string& s) { ++runs; return std::make_shared<int>(static_cast<int>(s.size())); }
struct Model {
  [[st::cache_data]] int predict(int x) const { ++runs; return x; }
};
template <class T>
[[st::cache_data]] T tmpl(T x) { ++runs; return x; }
class NoHash {
 public:
  explicit NoHash(int n) : n_(n) {}
  int n() const { return n_; }

 private:
  int n_;
};
[[st::cache_data]] int unhashable(const NoHash& n) { ++runs; return n.n(); }

int main() {
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(data(1), 1);
    EXPECT_EQ(runs, i);
  }
  EXPECT(resource("a") != resource("a"));
  st::cached(data).clear();
  st::cached(data).clear(1);
  EXPECT(!st::cached(data).contains(1));
  EXPECT_EQ(st::cached(data).stats().hits, 0);
  EXPECT_EQ(st::cached(data).stats().misses, 0);
  EXPECT_EQ(st::cached(data).stats().entries, 0);
  (void)std::string(st::cached(data).fingerprint());
  Model m;
  EXPECT_EQ(m.predict(1) + m.predict(1) + tmpl(1) + unhashable(NoHash(2)), 5);
  st::cached(&Model::predict).clear(m, 1);
  EXPECT(!st::cached(&Model::predict).contains(m, 1));
  st::cached(tmpl<int>).clear();
  EXPECT(!st::cached(resource).contains("a"));
  st::cache_data.clear();
  st::cache_resource.clear();
  EXPECT_EQ(st::cache_data.stats().entries, 0);
  return check::ok();
}
