// How much customers ask over time, whether they are let in or not.
#pragma once
#include "models/traffic/policy.h"

namespace outcast::traffic {

/// What the start and the spikes make of the load; the day apart.
double factor_at(const Load& load, sim::Time t);
/// A day goes in steps of half an hour: the middle of the one that holds the moment.
sim::Time middle_of_half_hour(sim::Time t);
/// The next moment after `t` at which the load may change; never() if it does not.
sim::Time next_change(const Load& load, sim::Time t);
/// Requests that customers with this load want to make between two times. A day goes in steps of
/// half an hour; a closed population asks as often as its time to think allows.
double requests_offered(const Load& load, sim::Time from, sim::Time to);

}  // namespace outcast::traffic
