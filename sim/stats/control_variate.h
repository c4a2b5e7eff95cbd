// Control variates: what goes along with the value and has a known mean explains part of its luck.
#pragma once
#include <span>

#include "sim/stats/estimate.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::sim {

struct ControlledEstimate {
  Estimate estimate;       ///< at the control's known mean; sd of what the control leaves
  double coefficient = 0;  ///< of the regression of the value on the control
  double correlation = 0;
  VarianceReduction reduction;  ///< 1 / (1 - correlation^2), less what the regression costs
};

/// `values[r]` and `controls[r]` belong to replication r; those in which one is missing (NaN) are
/// left out. Student's interval with n - 2 degrees of freedom is exact where both are jointly
/// normal; the bias elsewhere falls as 1 / n. Source: Lavenberg and Welch, A perspective on the use
/// of control variables to increase the efficiency of Monte Carlo simulations, Management Science
/// 27 (1981). The reduction's interval: Fisher's z. A control that does not vary changes nothing.
ControlledEstimate estimate_with_control(std::span<const double> values,
                                         std::span<const double> controls, double known_mean,
                                         double confidence = default_confidence);

}  // namespace outcast::sim
