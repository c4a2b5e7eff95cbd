// From coordinates to values.
#include "app/sweep/factor.h"

#include <algorithm>
#include <cmath>

#include "app/terminal/figures.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

double value_of(const NumberRange& range, double coordinate) {
  if (range.whole) {
    const double steps = range.high - range.low + 1;
    return range.low + std::min(std::floor(coordinate * steps), steps - 1);
  }
  if (range.spacing == Spacing::log)
    return range.low * std::pow(range.high / range.low, coordinate);
  return range.low + (range.high - range.low) * coordinate;
}

const Choice& choice_at(const Factor& factor, double coordinate) {
  const double count = static_cast<double>(factor.choices.size());
  return factor.choices[static_cast<std::size_t>(std::min(coordinate * count, count - 1))];
}

/// In nanoseconds, as durations are.
std::string time_text(double seconds) {
  return document::to_text(sim::Duration::from_seconds(seconds));
}

std::optional<double> number_in(document::Value value) {
  if (value.is(document::ValueKind::number)) return value.number();
  document::Problem problem;
  if (value.is(document::ValueKind::string))
    if (const auto duration = document::parse_duration(value.text(), problem))
      return duration->seconds();
  return std::nullopt;
}

bool is_time(const Factor& factor) {
  return factor.distribution || factor.range->unit == NumberRange::Unit::seconds;
}

double number_at(const Factor& factor, double coordinate) {
  return factor.range ? value_of(*factor.range, coordinate)
                      : factor.distribution->quantile(coordinate);
}

document::Value value_at(const Factor& factor, double coordinate, document::Document& document) {
  if (!factor.choices.empty()) return choice_at(factor, coordinate).value;
  const double number = number_at(factor, coordinate);
  return is_time(factor) ? document.text_at(factor.written, time_text(number))
                         : document.number_at(factor.written, number);
}

}  // namespace

Setting setting_at(const Factor& factor, double coordinate) {
  if (std::isnan(coordinate)) return {"as it is"};
  if (!factor.choices.empty()) {
    const Choice& choice = choice_at(factor, coordinate);
    const bool is_patch = factor.kind == scenario::Edit::Kind::patch;
    return {choice.text, is_patch ? std::nullopt : number_in(choice.value)};
  }
  const double number = number_at(factor, coordinate);
  return {is_time(factor) ? length_text(number) : short_text(number), number};
}

void add_edits(const Factor& factor, double coordinate, document::Document& document,
               std::vector<scenario::Edit>& edits) {
  if (std::isnan(coordinate)) return;
  const document::Value value = value_at(factor, coordinate, document);
  if (factor.kind == scenario::Edit::Kind::patch)
    edits.push_back({.kind = factor.kind, .value = value});
  for (const document::Pointer& pointer : factor.pointers)
    edits.push_back({.pointer = pointer, .value = value, .written = factor.pointer_written});
}

double coordinate_of(const Factor& factor, std::size_t choice) {
  return (static_cast<double>(choice) + 0.5) / static_cast<double>(factor.choices.size());
}

std::vector<double> levels_of(const Factor& factor) {
  std::vector<double> levels;
  for (std::size_t c = 0; c < factor.choices.size(); ++c)
    levels.push_back(coordinate_of(factor, c));
  const unsigned count = factor.range ? factor.range->levels : 5;
  if (factor.choices.empty())
    for (unsigned i = 0; i < count; ++i)
      levels.push_back(factor.range ? static_cast<double>(i) / (count - 1)
                                    : (static_cast<double>(i) + 0.5) / count);
  return levels;
}

sim::Ends ends_of(const Factor& factor) {
  constexpr double tail = 0.05;
  if (factor.distribution) return {tail, 1 - tail};
  return {0, 1};
}

std::vector<double> probes_of(const Factor& factor) {
  if (!factor.choices.empty()) return levels_of(factor);
  const sim::Ends ends = ends_of(factor);
  return {ends.low, 0.5, ends.high};
}

}  // namespace outcast::app
