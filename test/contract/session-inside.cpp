// A global function that asks one of session scope would give one session's result to all: its result is not kept, and that is said once.
// RUN: %stcxx -O1 -pthread %s -o %t && %t 2>%t.log | %FileCheck %s
// CHECK: ok
// RUN: %FileCheck %s --check-prefix=SAID <%t.log
// SAID-COUNT-1: stcache: greeting calls user, which has scope = session: what it returns may depend on the session and is not kept. Give it scope = session, too, or pass it what it asks for
// SAID-NOT: greeting calls
// SAID-NOT: chosen calls
// SAID-NOT: of_session calls
#include <st/cache.h>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

thread_local std::string name = "nobody";
std::atomic<int> runs{0};
[[st::cache_data(scope = session)]] std::string user(int) { ++runs; return name; }
[[st::cache_data]] std::string greeting(int x) { ++runs; return "Hello, " + user(x); }
[[st::cache_data]] std::string letter(int x) { ++runs; return greeting(x) + "!"; }
[[st::cache_data(scope = session)]] std::string of_session(int x) { ++runs; return greeting(x) + "?"; }
[[st::cache_data]] std::string plain(int x) { ++runs; return std::to_string(x); }
[[st::cache_data(scope = session)]] std::string uses_plain(int x) { ++runs; return plain(x) + user(x); }
st::Session *some;
[[st::cache_data]] std::string chosen(int x) {
  ++runs;
  const auto in = some->enter();
  return user(x) + user(x) + plain(x);
}
[[st::cache_data]] std::string chosen_and_not(int x) { ++runs; return chosen(x) + user(x); }
[[st::cache_data]] std::string late(int x) {
  ++runs;
  std::string result;
  {
    const auto in = some->enter();
    result = plain(x);
  }
  return result + user(x);
}
struct Binding {
  st::Session::bound in;
  explicit Binding(st::Session &s) : in(s.enter()) {}
};
std::unique_ptr<Binding> binding;
[[st::cache_data(cache_if = [](const std::string &) { return false; })]] std::string leaves_bound(int x) {
  ++runs;
  binding = std::make_unique<Binding>(*some);
  return user(x);
}
check::Gate *inside, *go;
[[st::cache_data]] std::string refuses(int x) {
  ++runs;
  const std::string result = user(x);
  if (name == "Ann") inside->open(), go->wait();
  throw std::runtime_error(result);
}
[[st::cache_data]] std::string slow(int x) {
  ++runs;
  const std::string result = user(x);
  if (name == "Ann") inside->open(), go->wait();
  return result;
}

int main() {
  check::deadline(120);
  st::Session a, b;
  const auto as = [](st::Session &s, const char *who, auto call) {
    name = who;
    const auto in = s.enter();
    return call();
  };
  // With the session's value there already or not: nothing of one session gets to the other.
  for (int i = 0; i < 3; ++i) {
    EXPECT(as(a, "Ann", [] { return letter(1); }) == "Hello, Ann!");
    EXPECT(as(b, "Bob", [] { return letter(1); }) == "Hello, Bob!");
    EXPECT(as(a, "Ann", [] { return of_session(1); }) == "Hello, Ann?");
    EXPECT(as(b, "Bob", [] { return of_session(1); }) == "Hello, Bob?");
    some = &a;
    EXPECT(as(b, "Bob", [] { return late(1); }) == "1Bob");
    EXPECT(as(a, "Ann", [] { return late(1); }) == "1Ann");
  }
  EXPECT_EQ(st::cached(greeting).stats().entries, 0);
  EXPECT_EQ(st::cached(letter).stats().entries, 0);
  EXPECT_EQ(st::cached(late).stats().entries, 0);
  EXPECT_EQ(st::cached(greeting).stats().errors, 0);
  // A function of session scope is kept all the same, and so is what it asks that is of none.
  EXPECT_EQ(st::cached(of_session).stats().entries, 2);
  as(a, "Ann", [] { return uses_plain(7); });
  EXPECT(st::cached(plain).contains(7));
  EXPECT(as(a, "Ann", [] { return st::cached(uses_plain).contains(7); }));

  // To be in no session is to be in another one.
  name = "nobody";
  EXPECT(letter(1) == "Hello, nobody!");
  EXPECT_EQ(st::cached(letter).stats().entries, 0);

  // One that chooses the session itself does not depend on its caller's.
  some = &a;
  const auto kept = [](auto f, int x) {
    f(x);
    return st::cached(f).contains(x);
  };
  EXPECT(as(b, "Bob", [&] { return kept(chosen, 2); }));
  EXPECT(as(b, "Bob", [&] { return !kept(chosen_and_not, 2); }));
  EXPECT(st::cached(chosen).contains(2));
  // After one that asks the session the next call of the session's is as ever.
  as(a, "Ann", [] {
    runs = 0;
    (void)user(11), (void)greeting(11), (void)user(11), (void)plain(11), (void)user(11);
    EXPECT_EQ(runs, 3);
    return 0;
  });

  // A binding that outlives the computation that made it is one of those after it, wherever they are.
  for (int x = 20; x < 25; ++x) {
    some = &b;
    name = "Bob";
    EXPECT(leaves_bound(x) == "Bob");
    EXPECT(greeting(x) == "Hello, Bob");
    EXPECT(!st::cached(greeting).contains(x));
    binding.reset();
  }

  // Neither values nor exceptions get to those of another session who wait.
  for (bool throws : {false, true}) {
    check::Gate entered, gate;
    inside = &entered, go = &gate;
    std::string got[2];
    const auto call = [&](st::Session &s, const char *who, std::string &to) {
      as(s, who, [&] {
        try {
          to = throws ? refuses(1) : slow(1);
        } catch (const std::exception &e) {
          to = e.what();
        }
        return 0;
      });
    };
    std::thread first([&] { call(a, "Ann", got[0]); });
    entered.wait();
    std::thread second([&] { call(b, "Bob", got[1]); });
    check::sleep_ms(50);
    gate.open();
    first.join(), second.join();
    EXPECT(got[0] == "Ann" && got[1] == "Bob");
  }
  return check::ok();
}
