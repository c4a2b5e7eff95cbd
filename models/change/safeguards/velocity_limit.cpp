// Velocity limit: a change touches a few units at a time, and a team's changes keep a distance.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { gap };

Judgement judge(const Request&, const Visible& visible, Evidence, const Settings& settings) {
  if (visible.last_change_of_team == sim::Time::never()) return {};
  const auto free_at = visible.last_change_of_team + settings.duration(gap);
  if (free_at <= visible.now) return {};
  return {Verdict::hold, free_at.since(visible.now), "the team's last change is too recent"};
}

}  // namespace

Safeguard velocity_limit() {
  return {.name = "velocity_limit",
          .what =
              "At most some units change per step, and steps (also of different changes of a team) "
              "keep a distance.",
          .parameters = {duration("gap", sim::minutes(10), "Least time between steps"),
                         number("units_per_step", 1, "Units that may change in one step")},
          .judge = judge};
}

}  // namespace outcast::change
