// Hits and misses, kinds of function and value, exceptions, recursion.
#include "wrap.h"
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

int runs = 0;

CACHED_DATA(int, square, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  return x * x;
}
TEST(Call, ComputesOncePerKey) {
  runs = 0;
  for (int round = 0; round < 3; ++round)
    for (int x = 0; x < 1000; ++x)
      ASSERT_EQ(square(x), x * x);
  EXPECT_EQ(runs, 1000);
  const st::Stats s = st::cached(square).stats();
  EXPECT_EQ(s.hits, 2000u);
  EXPECT_EQ(s.misses, 1000u);
  EXPECT_EQ(s.entries, 1000u);
  EXPECT_GT(s.bytes, 4000u);
  EXPECT_EQ(s.waits + s.evictions + s.expirations + s.errors, 0u);
}

CACHED_DATA(std::vector<int>, list, (const std::string &s, int n), nullptr, nullptr, 0, s,
            static_cast<int &&>(n)) {
  ++runs;
  return std::vector<int>(static_cast<std::size_t>(n), static_cast<int>(s.size()));
}
TEST(Call, CallersNeverShareAValue) {
  runs = 0;
  std::vector<int> first = list("abc", 2);
  first[0] = 77;
  std::vector<int> second = list("abc", 2);
  EXPECT_EQ(second, (std::vector<int>{3, 3}));
  second[1] = 5;
  EXPECT_EQ(list("abc", 2), (std::vector<int>{3, 3}));
  EXPECT_EQ(runs, 1);
}
TEST(Call, BytesCountWhatAValueOwns) {
  st::cached(list).clear();
  list("x", 100000);
  EXPECT_GE(st::cached(list).stats().bytes, 400000u);
  st::cached(list).clear();
  EXPECT_EQ(st::cached(list).stats().bytes, 0u);
}

CACHED_DATA(int, without_log, (int x, int _log), nullptr, nullptr, 2, static_cast<int &&>(x),
            static_cast<int &&>(_log)) {
  return x + _log;
}
TEST(Call, ExcludedParametersAreNoKey) {
  EXPECT_EQ(without_log(1, 10), 11);
  EXPECT_EQ(without_log(1, 20), 11);
  EXPECT_EQ(without_log(2, 20), 22);
}

int version = 1;
static auto keyed_on_version() { return st::detail::options(st::depends_on = version); }
CACHED_DATA(int, versioned, (int x), nullptr, keyed_on_version, 0, static_cast<int &&>(x)) {
  return x * version;
}
TEST(Call, KeyOptionsAreReadAtEachCall) {
  EXPECT_EQ(versioned(3), 3);
  EXPECT_TRUE(st::cached(versioned).contains(3));
  version = 5;
  EXPECT_FALSE(st::cached(versioned).contains(3));
  EXPECT_EQ(versioned(3), 15);
  version = 1;
  EXPECT_EQ(versioned(3), 3);
}

CACHED_DATA(void, nothing, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) { runs += x; }
TEST(Call, VoidFunctions) {
  runs = 0;
  nothing(2);
  nothing(2);
  EXPECT_EQ(runs, 2);
}

CACHED_DATA(int, taken, (std::unique_ptr<int> p), nullptr, nullptr, 0,
            static_cast<std::unique_ptr<int> &&>(p)) {
  return *p;
}
TEST(Call, MoveOnlyParametersAreForwarded) {
  EXPECT_EQ(taken(std::make_unique<int>(4)), 4);
  EXPECT_EQ(taken(std::make_unique<int>(4)), 4);
  EXPECT_EQ(st::cached(taken).stats().hits, 1u);
  EXPECT_TRUE(st::cached(taken).contains(std::make_unique<int>(4)));
}

CACHED_RESOURCE(std::shared_ptr<int>, shared, (int x), nullptr, nullptr, 0,
                static_cast<int &&>(x)) {
  return std::make_shared<int>(x);
}
CACHED_RESOURCE(int &, referred, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  return *new int(x);
}
CACHED_RESOURCE(const std::string *, pointed, (int x), nullptr, nullptr, 0,
                static_cast<int &&>(x)) {
  return new std::string(static_cast<std::size_t>(x), 'p');
}
TEST(Call, ResourcesAreTheSameObject) {
  EXPECT_EQ(shared(1), shared(1));
  EXPECT_NE(shared(1), shared(2));
  EXPECT_EQ(&referred(1), &referred(1));
  EXPECT_EQ(pointed(1), pointed(1));
  EXPECT_EQ(shared(1).use_count(), 2); // the cache's and this one
  delete pointed(1);
  delete &referred(1);
  st::cached(pointed).clear();
  st::cached(referred).clear();
}

