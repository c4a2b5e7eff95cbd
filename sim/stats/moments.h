// Mean and spread of values that pass by once.
#pragma once
#include <cstdint>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// Thread rule: one thread; the same order of values gives the same bytes. NaN are not counted.
/// Sources: Welford, Note on a method for calculating corrected sums of squares and products,
/// Technometrics 4 (1962); for cubes Terriberry, Computing higher-order moments online (2007).
class Moments {
 public:
  void add(double value);
  /// As estimate_mean() of all values so far, but for rounding.
  Estimate estimate(double confidence = default_confidence) const;

 private:
  std::uint64_t n_ = 0;
  double mean_ = 0;
  double squares_ = 0;  ///< of the distances from the mean
  double cubes_ = 0;    ///< of the same
};

}  // namespace outcast::sim
