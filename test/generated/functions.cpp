// Rewritten source, written by hand: what the headers offer to it, with any compiler.
// RUN: sh %S/Inputs/try.sh "%gxx -std=c++17 -O2" "%gxx -std=c++20 -O0" %s %t %include %libdir
// RUN: sh %S/Inputs/try.sh "%clangxx -std=c++17 -O0" "%gxx -std=c++17 -O2" %s %t %include %libdir
// RUN: sh %S/Inputs/try.sh "%gxx -std=c++17 -O1" "%clangxx -std=c++20 -O2" %s %t %include %libdir
// RUN: sh %S/Inputs/try.sh "%older_clangxx -std=c++17 -O1" "%gxx -std=c++20 -O2" %s %t %include %libdir
// What is in no table is told once for each instantiation.
// RUN: env STCACHE_LOG=info %t 2>&1 | grep uncached | sort -k 4 | %FileCheck %s
// CHECK: box<long>::joined{{.*}}(long) const: uncached: this instantiation was unknown when the source was rewritten
// CHECK-NEXT: doubled<double>(double): uncached: this instantiation was unknown when the source was rewritten
// CHECK-NOT: uncached
#include "Inputs/shared.h"
#include <memory>
#include <vector>

#ifdef OTHER_FILE

int other_file() {
  return shared(2) + doubled(21) + static_cast<int>(box<int>{4}.joined(2).size());
}
unsigned long long other_entries() { return st::cached(shared).stats().entries; }

namespace {
const unsigned char st_note[] __attribute__((section(".note.stcache"), used, aligned(4))) = "";
}
static const ::st::detail::generated_code *st_codes() {
  static const ::st::detail::generated_code all[] = {
      {"_Z7doubledIiET_S0_", "doubled<int>", {5, 6}, nullptr, 0},
      {"_ZNK3boxIiE6joinedB5cxx11Ei", "box<int>::joined", {7, 8}, nullptr, 0},
      {}};
  return all;
}

#else

#include "Inputs/runs.h"

int runs = 0;
int other_file();
unsigned long long other_entries();

// A free function, a static one, one that throws nothing.
namespace app {
long free_function(int x, const std::string &s) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(x), decltype(s)>::of(&::app::free_function))
    ST_CODE("app::free_function", "_ZN3app13free_functionEi")
  };
  ST_BODY([](decltype(x) x, decltype(s) s), {
    ++runs;
    return x + static_cast<long>(s.size());
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(x), s);
}
static int static_function(const int x) noexcept {
  struct st_cached {
    ST_FUNCTION(overload<decltype(x)>::of(&::app::static_function))
    ST_CODE("app::static_function", "static_function")
  };
  ST_BODY([](decltype(x) x), {
    ++runs;
    return x - 1;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(x));
}
} // namespace app

// Overloads, of which two are cached, beside others; templates by their arguments.
int over(double);
int over(int, int = 0) noexcept;
template <class T> int over(T *x);
int over(double x) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(x)>::of<int>(&::over))
    ST_CODE("over", "_Z4overd")
  };
  ST_BODY([](decltype(x) x), {
    return ++runs, static_cast<int>(x) + 100;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(x));
}
int over(int a, int b) noexcept {
  struct st_cached {
    ST_FUNCTION(overload<decltype(a), decltype(b)>::of<int>(&::over))
    ST_CODE("over", "_Z4overii")
  };
  ST_BODY([](decltype(a) a, decltype(b) b), {
    return ++runs, a * 10 + b;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(a), ST_PASS(b));
}
template <class T> int picked(T x, int) noexcept { return static_cast<int>(x); }
template <class T> long picked(T x);
template <class T> long picked(T *x);
long picked(int);
template <class T> long picked(T x) {
  struct st_cached { ST_FUNCTION(overload<decltype(x)>::of(&::picked<T>)) };
  ST_BODY([](decltype(x) x), {
    return ++runs, static_cast<long>(x) + 1000;
  });
  ST_INSTANCE;
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, ST_PASS(x));
}

// Two that differ in what they throw, one with the object's cv, one with its value category.
class model {
public:
  explicit model(int f) : factor(f) {}
  model(const model &) = default;
  virtual ~model() = default;
  template <class H> friend void st_hash(H &h, const model &m) { h(m.factor); }

