// Each round is as long as the last one's intervals ask for.
#include "app/study/rounds.h"

#include <algorithm>

#include "app/terminal/figures.h"
#include "sim/stats/precision.h"

namespace outcast::app {
namespace {

void note_widest(const std::vector<sim::Estimate>& estimates,
                 const std::vector<std::size_t>& columns, Ending& ending) {
  ending.widest = 0;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const double half_width = sim::relative_half_width(estimates[i]);
    if (half_width < ending.widest) continue;
    ending.widest = half_width;
    ending.widest_metric = cascade::metrics()[columns[i % columns.size()]].name;
  }
}

std::string half_width_text(std::string_view metric, double relative) {
  return std::string(metric) + " +-" + short_text(100 * relative) + " %";
}

}  // namespace

std::string half_width_text(std::string_view metric, std::span<const sim::Estimate> estimates) {
  double widest = 0;
  for (const sim::Estimate& e : estimates) widest = std::max(widest, sim::relative_half_width(e));
  return half_width_text(metric, widest);
}

std::string precision_text(const Ending& ending, double target) {
  return half_width_text(ending.widest_metric, ending.widest) + ", wanted " +
         short_text(100 * target) + " %";
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
    note_widest(estimates, columns, ending);
    progress.describe(precision_text(ending, target));
    next = sim::next_round(estimates, target, next.total, sampling.at_most);
  }
  ending.is_capped =
      next.precision == sim::Precision::capped && !interrupt.token().stop_requested();
}

}  // namespace outcast::app
