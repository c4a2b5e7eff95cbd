// What run and show have in common once the replications are there: tails, verdicts, tables, JSON.
#pragma once
#include "app/cli/result_json.h"
#include "app/gates/gate.h"
#include "app/study/tail.h"
#include "app/terminal/output.h"

namespace outcast::app {

inline constexpr std::uint64_t usual_services = 10;  ///< to list

struct RunOutput {
  const Case& subject;
  const Sampling& sampling;
  const Ending& ending;
  const TailRequest& tail;
  const Gate& gate;
  std::uint64_t top;  ///< services to list
};

/// Summarises, fits, judges and prints.
GateReport deliver(const RunOutput& output, const Outlet& outlet);

}  // namespace outcast::app
