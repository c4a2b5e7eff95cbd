// The algebraic size of the cascade from every service: what goes along with harm, without luck.
#pragma once
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/system/expected_cascade.h"

namespace outcast::app {

/// By node, by the resolvent, cut at the number of nodes that can be reached at all where that is
/// cheap.
system::ExpectedCascades sizes_of(const system::Propagation& propagation);

/// By ServiceIndex: services that fall with it, itself included; what rank calls expected.
std::vector<double> cascade_sizes(const cascade::Blueprint& blueprint);

}  // namespace outcast::app
