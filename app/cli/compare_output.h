// What compare and show have in common once the replications of all cases are there.
#pragma once
#include <span>

#include "app/cli/result_json.h"
#include "app/terminal/output.h"

namespace outcast::app {

struct CompareOutput {
  std::span<const Case> cases;
  const Sampling& sampling;
  const Ending& ending;
  const Gate& gate;
};

/// Pairs, judges and prints.
GateReport deliver(const CompareOutput& output, const Outlet& outlet);

}  // namespace outcast::app
