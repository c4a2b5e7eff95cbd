// Peer review: a colleague reads the change; the more reviews at once, the less is seen.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { detects, detects_destructive, load_at_half, takes };

/// Detection falls hyperbolically with the team's reviews under way: half of it is left at
/// `load_at_half`.
double attention(const Visible& visible, const Settings& settings) {
  const double half = settings.number(load_at_half);
  return half <= 0 ? 1 : half / (half + visible.reviews_in_progress);
}

double objection_probability(const Truth& truth, const Request&, const Visible& visible,
                             const Settings& settings) {
  if (truth.destructive_by_mistake || truth.overreaching)
    return settings.number(detects_destructive) * attention(visible, settings);
  return truth.defective ? settings.number(detects) * attention(visible, settings) : 0;
}

Judgement judge(const Request&, const Visible&, Evidence evidence, const Settings& settings) {
  if (evidence == Evidence::objection) return {Verdict::deny, {}, "the reviewer objected"};
  return {Verdict::allow, settings.duration(takes), "the reviewer approved"};
}

}  // namespace

/// Defaults: informal code review finds 0.25 of defects (Jones 1996 via McConnell); 0.45-0.70 where
/// the reviewer sees the real target list, taken for destructive acts.
Safeguard peer_review() {
  return {
      .name = "peer_review",
      .what =
          "A colleague reads the change before it ships; detection falls with the reviewers' load.",
      .parameters = {probability("detects", 0.25, "P(objects | defective), unloaded"),
                     probability("detects_destructive", 0.6,
                                 "P(objects | destructive by mistake or overreaching), unloaded"),
                     number(
                         "load_at_half", 10,
                         "Reviews under way in the team at which half of the detection is left; 0: "
                         "load does not matter"),
                     duration("takes", sim::hours(4), "Time until reviewed")},
      .objection_probability = objection_probability,
      .judge = judge};
}

}  // namespace outcast::change
