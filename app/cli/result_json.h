// Results of run and compare as JSON, in the form of DESIGN section 5.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "app/gates/gate.h"
#include "app/study/differences.h"
#include "app/study/early_warnings.h"
#include "app/study/random_start.h"
#include "app/study/simulation.h"
#include "app/study/summary.h"
#include "app/study/tail.h"

namespace outcast::app {

/// Everything that one run found.
struct RunResult {
  const Case& subject;
  const Summary& summary;
  const Sampling& sampling;
  const Ending& ending;
  const std::vector<ServiceWarning>& warnings;
  const std::vector<ControlledMean>& controlled;
  const Gate& gate;
  const GateReport& report;
  const std::vector<Tail>& tails;
};
std::string to_json(const RunResult& result);

/// Cases side by side; `summaries[i]` and `differences[i]` (against the first) are those of
/// `cases[i]`.
struct CompareResult {
  std::span<const Case> cases;
  const std::vector<Summary>& summaries;
  const std::vector<Differences>& differences;
  const std::vector<std::size_t>& compared;  ///< columns whose intervals hold together
  const Sampling& sampling;
  const Ending& ending;
  const Gate& gate;
  const GateReport& report;
};
std::string to_json(const CompareResult& result);

}  // namespace outcast::app
