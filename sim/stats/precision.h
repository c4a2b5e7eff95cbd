// The rule behind `--precision`: how many replications until every mean is known well enough.
#pragma once
#include <cstdint>
#include <span>

#include "sim/stats/estimate.h"

namespace outcast::sim {

enum class Precision {
  open,     ///< run up to `total` replications and ask again
  reached,  ///< every estimate is precise enough
  capped,   ///< the cap is met and at least one estimate is not precise enough
};

struct NextRound {
  Precision precision = Precision::open;
  std::uint64_t total = 0;  ///< replications in all, those so far included
};

inline constexpr std::uint64_t smallest_precise_run = 1'000;
inline constexpr std::uint64_t default_replication_cap = 10'000'000;

/// Half-width of the interval divided by |mean|, the measure of precision.
/// Without any value: 0, since more replications would promise nothing. All values equal, zero
/// included: 0. A mean of zero among values that differ: infinite. One value: infinite.
double relative_half_width(const Estimate& estimate);

/// What to do after `n_so_far` replications that gave `estimates`, one for each requested metric.
/// Precise enough means relative_half_width <= target (0.05 for `5%`). The next total is what the
/// present variance asks for and 5 % more, at least 1.2 times and at most 4 times n_so_far, never
/// above the cap. n_so_far = 0 asks for the first round.
///
/// A metric that is zero throughout, or has no value, does not keep a run going: a rare event that
/// the first round missed stays missed (relative precision cannot see it). A mean near zero among
/// values of both signs runs into the cap.
///
/// Looking at the data to decide when to stop costs coverage (Chow and Robbins, On the asymptotic
/// theory of fixed-width sequential confidence intervals, 1965: it returns as n grows). So no
/// run ends before 1,000 replications (or the cap), and looks are few: rounds grow by 20 % or more.
NextRound next_round(std::span<const Estimate> estimates, double target, std::uint64_t n_so_far,
                     std::uint64_t cap = default_replication_cap);

}  // namespace outcast::sim
