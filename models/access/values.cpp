// The values that condition operators compare: numbers, dates, addresses, each read strictly.
#include "models/access/values.h"

#include <arpa/inet.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <string>

namespace outcast::access {
namespace {

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return out;
}

/// Takes pieces off the front of a date; once something does not fit, `fits` is false and stays so.
struct Scanner {
  std::string_view rest;
  bool fits = true;

  bool at(char c) const { return !rest.empty() && rest.front() == c; }
  bool take(char c) {
    const bool there = at(c);
    if (there) rest.remove_prefix(1);
    return there;
  }
  void expect(char c) { fits = take(c) && fits; }
  int digits(std::size_t count) {
    int out = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = rest.empty() ? ' ' : rest.front();
      if (c < '0' || c > '9') {
        fits = false;
        return 0;
      }
      out = out * 10 + (c - '0');
      rest.remove_prefix(1);
    }
    return out;
  }
};

/// The digits after the point, as milliseconds; finer ones are cut off.
int milliseconds(Scanner& in) {
  int out = 100 * in.digits(1);
  for (int scale = 10; !in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9';
       scale /= 10)
    out += scale * in.digits(1);
  return out;
}

/// "Z", "+01:00" or "-08:00", in minutes.
int zone(Scanner& in) {
  if (in.take('Z')) return 0;
  const int sign = in.at('-') ? -1 : 1;
  if (!in.take('+')) in.expect('-');
  const int hours = in.digits(2);
  in.expect(':');
  return sign * (hours * 60 + in.digits(2));
}

/// "T12:00[:00[.5]]Z", in milliseconds since midnight UTC.
std::int64_t time_of_day(Scanner& in) {
  in.expect('T');
  const int hours = in.digits(2);
  in.expect(':');
  const int minutes = in.digits(2);
  const int seconds = in.take(':') ? in.digits(2) : 0;
  const int fraction = in.take('.') ? milliseconds(in) : 0;
  if (hours > 24 || minutes > 59 || seconds > 60) in.fits = false;
  return ((hours * 60 + minutes - zone(in)) * 60LL + seconds) * 1000 + fraction;
}

std::optional<std::int64_t> calendar_date(std::string_view text) {
  Scanner in{text};
  const std::chrono::year year{in.digits(4)};
  const std::chrono::month month{in.take('-') ? static_cast<unsigned>(in.digits(2)) : 1U};
  const std::chrono::day day{in.take('-') ? static_cast<unsigned>(in.digits(2)) : 1U};
  const std::int64_t in_day = in.rest.empty() ? 0 : time_of_day(in);
  const std::chrono::year_month_day date{year, month, day};
  if (!in.fits || !in.rest.empty() || !date.ok()) return {};
  return std::chrono::milliseconds{std::chrono::sys_days{date}.time_since_epoch()}.count() + in_day;
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  const auto out = whole<double>(text);
  return out && std::isfinite(*out) ? out : std::nullopt;
}

std::optional<std::int64_t> date_of(std::string_view text) {
  constexpr std::int64_t latest = 253'402'300'799;  // the end of the year 9999
  if (text.size() != 4)
    if (const auto seconds = whole<std::int64_t>(text); seconds && std::abs(*seconds) <= latest)
      return *seconds * 1000;
  return calendar_date(text);
}

std::optional<Network> network_of(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  Network out;
  if (inet_pton(AF_INET, address.c_str(), out.bytes.data()) == 1)
    out.address_bits = 32;
  else if (inet_pton(AF_INET6, address.c_str(), out.bytes.data()) == 1)
    out.address_bits = 128;
  else
    return {};
  out.prefix = out.address_bits;
  if (slash == std::string_view::npos) return out;
  const auto prefix = whole<unsigned>(text.substr(slash + 1));
  if (!prefix || *prefix > out.address_bits) return {};
  out.prefix = *prefix;
  return out;
}

bool contains(const Network& outer, const Network& inner) {
  if (outer.address_bits != inner.address_bits || inner.prefix < outer.prefix) return false;
  for (unsigned bit = 0; bit < outer.prefix; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((outer.bytes[bit / 8] ^ inner.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace outcast::access
