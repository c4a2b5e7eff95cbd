// Poisson's share of those that are not alone.
#include "app/cli/overlap_text.h"

#include <cmath>

#include "app/terminal/table.h"

namespace outcast::app {

/// Incidents come as a Poisson process: the share that begins while another lasts is 1 - exp(-x).
std::string overlap_text(const sim::Estimate& under_way, const std::string& most) {
  constexpr double negligible = 0.01;
  if (!(under_way.mean >= negligible)) return {};
  const auto share_of = [](double x) { return -std::expm1(-x); };
  const EstimateText share =
      estimate_text(share_of(under_way.mean),
                    {share_of(under_way.interval.low), share_of(under_way.interval.high)}, 100);
  const std::string where = most.empty() ? "" : " (" + most + "; no more of any other)";
  return wrapped(share.value + ' ' + share.interval + " % of the incidents" + where +
                     " begin while another lasts. What both take down counts twice, so the harm "
                     "can be too high by about as much.",
                 0) +
         '\n';
}

}  // namespace outcast::app
