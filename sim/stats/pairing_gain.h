// What common random numbers gain: pairs that share their luck against variants with luck of their
// own.
#pragma once
#include <optional>
#include <span>

#include "sim/stats/variance_reduction.h"

namespace outcast::sim {

/// (Var a + Var b) / Var(b - a): so many times more replications would tell the difference as well
/// if each variant had luck of its own. Below 1 where what is good luck for one is bad for the
/// other. `a[r]` and `b[r]` are the same replication r, and a pair counts when both have a value
/// (not NaN). Empty: there are fewer than two pairs, or all differ by the same, so that there is no
/// variance to reduce. The interval: jackknifed() over 32 stretches of the pairs; open below ten
/// pairs, and where a single stretch holds all that varies. Source for the method: Glasserman and
/// Yao, Some guidelines and guarantees for common random numbers, Management Science 38 (1992).
std::optional<VarianceReduction> pairing_gain(std::span<const double> a, std::span<const double> b,
                                              double confidence = default_confidence);

}  // namespace outcast::sim
