// Durations to and from text.
#include "models/document/duration_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "models/document/nearest_name.h"

namespace outcast::document {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr std::int64_t second = 1'000'000'000;
constexpr std::array<Unit, 6> units = {{{"w", 604'800 * second},
                                        {"d", 86'400 * second},
                                        {"h", 3'600 * second},
                                        {"m", 60 * second},
                                        {"s", second},
                                        {"ms", second / 1000}}};

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : units)
    if (unit.name == name) return &unit;
  return nullptr;
}

/// "5min", "5 m" and "5M" mean minutes to people.
std::string unit_hint(std::string_view number, std::string_view unit) {
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  if (unit.empty() || unit.starts_with("mo")) return {};
  const bool milli = unit.starts_with("mil") || unit.starts_with("ms");
  const std::string meant = milli ? "ms" : std::string(1, static_cast<char>(unit[0] | 0x20));
  if (!find_unit(meant)) return {};
  return "Did you mean " + quoted(std::string(number) + meant) + '?';
}

}  // namespace

std::optional<sim::Duration> parse_duration(std::string_view text, Problem& problem) {
  constexpr std::string_view form = "a duration is a number and a unit, such as \"90s\"";
  if (text == "forever") return sim::Duration::forever();
  double number = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(number)) {
    problem.what = quoted(text) + " is no duration";
    problem.why = form;
    return std::nullopt;
  }
  const std::string_view digits(text.data(), static_cast<std::size_t>(rest - text.data()));
  const std::string_view name = text.substr(digits.size());
  const Unit* unit = find_unit(name);
  if (!unit) {
    problem.what = name.empty() ? quoted(text) + " has no unit"
                                : "unknown unit " + quoted(name) + " in " + quoted(text);
    problem.why = "units: ms, s, m, h, d, w";
    problem.hint = name.empty() ? "Did you mean " + quoted(std::string(text) + 's') + '?'
                                : unit_hint(digits, name);
    return std::nullopt;
  }
  if (std::signbit(number)) {
    problem.what = quoted(text) + " is negative";
    problem.why = "durations start at zero";
    return std::nullopt;
  }
  const double nanoseconds = number * static_cast<double>(unit->nanoseconds);
  if (nanoseconds >= 9.2e18) {
    problem.what = quoted(text) + " is too long";
    problem.why = "the clock spans 291 years";
    problem.hint = "Write \"forever\" for what never ends.";
    return std::nullopt;
  }
  return sim::Duration{std::llround(nanoseconds)};
}

std::string to_text(sim::Duration duration) {
  if (duration == sim::Duration::forever()) return "forever";
  if (duration.nanoseconds == 0) return "0s";
  for (const Unit& unit : units)
    if (duration.nanoseconds % unit.nanoseconds == 0)
      return std::to_string(duration.nanoseconds / unit.nanoseconds) + std::string(unit.name);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, duration.seconds()).ptr;
  return std::string(text, end) + "s";
}

}  // namespace outcast::document
