// The coalitions that no other one beats in safety and delivery speed at once.
#pragma once
#include <span>
#include <vector>

#include "app/attribution/attribution.h"

namespace outcast::app {

/// By their means: one beats another if it is nowhere worse and somewhere better, in the harm, the
/// lead time of changes, or their number. A coalition that ships nothing has an endless lead time.
/// Of coalitions with equal means the one with the fewest safeguards stands for all.
std::vector<FrontMember> pareto_front(std::span<const CoalitionMeans> coalitions,
                                      const std::vector<std::size_t>& columns);

}  // namespace outcast::app
