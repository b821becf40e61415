// Lifetimes as text, numbers and durations.
#include <st/detail/duration.h>
#include <st/detail/duration_text.h>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>

using namespace st::detail;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t second = 1000000000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

static_assert(parse_duration("1d23h").nanoseconds == day + 23 * hour, "usable by the plugin");

struct example {
  const char *text;
  std::int64_t nanoseconds;
};

class Accepted : public testing::TestWithParam<example> {};
TEST_P(Accepted, MeansWhatStreamlitMakesOfIt) {
  const duration_result r = parse_duration(GetParam().text);
  EXPECT_TRUE(r.ok) << GetParam().text << ": " << (r.reason ? r.reason : "") << " at "
                    << r.position;
  EXPECT_EQ(r.nanoseconds, GetParam().nanoseconds) << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Duration, Accepted,
    testing::Values(
        example{"1d", day}, example{"1.5 days", 36 * hour}, example{"1d23h", day + 23 * hour},
        example{"1 day 23hr 45minutes", day + 23 * hour + 45 * minute}, example{"2W", 14 * day},
        example{"  3 Hours,\t5 min ", 3 * hour + 5 * minute}, example{"90s", 90 * second},
        example{"1h30m", hour + 30 * minute}, example{"-1 day", -day}, example{"+2s", 2 * second},
        example{"-1d2h", -day - 2 * hour}, example{"250ms", second / 4}, example{"5us", 5000},
        example{"5\xC2\xB5s", 5000}, example{"5 \xCE\xBCs", 5000}, example{"7ns", 7},
        example{"0.5us", 500}, example{".5s", second / 2}, example{"1.s", second},
        example{"02:03:04", 2 * hour + 3 * minute + 4 * second},
        example{"1 days 02:03:04.5", day + 2 * hour + 3 * minute + 4 * second + second / 2},
        example{"-1 days +02:00:00", -22 * hour}, example{"-1 days 02:00:00", -22 * hour},
        example{"-02:00:00", -2 * hour},
        example{"P1DT2H3M4.5S", day + 2 * hour + 3 * minute + 4 * second + second / 2},
        example{"PT0.1S", second / 10}, example{"P2W", 14 * day}, example{"0d", 0},
        example{"0.000000001s", 1}, example{"0.0000000001s", 0},
        example{"1.23456789012345678901234567890s", 1234567890},
        example{"9223372036854775807ns", INT64_MAX}, example{"106751 days", 106751 * day}));

struct mistake {
  const char *text;
  std::size_t position;
  const char *reason;
};
class Refused : public testing::TestWithParam<mistake> {};
TEST_P(Refused, SaysWhatIsWrongWhere) {
  const duration_result r = parse_duration(GetParam().text);
  EXPECT_FALSE(r.ok) << GetParam().text;
  EXPECT_EQ(r.nanoseconds, 0);
  EXPECT_EQ(r.position, GetParam().position) << GetParam().text;
  EXPECT_STREQ(r.reason, GetParam().reason) << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Duration, Refused,
    testing::Values(
        mistake{"", 0, "the duration is empty"}, mistake{"   ", 3, "the duration is empty"},
        mistake{"10", 2, "a unit is missing"}, mistake{"1d 5", 4, "a unit is missing"},
        mistake{"1 2d", 2, "a unit is missing"}, mistake{"d", 0, "a number is missing"},
        mistake{"soon", 0, "a number is missing"}, mistake{"1 parsec", 2, "unknown unit"},
        mistake{"1M", 1, "the unit M is ambiguous; write min"}, mistake{"1y", 1, "unknown unit"},
        mistake{"1d-2h", 2, "only a leading sign is allowed"},
        mistake{"--1d", 1, "a number is missing"}, mistake{"1d,", 3, "a number is missing"},
        mistake{",1d", 0, "a number is missing"}, mistake{"-", 1, "a number is missing"},
        mistake{".", 0, "a number is missing"},
        mistake{"4:13", 0, "a time of day is written hh:mm:ss"},
        mistake{"1:60:00", 0, "a time of day is written hh:mm:ss"},
        mistake{"1:2:", 0, "a time of day is written hh:mm:ss"},
        mistake{"P", 1, "a number is missing"}, mistake{"P1DT", 4, "a number is missing"},
        mistake{"P1", 2, "a unit is missing"}, mistake{"P1Y", 2, "unknown unit"},
        mistake{"1#", 1, "unexpected character"}, mistake{"1d\xFF", 2, "a number is missing"},
        mistake{"9223372036854775808ns", 0, "the duration is longer than 292 years"},
        mistake{"20000 weeks", 0, "the duration is longer than 292 years"},
        mistake{"100000d100000d", 7, "the duration is longer than 292 years"},
        mistake{"99999999999999999999s", 0, "the number is too large"}));

TEST(Duration, TextEndsWhereItsSizeSays) {
  EXPECT_EQ(parse_duration("1d2h", 2).nanoseconds, day);
  EXPECT_FALSE(parse_duration("1d\0x", 4).ok);
}

TEST(Duration, NumbersAreSeconds) {
  EXPECT_EQ(to_nanoseconds(3), 3 * second);
  EXPECT_EQ(to_nanoseconds(-3L), -3 * second);
  EXPECT_EQ(to_nanoseconds(0.25), second / 4);
  EXPECT_EQ(to_nanoseconds(0.5f), second / 2);
  EXPECT_EQ(to_nanoseconds(INT64_MAX), INT64_MAX);
  EXPECT_EQ(to_nanoseconds(INT64_MIN), INT64_MIN);
  EXPECT_EQ(to_nanoseconds(UINT64_MAX), INT64_MAX);
  EXPECT_EQ(to_nanoseconds(1e300), INT64_MAX);
  EXPECT_EQ(to_nanoseconds(-INFINITY), INT64_MIN);
  EXPECT_EQ(to_nanoseconds(std::nan("")), 0);
}

TEST(Duration, ChronoDurations) {
  EXPECT_EQ(to_nanoseconds(1h), hour);
  EXPECT_EQ(to_nanoseconds(90ms), 90000000);
  EXPECT_EQ(to_nanoseconds(1.5min), 90 * second);
  EXPECT_EQ(to_nanoseconds(std::chrono::hours::max()), INT64_MAX);
  EXPECT_EQ(to_nanoseconds(std::chrono::nanoseconds::min()), INT64_MIN);
  EXPECT_EQ(to_nanoseconds(std::chrono::duration<long, std::pico>(2500)), 2);
  EXPECT_EQ(to_nanoseconds(std::chrono::duration<long, std::exa>(1)), INT64_MAX);
}

TEST(Duration, Texts) {
  EXPECT_EQ(to_nanoseconds("1d"), day);
  EXPECT_EQ(to_nanoseconds(std::string("2h")), 2 * hour);
  EXPECT_EQ(to_nanoseconds(std::string_view("2h")), 2 * hour);
  EXPECT_EQ(to_nanoseconds("soon"), 0);
}

} // namespace
