// The load of a time of day.
#pragma once
#include "models/traffic/policy.h"
#include "sim/kernel/time.h"

namespace outcast::traffic {

/// 1 + amplitude x cos(2 pi (t - peak) / 1 day), at least 0; the same bits on every machine.
double factor_of(const DailyCurve& curve, sim::Time t);

}  // namespace outcast::traffic
