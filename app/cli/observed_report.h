// What happened in reality, beside what was predicted.
#pragma once
#include <string>
#include <vector>

#include "app/study/summary.h"
#include "models/scenario/scenario_file.h"

namespace outcast::app {

/// A table of the observed figures, each with the predicted 90 % range, and where they come from.
std::string observed_text(const scenario::Observed& observed,
                          const std::vector<Observation>& observations);

/// A table of each audience's success over the window, and of what was observed of it.
std::string success_text(const std::vector<SuccessSummary>& successes);

}  // namespace outcast::app
