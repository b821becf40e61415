// A progress sink is told of the outermost cached call of a thread while it takes long, and once of
// its end.
// RUN: rm -rf %t.store && %stcxx -std=c++17 -pthread %s -o %t
// RUN: env STCACHE_DIR=%t.store %t first 2>&1 | %FileCheck %s
// RUN: env STCACHE_DIR=%t.store %t second
// RUN: env STCACHE_DISABLE=1 %t off
// CHECK: a progress sink has thrown: in the sink
// CHECK-NOT: thrown
// CHECK: ok
#include "Inputs/told.h"

#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <pthread.h>
#include <st/testing.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace names {
struct S {
  [[st::cache_data]] int member() const {
    last();
    return 1;
  }
};
template <class T> [[st::cache_data]] T templated(T x) {
  last();
  return x;
}
} // namespace names
[[st::cache_data]] int with_argument(int n) {
  last(3);
  return n;
}
[[st::cache_data]] int without_argument() {
  last();
  return 1;
}
static std::string named = "named";
static const char *pointer = "pointer";
static const char *null = nullptr;
static bool no = false;
[[st::cache_data(show_spinner = "Loading *rides* ...")]] int literal(int n) { last(); return n; }
[[st::cache_data(show_spinner = std::string("made") + " up")]] int made(int n) { last(); return n; }
[[st::cache_data(show_spinner = named)]] int variable(int n) { last(); return n; }
[[st::cache_data(show_spinner = pointer, show_time = true)]] int by_pointer(int n) { last(); return n; }
[[st::cache_data(show_spinner = null)]] int by_null(int n) { last(); return n; }
[[st::cache_data(show_spinner = "")]] int empty(int n) { last(); return n; }
[[st::cache_resource(show_spinner = "Connecting")]] std::shared_ptr<int> resource(int n) {
  last();
  return std::make_shared<int>(n);
}
[[st::cache(show_spinner = "legacy", suppress_st_warning = true)]] int legacy(int n) { last(); return n; }
[[st::cache_data(show_spinner = true)]] void nothing(int) { last(); }

static std::atomic<bool> is_told{false};
static void while_nobody_sees() {
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
}
[[st::cache_data(show_spinner = no)]] int quiet(int n) {
  while_nobody_sees();
  return n;
}
[[st::cache_data]] int inner(int n) {
  while_nobody_sees();
  return n;
}
[[st::cache_data]] int outer(int n) {
  inner(n);
  last();
  return n;
}
[[st::cache_data(show_spinner = false)]] int quiet_outer(int n) { return inner(n); }
[[st::cache_data(ttl = 0, show_spinner = false)]] int quiet_unkept(int n) { return inner(n); }
[[st::cache_data(ttl = 0)]] int never_kept(int n) { return outer(n); }
[[st::cache_data]] int throws(int n) {
  last();
  throw std::runtime_error("thrown");
  return n;
}
[[st::cache_data(cache_if = [](int) { return false; })]] int refused(int n) { last(); return n; }
[[st::cache_data(scope = session)]] int of_session(int n) { last(); return n; }
[[st::cache_data]] int cancelled(int n) {
  last();
  is_told = true;
  for (;;)
    pause();
  return n;
}
[[st::cache_data]] int leaves(int n) {
  last();
  pthread_exit(nullptr);
  return n;
}
static std::atomic<bool> go{false};
[[st::cache_data]] int shared(int n) {
  wait_until([] { return go.load(); });
  return n;
}
[[st::cache_data(show_spinner = false)]] int around_shared(int n) { return shared(n); }
[[st::cache_data]] int during_children(int n) {
  const pid_t child = fork();
  if (child == 0) {
    // Its thread was in a call when it began, so this is not the outermost one.
    const int before = updates;
    inner(n + 1000);
    assert(updates == before);
    return n;
  }
  int status = 1;
  waitpid(child, &status, 0);
  assert(status == 0);
  last();
  return n;
}

// Takes its time when it is read.
struct Slow {
  int x = 0;
  static inline bool is_slow = false;
  template <class A> void serialize(A &archive, unsigned) {
    archive & x;
    if (is_slow)
      last();
  }
};
[[st::cache_data(persist = disk)]] Slow stored(int n) {
  Slow result;
  result.x = n;
  return result;
}

static void names_and_texts() {
  using names::S;
  const Told p = during([] { with_argument(1); });
  assert(p.function == "with_argument" && p.text == "Running `with_argument(...)`." && !p.show_time);
  assert(silent([] { with_argument(1); }));
  assert(during([] { with_argument(2); }).text == p.text);
  assert(during([] { without_argument(); }).text == "Running `without_argument()`.");
  const Told member = during([] { S().member(); });
  assert(member.function == "names::S::member" && member.text == "Running `names::S::member()`.");
  const Told instance = during([] { names::templated(1); });
  assert(instance.function.find("names::templated") == 0);
  assert(instance.text == "Running `" + instance.function + "(...)`.");
  assert(during([] { literal(1); }).text == "Loading *rides* ...");
  assert(during([] { made(1); }).text == "made up");
  assert(during([] { variable(1); }).text == "named");
  named = std::string(100, 'x');
  pointer = "another";
  assert(during([] { variable(2); }).text == "named"); // options are read once
  const Told timed = during([] { by_pointer(1); });
  assert(timed.text == "another" && timed.show_time);
  assert(during([] { by_null(1); }).text == "Running `by_null(...)`.");
  assert(during([] { empty(1); }).text.empty());
  assert(during([] { resource(1); }).text == "Connecting");
  assert(silent([] { resource(1); }));
  assert(during([] { legacy(1); }).text == "legacy");
  assert(during([] { nothing(1); }).text == "Running `nothing(...)`.");
}

