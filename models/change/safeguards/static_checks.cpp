// Static checks: linters, policy checks and plan reviews by machine.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { detects, false_alarms, takes };

double objection_probability(const Truth& truth, const Request&, const Visible&,
                             const Settings& settings) {
  return truth.defective ? settings.number(detects) : settings.number(false_alarms);
}

Judgement judge(const Request&, const Visible&, Evidence evidence, const Settings& settings) {
  if (evidence == Evidence::objection) return {Verdict::deny, {}, "a static check failed"};
  return {Verdict::allow, settings.duration(takes), "static checks passed"};
}

}  // namespace

Safeguard static_checks() {
  return {.name = "static_checks",
          .what = "Automatic checks of the change's text; they see some defects and no intentions.",
          .parameters = {probability("detects", 0.2, "P(fails | defective)"),
                         probability("false_alarms", 0.0, "P(fails | flawless)"),
                         duration("takes", sim::minutes(5), "Time they take")},
          .objection_probability = objection_probability,
          .judge = judge};
}

}  // namespace outcast::change
