// st-resource-mutation: places, notes, and types that the user declares as safe.
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-resource-mutation %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning: --check-prefixes=CHECK,UNSAFE
// RUN: %clang_tidy --quiet -checks=-*,st-resource-mutation -config='{CheckOptions: {st-resource-mutation.SafeTypes: "app::Log; app::*Queue"}}' %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning:
#include <memory>
#include <st/cache.h>
namespace app {
struct Log { int lines = 0; };
struct WorkQueue { int length = 0; };
struct Db { int rows = 0; Log log; };
}
[[st::cache_resource]] std::shared_ptr<app::Db> connect(int);
[[st::cache_resource]] std::shared_ptr<app::Log> logger();
[[st::cache_resource]] std::shared_ptr<app::WorkQueue> queue();
void insert(app::Db &db) { db.rows += 1; }
void use() {
  // CHECK: resource-mutation.cpp:[[@LINE+2]]:20: warning: this changes the object that all callers of cached 'connect' share, without a lock [st-resource-mutation]
  // CHECK: resource-mutation.cpp:11:49: note: hold a lock while it changes, give 'app::Db' a mutex of its own, or change a copy
  connect(1)->rows = 2;
  auto db = connect(2);
  // CHECK: resource-mutation.cpp:[[@LINE+3]]:3: warning: this changes the object
  // CHECK: resource-mutation.cpp:14:36: note: 'insert' changes it here
  // CHECK: resource-mutation.cpp:11:49: note: hold a lock
  insert(*db);
  // UNSAFE: resource-mutation.cpp:[[@LINE+1]]:17: warning:
  db->log.lines = 1;
  // UNSAFE: resource-mutation.cpp:[[@LINE+1]]:18: warning: {{.*}}'logger'
  logger()->lines++;
  // UNSAFE: resource-mutation.cpp:[[@LINE+1]]:3: warning: {{.*}}'queue'
  ++queue()->length;
}
