// Ensembles of trials.
#include "app/study/trials.h"

#include "app/study/half_widths.h"
#include "models/cascade/metrics.h"

namespace outcast::app {

TrialBench::TrialBench(const Sampling& luck, std::string_view harm_metric)
    : luck_(luck),
      columns_{*cascade::column_of(harm_metric), *cascade::column_of("blast_radius")} {}

sim::Table TrialBench::run(const std::string& what, const TrialSet& set) {
  sim::Table rows(columns_.size());
  if (interrupt_.token().stop_requested()) return rows;
  progress_.describe(what);
  std::vector<std::unique_ptr<sim::Worker>> workers;
  const auto show = [&](std::uint64_t finished) { progress_.show(done_ + finished); };
  const cascade::TrialPlan plan{set.trial, columns_, set.touched};
  done_ += sim::run_ensemble(
      {.count = set.count,
       .threads = static_cast<unsigned>(luck_.threads),
       .stop = interrupt_.token(),
       .progress = show},
      [&] { return make_trial_worker(set.blueprint, luck_.seed, plan); }, rows, workers);
  return rows;
}

void TrialBench::tell_precision(const sim::Estimate& harm) {
  progress_.tell_precision(to_text(half_width_of(harm, columns_[0])));
}

std::vector<double> values_of(const sim::Table& rows, TrialColumn column, std::size_t first,
                              std::size_t count) {
  std::vector<double> values;
  values.reserve(count);
  for (std::size_t r = first; r < first + count; ++r)
    values.push_back(rows.row(r)[static_cast<std::size_t>(column)]);
  return values;
}

}  // namespace outcast::app
