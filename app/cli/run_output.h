// What run and show have in common once the replications are there: tails, verdicts, tables, JSON.
#pragma once
#include "app/cli/result_json.h"
#include "app/gates/gate.h"
#include "app/store/store.h"
#include "app/study/tail.h"
#include "app/terminal/output.h"

namespace outcast::app {

/// `store`: null where the case itself has the rows.
struct RunOutput {
  Case& subject;
  const Store* store;
  const Summary& summary;
  const Sampling& sampling;
  const Ending& ending;
  const TailRequest& tail;
  const Gate& gate;
  std::uint64_t top;  ///< services to list
};

/// Fits, judges and prints. The rows leave the store only where something asks for them.
GateReport deliver(const RunOutput& output, const Outlet& outlet);

}  // namespace outcast::app
