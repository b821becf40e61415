// What rewritten source is made of: choosing among overloads, tables of instantiations, closures
// for bodies. test/generated has whole functions as they are written.
#include <cstring>
#include <gtest/gtest.h>
#include <st/cache.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace chosen {

using st::detail::member_overload;
using st::detail::overload;
using st::detail::result_of;

int one(int);
long one(const int &);
char one(int &&);
short one(int *) noexcept;
bool one();
double one(int, int);
template <class T> float other(T);
template <class T> int other(T *) noexcept;
template <class T, class... More> char other(T, More...);
template <class T> int ended(T);
template <class T, class... More> int ended(T, More...);
template <class T> void mixed(T);
void *mixed(int);

template <class R, auto Fn>
constexpr bool gives = std::is_same_v<result_of<st::detail::fixed_name<Fn>>, R>;

static_assert(gives<int, overload<int>::of(&one)> && gives<int, overload<const int>::of(&one)>);
static_assert(gives<long, overload<const int &>::of(&one)>);
static_assert(gives<char, overload<int &&>::of(&one)>);
static_assert(gives<short, overload<int *>::of(&one)> && gives<bool, overload<>::of(&one)>);
static_assert(gives<double, overload<int, int>::of(&one)>);
static_assert(gives<float, overload<int>::of<float>(&other<int>)>);
static_assert(gives<int, overload<int *>::of(&other<int>)>);
static_assert(gives<float, overload<int *>::of<float>(&other<int *>)>);
static_assert(gives<char, overload<int, long &>::of(&other<int, long &>)>);
static_assert(gives<int, overload<int>::of<int>(&ended<int>)>);
static_assert(gives<int, overload<int, char>::of(&ended<int, char>)>);
static_assert(gives<void, overload<int>::of(&mixed<int>)>);
static_assert(gives<void *, overload<int>::of<void *>(&mixed)>);

struct many {
  char f(int);
  short f(int) const noexcept;
  int f(int) volatile;
  long f(int) const volatile noexcept;
  static float f(double);
  bool f(const std::string &) const;
  template <class T> void *f(T *) const;
  char g() & noexcept;
  short g() const &;
  int g() volatile &;
  long g() const volatile &;
  float g() &&;
  double g() const && noexcept;
  bool g() volatile &&;
  void *g() const volatile &&;
};
static_assert(gives<char, member_overload<many, int>::of<char>(&many::f)>);
static_assert(gives<short, member_overload<const many, int>::of<short>(&many::f)>);
static_assert(gives<void *, member_overload<const many, int *>::of(&many::f<int>)>);
static_assert(gives<char, member_overload<many &>::of(&many::g)>);
static_assert(gives<short, member_overload<const many &>::of(&many::g)>);
static_assert(gives<int, member_overload<volatile many &>::of(&many::g)>);
static_assert(gives<long, member_overload<const volatile many &>::of(&many::g)>);
static_assert(gives<float, member_overload<many &&>::of(&many::g)>);
static_assert(gives<double, member_overload<const many &&>::of(&many::g)>);
static_assert(gives<bool, member_overload<volatile many &&>::of(&many::g)>);
static_assert(gives<void *, member_overload<const volatile many &&>::of(&many::g)>);
struct plain_members {
  char f(int);
  short f(int) const noexcept;
  int f(int) volatile;
  long f(int) const volatile noexcept;
  static float f(double);
};
static_assert(gives<char, member_overload<plain_members, int>::of(&plain_members::f)>);
static_assert(gives<short, member_overload<const plain_members, int>::of(&plain_members::f)>);
static_assert(gives<int, member_overload<volatile plain_members, int>::of(&plain_members::f)>);
static_assert(
    gives<long, member_overload<const volatile plain_members, int>::of(&plain_members::f)>);
static_assert(gives<float, overload<double>::of(&plain_members::f)>);

} // namespace chosen

