// st-wrong-cache-kind: what is said, and what -fix writes.
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-wrong-cache-kind %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning: --implicit-check-not=note:
// RUN: %clang_tidy --quiet -checks=-*,st-wrong-cache-kind -config='{CheckOptions: {st-wrong-cache-kind.SuggestDataForConst: true}}' %s -- %tidy_flags | %FileCheck %s --check-prefix=CONST
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-wrong-cache-kind -fix %t.cpp -- %tidy_flags > %t.log
// RUN: %FileCheck %s --check-prefix=FIXED --input-file=%t.cpp
#include <memory>
#include <st/cache.h>
#include <string>
struct Db { int id; };
struct Handle { int fd; };
template <> inline constexpr bool st::is_handle<Handle> = true;
struct Later;

// CHECK: wrong-cache-kind.cpp:[[@LINE+2]]:7: warning: use 'st::cache_resource' for 'connect' in place of 'st::cache_data': 'std::shared_ptr<Db>' stands for an object that all callers share [st-wrong-cache-kind]
// FIXED: {{^}}{{\[\[}}st::cache_resource(ttl = 3)]] std::shared_ptr<Db> connect(int);
[[st::cache_data(ttl = 3)]] std::shared_ptr<Db> connect(int);
// CHECK: wrong-cache-kind.cpp:[[@LINE+2]]:7: warning: use 'st::cache_data' for 'name' in place of 'st::cache_resource': 'std::string' is a value, of which every caller gets a copy [st-wrong-cache-kind]
// FIXED: {{^}}{{\[\[}}st::cache_data]] std::string name(int);
[[st::cache_resource]] std::string name(int);
// An option that the other kind does not have.
// CHECK: wrong-cache-kind.cpp:[[@LINE+3]]:7: warning: use 'st::cache_resource' for 'kept'
// CHECK: wrong-cache-kind.cpp:[[@LINE+2]]:7: note: by hand: write 'st::cache_resource', without the options that it does not have
// FIXED: {{^}}{{\[\[}}st::cache_data(persist = disk)]] Db &kept(int);
[[st::cache_data(persist = disk)]] Db &kept(int);
// CHECK: wrong-cache-kind.cpp:[[@LINE+2]]:7: warning: use 'st::cache_resource' for 'alone'
// CHECK: wrong-cache-kind.cpp:[[@LINE+1]]:7: note: by hand: return 'std::shared_ptr' to the object
[[st::cache_data]] std::unique_ptr<Db> alone(int);
// CHECK: wrong-cache-kind.cpp:[[@LINE+1]]:7: warning: 'st::cache_resource' cannot keep what 'single' returns: return 'std::shared_ptr' to the object
[[st::cache_resource]] std::unique_ptr<Db> single(int);

// Right as they are.
[[st::cache_data]] std::string text(int);
[[st::cache_data]] std::shared_ptr<const Db> shown(int);
[[st::cache_data]] void nothing(int);
[[st::cache_resource]] Db *pointer(int);
[[st::cache_resource]] Handle handle(int);
[[st::cache_data]] Later later(int);
template <class T> [[st::cache_data]] T of(int);
template <class T> [[st::cache_resource]] T other(int);
// CONST: wrong-cache-kind.cpp:[[@LINE+1]]:7: warning: use 'st::cache_data' for 'fixed' in place of 'st::cache_resource': what it returns cannot be changed, and a value can be stored
[[st::cache_resource(ttl = 3)]] std::shared_ptr<const Db> fixed(int);