static void ends() {
  try {
    throws(1);
    assert(false);
  } catch (const std::runtime_error &) {
  }
  assert(one(take()).function == "throws");
  assert(during([] { refused(1); }).function == "refused");
  assert(during([] { of_session(1); }).function == "of_session"); // in none
  for (int i = 0; i < 2; ++i)
    assert(during([] { never_kept(1 + st::cached(never_kept).stats().misses); }).function == "never_kept");
  std::thread other([] { leaves(1); });
  other.join();
  assert(one(take()).function == "leaves");
  pthread_t thread;
  pthread_create(&thread, nullptr, [](void *) -> void * { cancelled(1); return nullptr; }, nullptr);
  wait_until([] { return is_told.load(); });
  pthread_cancel(thread);
  pthread_join(thread, nullptr);
  assert(one(take()).function == "cancelled");
}

static void nested() {
  assert(silent([] { quiet(1); }));
  assert(during([] { outer(10); }).function == "outer");
  assert(silent([] { quiet_outer(20); }));
  assert(silent([] { quiet_unkept(30); }));
  assert(silent([] { quiet_unkept(30); }));
}

// The clock stands still, so nothing takes long.
static void quick() {
  st::detail::set_clock_for_testing([]() -> std::int64_t { return 1'000'000'000'000; });
  assert(silent([] { inner(100); }));
  st::detail::set_clock_for_testing(nullptr);
}

// Who waits for another thread is told of, too, if that is its outermost call.
static void threads() {
  std::vector<std::thread> all;
  go = false;
  all.emplace_back([] { around_shared(1); });
  wait_until([] { return st::cached(shared).stats().misses == 1; });
  all.emplace_back([] { shared(1); });
  last(2);
  go = true;
  for (std::thread &t : all)
    t.join();
  assert(one(take()).function == "shared" && st::cached(shared).stats().waits == 1);

  go = false;
  updates = 0;
  all.clear();
  for (int i = 0; i < 4; ++i)
    all.emplace_back([i] { shared(10 + i); });
  wait_until([] { return updates >= 12; });
  go = true;
  for (std::thread &t : all)
    t.join();
  int ended = 0;
  for (const Told &t : take())
    ended += t.done;
  assert(ended == 4);
}

static void sinks() {
  // What it throws does not matter.
  updates = 0;
  st::set_progress_sink([](const st::Progress &p) {
    note(p);
    throw std::runtime_error("in the sink");
  });
  assert(during([] { with_argument(50); }).function == "with_argument");

  // It may call cached functions and emit, and change the sink; another takes over then.
  static int elements = 0;
  st::set_element_sink([](const st::Element &) { ++elements; });
  static std::atomic<int> first{0};
  st::set_progress_sink([](const st::Progress &) {
    inner(200);
    st::write("from the sink");
    ++first;
    st::set_progress_sink(note);
  });
  assert(during([] { with_argument(60); }).function == "with_argument");
  assert(first == 1 && elements == 1);

  // What an element sink computes is not told of, and nobody waits for it.
  st::set_element_sink([](const st::Element &) { inner(300); });
  assert(silent([] { st::write("x"); }));
  st::set_element_sink(nullptr);

  // None runs any more when it has been replaced.
  static std::atomic<bool> runs{false}, is_replaced{false};
  st::set_progress_sink([](const st::Progress &) {
    runs = true;
    for (int i = 0; i < 100; ++i) {
      assert(!is_replaced);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  go = false;
  std::thread computing([] { shared(100); });
  wait_until([] { return runs.load(); });
  st::set_progress_sink(nullptr);
  is_replaced = true;
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  go = true;
  computing.join();
  st::set_progress_sink(note);
}

static void children() {
  const pid_t parent = getpid();
  during_children(1);
  if (getpid() != parent)
    _exit(0);
  assert(one(take()).function == "during_children");
  const pid_t child = fork();
  if (child == 0)
    _exit(during([] { with_argument(70); }).function == "with_argument" ? 0 : 1);
  int status = 1;
  waitpid(child, &status, 0);
  assert(status == 0);
}

int main(int, char **argv) {
  st::set_progress_sink(note);
  if (std::strcmp(argv[1], "off") == 0) {
    assert(silent([] { inner(1); }));
    return 0;
  }
  if (std::strcmp(argv[1], "second") == 0) {
    Slow::is_slow = true;
    assert(during([] { assert(stored(1).x == 1); }).function == "stored");
    assert(st::cached(stored).stats().loads == 1);
    return 0;
  }
  names_and_texts();
  ends();
  nested();
  quick();
  threads();
  sinks();
  children();
  stored(1);
  assert(told.empty());
  // The process ends while the library tells of a call.
  go = false;
  updates = 0;
  std::thread([] { shared(1001); }).detach();
  wait_until([] { return updates > 0; });
  std::puts("ok");
}
