// Which factors matter: what the points of a design say together.
#pragma once
#include <optional>
#include <vector>

#include "app/sweep/responses.h"
#include "sim/design/morris.h"
#include "sim/design/saltelli.h"
#include "sim/stats/paired_difference.h"

namespace outcast::app {

/// One factor at both ends, the others as they are; differences are paired by replication.
struct TornadoBar {
  std::size_t factor = 0;
  Setting low, high;
  sim::PairedDifference at_low, at_high;  ///< from the scenario as it is
  sim::PairedDifference swing;            ///< from low to high
};

/// Of one metric; what the design does not give is empty.
struct Sensitivity {
  std::vector<TornadoBar> bars{};  ///< the widest swing first
  std::vector<sim::ElementaryEffects> effects{};
  std::optional<sim::SobolIndices> indices{};
  std::optional<sim::Estimate> average{};  ///< over the space, from the shifts of a Sobol design
};

/// By metric; none where the design supports none, or where a point is not complete.
std::vector<Sensitivity> sensitivities_of(const Plan& plan, const Sampling& sampling,
                                          const std::vector<PointResponse>& points);

}  // namespace outcast::app