struct model {
  int factor;
  int scaled(int x) const;
  int scaled_body(int x) const { return ++runs, factor * x; }
  int rvalue(int x) && noexcept;
  int rvalue_body(int x) && noexcept { return ++runs, factor + x; }
  virtual int overridden(int x);
  int overridden_body(int x) { return ++runs, factor - x; }
  static int fixed(int x);
  static int fixed_body(int x) { return ++runs, x; }
  virtual ~model() = default;
  explicit model(int f) : factor(f) {}
};
struct derived_model : model {
  using model::model;
};
template <class H> void st_hash(H &h, const model &m) { h(m.factor); }
st::detail::code model_code{{1, 2}, "model::f", "model_f"};
int model::scaled(int x) const {
  return st::detail::call_data<&model::scaled, &model::scaled_body, &model_code, nullptr, nullptr,
                               0>(*this, static_cast<int &&>(x));
}
int model::rvalue(int x) && noexcept {
  return st::detail::call_data<&model::rvalue, &model::rvalue_body, &model_code, nullptr, nullptr,
                               1>(static_cast<model &&>(*this), static_cast<int &&>(x));
}
int model::overridden(int x) {
  return st::detail::call_data<&model::overridden, &model::overridden_body, &model_code, nullptr,
                               nullptr, 0>(*this, static_cast<int &&>(x));
}
int model::fixed(int x) {
  return st::detail::call_data<&model::fixed, &model::fixed_body, &model_code, nullptr, nullptr, 0>(
      static_cast<int &&>(x));
}
TEST(Call, MembersAreKeyedByTheirObject) {
  runs = 0;
  const model two(2), other_two(2), three(3);
  EXPECT_EQ(two.scaled(5), 10);
  EXPECT_EQ(other_two.scaled(5), 10);
  EXPECT_EQ(three.scaled(5), 15);
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(st::cached(&model::scaled).contains(two, 5));
  EXPECT_TRUE(st::cached(&model::scaled).contains(&three, 5));
  // What its base's function calls may be its own.
  EXPECT_FALSE(st::cached(&model::scaled).contains(derived_model(3), 5));
  st::cached(&model::scaled).clear(two, 5);
  EXPECT_FALSE(st::cached(&model::scaled).contains(other_two, 5));
  EXPECT_TRUE(st::cached(&model::scaled).contains(three, 5));
  EXPECT_EQ(model(1).rvalue(1), 2);
  EXPECT_EQ(model(1).rvalue(7), 2); // the parameter is excluded, not the object
  EXPECT_EQ(model(2).rvalue(7), 9);
  model m(9);
  m.overridden(1);
  EXPECT_TRUE(st::cached(&model::overridden).contains(m, 1));
  model::fixed(1);
  EXPECT_EQ(st::cached(&model::fixed).stats().misses, 1u);
}

template <class T> T twice(T x);
template <class T> T twice_body(T x) { return x + x; }
inline st::detail::code twice_code{{1, 2}, "twice", "twice"};
template <class T> T twice(T x) {
  return st::detail::call_data<&twice<T>, &twice_body<T>, &twice_code, nullptr, nullptr, 0>(
      static_cast<T &&>(x));
}
int overloaded(int);
int overloaded(double) { return 2; }
int overloaded_body(int x) { return x; }
int overloaded(int x) {
  constexpr int (*self)(int) = &overloaded;
  return st::detail::call_data<self, &overloaded_body, &twice_code, nullptr, nullptr, 0>(
      static_cast<int &&>(x));
}
TEST(Handle, FindsInstancesAndOverloads) {
  EXPECT_EQ(twice(2), 4);
  EXPECT_EQ(twice(2.5), 5.0);
  EXPECT_EQ(twice(3.5), 7.0);
  EXPECT_EQ(st::cached(twice<int>).stats().entries, 1u);
  EXPECT_EQ(st::cached(&twice<double>).stats().entries, 2u);
  overloaded(1);
  EXPECT_TRUE(st::cached(static_cast<int (*)(int)>(overloaded)).contains(1));
  EXPECT_EQ(st::cached(static_cast<int (*)(double)>(overloaded)).fingerprint(), "");
}
TEST(Handle, ConvertsArgumentsAsACallDoes) {
  list("key", 1);
  EXPECT_TRUE(st::cached(list).contains("key", 1L));
  st::cached(list).clear("key", 1.0);
  EXPECT_FALSE(st::cached(list).contains(std::string("key"), 1));
}
TEST(Handle, FingerprintIsHighWordFirst) {
  EXPECT_EQ(st::cached(list).fingerprint(), "99aabbccddeeff001122334455667788");
}
int plain(int x) { return x; }
TEST(Handle, IsInertForFunctionsThatAreNotCached) {
  st::cached(plain).clear();
  st::cached(plain).clear(1);
  EXPECT_FALSE(st::cached(plain).contains(1));
  EXPECT_EQ(st::cached(plain).fingerprint(), "");
  EXPECT_EQ(st::cached(plain).stats().hits, 0u);
}
CACHED_DATA(int, never_called, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) { return x; }
TEST(Handle, KnowsFunctionsThatWereNeverCalled) {
  EXPECT_NE(st::cached(never_called).fingerprint(), "");
  EXPECT_FALSE(st::cached(never_called).contains(1));
}
TEST(Handle, KindsAreClearedApart) {
  square(1);
  const auto kept = shared(1);
  EXPECT_GT(st::cache_data.stats().entries, 0u);
  st::cache_data.clear();
  EXPECT_EQ(st::cache_data.stats().entries, 0u);
  EXPECT_EQ(shared(1), kept);
  st::cache_resource.clear();
  EXPECT_NE(shared(1), kept);
}

