// Human oversight: where the author asks before acting, a person looks at the act.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { detects, takes };

double objection_probability(const Truth& truth, const Request& request, const Visible&,
                             const Settings& settings) {
  const bool wrong = truth.defective || truth.destructive_by_mistake || truth.overreaching;
  return request.author_asked && wrong ? settings.number(detects) : 0;
}

Judgement judge(const Request& request, const Visible&, Evidence evidence,
                const Settings& settings) {
  if (!request.author_asked) return {Verdict::allow, {}, "the author did not ask"};
  if (evidence == Evidence::objection) return {Verdict::deny, {}, "the person asked said no"};
  return {Verdict::allow, settings.duration(takes), "the person asked said yes"};
}

}  // namespace

Safeguard human_oversight() {
  return {.name = "human_oversight",
          .what =
              "An author that asks before acting gets an answer from a person, who may notice what "
              "is wrong.",
          .parameters = {probability("detects", 0.5, "P(the person sees it | it is wrong)"),
                         duration("takes", sim::minutes(10), "Time until the answer")},
          .objection_probability = objection_probability,
          .judge = judge};
}

}  // namespace outcast::change