namespace {

using st::detail::member_overload;
using st::detail::overload;
using st::detail::result_of;

// A table as a file has it.
const st::detail::generated_code *codes();
int runs = 0;
template <int N> int added(int x) {
  struct plan {
    static constexpr auto st_function() { return overload<decltype(x)>::of(&added<N>); }
  };
  auto body = [](decltype(x) y) -> result_of<plan> { return ++runs, y + N; };
  struct instance : plan {
    static constexpr st::detail::code st_code() {
      return st::detail::code_among(&codes, &typeid(decltype(body)));
    }
  };
  return st::detail::cached_data<instance, 0>(body, static_cast<decltype(x) &&>(x));
}
// Functions with names that compilers mangle each in its own way.
#define ONE_MORE(R, name)                                                                          \
  template <class T> R name(int x) {                                                               \
    struct plan {                                                                                  \
      static constexpr auto st_function() { return overload<decltype(x)>::of(&name<T>); }          \
    };                                                                                             \
    using result = result_of<plan>;                                                                \
    auto body = [](decltype(x) y) -> result { return ++runs, R(y); };                              \
    struct instance : plan {                                                                       \
      static constexpr st::detail::code st_code() {                                                \
        return st::detail::code_among(&codes, &typeid(decltype(body)));                            \
      }                                                                                            \
    };                                                                                             \
    return st::detail::cached_data<instance, 0>(body, static_cast<decltype(x) &&>(x));             \
  }
template <class T> using if_integral = std::enable_if_t<std::is_integral<T>::value, int>;
ONE_MORE(if_integral<T>, as_clang)
ONE_MORE(if_integral<T>, as_gcc)
ONE_MORE(if_integral<T>, as_both)
ONE_MORE(if_integral<T>, tagged)
ONE_MORE(int, of_local)

int asked = 0;
const st::detail::generated_code *codes() {
  static const st::detail::generated_code all[] = {
      // What is longer by a digit is no match, nor is another function.
      {"_ZN12_GLOBAL__N_15addedILi1EEEi", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi12EEEii", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi12EEEii", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi12EEEiiEUliE_", "wrong", {9, 9}, nullptr, 0},
      {"", "wrong", {9, 9}, nullptr, 0},
      {"_Z", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi12EEEii", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi12EEEiS_", "wrong", {9, 9}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi1EEEii", "added<1>", {1, 2}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi3EEEii", "added<3>", {3, 4}, nullptr, 0},
      {"_ZN12_GLOBAL__N_15addedILi4EEEii", "added<4>", {5, 6}, nullptr, 0},
#define INTEGRAL "IiEENSt9enable_ifIXsr"
      {"_ZN12_GLOBAL__N_18as_clang" INTEGRAL "3std11is_integralIT_EE5valueEiE4typeEi",
       "as_clang<int>",
       {7, 8},
       nullptr,
       0},
      {"_ZN12_GLOBAL__N_16as_gcc" INTEGRAL "St11is_integralIT_E5valueEiE4typeEi",
       "as_gcc<int>",
       {9, 10},
       nullptr,
       0},
      {"_ZN12_GLOBAL__N_17as_bothB3one" INTEGRAL "3std11is_integralIT_EE5valueEiE4typeEi",
       "as_both<int>",
       {11, 12},
       nullptr,
       0},
      {"_ZN12_GLOBAL__N_17as_bothB3two" INTEGRAL "3std11is_integralIT_EE5valueEiE4typeEi",
       "as_both<int>",
       {13, 14},
       nullptr,
       0},
      {"_ZN12_GLOBAL__N_16taggedB3oneB3two" INTEGRAL "3std11is_integralIT_EE5valueEiE4typeEi",
       "tagged<int>",
       {15, 16},
       nullptr,
       0},
      {"_ZN12_GLOBAL__N_18of_localIZNS_10two_localsEvE5local_0EEii",
       "of_local",
       {17, 18},
       nullptr,
       0},
      {nullptr, nullptr, {0, 0}, nullptr, 0}};
  ++asked;
  return all;
}

TEST(Generated, InstantiationsFindTheirCode) {
  runs = 0;
  EXPECT_EQ(added<1>(1) + added<1>(1), 4);
  EXPECT_EQ(added<3>(1) + added<3>(1), 8);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(st::cached(added<1>).fingerprint(), "00000000000000020000000000000001");
  EXPECT_EQ(st::cached(added<3>).fingerprint(), "00000000000000040000000000000003");
  EXPECT_EQ(st::cached(added<1>).stats().hits, 1u);
}
TEST(Generated, UnknownInstantiationsRunUncached) {
  runs = 0;
  EXPECT_EQ(added<2>(1) + added<2>(1), 6);
  EXPECT_EQ(runs, 2);
  const int before = asked;
  EXPECT_EQ(added<2>(1), 3);
  EXPECT_EQ(asked, before); // once is enough
  EXPECT_EQ(st::cached(added<2>).fingerprint(), "");
  EXPECT_EQ(st::cached(added<2>).stats().misses, 0u);
  EXPECT_FALSE(st::cached(added<2>).contains(1));
  st::cached(added<2>).clear();
}
TEST(Generated, NamesAreReadWhereTheyAreMangledDifferently) {
  as_clang<int>(1);
  EXPECT_EQ(st::cached(as_clang<int>).fingerprint(), "00000000000000080000000000000007");
  as_gcc<int>(1);
  EXPECT_EQ(st::cached(as_gcc<int>).fingerprint(), "000000000000000a0000000000000009");
  tagged<int>(1);
  EXPECT_EQ(st::cached(tagged<int>).fingerprint(), "0000000000000010000000000000000f");
  as_both<int>(1);
  EXPECT_EQ(st::cached(as_both<int>).fingerprint(), ""); // which of the two?
  as_clang<long>(1);
  EXPECT_EQ(st::cached(as_clang<long>).fingerprint(), "");
}
std::pair<std::string, std::string> two_locals() {
  std::pair<std::string, std::string> result;
  {
    struct local {};
    of_local<local>(1);
    result.first = st::cached(of_local<local>).fingerprint();
  }
  {
    struct local {};
    of_local<local>(1);
    result.second = st::cached(of_local<local>).fingerprint();
  }
  return result;
}
TEST(Generated, LocalTypesOfOneNameAreToldApart) {
  const auto [first, second] = two_locals();
  EXPECT_EQ(first, "");
  EXPECT_EQ(second, "00000000000000120000000000000011");
}
TEST(Generated, ThreadsLookUpTogether) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([i] {
      for (int x = 0; x < 100; ++x) {
        EXPECT_EQ(added<4>(x), x + 4);
        if (i == 3) {
          EXPECT_EQ(st::cached(added<4>).fingerprint().size(), 32u);
        }
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(st::cached(added<4>).stats().entries, 100u);
}
TEST(Generated, CodeIsConstantFromTheStart) {
  constexpr st::detail::code made = st::detail::code_among(&codes, &typeid(int));
  static_assert(made.function == nullptr && made.node == 0);
  SUCCEED();
}

class counter {
public:
  explicit counter(int n) : from(n) {}
  template <class H> friend void st_hash(H &h, const counter &c) { h(c.from); }
  int next(std::string &_log) {
    struct plan {
      static constexpr auto st_function() {
        return member_overload<counter, decltype(_log)>::of(&counter::next);
      }
    };
    struct instance : plan {
      static constexpr st::detail::code st_code() {
        return {{1, 2}, "counter::next", "_ZN7counter4nextERi"};
      }
    };
    auto body = [&](decltype(_log) log) -> result_of<plan> {
      log += "ran ";
      if (from < 0)
        throw std::range_error("negative");
      return from + 1;
    };
    return st::detail::cached_data<instance, 1>(body, *this, _log);
  }
  std::unique_ptr<int> &held(std::unique_ptr<int> &&given) && {
    struct plan {
      static constexpr auto st_function() {
        return member_overload<counter &&, decltype(given)>::of(&counter::held);
      }
    };
    struct instance : plan {
      static constexpr st::detail::code st_code() {
        return {{1, 2}, "counter::held", "_ZNO7counter4held"};
      }
    };
    auto body = [&](decltype(given) g) -> result_of<plan> {
      last = std::move(g);
      return last;
    };
    return st::detail::cached_resource<instance, 0>(body, static_cast<counter &&>(*this),
                                                    static_cast<decltype(given) &&>(given));
  }

private:
  int from;
  static inline std::unique_ptr<int> last;
};
TEST(Generated, BodiesOfMembersSeeTheirObject) {
  std::string log;
  counter a(1), b(1), bad(-1);
  EXPECT_EQ(a.next(log) + b.next(log), 4);
  EXPECT_EQ(log, "ran ");
  EXPECT_THROW(bad.next(log), std::range_error);
  EXPECT_THROW(bad.next(log), std::range_error);
  EXPECT_EQ(log, "ran ran ran ");
  EXPECT_TRUE(st::cached(&counter::next).contains(a, log));
}
TEST(Generated, RvaluesReachTheBody) {
  auto given = std::make_unique<int>(4);
  const std::unique_ptr<int> &first = counter(1).held(std::move(given));
  EXPECT_FALSE(given);
  given = std::make_unique<int>(4);
  EXPECT_EQ(&counter(1).held(std::move(given)), &first);
  EXPECT_TRUE(given); // a hit
}

struct setup_alone {
  static auto st_setup() { return st::detail::options(st::max_entries = 1); }
};
struct keys_alone {
  static auto st_keys() { return st::detail::options(st::depends_on = runs); }
};
void limited(int x) {
  struct plan : setup_alone {
    static constexpr auto st_function() { return overload<decltype(x)>::of(&limited); }
  };
  struct instance : plan {
    static constexpr st::detail::code st_code() { return {{1, 2}, "limited", "limited"}; }
  };
  auto body = [](decltype(x)) -> result_of<plan> { ++runs; };
  st::detail::cached_data<instance, 0>(body, static_cast<decltype(x) &&>(x));
}
void dependent(int x) {
  struct plan : keys_alone {
    static constexpr auto st_function() { return overload<decltype(x)>::of(&dependent); }
  };
  struct instance : plan {
    static constexpr st::detail::code st_code() { return {{1, 2}, "dependent", "dependent"}; }
  };
  auto body = [](decltype(x)) -> result_of<plan> { ++runs; };
  st::detail::cached_data<instance, 0>(body, static_cast<decltype(x) &&>(x));
}
TEST(Generated, EitherKindOfOptionMayBeMissing) {
  runs = 0;
  for (int x : {1, 2, 1, 1})
    limited(x);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(st::cached(limited).stats().evictions, 2u);
  for (int i = 0; i < 3; ++i)
    dependent(1); // each changes what the next depends on
  EXPECT_EQ(runs, 6);
}

// Compilers write types differently: the address of the tag tells that they are the same.
TEST(Generated, FunctionsAreFoundByTheTagAlone) {
  using type = int (*)(int);
  const type pointer = &added<1>;
  unsigned char bytes[sizeof pointer];
  std::memcpy(bytes, &pointer, sizeof pointer);
  added<1>(1);
  st::detail::register_functions();
  const std::uint64_t hash = st::detail::text_hash<type>();
  const void *const tag = &st::detail::type_tag<type>::value;
  const st::detail::descriptor *const found =
      st::detail::find_function(hash, tag, bytes, sizeof bytes);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(st::detail::find_function(hash + 1, tag, bytes, sizeof bytes), found);
  EXPECT_EQ(st::detail::find_function(hash, &runs, bytes, sizeof bytes), found);
  EXPECT_EQ(st::detail::find_function(hash + 1, &runs, bytes, sizeof bytes), nullptr);
}

struct pair_of_ints {
  int a, b;
  int &r;
};
struct unlisted {
  int a;
};

} // namespace

template <> struct st::detail::field_access<pair_of_ints> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.a, value.b, ::st::detail::referred(value.r));
  }
};
// A plain function goes first, as where a file has both the plugin's and that of a header.
namespace st::detail {
struct listed_twice {
  int a, b;
};
inline tied<const int &> st_fields(fields_of<listed_twice>, const listed_twice &s) {
  return st::detail::tie(s.a);
}
template <> struct field_access<listed_twice> {
  template <class V> static constexpr auto get(const V &value) {
    return ::st::detail::tie(value.a, value.b);
  }
};
} // namespace st::detail

namespace {

TEST(Generated, FieldsAreThoseOfTheSpecialisation) {
  using st::detail::tied;
  static_assert(
      std::is_same_v<st::detail::field_list<pair_of_ints>, tied<const int &, const int &, int &>>);
  static_assert(st::detail::has_fields<pair_of_ints> && !st::detail::has_fields<unlisted>);
  static_assert(
      std::is_same_v<st::detail::field_list<st::detail::listed_twice>, tied<const int &>>);
  int n = 3;
  const int &constant = n;
  static_assert(std::is_same_v<decltype(st::detail::referred(constant)), int &>);
  EXPECT_EQ(&st::detail::referred(constant), &n);
}

} // namespace
