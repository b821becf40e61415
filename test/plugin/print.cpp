// What the plugin generates can be seen.
// RUN: %stcxx -fsyntax-only -fplugin-arg-stcache-print %s | %FileCheck %s
#include <st/cache.h>
#include <string>

[[st::cache_data(ttl = 60, max_entries = 10)]] int plain(int a, const std::string &_b) {
  return a + static_cast<int>(_b.size());
}
// CHECK:      // _Z5plain{{.*}}.st_setup
// CHECK:      st_setup() {
// CHECK-NEXT:     return options(ttl = 60, max_entries = 10);
// CHECK:      // _Z5plain{{.*}}.st_body
// CHECK-NEXT: static int plain(int a, const std::string &_b) {
// CHECK-NEXT:     return a + static_cast<int>(_b.size());
// CHECK:      // _Z5plain{{.*}}
// CHECK-NEXT: int plain(int a, const std::string &_b) {
// CHECK-NEXT:     return call_data<&plain, &plain, &st_code, &st_setup, nullptr, 2ULL>(static_cast<int &&>(a), _b);

struct Object {
  int value;
  [[st::cache_data]] int method(int x) const { return value + x; }
  // CHECK:      // _ZNK6Object6methodEi{{$}}
  // CHECK-NEXT: int Object::method(int x) const {
  // CHECK-NEXT:     return call_data<&Object::method, &Object::method, &st_code, nullptr, nullptr, 0ULL>(*this, static_cast<int &&>(x));
};

int version = 1;
[[st::cache_resource(depends_on = version)]] Object *shared(int &key) {
  static Object only{key};
  return &only;
}
// CHECK:      st_keys() {
// CHECK-NEXT:     return options(depends_on = version);
// CHECK:      // _Z6sharedRi{{$}}
// CHECK-NEXT: Object *shared(int &key) {
// CHECK-NEXT:     return call_resource<&shared, &shared, &st_code, nullptr, &st_keys, 0ULL>(key);
