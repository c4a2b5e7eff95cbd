// Rounds of replications until the intervals are narrow enough.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "app/study/simulation.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// What is simulated, as the rounds see it.
struct Rounds {
  std::function<void(std::uint64_t total)> run_to;
  /// Of every requested metric of every case, case by case, over the first `total` replications.
  std::function<std::vector<sim::Estimate>(std::uint64_t total)> estimates;
};

/// Until the precision is reached, or the cap is met, or it is interrupted.
void run_rounds(const Rounds& rounds, const Sampling& sampling, const Interrupt& interrupt,
                Progress& progress, Ending& ending);

/// "blast_radius +-6.1 %, wanted 5 %"
std::string precision_text(const Ending& ending, double target);

}  // namespace outcast::app
