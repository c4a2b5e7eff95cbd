// How numbers are written for people.
#include "app/terminal/figures.h"

#include <doctest/doctest.h>

#include <limits>

#include "app/terminal/options.h"

using namespace outcast::app;
using outcast::sim::Interval;

namespace {

std::string text_of(double value, Interval interval, double factor = 1) {
  const EstimateText text = estimate_text(value, interval, factor);
  return text.value + ' ' + text.interval;
}

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("thousands are set apart, a minus and decimals are not") {
  CHECK(fixed_text(1234567, 0) == "1,234,567");
  CHECK(fixed_text(-123, 0) == "-123");
  CHECK(fixed_text(-1234.5, 2) == "-1,234.50");
  CHECK(count_text(999) == "999");
  CHECK(count_text(18446744073709551615U) == "18,446,744,073,709,551,615");
}

TEST_CASE("a number that rounds to zero has no sign") { CHECK(fixed_text(-0.0001, 2) == "0.00"); }

TEST_CASE("a short number keeps three digits, a whole one all of them") {
  CHECK(short_text(0.012345) == "0.0123");
  CHECK(short_text(12345.6) == "12,346");
  CHECK(short_text(40) == "40");
  CHECK(short_text(0.0000123) == "1.2e-05");
  CHECK(short_text(no_value) == "-");
}

TEST_CASE("an estimate has the digits that its interval supports") {
  CHECK(text_of(12.4321, {12.3921, 12.4721}) == "12.43 [12.39, 12.47]");
  CHECK(text_of(12.4321, {12.4121, 12.4521}) == "12.432 [12.412, 12.452]");
  CHECK(text_of(651.2, {589.7, 712.7}) == "651 [590, 713]");
}

TEST_CASE("a percentage has two decimals at most, unless it is below one") {
  CHECK(text_of(1, {0.99962, 1}, 100) == "100.00 [99.96, 100.00]");
  CHECK(text_of(0.0001, {0.00001, 0.0002}, 100) == "0.010 [0.001, 0.020]");
}

TEST_CASE("values that are all equal are written once more as their interval") {
  CHECK(text_of(0.2, {0.2, 0.2}, 100) == "20 [20, 20]");
}

TEST_CASE("without values there is a dash, with one there is no interval") {
  CHECK(text_of(no_value, {-infinity, infinity}) == "- -");
  CHECK(text_of(7, {-infinity, infinity}) == "7 [?, ?]");
}

TEST_CASE("long times are shown in hours and days, shares in percent, minutes lost in minutes") {
  CHECK(scale_of("time_to_recover", "min", 100).unit == "min");
  CHECK(scale_of("time_to_recover", "min", 800).unit == "h");
  CHECK(scale_of("lead_time", "h", 100).unit == "d");
  CHECK(scale_of("blast_radius", "share", 0.1).unit == "%");
  CHECK(scale_of("customer_minutes", "min", 1e6).unit == "min");
  CHECK(48 * scale_of("lead_time", "h", 48).factor == doctest::Approx(48));
}

TEST_CASE("a clock counts days beside hours, minutes and seconds") {
  CHECK(clock_text(754.9) == "+00:12:34");
  CHECK(clock_text(2 * 86400 + 3 * 3600 + 5) == "+2d 03:00:05");
}

TEST_CASE("a length of time has a unit of its size") {
  CHECK(length_text(42) == "42 s");
  CHECK(length_text(600) == "10 min");
  CHECK(length_text(45000) == "12.5 h");
  CHECK(length_text(864000) == "10 d");
}

TEST_CASE("counts may be written in thousands and millions") {
  CHECK(parse_count("10000") == 10000);
  CHECK(parse_count("10k") == 10000);
  CHECK(parse_count("2M") == 2000000);
  for (const char* wrong :
       {"", "k", "-1", "1.5", "5x", "10kk", " 1", "99999999999999999999", "18446744073709551615k"})
    CHECK_FALSE(parse_count(wrong));
}

TEST_CASE("shares may be written in percent") {
  CHECK(parse_share("5%") == 0.05);
  CHECK(parse_share("0.05") == 0.05);
  for (const char* wrong : {"", "%", "5", "0", "100%", "-5%", "nan", "5 %", "5%%"})
    CHECK_FALSE(parse_share(wrong));
}
