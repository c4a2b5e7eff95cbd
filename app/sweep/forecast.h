// How long a sweep will take, and how much room.
#pragma once
#include <string>

#include "app/sweep/sweeping.h"

namespace outcast::app {

/// What a sweep will take, before it starts.
struct SweepForecast {
  double points = 0, replications = 0;  ///< replications of all points
  double seconds = 0;
  double json_bytes = 0, store_bytes = 0;
  unsigned threads = 1;
};
SweepForecast forecast(const Plan& plan, const Sampling& sampling, const Pace& pace);
/// "1,000 points x 1,000 replications: about 3 min on 2 threads, ..."
std::string to_text(const SweepForecast& forecast);

}  // namespace outcast::app