  int scaled(int x) const {
    struct st_cached {
      ST_FUNCTION(member_overload<const model, decltype(x)>::of(&::model::scaled))
      ST_CODE("model::scaled", "_ZNK5model6scaledEi")
    };
    ST_BODY([&](decltype(x) x), {
      return ++runs, factor * x;
    });
    return ::st::detail::cached_data<st_cached, 0ull>(st_body, *this, ST_PASS(x));
  }
  int scaled(int x) noexcept {
    struct st_cached {
      ST_FUNCTION(member_overload<model, decltype(x)>::of(&::model::scaled))
      ST_CODE("model::scaled", "_ZN5model6scaledEi")
    };
    ST_BODY([&](decltype(x) x), {
      return ++runs, -factor * x;
    });
    return ::st::detail::cached_data<st_cached, 0ull>(st_body, *this, ST_PASS(x));
  }
  int valued(int x) & {
    struct st_cached {
      ST_FUNCTION(member_overload<model &, decltype(x)>::of(&::model::valued))
      ST_CODE("model::valued", "_ZNR5model6valuedEi")
    };
    ST_BODY([&](decltype(x) x), {
      return ++runs, factor + x;
    });
    return ::st::detail::cached_data<st_cached, 0ull>(st_body, *this, ST_PASS(x));
  }
  int valued(int x) && {
    struct st_cached {
      ST_FUNCTION(member_overload<model &&, decltype(x)>::of(&::model::valued))
      ST_CODE("model::valued", "_ZNO5model6valuedEi")
    };
    ST_BODY([&](decltype(x) x), {
      return ++runs, factor - x;
    });
    return ::st::detail::cached_data<st_cached, 1ull>(st_body, static_cast<model &&>(*this), ST_PASS(x));
  }
  // Not cached; only found.
  virtual int overridden(int x) volatile const & {
    constexpr auto st_function =
        ::st::detail::member_overload<const volatile model &, decltype(x)>::of(&::model::overridden);
    return sizeof st_function != 0 ? x : 0;
  }
  virtual int answered() const;
  int operator()(int x, int _y) const;
  static int fixed(int x);
  static int fixed(double x) { return static_cast<int>(x); }
  int fixed(const char *) const { return factor; }

protected:
  int factor;
};
int model::answered() const {
  struct st_cached {
    ST_FUNCTION(member_overload<const model>::of(&::model::answered))
    ST_CODE("model::answered", "_ZNK5model8answeredEv")
  };
  ST_BODY([&](), {
    return ++runs, factor + 42;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, *this);
}
int model::operator()(int x, int _y) const {
  struct st_cached {
    ST_FUNCTION(member_overload<const model, decltype(x), decltype(_y)>::of(&::model::operator()))
    ST_CODE("model::operator()", "_ZNK5modelclEii")
  };
  ST_BODY([&](decltype(x) x, decltype(_y) _y), {
    return ++runs, factor * x + _y;
  });
  return ::st::detail::cached_data<st_cached, 2ull>(st_body, *this, ST_PASS(x), ST_PASS(_y));
}
int model::fixed(int x) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(x)>::of(&::model::fixed))
    ST_CODE("model::fixed", "_ZN5model5fixedEi")
  };
  ST_BODY([](decltype(x) x), {
    return ++runs, x;
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(x));
}
struct other_model : model {
  using model::model;
  int answered() const override { return 7 + model::answered(); }
};

template <class T, class... More> T sum(T first, More &&...more) {
  struct st_cached { ST_FUNCTION(overload<decltype(first), decltype(more)...>::of(&::sum<T, More...>)) };
  ST_BODY([](decltype(first) first, decltype(more)... more), {
    ++runs;
    return (first + ... + static_cast<T>(more));
  });
  ST_INSTANCE;
  return ::st::detail::cached_data<st_instance, 0ull>(st_body, ST_PASS(first), ST_PASS(more)...);
}

struct money {
  long cents;
};
money operator+(money a, const money &b) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(a), decltype(b)>::of(&::operator+))
    ST_CODE("operator+", "_Zpl5moneyRKS_")
  };
  ST_BODY([](decltype(a) a, decltype(b) b), {
    return ++runs, money{a.cents + b.cents};
  });
  return ::st::detail::cached_data<st_cached, 0ull>(st_body, ST_PASS(a), b);
}

