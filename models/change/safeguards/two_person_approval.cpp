// Two-person approval: a second person must approve, unless the role in force may approve by
// itself.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { detects, detects_destructive, takes };

double objection_probability(const Truth& truth, const Request& request, const Visible&,
                             const Settings& settings) {
  if (request.role_skips_approval) return 0;
  if (truth.destructive_by_mistake || truth.overreaching)
    return settings.number(detects_destructive);
  return truth.defective ? settings.number(detects) : 0;
}

Judgement judge(const Request& request, const Visible&, Evidence evidence,
                const Settings& settings) {
  if (request.role_skips_approval)
    return {Verdict::allow, {}, "the role may approve its own change"};
  if (evidence == Evidence::objection) return {Verdict::deny, {}, "the second person refused"};
  return {Verdict::allow, settings.duration(takes), "the second person approved"};
}

}  // namespace

/// Defaults: Jones 1996 via McConnell, formal inspection 0.45-0.70 where the approver sees the real
/// target list.
Safeguard two_person_approval() {
  return {.name = "two_person_approval",
          .what =
              "A second person approves production changes; a role that may approve by itself "
              "skips it.",
          .parameters = {probability("detects", 0.25, "P(refuses | defective)"),
                         probability("detects_destructive", 0.6,
                                     "P(refuses | destructive by mistake or overreaching)"),
                         duration("takes", sim::hours(1), "Time until approved")},
          .objection_probability = objection_probability,
          .judge = judge};
}

}  // namespace outcast::change
