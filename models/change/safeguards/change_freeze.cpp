// Change freeze: in recurring windows no change starts.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { every, lasts };

Judgement judge(const Request&, const Visible& visible, Evidence, const Settings& settings) {
  const auto period = settings.duration(every).nanoseconds;
  const auto window = settings.duration(lasts).nanoseconds;
  if (period > 0 && window >= period) return {Verdict::deny, {}, "the change freeze never ends"};
  const auto phase = period > 0 ? visible.now.nanoseconds % period : 0;
  if (period == 0 || phase < period - window) return {};
  return {Verdict::hold, {period - phase}, "a change freeze is in force"};
}

}  // namespace

Safeguard change_freeze() {
  return {.name = "change_freeze",
          .what = "No change starts in the last part of each period; it waits for the next one.",
          .parameters = {duration("every", sim::days(7), "Length of a period"),
                         duration("lasts", sim::days(2), "Frozen part at the end of each period")},
          .judge = judge};
}

}  // namespace outcast::change
