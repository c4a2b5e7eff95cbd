// All checks, in the order of the file; and what a run needs at least.
#include "models/scenario/check.h"

#include <algorithm>

#include "models/scenario/parts.h"

namespace outcast::scenario {

using document::Value;

void check(const cascade::Scenario& scenario, Value file, document::Problems& problems) {
  const Parts parts{scenario, file, problems};
  check_topology(scenario.topology, file.find("topology"), problems);
  check_customers(parts);
  check_access(parts);
  check_people(parts);
  check_faults(parts);
  check_response(parts);
  check_traffic(parts);
  check_run(parts);
}

/// Something must happen, and somebody must say for how long.
void check_run(const Parts& parts) {
  const cascade::Scenario& s = parts.scenario;
  const Value what_if = parts.file.find("what_if");
  if (what_if) {
    const bool has_load = std::ranges::any_of(
        s.customers, [](const system::CustomerGroup& group) { return group.load.has_value(); });
    if (s.what_if && s.what_if->faults.empty() && s.what_if->changes.empty() && !has_load)
      parts.report(what_if, "the what-if gives no fault and no change", "nothing would happen");
    return;
  }
  const Value horizon = parts.file.find("horizon");
  if (!horizon)
    return parts.report(parts.file, "neither \"horizon\" nor \"what_if\" is given",
                        "a campaign needs its length, a what-if its faults or changes",
                        "Write \"horizon\": \"90d\", for instance.");
  if (s.horizon == sim::Duration::zero() || s.horizon == sim::Duration::forever())
    parts.report(horizon, "the horizon must be above zero and finite");
  const auto changes = [](const change::Team& team) { return team.changes_per_week > 0; };
  if (s.faults.empty() && std::ranges::none_of(s.teams, changes))
    parts.report(horizon, "nothing happens before the horizon",
                 "no team makes changes, and no fault arises by itself",
                 "Add teams or faults, or give a what_if.");
}

}  // namespace outcast::scenario
