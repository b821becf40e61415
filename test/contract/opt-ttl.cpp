// ttl: every form, counted from the write, never extended by reads, nothing kept at zero and below.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <chrono>
#include <memory>
#include <string>
#include <vector>
#include "Inputs/check.h"
#include "Inputs/threads.h"

using namespace std::chrono_literals;
int runs;
constexpr int kSeconds = 3600;
constexpr auto kHour = std::chrono::hours(1);
struct Config { static constexpr std::chrono::milliseconds ttl{3600000}; };

[[st::cache_data(ttl = 3600)]] int number(int x) { ++runs; return x; }
[[st::cache_data(ttl = 3600.5)]] int fraction(int x) { ++runs; return x; }
[[st::cache_data(ttl = kSeconds * 2)]] int constant(int x) { ++runs; return x; }
[[st::cache_data(ttl = 1h)]] int literal(int x) { ++runs; return x; }
[[st::cache_data(ttl = kHour + 30min)]] int sum(int x) { ++runs; return x; }
[[st::cache_data(ttl = std::chrono::minutes{5})]] int braces(int x) { ++runs; return x; }
[[st::cache_data(ttl = std::chrono::duration<double, std::ratio<3600, 1>>(1.5))]] int of_double(int x) { ++runs; return x; }
[[st::cache_data(ttl = Config::ttl)]] int member(int x) { ++runs; return x; }
[[st::cache_data(ttl = "1d")]] int day(int x) { ++runs; return x; }
[[st::cache_data(ttl = "1.5 days")]] int days(int x) { ++runs; return x; }
[[st::cache_data(ttl = "1d23h")]] int day_hours(int x) { ++runs; return x; }
[[st::cache_data(ttl = "1 day 23hr 45minutes")]] int words(int x) { ++runs; return x; }
[[st::cache_data(ttl = "30s")]] int text_seconds(int x) { ++runs; return x; }
[[st::cache_data(ttl = std::chrono::hours::max())]] int for_ever(int x) { ++runs; return x; }
[[st::cache_data(ttl = 1e18)]] int long_number(int x) { ++runs; return x; }

[[st::cache_data(ttl = 0)]] int zero(int x) { ++runs; return x; }
[[st::cache_data(ttl = -1)]] int negative(int x) { ++runs; return x; }
[[st::cache_data(ttl = 0s)]] int zero_duration(int x) { ++runs; return x; }
[[st::cache_data(ttl = -5min)]] int negative_duration(int x) { ++runs; return x; }
[[st::cache_data(ttl = 0.0)]] int zero_fraction(int x) { ++runs; return x; }

[[st::cache_data(ttl = 1)]] int short_number(int x) { ++runs; return x; }
[[st::cache_data(ttl = 1000ms)]] int short_duration(int x) { ++runs; return x; }
[[st::cache_data(ttl = "1s")]] int short_text(int x) { ++runs; return x; }
[[st::cache_data(ttl = 0.4)]] int short_fraction(int x) { ++runs; return x; }
[[st::cache_resource(ttl = 1)]] int* resource(int x) { ++runs; static std::vector<std::unique_ptr<int>> owner; owner.push_back(std::make_unique<int>(x)); return owner.back().get(); }

template <class F>
void keeps(F f) {
  runs = 0;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(f(5), 5);
  EXPECT_EQ(runs, 1);
}
template <class F>
void keeps_nothing(F f) {
  runs = 0;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(f(5), 5);
  EXPECT_EQ(runs, 3);
}
// Reads in between do not make an entry younger.
template <class F>
void expires_after_a_second(F f) {
  runs = 0;
  check::Clock clock;
  (void)f(5);
  while (clock.seconds() < 1.2) {
    const double before = clock.seconds();
    const int runs_before = runs;
    (void)f(5);
    if (clock.seconds() < 0.95) EXPECT_EQ(runs, 1);
    if (before > 1.05 && runs_before == 1) EXPECT_EQ(runs, 2);
    check::sleep_ms(50);
  }
  EXPECT_EQ(runs, 2);
}

int main() {
  check::deadline(120);
  keeps(number);
  keeps(fraction);
  keeps(constant);
  keeps(literal);
  keeps(sum);
  keeps(braces);
  keeps(of_double);
  keeps(member);
  keeps(day);
  keeps(days);
  keeps(day_hours);
  keeps(words);
  keeps(text_seconds);
  keeps(for_ever);
  keeps(long_number);
  keeps_nothing(zero);
  keeps_nothing(negative);
  keeps_nothing(zero_duration);
  keeps_nothing(negative_duration);
  keeps_nothing(zero_fraction);
  EXPECT(!st::cached(zero).contains(5));

  expires_after_a_second(short_number);
  expires_after_a_second(short_duration);
  expires_after_a_second(short_text);
  expires_after_a_second(resource);
  EXPECT(st::cached(short_number).stats().expirations >= 1);

  EXPECT_EQ(short_fraction(1), 1);
  check::sleep_ms(500);
  EXPECT(!st::cached(short_fraction).contains(1));
  runs = 0;
  EXPECT_EQ(short_fraction(1), 1);
  EXPECT_EQ(runs, 1);
  return check::ok();
}
