// Stratified samples: a mean from the means of parts whose shares are known.
#pragma once
#include <span>

#include "sim/stats/estimate.h"

namespace outcast::sim {

struct Stratum {
  double share = 0;   ///< in nature; the shares add up to 1
  Estimate estimate;  ///< of replications that begin in it
};

/// Sum of share x mean; n of all strata, sd as a plain sample would have. The interval's degrees of
/// freedom are Satterthwaite's (An approximate distribution of estimates of variance components,
/// Biometrics 2, 1946). The variance of plain sampling: Cochran, Sampling techniques, 3rd edition
/// (1977), section 5A.11. A stratum with a share needs two values, else the interval is infinite;
/// two or three each make it too short where values are skewed.
Estimate estimate_stratified(std::span<const Stratum> strata,
                             double confidence = default_confidence);

}  // namespace outcast::sim
