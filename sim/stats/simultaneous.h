// Intervals that hold for many comparisons at once.
#pragma once
#include <cstddef>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// The confidence that each of `comparisons` intervals needs so that all of them cover at once with
/// `together`: 1 - (1 - together) / comparisons. It holds whatever the comparisons have to do with
/// one another, and under common random numbers they have much in common; then it is a little wide.
/// Source: Dunn, Multiple comparisons among means, JASA 56 (1961), after Bonferroni's inequality.
double confidence_of_each(double together, std::size_t comparisons);

/// The interval of a mean at any confidence, with the skewness of the values taken into account: at
/// the high confidences that many comparisons need, Student's interval of skewed values is too long
/// on one side and too short on the other. Without skewness it is Student's. Source: Hall, On the
/// removal of skewness by transformation, JRSS B 54 (1992). Infinite for fewer than two values.
Interval interval_at(const Estimate& estimate, double skewness, double confidence);

}  // namespace outcast::sim
