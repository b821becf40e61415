// Functions, attributes, options and names that macros produce.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <string>
#include "Inputs/check.h"

int runs;

#define CACHED [[st::cache_data]]
#define CACHED_WITH(...) [[st::cache_data(__VA_ARGS__)]]
#define SIZE 2
#define OPTION_NAME max_entries

CACHED int by_macro_attribute(int x) { ++runs; return x + 1; }
CACHED_WITH(max_entries = SIZE, show_spinner = false) int with_options(int x) { ++runs; return x + 2; }
[[st::cache_data(OPTION_NAME = SIZE)]] int option_by_macro(int x) { ++runs; return x + 3; }

#define DEFINE(name, add) \
  [[st::cache_data]] int name(int x) { ++runs; return x + add; }
DEFINE(by_macro_4, 4)
DEFINE(by_macro_5, 5) DEFINE(by_macro_6, 6)

#define PASTE(a, b) a##b
#define GETTER(type, what)                                 \
  [[st::cache_data]] type PASTE(get_, what)(type what) {   \
    ++runs;                                                \
    auto again = [&](type PASTE(what, _)) { return PASTE(what, _); }; \
    return again(what);                                    \
  }
GETTER(std::string, name)
GETTER(double, price)

// The body alone, the parameters alone, and half of a function from a macro.
#define BODY { ++runs; return x * 7; }
[[st::cache_data]] int body_by_macro(int x) BODY
#define PARAMETERS (int x, int y = 3)
[[st::cache_data]] int parameters_by_macro PARAMETERS { ++runs; return x * y; }
#define BEGIN_FUNCTION(name) [[st::cache_data]] int name(int x) { ++runs;
#define END_FUNCTION(result) return result; }
BEGIN_FUNCTION(in_halves)
  int y = x * 2;
END_FUNCTION(y + 1)

// A class and a template from a macro; one macro that makes two functions.
#define MAKE_CLASS(Name)                                                  \
  struct Name {                                                           \
    int k;                                                                \
    [[st::cache_data]] int f(int x) const { ++runs; return k * x; }       \
    template <class T>                                                    \
    [[st::cache_data]] T g(T x) const { ++runs; return static_cast<T>(k) + x; } \
  };
MAKE_CLASS(First)
MAKE_CLASS(Second)
#define PAIR(a, b) DEFINE(a, 10) DEFINE(b, 20)
PAIR(left, right)

// One name, two definitions in two inclusions of the same text would be an overload set.
#define OVERLOAD(type) \
  [[st::cache_data]] std::string overload(type) { ++runs; return #type; }
OVERLOAD(int) OVERLOAD(double) OVERLOAD(const std::string&)

// Macros that would harm generated code that is read again as text.
#define key 1
#define value 2
#define hash 3
#define cached 4
#define result 5
#define args 6
#define self 7
#define lookup 8
#define body 9
[[st::cache_data]] int among_macros(int x) { ++runs; return x + key + value + hash + cached + result; }
#undef key
#undef value
#undef hash
#undef cached
#undef result
#undef args
#undef self
#undef lookup
#undef body

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(by_macro_attribute(10), 11);
    EXPECT_EQ(with_options(10), 12);
    EXPECT_EQ(option_by_macro(10), 13);
    EXPECT_EQ(by_macro_4(10), 14);
    EXPECT_EQ(by_macro_5(10), 15);
    EXPECT_EQ(by_macro_6(10), 16);
    EXPECT(get_name("n") == "n");
    EXPECT(get_price(1.5) == 1.5);
    EXPECT_EQ(body_by_macro(10), 70);
    EXPECT_EQ(parameters_by_macro(10), 30);
    EXPECT_EQ(in_halves(10), 21);
    EXPECT_EQ(First{2}.f(10), 20);
    EXPECT_EQ(Second{3}.f(10), 30);
    EXPECT_EQ(First{2}.g(10), 12);
    EXPECT_EQ(Second{2}.g(10L), 12);
    EXPECT_EQ(left(1), 11);
    EXPECT_EQ(right(1), 21);
    EXPECT(overload(1) == "int");
    EXPECT(overload(1.0) == "double");
    EXPECT(overload(std::string("s")) == "const std::string&");
    EXPECT_EQ(among_macros(10), 25);
  }
  EXPECT_EQ(runs, 21);
  return check::ok();
}
