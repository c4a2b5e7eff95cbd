// How much customers ask, whether they are let in or not.
#pragma once
#include "models/traffic/policy.h"

namespace outcast::traffic {

/// Requests that customers with this load want to make between two times. A day goes in steps of
/// half an hour; a closed population asks as often as its time to think allows.
double requests_offered(const Load& load, sim::Time from, sim::Time to);

}  // namespace outcast::traffic
