// Member functions with every qualifier, defined in the class and out of it, with access to private and protected names.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include "Inputs/check.h"

int runs;

class Base {
 protected:
  int hidden_ = 1000;
  int protected_helper(int x) const { return x + hidden_; }
};

class Account : private Base {
 public:
  using Money = long;
  struct Rate {
    int percent;
  };
  explicit Account(Money balance) : balance_(balance) {}

  // Uses members that are declared further down.
  [[st::cache_data]] Money interest(Rate rate) const {
    ++runs;
    return balance_ * rate.percent / 100 + later() + protected_helper(later_constant);
  }
  [[st::cache_data]] Money out_of_class(Rate rate, Money extra = 5) const;
  [[st::cache_data]] auto trailing(Rate rate) const -> Money;
  [[st::cache_data]] Money changes_nothing(int x) { ++runs; return balance_ + x; }
  [[st::cache_data]] Money on_lvalue(int x) & { ++runs; return balance_ + x + 1; }
  [[st::cache_data]] Money on_const_lvalue(int x) const& { ++runs; return balance_ + x + 2; }
  [[st::cache_data]] Money on_rvalue(int x) && { ++runs; return balance_ + x + 3; }
  [[st::cache_data]] Money overloaded(int x) const& { ++runs; return balance_ + x + 10; }
  [[st::cache_data]] Money overloaded(int x) && { ++runs; return balance_ + x + 20; }
  [[st::cache_data]] Money overloaded(const std::string& s) const& { ++runs; return balance_ + static_cast<Money>(s.size()); }
  [[st::cache_data]] Money never_throws(int x) const noexcept { ++runs; return balance_ + x + 4; }
  [[st::cache_data]] Money captures_this(int x) const {
    ++runs;
    auto by_this = [this](int y) { return balance_ + y; };
    auto by_copy = [*this](int y) { return balance_ + y + secret; };
    auto by_default = [=](int y) { return by_this(y) + by_copy(x); };
    return by_default(1) + this->later();
  }
  // The arguments decide, a change of the object makes another key.
  [[st::cache_data]] Money deposit_would_give(Money m) const { ++runs; return balance_ + m; }
  void deposit(Money m) { balance_ += m; }

  template <class H>
  friend void st_hash(H& h, const Account& a) { h(a.balance_); }

 private:
  static constexpr int later_constant = 7;
  Money later() const { return secret; }
  static Money secret;
  Money balance_;
};

Account::Money Account::secret = 3;

Account::Money Account::out_of_class(Rate rate, Money extra) const {
  ++runs;
  return balance_ * rate.percent + extra + secret;
}
auto Account::trailing(Rate rate) const -> Money {
  ++runs;
  return balance_ + rate.percent;
}

class Statics {
 public:
  [[st::cache_data]] static int in_class(int x) { ++runs; return x + secret(); }
  [[st::cache_data]] static int out_of_class(int x);
  int ignored = 0;

 private:
  static int secret() { return 40; }
};
int Statics::out_of_class(int x) { ++runs; return x + secret() + 1; }

struct Outer {
  struct Inner {
    struct Innermost {
      int n;
      [[st::cache_data]] int deep(int x) const { ++runs; return n + x + from_outer; }
    };
  };
  static constexpr int from_outer = 500;
};

union Either {
  int a;
  float b;
  [[st::cache_data]] static int of_a_union(int x) { ++runs; return x + 9; }
};

struct Empty {
  [[st::cache_data]] int nothing_in_this(int x) const { ++runs; return x; }
};

#define ONCE(expected, ...)              \
  do {                                   \
    runs = 0;                            \
    EXPECT_EQ((__VA_ARGS__), expected);  \
    EXPECT_EQ((__VA_ARGS__), expected);  \
    EXPECT_EQ((__VA_ARGS__), expected);  \
    EXPECT_EQ(runs, 1);                  \
  } while (0)

int main() {
  Account a(200), b(300);
  const Account same_as_a(200);
  ONCE(20 + 3 + 1007, a.interest({10}));
  ONCE(30 + 3 + 1007, b.interest({10}));
  runs = 0;
  EXPECT_EQ(same_as_a.interest({10}), 1030);  // an equal object is an equal argument
  EXPECT_EQ(runs, 0);
  ONCE(2000 + 5 + 3, a.out_of_class({10}));
  runs = 0;
  EXPECT_EQ(a.out_of_class({10}, 5), 2008);  // the default is an ordinary value
  EXPECT_EQ(runs, 0);
  ONCE(210, a.trailing({10}));
  ONCE(201, a.changes_nothing(1));
  ONCE(202, a.on_lvalue(1));
  ONCE(203, a.on_const_lvalue(1));
  ONCE(204, std::move(a).on_rvalue(1));
  ONCE(204 - 193, Account(7).on_rvalue(1));
  ONCE(211, a.overloaded(1));
  ONCE(221, std::move(a).overloaded(1));
  ONCE(203, a.overloaded("abc"));
  ONCE(205, a.never_throws(1));
  static_assert(noexcept(a.never_throws(1)));
  static_assert(!noexcept(a.trailing({1})));
  ONCE(201 + 205 + 3 + 0, a.captures_this(2));
  ONCE(201, a.deposit_would_give(1));
  a.deposit(50);
  ONCE(251, a.deposit_would_give(1));
  a.deposit(-50);
  runs = 0;
  EXPECT_EQ(a.deposit_would_give(1), 201);  // back at the earlier state
  EXPECT_EQ(runs, 0);

  ONCE(41, Statics::in_class(1));
  ONCE(42, Statics::out_of_class(1));
  Statics object;
  runs = 0;
  EXPECT_EQ(object.in_class(1), 41);
  EXPECT_EQ(runs, 0);
  ONCE(503, (Outer::Inner::Innermost{1}.deep(2)));
  ONCE(10, Either::of_a_union(1));
  ONCE(6, Empty{}.nothing_in_this(6));

  // Through pointers to members: types are what the user wrote.
  static_assert(std::is_same_v<decltype(&Account::trailing), Account::Money (Account::*)(Account::Rate) const>);
  static_assert(std::is_same_v<decltype(&Account::never_throws), Account::Money (Account::*)(int) const noexcept>);
  auto p = &Account::trailing;
  ONCE(233, (a.*p)({33}));
  return check::ok();
}
