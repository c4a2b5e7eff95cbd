// A what-if that strikes any service: means without the luck of where it strikes.
#pragma once
#include <vector>

#include "app/study/case.h"
#include "app/study/rows.h"
#include "sim/stats/control_variate.h"

namespace outcast::app {

struct ControlledMean {
  cascade::Metric metric;
  sim::ControlledEstimate found;
};

/// Where the one thing given is a fault of "*", every service is struck with the same probability,
/// so the mean size of the cascades by linear algebra is known exactly, however good the algebra
/// is: a control variate. Of the sizes and losses, those metrics that it makes more precise with
/// 99.9 %; none for other scenarios. `rows`: of the replications from 0 on.
std::vector<ControlledMean> controlled_means(const Case& subject, const Rows& rows,
                                             std::uint64_t seed);

}  // namespace outcast::app
