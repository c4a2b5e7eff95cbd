// Two variants compared replication by replication.
#pragma once
#include <span>

#include "sim/stats/estimate.h"
#include "sim/stats/proportion.h"

namespace outcast::sim {

/// What changes from variant a to variant b in replications that share their luck.
struct PairedDifference {
  Estimate difference;          ///< mean of b - a with its interval; n counts the pairs
  Proportion higher;            ///< share of the pairs with b > a
  Proportion lower;             ///< share of the pairs with b < a; the rest are equal
  std::uint64_t only_in_a = 0;  ///< replications in which only a has a value
  std::uint64_t only_in_b = 0;  ///< replications in which only b has a value
};

/// `a[r]` and `b[r]` are the same replication r; both spans have the same length. A pair counts
/// when both have a value (not NaN). Beware of many in only_in_a or only_in_b: the difference then
/// speaks of the selected replications in which the metric exists under both variants.
PairedDifference estimate_paired_difference(std::span<const double> a, std::span<const double> b,
                                            double confidence = default_confidence);

}  // namespace outcast::sim
