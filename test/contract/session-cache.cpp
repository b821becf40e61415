// scope = session: each session has a cache of its own, threads that are bound to one share it, and without one nothing is kept.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

std::atomic<int> runs{0};
[[st::cache_data(scope = session)]] int number(int x) { ++runs; return x; }
[[st::cache_data(scope = st::session)]] std::string text(const std::string &x) { ++runs; return x; }
[[st::cache_resource(scope = session)]] std::shared_ptr<int> object(int x) { ++runs; return std::make_shared<int>(x); }
[[st::cache_resource(scope = session, on_release = [](int &x) { delete &x; })]] int &variable(int x) { ++runs; return *new int(x); }
[[st::cache_data(scope = session)]] void prints(int x) { ++runs; st::write("x is", x); }
[[st::cache_data(scope = global)]] int everywhere(int x) { ++runs; return x; }
[[st::cache_data(scope = session, max_entries = 2)]] int few(int x) { ++runs; return x; }
[[st::cache_data(scope = session, max_bytes = "10.5K")]] std::vector<char> small(int x) {
  ++runs;
  return std::vector<char>(3000, static_cast<char>(x));
}
[[st::cache_data(scope = session, ttl = 0)]] int at_once(int x) { ++runs; return x; }
[[st::cache_data(scope = session, ttl = 0.2)]] int soon(int x) { ++runs; return x; }
[[st::cache_data(scope = session, cache_if = [](int x) { return x > 0; })]] int positive(int x) { ++runs; return x; }
int factor = 2;
[[st::cache_data(scope = session, depends_on = factor)]] int scaled(int x) { ++runs; return x * factor; }
struct Opaque { explicit Opaque(int x) : value(x) {} int get() const { return value; } private: int value; };
[[st::cache_data(scope = session, hash_funcs = [](const Opaque &o) { return o.get(); })]] int hashed(const Opaque &o) { ++runs; return o.get(); }
bool valid = true;
[[st::cache_resource(scope = session, validate = [](const std::shared_ptr<int> &) { return valid; })]]
std::shared_ptr<int> checked(int x) { ++runs; return std::make_shared<int>(x); }
[[st::cache_data(scope = session)]] long fib(int n) { ++runs; return n < 2 ? n : fib(n - 1) + fib(n - 2); }
[[st::cache_data(scope = session)]] int fails(int x) { ++runs; if (x < 0) throw x; return x; }
struct Model {
  int weight;
  [[st::cache_data(scope = session)]] int predict(int x) const { ++runs; return weight * x; }
};
template <class T> [[st::cache_data(scope = session)]] T generic(T x) { ++runs; return x; }

check::Gate *inside, *go;
[[st::cache_data(scope = session)]] int held(int x) {
  ++runs;
  inside->open();
  go->wait();
  return x;
}

template <class Call> bool hits(Call call) {
  const int before = runs;
  call();
  return runs == before;
}
#define HITS(...) hits([&] { (void)(__VA_ARGS__); })

