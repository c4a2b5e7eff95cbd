// Each round is as long as the last one's intervals ask for.
#include "app/study/rounds.h"

#include "app/study/half_widths.h"
#include "app/terminal/figures.h"
#include "sim/stats/precision.h"

namespace outcast::app {

std::string precision_text(const Ending& ending, double target) {
  return to_text(ending.widest) + ", wanted " + short_text(100 * target) + " %";
}

void run_rounds(const Rounds& rounds, const Sampling& sampling, const Interrupt& interrupt,
                Progress& progress, Ending& ending) {
  const std::vector<std::size_t> columns = precise_columns_of(sampling);
  const double target = *sampling.precision;
  std::vector<sim::Estimate> estimates;
  sim::NextRound next = sim::next_round(estimates, target, 0, sampling.at_most);
  while (next.precision == sim::Precision::open && !interrupt.token().stop_requested()) {
    ending.wanted = next.total;
    rounds.run_to(next.total);
    estimates = rounds.estimates(next.total);
    ending.widest = widest_of(estimates, columns);
    progress.tell_precision(precision_text(ending, target));
    next = sim::next_round(estimates, target, next.total, sampling.at_most);
  }
  ending.is_capped =
      next.precision == sim::Precision::capped && !interrupt.token().stop_requested();
}

}  // namespace outcast::app
