// What only the whole file can tell: names that lead nowhere, and what contradicts itself.
#pragma once
#include "models/cascade/scenario.h"
#include "models/document/document.h"
#include "models/document/problem.h"
#include "models/scenario/scenario_file.h"

namespace outcast::scenario {

/// Reports every problem between the parts of a scenario; `file` is what it was read from.
void check(const cascade::Scenario& scenario, document::Value file, document::Problems& problems);

/// What was observed is something that the scenario measures.
void check_observed(const Observed& observed, const cascade::Scenario& scenario,
                    document::Value file, document::Problems& problems);

/// The same for a topology alone; its teams and roles are not looked up.
void check_topology(const system::Topology& topology, document::Value file,
                    document::Problems& problems);

}  // namespace outcast::scenario
