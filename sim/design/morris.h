// Morris's screening: which parameters matter at all, and which do so in curves or together.
#pragma once
#include <vector>

#include "sim/design/points.h"
#include "sim/design/resampling.h"
#include "sim/design/responses.h"

namespace outcast::sim {

/// Trajectories of dimensions + 1 points, each step of which moves one coordinate by half the
/// levels. Sources: Morris, Factorial sampling plans for preliminary computational experiments,
/// Technometrics 33 (1991).
struct MorrisDesign {
  Points points;
  std::vector<std::size_t> moved{};  ///< by trajectory, then step: the dimension

  std::size_t trajectories() const {
    return points.dimensions == 0 ? 0 : moved.size() / points.dimensions;
  }
};

/// `levels` is even.
MorrisDesign morris(std::size_t dimensions, std::size_t trajectories, unsigned levels,
                    std::uint64_t seed);

/// Of one dimension: how the answer changes when it crosses its whole range.
struct ElementaryEffects {
  Estimate mu;       ///< mean effect; n counts trajectories
  Estimate mu_star;  ///< mean size of the effect: 0 says that it does not matter
  double sigma = 0;  ///< how effects differ between places: curves and interactions
  Interval sigma_interval;
};

/// By dimension. Trajectories in which a step lacks a value are left out of its dimension.
///
/// Noise makes effects look large and different; here it does not count: mu* takes the sign of an
/// effect from other batches than its size, and sigma multiplies effects of different batches
/// (see Responses). mu* then errs low, not high, where noise hides the sign. Intervals of mu and
/// mu* are those of a crossed mean, that of sigma is a percentile bootstrap (too short for fewer
/// than some 20 trajectories). mu*: Campolongo, Cariboni and Saltelli, An effective screening
/// design for sensitivity analysis of large models, Environmental Modelling & Software 22 (2007).
std::vector<ElementaryEffects> estimate_elementary_effects(const MorrisDesign& design,
                                                           const Responses& responses,
                                                           const Bootstrap& bootstrap);

}  // namespace outcast::sim
