// How well structure predicts what is simulated.
#pragma once
#include "app/study/ranking.h"

namespace outcast::app {

/// Every structural measure with every simulated one, over the services that have both, in the
/// order in which the ranking has them: of equals, the earlier counts as the larger.
std::vector<Prediction> predictions_of(const Ranking& ranking);

}  // namespace outcast::app