bool fails = true;
CACHED_DATA(int, failing, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  if (fails)
    throw std::runtime_error("no luck");
  return x;
}
TEST(Call, ExceptionsPassAndNothingIsKept) {
  runs = 0;
  EXPECT_THROW(failing(1), std::runtime_error);
  EXPECT_THROW(failing(1), std::runtime_error);
  EXPECT_EQ(st::cached(failing).stats().entries, 0u);
  fails = false;
  EXPECT_EQ(failing(1), 1);
  EXPECT_EQ(failing(1), 1);
  EXPECT_EQ(runs, 3);
}

CACHED_DATA(int, fibonacci, (int n), nullptr, nullptr, 0, static_cast<int &&>(n)) {
  ++runs;
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
TEST(Call, RecursionWithOtherKeys) {
  runs = 0;
  EXPECT_EQ(fibonacci(40), 102334155);
  EXPECT_EQ(runs, 41);
}

int depth = 0;
CACHED_DATA(int, nested, (int limit), nullptr, nullptr, 0, static_cast<int &&>(limit)) {
  ++runs;
  if (++depth > limit)
    return depth--;
  const int inner = nested(limit);
  --depth;
  return inner;
}
TEST(Call, SameKeyReenteredOnceIsComputedTwiceThrows) {
  runs = 0;
  EXPECT_EQ(nested(1), 2);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(nested(1), 2);
  EXPECT_EQ(runs, 2);
  runs = depth = 0;
  EXPECT_THROW(nested(2), st::RecursionError);
  EXPECT_EQ(runs, 2);
  depth = 0;
  EXPECT_THROW(nested(3), std::runtime_error);
}

struct copies_badly {
  int value = 0;
  static inline int armed = 0;
  copies_badly() = default;
  copies_badly(copies_badly &&) = default;
  copies_badly(const copies_badly &other) : value(other.value) {
    if (armed && --armed == 0)
      throw std::bad_alloc();
  }
};
CACHED_DATA(copies_badly, copied, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  copies_badly c;
  c.value = x;
  return c;
}
TEST(Call, CopyThatThrowsNeverFailsTheCall) {
  runs = 0;
  copies_badly::armed = 1;
  EXPECT_EQ(copied(1).value, 1); // not kept
  EXPECT_EQ(st::cached(copied).stats().entries, 0u);
  EXPECT_EQ(copied(1).value, 1); // kept
  copies_badly::armed = 1;
  EXPECT_EQ(copied(1).value, 1); // computed anew
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(st::cached(copied).stats().errors, 2u);
  EXPECT_EQ(copied(1).value, 1);
  EXPECT_EQ(runs, 3);
}

struct calls_when_copied {
  int value = 0;
  calls_when_copied() = default;
  calls_when_copied(const calls_when_copied &other) : value(other.value) { square(value); }
};
CACHED_DATA(calls_when_copied, copying, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  calls_when_copied c;
  c.value = x;
  return c;
}
TEST(Call, CopyConstructorsMayCallCachedFunctions) {
  for (int i = 0; i < 200; ++i)
    for (int round = 0; round < 3; ++round) {
      ASSERT_EQ(copying(i).value, i);
      if (i % 7 == 0)
        st::cache_data.clear();
    }
}

CACHED_DATA(int, cleared_inside, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  ++runs;
  if (runs == 1)
    st::cached(cleared_inside).clear();
  return x;
}
TEST(Call, ClearDuringAComputationKeepsNothing) {
  runs = 0;
  EXPECT_EQ(cleared_inside(1), 1);
  EXPECT_FALSE(st::cached(cleared_inside).contains(1));
  EXPECT_EQ(cleared_inside(1), 1);
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(st::cached(cleared_inside).contains(1));
}

} // namespace
