// Sobol's indices: which share of an answer's variance each parameter makes, alone and in all.
#pragma once
#include <vector>

#include "sim/design/points.h"
#include "sim/design/resampling.h"
#include "sim/design/responses.h"

namespace outcast::sim {

/// Rows of dimensions + 2 points: a point of A, one of B, and A with each coordinate of B in turn.
/// `doubled`: A and B side by side. Source: Saltelli et al., Variance based sensitivity analysis of
/// model output, Computer Physics Communications 181 (2010).
Points saltelli(const Points& doubled);

/// A share of variance, with the interval that the bootstrap gives it.
struct VarianceShare {
  double value = 0;
  Interval interval;
};

struct SobolIndices {
  std::size_t rows = 0;  ///< those with an answer at every point
  double variance = 0;   ///< of the true answers over the parameters
  /// Variance that the noise of the replications adds to a point's mean, in shares of `variance`;
  /// it is not part of the indices. With one batch it is not known, and taken as none.
  double noise = 0;
  std::vector<VarianceShare> first;  ///< by dimension: alone (Saltelli et al. 2010)
  std::vector<VarianceShare> total;  ///< with all its interactions (Jansen 1999)
};

/// Of the points of saltelli(). Every product is one of different batches (see Responses), so that
/// noise adds nothing on average, shared or not. Without any variance all shares are NaN. Shares of
/// a parameter that does not matter scatter around 0 and may be negative. Intervals are percentile
/// bootstraps over rows and batches: close to 95 % for independent rows from some hundred on, wider
/// than needed for those of a Sobol sequence. Source: Jansen, Analysis of variance designs for
/// model output, Computer Physics Communications 117 (1999).
SobolIndices estimate_sobol_indices(std::size_t dimensions, const Responses& responses,
                                    const Bootstrap& bootstrap);

}  // namespace outcast::sim
