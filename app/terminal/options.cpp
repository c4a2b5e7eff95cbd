// Hands the declared options to CLI11.
#include "app/terminal/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>

namespace outcast::app {
namespace {

std::uint64_t scale_of(char suffix) {
  return suffix == 'k' ? 1'000 : suffix == 'M' ? 1'000'000 : 1;
}

/// Reads a variable from the option's text; what `parse` refuses is a usage error.
template <class T, class Parse>
void add(CLI::App& app, const std::string& names, const std::string& value, T& variable,
         Parse parse, const std::string& what) {
  const auto read = [names, &variable, parse](const std::string& text) {
    std::string rule;
    if (auto parsed = parse(text, rule))
      variable = *parsed;
    else
      throw CLI::ValidationError(names, rule + ", not \"" + text + '"');
  };
  app.add_option_function<std::string>(names, read, what)->type_name(value)->take_last();
}

std::string rule_of(const CountRange& range) {
  std::string rule = "must be a whole number";
  if (range.least > 0) rule += " from " + std::to_string(range.least);
  if (range.most < std::numeric_limits<std::uint64_t>::max())
    rule += (range.least > 0 ? " to " : " up to ") + std::to_string(range.most);
  return rule;
}

}  // namespace

std::optional<std::uint64_t> parse_count(const std::string& text) {
  std::uint64_t number = 0, product = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || end - rest > 1) return std::nullopt;
  const std::uint64_t scale = rest == end ? 1 : scale_of(*rest);
  if (rest != end && scale == 1) return std::nullopt;
  if (__builtin_mul_overflow(number, scale, &product)) return std::nullopt;
  return product;
}

std::optional<double> parse_amount(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool is_percent = rest + 1 == end && *rest == '%';
  if (error != std::errc{} || (rest != end && !is_percent)) return std::nullopt;
  if (!(number > 0) || !std::isfinite(number)) return std::nullopt;
  return is_percent ? number / 100 : number;
}

std::optional<double> parse_share(const std::string& text) {
  const std::optional<double> share = parse_amount(text);
  return share && *share < 1 ? share : std::nullopt;
}

void Options::examples(const std::vector<std::string>& lines) {
  std::string text = "Examples:";
  for (const std::string& line : lines) text += "\n  outcast " + line;
  app_.footer(text);
}

void Options::operand(const std::string& value, std::string& variable, const std::string& what) {
  app_.add_option(value, variable, what)->required()->type_name("");
}

void Options::optional_operand(const std::string& value, std::string& variable,
                               const std::string& what) {
  app_.add_option(value, variable, what)->type_name("");
}

void Options::operands(const std::string& value, std::vector<std::string>& variable,
                       const std::string& what) {
  app_.add_option(value, variable, what)->required()->type_name("");
}

void Options::text(const std::string& names, const std::string& value, std::string& variable,
                   const std::string& what) {
  app_.add_option(names, variable, what)->type_name(value);
}

void Options::texts(const std::string& names, const std::string& value,
                    std::vector<std::string>& variable, const std::string& what) {
  app_.add_option(names, variable, what)
      ->type_name(value)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->take_all();
}

namespace {

auto parse_within(CountRange range) {
  return [range](const std::string& text, std::string& rule) {
    rule = rule_of(range);
    const auto number = parse_count(text);
    const bool is_legal = number && *number >= range.least && *number <= range.most;
    return is_legal ? number : std::nullopt;
  };
}

}  // namespace

void Options::count(const std::string& names, std::uint64_t& variable, CountRange range,
                    const std::string& what) {
  add(app_, names, "N", variable, parse_within(range), what);
}

void Options::count(const std::string& names, std::optional<std::uint64_t>& variable,
                    CountRange range, const std::string& what) {
  add(app_, names, "N", variable, parse_within(range), what);
}

void Options::share(const std::string& names, std::optional<double>& variable,
                    const std::string& what) {
  const auto parse = [](const std::string& text, std::string& rule) {
    rule = "must be a share between 0 and 1, such as 5% or 0.05";
    return parse_share(text);
  };
  add(app_, names, "SHARE", variable, parse, what);
}

void Options::amount(const std::string& names, std::optional<double>& variable,
                     const std::string& what) {
  const auto parse = [](const std::string& text, std::string& rule) {
    rule = "must be a number above zero, such as 5 or 1%";
    return parse_amount(text);
  };
  add(app_, names, "D", variable, parse, what);
}

void Options::flag(const std::string& names, bool& variable, const std::string& what) {
  app_.add_flag(names, variable, what);
}

void Options::exclude(const std::string& name, const std::string& other) {
  excluded_->emplace_back(name, other);
  app_.parse_complete_callback([&app = app_, excluded = excluded_] {
    for (const auto& [one, two] : *excluded)
      if (app.get_option(one)->count() > 0 && app.get_option(two)->count() > 0)
        throw CLI::ExcludesError(one, two);
  });
}

}  // namespace outcast::app
