// Intervals that hold for many comparisons at once.
#pragma once
#include <cstddef>

namespace outcast::sim {

/// The confidence that each of `comparisons` intervals needs so that all of them cover at once with
/// `together`: 1 - (1 - together) / comparisons. It holds whatever the comparisons have to do with
/// one another, and under common random numbers they have much in common; then it is a little wide.
/// Source: Dunn, Multiple comparisons among means, JASA 56 (1961), after Bonferroni's inequality.
double confidence_of_each(double together, std::size_t comparisons);

}  // namespace outcast::sim
