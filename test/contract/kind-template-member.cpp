// Members of class templates, member templates, both together, specialisations, static members, out-of-class definitions.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include <vector>
#include "Inputs/check.h"

int runs;

template <class T, int N = 1>
struct Grid {
  T base;
  [[st::cache_data]] T in_class(T x) const { ++runs; return base + x * N; }
  [[st::cache_data]] T out_of_class(T x) const;
  [[st::cache_data]] static int static_member(int x) { ++runs; return x + N; }
  [[st::cache_data]] static int static_out(int x);
  template <class U>
  [[st::cache_data]] U member_template(U x) const { ++runs; return static_cast<U>(base) + x; }
  template <class U, int M>
  [[st::cache_data]] U member_template_out(const std::vector<U>& v) const;
  [[st::cache_data]] std::vector<T> uses_its_class(const Grid& other) const { ++runs; return {base, other.base, T(N)}; }
  struct Inner {
    T t;
    [[st::cache_data]] T deep(T x) const { ++runs; return t + x; }
    template <class V>
    [[st::cache_data]] V deeper(V v) const;
  };
  [[st::cache_data]] Inner make_inner(T t) const { ++runs; return {t + base}; }
  // Never instantiated: it would not compile.
  [[st::cache_data]] T never_called(T x) const { return x.no_such_member(); }
};
template <class T, int N>
T Grid<T, N>::out_of_class(T x) const { ++runs; return base - x * N; }
template <class T, int N>
int Grid<T, N>::static_out(int x) { ++runs; return x - N; }
template <class T, int N>
template <class U, int M>
U Grid<T, N>::member_template_out(const std::vector<U>& v) const {
  ++runs;
  U sum{};
  for (const U& u : v) sum += u;
  return sum * M + static_cast<U>(base) * N;
}
template <class T, int N>
template <class V>
V Grid<T, N>::Inner::deeper(V v) const { ++runs; return v + static_cast<V>(t); }

// Partial and full specialisation of the class, full specialisation of a member.
template <int N>
struct Grid<std::string, N> {
  std::string base;
  [[st::cache_data]] std::string in_class(const std::string& x) const { ++runs; return base + "/" + x + std::to_string(N); }
};
template <>
struct Grid<bool, 7> {
  bool base;
  [[st::cache_data]] int in_class(bool x) const { ++runs; return base + x + 70; }
};

// Explicit instantiation of a whole class.
template <class T>
struct Whole {
  T t;
  [[st::cache_data]] T f(T x) const { ++runs; return t * x; }
};
template struct Whole<int>;

// A base class that depends on the template's parameter; CRTP.
template <class Derived>
struct Counted {
  [[st::cache_data]] int count(int x) const { ++runs; return x + static_cast<const Derived*>(this)->bonus(); }
  template <class H>
  friend void st_hash(H&, const Counted&) {}
};
struct Ten : Counted<Ten> {
  int bonus() const { return 10; }
};
struct Twenty : Counted<Twenty> {
  int bonus() const { return 20; }
};
template <class B>
struct FromBase : B {
  [[st::cache_data]] int use(int x) const { ++runs; return this->count(x) + 1; }
  template <class H>
  friend void st_hash(H&, const FromBase&) {}
};

// A member template of an ordinary class, with equal signatures.
struct Plain {
  int p = 1;
  template <int K>
  [[st::cache_data]] int times(int x) const { ++runs; return p * x * K; }
  template <class T>
  [[st::cache_data]] static std::size_t width() { ++runs; return sizeof(T); }
};

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ((Grid<int, 2>{10}.in_class(3)), 16);
    EXPECT_EQ((Grid<int, 3>{10}.in_class(3)), 19);
    EXPECT_EQ((Grid<long, 2>{10}.in_class(3)), 16);
    EXPECT_EQ((Grid<int, 2>{10}.out_of_class(3)), 4);
    EXPECT_EQ((Grid<int, 2>::static_member(5)), 7);
    EXPECT_EQ((Grid<int, 3>::static_member(5)), 8);
    EXPECT_EQ((Grid<int, 2>::static_out(5)), 3);
    EXPECT_EQ((Grid<int, 3>::static_out(5)), 2);
    EXPECT((Grid<int>{10}.member_template(0.5) == 10.5));
    EXPECT_EQ((Grid<int>{10}.member_template(5)), 15);
    EXPECT_EQ((Grid<int, 2>{10}.member_template_out<long, 4>({1, 2})), 32);
    EXPECT_EQ((Grid<int, 2>{10}.member_template_out<long, 5>({1, 2})), 35);
    EXPECT((Grid<int, 2>{10}.uses_its_class({11}) == std::vector<int>{10, 11, 2}));
    EXPECT_EQ((Grid<int>::Inner{5}.deep(1)), 6);
    EXPECT((Grid<int>::Inner{5}.deeper(1.5) == 6.5));
    EXPECT_EQ((Grid<int>{1}.make_inner(2).t), 3);
    EXPECT((Grid<std::string, 4>{"a"}.in_class("b") == "a/b4"));
    EXPECT_EQ((Grid<bool, 7>{true}.in_class(true)), 72);
    EXPECT_EQ(Whole<int>{3}.f(4), 12);
  }
  EXPECT_EQ(runs, 19);
  runs = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(Ten{}.count(1), 11);
    EXPECT_EQ(Twenty{}.count(1), 21);
    EXPECT_EQ(FromBase<Ten>{}.use(1), 12);
    EXPECT_EQ(FromBase<Twenty>{}.use(1), 22);
    EXPECT_EQ(Plain{}.times<2>(5), 10);
    EXPECT_EQ(Plain{}.times<3>(5), 15);
    EXPECT_EQ(Plain::width<char>(), 1);
    EXPECT_EQ(Plain::width<double>(), sizeof(double));
  }
  EXPECT_EQ(runs, 8);
  return check::ok();
}