int main() {
  check::deadline(120);
  st::Session a, b;

  // Without a session.
  EXPECT(!HITS(number(1)) && !HITS(number(1)));
  EXPECT(!st::cached(number).contains(1));
  EXPECT_EQ(st::cached(number).stats().entries, 0);
  EXPECT_EQ(st::cached(number).stats().misses, 2);
  EXPECT(object(1) != object(1));
  {
    const auto in = a.enter();
    EXPECT(!HITS(number(1)) && HITS(number(1)));
    EXPECT(!HITS(text("x")) && HITS(text("x")));
    EXPECT(!HITS(prints(1)) && HITS(prints(1)));
    EXPECT(object(1) == object(1));
    EXPECT(&variable(1) == &variable(1));
    EXPECT(!HITS(everywhere(1)) && HITS(everywhere(1)));
    EXPECT(!HITS(generic(1)) && HITS(generic(1)) && !HITS(generic(1.0)) && HITS(generic(1.0)));
    const Model m{3}, n{4};
    EXPECT(!HITS(m.predict(1)) && HITS(m.predict(1)) && !HITS(n.predict(1)));
    EXPECT(st::cached(&Model::predict).contains(m, 1));
  }
  EXPECT(!HITS(number(1)));
  EXPECT(HITS(everywhere(1)));

  // The inner one holds, and the outer one is back; also if it is the same.
  std::shared_ptr<int> of_a, of_b;
  {
    const auto outer = a.enter();
    of_a = object(1);
    {
      const auto inner = b.enter();
      EXPECT(!HITS(number(1)) && HITS(number(1)));
      of_b = object(1);
      EXPECT(of_a != of_b);
      {
        const auto again = a.enter();
        EXPECT(object(1) == of_a);
        const auto once_more = a.enter();
        EXPECT(object(1) == of_a);
      }
      EXPECT(object(1) == of_b);
    }
    EXPECT(object(1) == of_a);
  }
  EXPECT_EQ(st::cached(number).stats().entries, 2);
  EXPECT(object(1) != of_a && object(1) != of_b);

  // What handles do is for the session that is bound, but for those of all functions.
  st::cached(number).clear();
  st::cached(number).clear(1);
  EXPECT_EQ(st::cached(number).stats().entries, 2);
  {
    const auto in = a.enter();
    (void)number(2);
    EXPECT(st::cached(number).contains(1) && st::cached(number).contains(2));
    st::cached(number).clear(1);
    EXPECT(!st::cached(number).contains(1) && st::cached(number).contains(2));
    EXPECT_EQ(st::cached(number).stats().entries, 2);
    st::cached(number).clear();
    EXPECT(!st::cached(number).contains(2));
    EXPECT_EQ(st::cached(number).stats().entries, 1);
    (void)number(1);
  }
  {
    const auto in = b.enter();
    EXPECT(HITS(number(1)));
    st::cache_data.clear();
    EXPECT(!st::cached(number).contains(1));
    EXPECT(object(1) == of_b);
    st::cache_resource.clear();
    EXPECT(object(1) != of_b);
  }
  EXPECT_EQ(st::cached(number).stats().entries, 0);
  {
    const auto in = a.enter();
    (void)number(1), (void)text("x"), (void)everywhere(1);
    const auto inner = b.enter();
    (void)number(1);
    a.clear();
    EXPECT(HITS(number(1)) && HITS(everywhere(1)));
    const auto back = a.enter();
    EXPECT(!HITS(number(1)) && !HITS(text("x")) && HITS(number(1)));
  }

  // Bounds are those of each session.
  {
    const auto in = a.enter();
    (void)few(1), (void)few(2), (void)few(1);
    (void)small(1), (void)small(2), (void)small(3), (void)small(1);
    {
      const auto inner = b.enter();
      for (int x = 0; x < 9; ++x) (void)few(x), (void)small(x);
      EXPECT(HITS(few(8)) && HITS(few(7)) && !HITS(few(6)));
    }
    EXPECT(HITS(few(1)) && HITS(few(2)) && HITS(few(1)));
    EXPECT(!HITS(few(3)) && HITS(few(1)) && !HITS(few(2)));
    EXPECT(HITS(small(1)) && !HITS(small(4)) && HITS(small(3)) && HITS(small(1)) && !HITS(small(2)));
    EXPECT_EQ(st::cached(few).stats().entries, 4);
    EXPECT_EQ(st::cached(small).stats().entries, 6);
  }

  // The other options.
  {
    const auto in = a.enter();
    EXPECT(!HITS(at_once(1)) && !HITS(at_once(1)));
    (void)soon(1);
    check::sleep_ms(300);
    EXPECT(!st::cached(soon).contains(1));
    EXPECT(!HITS(soon(1)));
    check::sleep_ms(300);
    EXPECT_EQ(st::cached(soon).stats().entries, 0);
    EXPECT_EQ(st::cached(soon).stats().expirations, 2);
    EXPECT(!HITS(positive(-1)) && !HITS(positive(-1)) && !HITS(positive(1)) && HITS(positive(1)));
    EXPECT(!HITS(scaled(1)) && HITS(scaled(1)));
    factor = 3;
    EXPECT(!HITS(scaled(1)));
    EXPECT_EQ(scaled(1), 3);
    EXPECT(!HITS(hashed(Opaque(1))) && HITS(hashed(Opaque(1))) && !HITS(hashed(Opaque(2))));
    EXPECT(!HITS(checked(1)) && HITS(checked(1)));
    valid = false;
    EXPECT(!HITS(checked(1)));
    valid = true;
    EXPECT(HITS(checked(1)));
    runs = 0;
    EXPECT_EQ(fib(30), 832040);
    EXPECT_EQ(runs, 31);
    EXPECT_THROW(int, fails(-1));
    EXPECT(!HITS(fails(1)) && HITS(fails(1)));
  }

  // Threads of one session share its computations, those of two do not, and those of none neither.
  const auto computations = [](st::Session *first, st::Session *second) {
    check::Gate entered, gate;
    inside = &entered, go = &gate;
    static int x = 0;
    ++x;
    runs = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&, t] {
        if (st::Session *const s = t % 2 ? first : second) {
          const auto in = s->enter();
          EXPECT_EQ(held(x), x);
        } else {
          EXPECT_EQ(held(x), x);
        }
      });
    entered.wait();
    check::sleep_ms(50);
    gate.open();
    for (std::thread &t : threads) t.join();
    return runs.load();
  };
  EXPECT_EQ(computations(&a, &a), 1);
  EXPECT_EQ(computations(&a, &b), 2);
  EXPECT_EQ(computations(nullptr, nullptr), 4);
  return check::ok();
}
