// AI kill switch: turns AI-made change off, by hand or after incidents traced to an AI tool.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { by_hand, after_incidents, stays_off };

bool is_tripped(const Visible& visible, const Settings& settings) {
  const double limit = settings.number(after_incidents);
  return limit > 0 && visible.ai_incidents >= limit &&
         visible.now < visible.last_ai_incident + settings.duration(stays_off);
}

Judgement judge(const Request& request, const Visible& visible, Evidence,
                const Settings& settings) {
  if (request.author_kind != AuthorKind::ai_tool) return {};
  if (settings.number(by_hand) > 0)
    return {Verdict::deny, {}, "AI-made change is switched off by hand"};
  if (is_tripped(visible, settings))
    return {Verdict::deny, {}, "AI-made change is off after incidents"};
  return {};
}

}  // namespace

Safeguard ai_kill_switch() {
  return {
      .name = "ai_kill_switch",
      .what =
          "AI-made change is refused while the switch is off; rollouts of AI tools stop when it "
          "trips.",
      .parameters = {number("by_hand", 0, "1: switched off from the start"),
                     number(
                         "after_incidents", 1,
                         "Trips after so many detected incidents traced to an AI tool; 0: never"),
                     duration("stays_off", sim::days(7),
                              "How long it stays off after the latest such incident")},
      .judge = judge};
}

}  // namespace outcast::change
