// Importance measures from groups of weighted samples.
#pragma once
#include <span>
#include <vector>

#include "models/faulttree/rare_event.h"

namespace outcast::faulttree {

/// Sums over part of the samples.
struct Group {
  sim::WeightedSums sums;
  std::vector<double> joint;  ///< by event: of weight x P(it and the top | the events drawn)
};

/// Of all events that are neither certain nor impossible. Intervals by
/// Student's t over the groups, those of ratios linearised. Source of the
/// measures: Cheok, Parry and Sherry, Use of importance measures in
/// risk-informed regulatory applications, Reliability Engineering and System
/// Safety 60 (1998); Fussell-Vesely as (P - P(top | it never fails)) / P, also
/// where gates are not coherent.
std::vector<Importance> importance_of(const FaultTree& tree, std::span<const Group> groups);

}  // namespace outcast::faulttree
