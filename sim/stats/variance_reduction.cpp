// The ratio of two variances, with the interval of Fisher's F.
#include "sim/stats/variance_reduction.h"

#include <limits>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {

VarianceReduction reduction_of(const MeasuredVariances& variances, double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto& [plain, plain_freedom, achieved, achieved_freedom] = variances;
  if (plain_freedom <= 0 || achieved_freedom <= 0) return {1, {0, infinity}};
  if (achieved <= 0)
    return plain > 0 ? VarianceReduction{infinity, {0, infinity}}
                     : VarianceReduction{1, {0, infinity}};
  const double factor = plain / achieved, outside = (1 - confidence) / 2;
  return {factor,
          {factor / fisher_quantile(1 - outside, plain_freedom, achieved_freedom),
           factor / fisher_quantile(outside, plain_freedom, achieved_freedom)}};
}

}  // namespace outcast::sim
