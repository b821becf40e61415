// Friends with access to private names, hidden friends, members of local classes in functions, templates and lambdas.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include "Inputs/check.h"

int runs;

class Vault;
[[st::cache_data]] int open_vault(const Vault& v, int code);

class Vault {
 public:
  explicit Vault(int gold) : gold_(gold) {}
  friend int open_vault(const Vault& v, int code);
  [[st::cache_data]] friend int hidden(const Vault& v, int code) { ++runs; return v.gold_ - code + static_secret; }
  template <class T>
  friend T templated(const Vault& v, T x);
  template <class H>
  friend void st_hash(H& h, const Vault& v) { h(v.gold_); }

 private:
  int gold_;
  static constexpr int static_secret = 5;
};

int open_vault(const Vault& v, int code) { ++runs; return v.gold_ + code; }

template <class T>
[[st::cache_data]] T templated(const Vault& v, T x) { ++runs; return static_cast<T>(v.gold_) + x; }

int uses_local_class(int x) {
  static int calls;
  ++calls;
  struct Local {
    int a;
    [[st::cache_data]] int member(int y) const { ++runs; return a * y; }
    [[st::cache_data]] static int of_class(int y) { ++runs; return y + 1; }
  };
  return Local{x}.member(3) + Local::of_class(x);
}

template <class T>
T local_in_template(T x) {
  struct Local {
    T a;
    [[st::cache_data]] T member(T y) const { ++runs; return a + y; }
  };
  return Local{x}.member(T(1));
}

inline int local_in_inline(int x) {
  struct Local {
    [[st::cache_data]] int member(int y) const { ++runs; return 10 * y; }
  };
  return Local().member(x);
}

int main() {
  Vault v(100);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(open_vault(v, 1), 101);
    EXPECT_EQ(hidden(v, 1), 104);
    EXPECT_EQ(templated(v, 2), 102);
    EXPECT(templated(v, 0.5) == 100.5);
  }
  EXPECT_EQ(runs, 4);
  runs = 0;
  for (int round = 0; round < 3; ++round) EXPECT_EQ(uses_local_class(4), 17);
  EXPECT_EQ(runs, 2);
  runs = 0;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(local_in_template(4), 5);
    EXPECT(local_in_template(0.5) == 1.5);
    EXPECT_EQ(local_in_inline(4), 40);
  }
  EXPECT_EQ(runs, 3);
  runs = 0;
  auto lambda = [](int x) {
    struct Local {
      int k;
      [[st::cache_data]] int member(int y) const { ++runs; return k + y; }
    };
    return Local{x}.member(1);
  };
  EXPECT_EQ(lambda(1) + lambda(1) + lambda(2), 2 + 2 + 3);
  EXPECT_EQ(runs, 2);
  return check::ok();
}
