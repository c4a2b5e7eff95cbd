// The algebraic size of the cascade from every service: what goes along with harm, without luck.
#pragma once
#include <vector>

#include "models/cascade/blueprint.h"

namespace outcast::app {

/// By ServiceIndex: services that fall with it, itself included, by the resolvent.
std::vector<double> cascade_sizes(const cascade::Blueprint& blueprint);

}  // namespace outcast::app
