// st-migrate-cache: what is said, and what -fix writes.
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-migrate-cache %s -- %tidy_flags | grep -v "^ " | %FileCheck %s --implicit-check-not=warning: --implicit-check-not=note:
// RUN: cp %s %t.cpp
// RUN: %clang_tidy --quiet -config={} -checks=-*,st-migrate-cache -fix %t.cpp -- %tidy_flags > %t.log
// RUN: %FileCheck %s --check-prefix=FIXED --input-file=%t.cpp
// RUN: cp %t.cpp %t.once.cpp && %clang_tidy --quiet -config={} -checks=-*,st-migrate-cache -fix %t.cpp -- %tidy_flags | count 8 && diff %t.once.cpp %t.cpp
#include <memory>
#include <st/cache.h>
#include <vector>
struct Db { int id; };
struct Later;

// CHECK: migrate-cache.cpp:[[@LINE+2]]:7: warning: 'st::cache' is deprecated; use 'st::cache_data': 'std::vector<int>' is a value, of which every caller gets a copy [st-migrate-cache]
// FIXED: {{^}}{{\[\[}}st::cache_data(ttl = 60)]] std::vector<int> load(int);
[[st::cache(ttl = 60)]] std::vector<int> load(int);
// CHECK: migrate-cache.cpp:[[@LINE+2]]:7: warning: 'st::cache' is deprecated; use 'st::cache_resource': 'std::shared_ptr<Db>'
// FIXED: {{^}}{{\[\[}}st::cache_resource(/*a*/ ttl = 3)]] std::shared_ptr<Db> connect(int);
[[st::cache(/*a*/ allow_output_mutation = true, ttl = 3)]] std::shared_ptr<Db> connect(int);
// CHECK: migrate-cache.cpp:[[@LINE+2]]:18: warning: 'st::cache' is deprecated; use 'st::cache_resource': 'Db &'
// FIXED: {{^}}{{\[\[}}using st : cache_resource]] Db &only();
[[using st    :  cache(allow_output_mutation = true)]] Db &only();
#define CACHED [[st::cache(suppress_st_warning = true)]]
// FIXED: {{^}}#define CACHED {{\[\[}}st::cache_data]]
// CHECK: migrate-cache.cpp:[[@LINE+2]]:1: warning: 'st::cache' is deprecated; use 'st::cache_data': 'int'
// CHECK: migrate-cache.cpp:{{[0-9]+}}:22: note: expanded from macro
CACHED int number(int);
// CHECK: migrate-cache.cpp:[[@LINE+2]]:1: warning: 'st::cache' is deprecated; use 'st::cache_data': 'double'
// CHECK: migrate-cache.cpp:{{[0-9]+}}:22: note: expanded from macro
CACHED double number(double);
// CHECK: migrate-cache.cpp:[[@LINE+3]]:7: warning: 'st::cache' is deprecated; use
// CHECK: migrate-cache.cpp:[[@LINE+2]]:7: note: by hand: {{.*}}return 'std::shared_ptr'
// FIXED: {{^}}{{\[\[}}st::cache]] std::unique_ptr<Db> alone(int);
[[st::cache]] std::unique_ptr<Db> alone(int);
// CHECK: migrate-cache.cpp:[[@LINE+3]]:7: warning: 'st::cache' is deprecated; use 'st::cache_data' for values or 'st::cache_resource' for shared objects [st-migrate-cache]
// CHECK: migrate-cache.cpp:[[@LINE+2]]:7: note: by hand: 'Later' has no definition here
// FIXED: {{^}}{{\[\[}}st::cache]] Later later(int);
[[st::cache]] Later later(int);