std::shared_ptr<int> resource(std::unique_ptr<int> p) {
  struct st_options {
    static auto st_setup() {
      return ::st::detail::options(
          ::st::validate = [](const std::shared_ptr<int> &r) { return *r > 0; });
    }
  };
  struct st_cached : st_options {
    ST_FUNCTION(overload<decltype(p)>::of(&::resource))
    ST_CODE("resource", "_Z8resource")
  };
  ST_BODY([](decltype(p) p), {
    return ++runs, std::make_shared<int>(*p);
  });
  return ::st::detail::cached_resource<st_cached, 0ull>(st_body, ST_PASS(p));
}
int &referred(int x) {
  struct st_cached {
    ST_FUNCTION(overload<decltype(x)>::of(&::referred))
    ST_CODE("referred", "_Z8referredi")
  };
  ST_BODY([](decltype(x) x), {
    ++runs;
    static std::vector<std::unique_ptr<int>> all;
    all.push_back(std::make_unique<int>(x));
    return *all.back();
  });
  return ::st::detail::cached_resource<st_cached, 0ull>(st_body, ST_PASS(x));
}

// No hash, so it is hashed by a function among the options.
class opaque {
public:
  explicit opaque(int i) : n(i) {}
  int get() const { return n; }

private:
  int n;
};
int version = 1;
void with_all_options(opaque a, int &_runs) {
  struct st_options {
    static auto st_setup() {
      return ::st::detail::options(::st::ttl = 3600, ::st::max_entries = 2);
    }
    static auto st_keys() {
      return ::st::detail::options(
          ::st::hash_funcs = [](const opaque &o) { return o.get(); }, ::st::depends_on = version);
    }
  };
  struct st_cached : st_options {
    ST_FUNCTION(overload<decltype(a), decltype(_runs)>::of(&::with_all_options))
    ST_CODE("with_all_options", "_Z16with_all_options")
  };
  ST_BODY([](decltype(a) a, decltype(_runs) _runs), {
    _runs += a.get();
  });
  return ::st::detail::cached_data<st_cached, 2ull>(st_body, ST_PASS(a),
                                                      _runs);
}

