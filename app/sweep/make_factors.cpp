// From what the file says of a parameter to a factor, or to its problems.
#include <algorithm>
#include <cmath>

#include "app/sweep/factor.h"
#include "models/document/duration_text.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;

void report(Value at, std::string what, Problems& problems, std::string why = {}) {
  problems.add({at.position(), std::move(what), std::move(why)});
}

void add_pointer(Value text, Factor& factor, Problems& problems) {
  if (!text.is(ValueKind::string)) return report(text, "a pointer is a text", problems);
  document::Problem problem;
  if (auto pointer = document::parse_pointer(text.text(), problem)) {
    factor.pointers.push_back(std::move(*pointer));
    return;
  }
  problem.at = text.position();
  problems.add(std::move(problem));
}

void add_pointers(Value written, Factor& factor, Problems& problems) {
  factor.pointer_written = written;
  if (!written.is(ValueKind::array)) return add_pointer(written, factor, problems);
  for (const Value one : written) add_pointer(one, factor, problems);
}

std::string text_of(Value value) {
  return value.is(ValueKind::string) ? std::string(value.text()) : canonical_text(value);
}

void add_values(Value values, Factor& factor, Problems& problems) {
  if (!values.is(ValueKind::array) || values.size() == 0)
    return report(values, "values are a list of at least one", problems);
  for (const Value value : values) factor.choices.push_back({text_of(value), value});
}

void add_patches(Value patches, Factor& factor, Problems& problems) {
  if (!patches.is(ValueKind::object) || patches.size() == 0)
    return report(patches, "patches are an object, by name, of at least one", problems);
  factor.kind = scenario::Edit::Kind::patch;
  for (const Value patch : patches) factor.choices.push_back({std::string(patch.key()), patch});
}

/// The number, or the seconds of the duration, that an end of a range is.
std::optional<double> end_of(Value end, NumberRange::Unit& unit, Problems& problems) {
  if (end.is(ValueKind::number)) return end.number();
  if (!end.is(ValueKind::string)) {
    report(end, "an end of a range is a number or a duration", problems);
    return std::nullopt;
  }
  unit = NumberRange::Unit::seconds;
  document::Problem problem{end.position(), {}};
  const auto duration = document::parse_duration(end.text(), problem);
  if (!duration) return problems.add(std::move(problem)), std::nullopt;
  if (*duration != sim::Duration::forever()) return duration->seconds();
  report(end, "no range ends at \"forever\"", problems);
  return std::nullopt;
}

void check_range(const NumberRange& range, const RangeFile& file, Problems& problems) {
  if (range.low >= range.high)
    report(file.high, "the high end of a range lies above its low end", problems);
  if (range.spacing == Spacing::log && range.low <= 0)
    report(file.low, "the low end of a log range lies above 0", problems);
  const bool has_whole_ends =
      std::floor(range.low) == range.low && std::floor(range.high) == range.high;
  if (range.whole && (!has_whole_ends || range.spacing == Spacing::log))
    report(file.low, "a range of whole numbers has whole ends and even steps", problems);
}

void add_range(const RangeFile& file, Factor& factor, Problems& problems) {
  if (!file.low || !file.high) return;  // reported by the reader
  auto low_unit = NumberRange::Unit::plain, high_unit = low_unit;
  const auto low = end_of(file.low, low_unit, problems),
             high = end_of(file.high, high_unit, problems);
  if (!low || !high) return;
  if (low_unit != high_unit)
    return report(file.high, "one end of the range is a number, the other a duration", problems);
  factor.range = {*low, *high, low_unit, file.spacing, file.whole, file.levels};
  check_range(*factor.range, file, problems);
}

/// How the file says which values the factor takes; a list of points says it elsewhere.
void add_domain(const FactorFile& file, const SweepFile& sweep, Factor& factor,
                Problems& problems) {
  const int given = (file.values ? 1 : 0) + (file.patches ? 1 : 0) + (file.range ? 1 : 0) +
                    (file.distribution ? 1 : 0);
  if (file.patches ? static_cast<bool>(file.pointer) : !file.pointer)
    report(factor.written, "a parameter has a pointer, or patches", problems,
           "one of them says what it changes");
  if (given > 1 || (given == 0 && !sweep.design.list))
    return report(
        factor.written,
        "a parameter has values, a range, a distribution or patches, and only one of them",
        problems);
  if (file.values) add_values(file.values, factor, problems);
  if (file.patches) add_patches(file.patches, factor, problems);
  if (file.range) add_range(*file.range, factor, problems);
  factor.distribution = file.distribution;
}

Factor make_factor(const FactorFile& file, Value written, const SweepFile& sweep,
                   Problems& problems) {
  Factor factor{file.name, file.label, file.unit, written};
  if (file.pointer) add_pointers(file.pointer, factor, problems);
  add_domain(file, sweep, factor, problems);
  return factor;
}

/// The choice of a factor that a listed value is; values that were not met before become one.
void note_listed(Factor& factor, Value value, Problems& problems) {
  const std::string text = text_of(value);
  if (std::ranges::find(factor.choices, text, &Choice::text) != factor.choices.end()) return;
  if (factor.kind == scenario::Edit::Kind::set && !factor.range && !factor.distribution) {
    factor.choices.push_back({text, value});
    return;
  }
  std::vector<std::string_view> known;
  for (const Choice& choice : factor.choices) known.push_back(choice.text);
  problems.add(
      {value.position(), "unknown patch " + quoted(text), {}, document::did_you_mean(text, known)});
}

void note_points(Value points, std::vector<Factor>& factors, Problems& problems) {
  std::vector<std::string_view> names;
  for (const Factor& factor : factors) names.push_back(factor.name);
  for (const Value point : points) {
    if (!point.is(ValueKind::object)) {
      report(point, "a point is an object: values by parameter", problems);
      continue;
    }
    for (const Value value : point) {
      const auto factor = std::ranges::find(factors, value.key(), &Factor::name);
      if (factor != factors.end())
        note_listed(*factor, value, problems);
      else
        problems.add({value.key_position(),
                      "unknown parameter " + quoted(value.key()),
                      {},
                      document::did_you_mean(value.key(), names)});
    }
  }
}

}  // namespace

std::vector<Factor> make_factors(const SweepFile& file, Value written, Problems& problems) {
  std::vector<Factor> factors;
  const Value parameters = written.find("parameters");
  for (std::size_t f = 0; f < file.factors.size(); ++f)
    factors.push_back(make_factor(file.factors[f], parameters[f], file, problems));
  if (factors.empty() && parameters)
    report(parameters, "there is nothing to vary", problems, "no parameter is given");
  const bool has_list = file.design.list && file.design.list->points;
  if (has_list) note_points(file.design.list->points, factors, problems);
  return factors;
}

}  // namespace outcast::app
