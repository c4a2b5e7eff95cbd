// What a run must keep to, as people write it: p95(blast_radius) <= 0.2.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal/figures.h"

namespace outcast::app {

enum class Measure { mean, deviation, quantile, shortfall, largest, smallest, share };
enum class Comparison { at_most, below, at_least, above };

/// `<=`, `<`, `>=`, `>`
std::string_view to_text(Comparison comparison);
bool holds(double value, Comparison comparison, double limit);

/// A bound in the unit of what it bounds, and how people wrote it.
struct Limit {
  double value = 0;
  Scale scale{};  ///< that values beside it are shown in
};

/// Invariant: the column exists, the limit is finite and one that the measure can reach.
struct Requirement {
  std::string text{};  ///< with its spaces made even
  Measure measure = Measure::mean;
  double level = 0;  ///< of a quantile, or where the tail of a shortfall begins; 0 .. 1
  std::size_t column = 0;
  Comparison comparison = Comparison::at_most;
  Limit limit{};
  // P(metric > x): the share of the replications in which that holds
  Comparison event = Comparison::above;
  double threshold = 0;
};

/// Reads all of them. Throws Failure with every problem of every text.
std::vector<Requirement> read_requirements(const std::vector<std::string>& texts);

}  // namespace outcast::app
