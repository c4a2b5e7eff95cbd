// A factor: a value of the scenario that a sweep varies, and what a coordinate between 0 and 1
// makes of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/sweep/sweep_file.h"
#include "models/scenario/editable_scenario.h"
#include "sim/design/points.h"

namespace outcast::app {

/// One of several values or patches.
struct Choice {
  std::string text;  ///< for people
  document::Value value;
};

/// Numbers, or seconds of durations.
struct NumberRange {
  enum class Unit { plain, seconds };
  double low = 0, high = 1;
  Unit unit = Unit::plain;
  Spacing spacing = Spacing::linear;
  bool whole = false;
  unsigned levels = 5;
};

/// Exactly one of choices, range and distribution is there. Invariant: the document outlives it.
struct Factor {
  std::string name, label, unit;
  document::Value written;  ///< where the file describes it
  std::vector<document::Pointer> pointers{};
  document::Value pointer_written{};
  scenario::Edit::Kind kind = scenario::Edit::Kind::set;
  std::vector<Choice> choices{};
  std::optional<NumberRange> range{};
  std::optional<sim::Distribution> distribution{};
};

/// A value at a coordinate: what a table shows, and as a number if it is one (durations: seconds).
struct Setting {
  std::string text;
  std::optional<double> number{};
};

/// Of each factor of the file; where it cannot be, a problem.
std::vector<Factor> make_factors(const SweepFile& file, document::Value written,
                                 document::Problems& problems);

/// as_it_is: "as it is".
Setting setting_at(const Factor& factor, double coordinate);

/// What is to be changed, none for as_it_is. New values are made in `document`.
void add_edits(const Factor& factor, double coordinate, document::Document& document,
               std::vector<scenario::Edit>& edits);

/// The coordinates of the values that a grid takes.
std::vector<double> levels_of(const Factor& factor);
/// Those of the ends; of a distribution its 5 % and 95 % quantiles, since it may have none.
sim::Ends ends_of(const Factor& factor);
/// Those at which each of the factor's values is seen, or the ends and the middle of a range.
std::vector<double> probes_of(const Factor& factor);
/// The coordinate of a choice.
double coordinate_of(const Factor& factor, std::size_t choice);

}  // namespace outcast::app
