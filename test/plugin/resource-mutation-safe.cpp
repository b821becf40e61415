// Changes that are safe, or that make the object.
// RUN: %stcxx -std=c++20 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note -fplugin-arg-stcache-warn=st-resource-mutation %s
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <ranges>
#include <algorithm>
#include <shared_mutex>
#include <st/cache.h>
#include <string>
#include <vector>

struct sqlite;
struct Handle { int fd = 0; void set(int x); };
template <> inline constexpr bool st::is_handle<Handle> = true;
struct Locks { std::mutex m; int n = 0; void set(int x) { std::lock_guard l(m); n = x; } };
struct Derived : Locks { int more = 0; void put(int x); };
struct OldLocks { mutable pthread_mutex_t m; int n = 0; void set(int); };
namespace absl { class Mutex {}; }
struct ForeignLocks { absl::Mutex mu; void set(int); };
struct HoldsPointer { std::mutex *elsewhere; int n = 0; void set(int x) { n = x; } };
struct Stats {
  std::atomic<int> hits; int plain = 0; Locks queue; std::atomic_flag once; std::mutex m;
};
struct Plain { int n = 0; std::atomic<int> hits{0}; Locks queue; std::vector<int> list; std::shared_mutex *other; void set(int x) { n = x; } };
std::mutex global_mutex;
pthread_mutex_t old_mutex;
struct Guarded { int n = 0; void set(int x) { std::lock_guard l(global_mutex); n = x; } void bad(int x) { n = x; } };
struct [[clang::scoped_lockable]] OwnLock { OwnLock(std::mutex &); ~OwnLock(); };

[[st::cache_resource]] std::shared_ptr<Locks> locks();
[[st::cache_resource]] std::shared_ptr<Derived> derived();
[[st::cache_resource]] std::shared_ptr<OldLocks> old_locks();
[[st::cache_resource]] std::shared_ptr<ForeignLocks> foreign_locks();
[[st::cache_resource]] std::shared_ptr<HoldsPointer> holds_pointer();
[[st::cache_resource]] std::shared_ptr<Stats> stats();
[[st::cache_resource]] std::shared_ptr<Plain> plain();
[[st::cache_resource]] std::shared_ptr<Guarded> guarded();
[[st::cache_resource]] std::atomic<int> &number() { static std::atomic<int> n; return n; }
[[st::cache_resource]] sqlite *database();
[[st::cache_resource]] std::FILE *log_file();
[[st::cache_resource]] Handle handle();
[[st::cache_resource]] Handle &handle_reference();
void execute(sqlite *, const char *);

void types() {
  locks()->set(1);
  locks()->n = 1;
  derived()->put(1);
  derived()->set(1);
  old_locks()->set(1);
  foreign_locks()->set(1);
  holds_pointer()->set(1); // expected-warning {{[st-resource-mutation]}}
  stats()->hits++;
  stats()->hits = 3;
  plain()->hits++;
  plain()->hits.store(1);
  plain()->queue.set(1);
  plain()->n++;            // expected-warning {{[st-resource-mutation]}}
  number() = 3;
  ++number();
  execute(database(), "x");
  std::fputs("x", log_file());
  handle().set(1);
  handle_reference().fd = 1;
  guarded()->set(1);
  guarded()->bad(1);       // expected-warning {{[st-resource-mutation]}}
}
void under_locks(std::mutex &m, std::shared_mutex &sm) {
  auto p = plain();
  {
    std::lock_guard<std::mutex> l(m);
    p->n = 1;
    if (p->n)
      p->list.push_back(1);
    p->set(1);
    std::for_each(p->list.begin(), p->list.end(), [&](int x) { p->n = x; });
  }
  p->n = 2;                // expected-warning {{[st-resource-mutation]}}
  { std::scoped_lock l(m, global_mutex); p->n = 3; }
  { std::unique_lock l(m); p->n = 4; }
  { std::shared_lock l(sm); p->n = 5; }
  { OwnLock l(m); p->n = 6; }
  { std::unique_lock l(m, std::defer_lock); p->n = 7; } // expected-warning {{[st-resource-mutation]}}
  { p->n = 8; std::lock_guard l(m); } // expected-warning {{[st-resource-mutation]}}
  if (std::lock_guard l(m); p->n)
    p->n = 9;
  m.lock();
  p->n = 10;
  m.unlock();
  p->n = 11;               // expected-warning {{[st-resource-mutation]}}
  pthread_mutex_lock(&old_mutex);
  p->n = 12;
  pthread_mutex_unlock(&old_mutex);
  std::once_flag flag;
  std::call_once(flag, [&] { p->n = 13; });
}
void ranges() {
  std::ranges::sort(plain()->list); // expected-warning {{[st-resource-mutation]}}
  std::ranges::for_each(plain()->list, [](int &n) { n = 0; }); // expected-warning {{[st-resource-mutation]}}
  std::ranges::copy(plain()->list, plain()->list.begin()); // expected-warning {{[st-resource-mutation]}}
  (void)std::ranges::find(plain()->list, 1);
  std::ranges::for_each(plain()->list, [](int n) { return n; });
}
// By request of the author.
void ignored() {
  [[clang::annotate("st-ignore")]] auto p = plain();
  p->n = 1;
}
[[clang::annotate("st-ignore")]] void all_ignored() { plain()->n = 1; }
[[clang::annotate("st-ignore")]] void only_tests(Plain &p) { p.n = 1; }
void calls_ignored() { only_tests(*plain()); }

// Where the object is made.
std::shared_ptr<Plain> prepared(std::shared_ptr<Plain> p) { p->set(1); return p; }
void warm_up();
[[st::cache_resource]] std::shared_ptr<Plain> made_here(int depth) {
  auto p = std::make_shared<Plain>();
  p->n = 1;
  if (depth)
    made_here(depth - 1)->n = 2;
  warm_up();
  return prepared(p);
}
void warm_up() { made_here(0)->n = 3; }
void uses_it() { made_here(0)->n = 3; } // expected-warning {{cached 'made_here'}}

#define SET(p, v) ((p)->n = (v))
void in_macro() { SET(plain(), 1); } // expected-warning {{cached 'plain'}}