int main() {
  EXPECT_EQ(runs_of([] { return app::free_function(1, "abc"); }), 1);
  EXPECT_EQ(app::free_function(1, "abc"), 4);
  EXPECT_EQ(st::cached(app::free_function).stats().hits, 2);
  EXPECT(st::cached(&app::free_function).contains(1, "abc"));
  EXPECT_EQ(runs_of([] { return app::static_function(1); }), 1);
  EXPECT_EQ(st::cached(app::static_function).stats().hits, 1);
  EXPECT_EQ(runs_of([] { return over(2.5); }), 1);
  EXPECT_EQ(runs_of([] { return over(2, 5); }), 1);
  EXPECT_EQ(over(2.5) + over(2, 5), 127);
  EXPECT(st::cached(static_cast<int (*)(int, int)>(over)).contains(2, 5));
  EXPECT(st::cached(static_cast<int (*)(double)>(over)).contains(2.5));
  EXPECT_EQ(runs_of([] { return picked<short>(3); }), 1);
  EXPECT_EQ(picked<short>(3), 1003);
  EXPECT_EQ(picked(3, 4), 3);
  EXPECT_EQ(st::cached(static_cast<long (*)(short)>(picked<short>)).stats().hits, 2);

  model m(3);
  const model &constant = m;
  EXPECT_EQ(runs_of([&] { return m.scaled(2); }), 1);
  EXPECT_EQ(runs_of([&] { return constant.scaled(2); }), 1);
  EXPECT_EQ(runs_of([&] { return model(4).scaled(2); }), 1);
  EXPECT_EQ(constant.scaled(2), 6);
  EXPECT_EQ(m.scaled(2), -6);
  EXPECT(st::cached(static_cast<int (model::*)(int) const>(&model::scaled)).contains(m, 2));
  EXPECT(!st::cached(static_cast<int (model::*)(int) const>(&model::scaled)).contains(model(4), 2));
  EXPECT(st::cached(static_cast<int (model::*)(int)>(&model::scaled)).contains(model(4), 2));
  EXPECT_EQ(runs_of([&] { return m.valued(2); }), 1);
  EXPECT_EQ(runs_of([&] { return model(m).valued(2); }), 1);
  EXPECT_EQ(model(m).valued(7), 1); // the parameter is excluded
  EXPECT_EQ(m.valued(2), 5);
  EXPECT_EQ(m.overridden(4), 4);
  other_model other(3);
  const model &base = other;
  EXPECT_EQ(runs_of([&] { return m.answered(); }), 1);
  EXPECT_EQ(runs_of([&] { return base.answered(); }), 1); // another class
  EXPECT_EQ(base.answered(), 52);
  EXPECT_EQ(st::cached(&model::answered).stats().entries, 2);
  EXPECT_EQ(runs_of([&] { return m(2, 5) + m(2, 7) - m(2, 9); }), 1);
  EXPECT(st::cached(&model::operator()).contains(m, 2, 100));
  EXPECT_EQ(runs_of([] { return model::fixed(2); }), 1);
  EXPECT_EQ(m.fixed("") + model::fixed(2.5), 5);

  int five = 5;
  EXPECT_EQ(runs_of([&] { return sum(1, 2.5, five, 4L); }), 1);
  EXPECT_EQ(sum(1, 2.5, five, 4L), 12);
  EXPECT_EQ(runs_of([] { return sum(7); }), 1);
  EXPECT_EQ(st::cached(sum<int>).stats().hits, 1);
  EXPECT_EQ(st::cached(&sum<int, double, int &, long>).stats().hits, 2);
  EXPECT_EQ(runs_of([] { return (money{1} + money{2}).cents; }), 1);
  EXPECT_EQ(st::cached(static_cast<money (*)(money, const money &)>(operator+)).stats().hits, 1);

  EXPECT_EQ(runs_of([] { return resource(std::make_unique<int>(4)); }), 1);
  *resource(std::make_unique<int>(4)) = 0;
  EXPECT_EQ(*resource(std::make_unique<int>(4)), 4); // no longer valid
  EXPECT_EQ(runs_of([] { return &referred(4); }), 1);
  EXPECT_EQ(st::cached(referred).stats().hits, 1);

  int sums = 0;
  with_all_options(opaque(3), sums);
  with_all_options(opaque(3), five);
  EXPECT_EQ(sums, 3);
  version = 2;
  with_all_options(opaque(3), sums);
  with_all_options(opaque(4), sums);
  EXPECT_EQ(sums, 10);
  EXPECT_EQ(st::cached(with_all_options).stats().entries, 2);
  EXPECT_EQ(st::cached(with_all_options).stats().evictions, 1);

  // Inline functions and templates that another file has, too.
  int before = runs;
  EXPECT_EQ(other_file(), 6 + 42 + 3);
  EXPECT_EQ(runs, before + 3);
  EXPECT_EQ(shared(2) + doubled(21) + static_cast<int>(box<int>{4}.joined(2).size()), 51);
  EXPECT_EQ(runs, before + 3);
  EXPECT_EQ(st::cached(shared).stats().hits, 1);
  EXPECT_EQ(st::cached(doubled<int>).stats().hits, 1);
  EXPECT_EQ(st::cached(&box<int>::joined).stats().hits, 1);
  EXPECT_EQ(other_entries(), 1);
  EXPECT(st::cached(doubled<int>).fingerprint() == "00000000000000060000000000000005");

  // What is in no table is not cached.
  EXPECT_EQ(runs_of([] { return doubled(2.5); }), 2);
  EXPECT_EQ(runs_of([] { return box<long>{1}.joined(2); }), 2);
  EXPECT_EQ(st::cached(doubled<double>).stats().misses, 0);
  EXPECT(st::cached(doubled<double>).fingerprint().empty());
  EXPECT(!st::cached(doubled<double>).contains(2.5));
  return check::ok();
}

namespace {
const unsigned char st_note[] __attribute__((section(".note.stcache"), used, aligned(4))) = "";
}
static const ::st::detail::generated_code *st_codes() {
  static const ::st::detail::generated_code all[] = {
      {"_Z6pickedIsElT_", "picked<short>", {3, 4}, nullptr, 0},
      {"_Z3sumIiJEET_S0_DpOT0_", "sum<int>", {3, 4}, nullptr, 0},
      {"_Z3sumIiJdRilEET_S1_DpOT0_", "sum<int, double, int &, long>", {3, 4}, nullptr, 0},
      {"_Z7doubledIiET_S0_", "doubled<int>", {5, 6}, nullptr, 0},
      {"_ZNK3boxIiE6joinedB5cxx11Ei", "box<int>::joined", {7, 8}, nullptr, 0},
      {}};
  return all;
}

template <> struct st::detail::field_access<::money> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.cents);
  }
};

#endif
