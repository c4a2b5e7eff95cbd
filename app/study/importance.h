// The base of importance measures, and what is imagined in it.
#pragma once
#include "app/study/ranking.h"
#include "app/study/trials.h"

namespace outcast::app {

/// A what-if with one crash.
cascade::Blueprint crash_blueprint(cascade::Scenario scenario);

/// Runs the base, then services and dependencies imagined otherwise. `crashes`: a
/// crash_blueprint(), the base where the subject has neither a what-if nor a
/// campaign in which something can go wrong.
void measure_importance(const cascade::Blueprint& crashes, const cascade::Blueprint& subject,
                        const RankRequest& request, TrialBench& bench, Ranking& ranking);

}  // namespace outcast::app
