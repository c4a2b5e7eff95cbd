// A study: one scenario whose variants were observed, and how far the predictions are off.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/study/summary.h"

namespace outcast::app {

/// One observed success rate beside what is predicted of it.
struct Cell {
  std::string label;     ///< the variant, or "as it is"
  std::string audience;  ///< whose success
  sim::Estimate predicted;
  double observed = 0;
  std::optional<double> published{};  ///< what the study's own model predicted
  /// Where 95 % of live studies with as many draws would lie, were the prediction right; empty:
  /// it is not known how many draws there were.
  std::optional<sim::Interval> live_range{};

  double error_points() const { return 100 * (predicted.mean - observed); }
  double published_error_points() const { return 100 * (*published - observed); }
  /// Where everything failed, or nothing did, any model is right.
  bool is_informative() const { return observed > 0 && observed < 1; }
};

/// The mean of absolute errors over informative cells.
struct MeanError {
  std::string of;  ///< a customer group; empty: the whole study
  std::size_t cells = 0;
  double points = 0;
  std::optional<double> published_points{};  ///< where every cell has a published value
};

/// What was observed of a whole system rather than of its customers' success.
struct Outcome {
  std::string label;
  const scenario::Observed* observed = nullptr;
  std::vector<Observation> observations;
};

/// Invariant: cells in the order of the cases, then of the file. The cases outlive the study.
struct Study {
  std::string path, name;
  std::vector<Cell> cells;
  std::vector<Outcome> outcomes;
};

/// `cases`: those of one scenario, simulated.
Study study_of(const std::vector<const Case*>& cases);
/// Of the study, then of each customer group where there are several; none without an informative
/// cell.
std::vector<MeanError> mean_errors(const Study& study);

/// Everything that one hindcast found.
struct Hindcast {
  std::vector<Study> studies;
  std::uint64_t seed = 1;
};
std::string to_text(const Hindcast& hindcast);
std::string to_json(const Hindcast& hindcast);

}  // namespace outcast::app
