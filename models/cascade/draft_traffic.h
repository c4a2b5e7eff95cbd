// The traffic problem of a scenario: units become stations, dependencies between them calls,
// customers sources.
#pragma once
#include "models/cascade/blueprint.h"

namespace outcast::cascade {

/// Whether any customers have a load.
bool has_traffic(const Scenario& scenario);

/// Fills the blueprint's plan of traffic; nothing where no customer has a load.
void draft_traffic(Blueprint& blueprint);

}  // namespace outcast::cascade
