// Function-try-blocks: what a handler returns is the result, what leaves a handler is not cached.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <stdexcept>
#include <string>
#include "Inputs/check.h"

int runs;

[[st::cache_data]] int parse(const std::string& s) try {
  ++runs;
  return std::stoi(s);
} catch (const std::invalid_argument&) {
  return -static_cast<int>(s.size());
} catch (const std::out_of_range& e) {
  throw std::runtime_error("too big: " + s);
}

[[st::cache_data]] std::string modifies(std::string s) try {
  ++runs;
  s += "-changed";
  if (s.size() > 20) throw s;
  return s;
} catch (std::string& thrown) {
  return thrown + "|" + s;
} catch (...) {
  throw;
}

struct Parser {
  int base;
  [[st::cache_data]] int parse(const std::string& s) const try {
    ++runs;
    return std::stoi(s, nullptr, base);
  } catch (const std::invalid_argument&) {
    return base;
  }
  [[st::cache_data]] int out_of_class(int x) const;
};
int Parser::out_of_class(int x) const try {
  ++runs;
  if (x > 0) throw x;
  return 0;
} catch (int thrown) {
  return thrown + base;
}

template <class T>
[[st::cache_data]] T templated(T x) try {
  ++runs;
  if (x > T(0)) throw x;
  return T(1);
} catch (T thrown) {
  return thrown * T(2);
}

[[st::cache_data]] auto deduced(int x) try { ++runs; if (x) throw x; return 5; } catch (int y) { return y; }

int main() {
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(parse("42"), 42);
    EXPECT_EQ(parse("nope"), -4);
    EXPECT(modifies("a") == "a-changed");
    EXPECT(modifies("a long text here") == "a long text here-changed|a long text here-changed");
    EXPECT_EQ(Parser{16}.parse("ff"), 255);
    EXPECT_EQ(Parser{16}.parse("?"), 16);
    EXPECT_EQ(Parser{16}.out_of_class(4), 20);
    EXPECT_EQ(templated(4), 8);
    EXPECT(templated(0.25) == 0.5);
    EXPECT_EQ(deduced(0), 5);
    EXPECT_EQ(deduced(7), 7);
  }
  EXPECT_EQ(runs, 11);
  runs = 0;
  EXPECT_THROW(std::runtime_error, parse("99999999999999999999"));
  EXPECT_THROW(std::runtime_error, parse("99999999999999999999"));
  EXPECT_EQ(runs, 2);
  return check::ok();
}
