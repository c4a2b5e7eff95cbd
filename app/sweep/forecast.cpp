// Points times replications times the pace of a trial.
#include "app/sweep/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/terminal/figures.h"
#include "models/cascade/metrics.h"
#include "sim/stats/precision.h"

namespace outcast::app {
namespace {

std::string time_text(double seconds) {
  constexpr double day = 86'400, year = 365.25 * day;
  if (seconds < 1) return "less than a second";
  if (seconds < 3 * year) return "about " + length_text(std::max(1.0, std::round(seconds)));
  return "about " + short_text(seconds / year) + " years";
}

std::string room_text(double bytes) {
  constexpr std::array<const char*, 7> units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < units.size(); ++unit) bytes /= 1000;
  return short_text(bytes) + ' ' + units[unit];
}

}  // namespace

SweepForecast forecast(const Plan& plan, const Sampling& sampling, const Pace& pace) {
  const double points = point_count(plan);
  const double each =
      static_cast<double>(sampling.precision ? std::min(sim::smallest_precise_run, sampling.at_most)
                                             : sampling.replications);
  const double metrics = static_cast<double>(columns_of(sampling).size());
  const double factors = static_cast<double>(plan.factors.size());
  SweepForecast forecast{.points = points, .replications = points * each};
  forecast.threads = threads_of(sampling);
  forecast.seconds =
      points *
      std::max(pace.seconds_to_prepare,
               (pace.seconds_to_prepare + each * pace.seconds_per_replication) / forecast.threads);
  forecast.json_bytes = points * (150 + 60 * factors + 220 * metrics);
  forecast.store_bytes =
      forecast.replications * static_cast<double>(cascade::metrics().size() * sizeof(double));
  return forecast;
}

std::string to_text(const SweepForecast& forecast) {
  return short_text(forecast.points) + " points x " +
         short_text(forecast.replications / forecast.points) +
         " replications: " + time_text(forecast.seconds) + " on " +
         std::to_string(forecast.threads) + (forecast.threads == 1 ? " thread" : " threads") +
         "; " + room_text(forecast.json_bytes) + " as JSON, at most " +
         room_text(forecast.store_bytes) + " in a --store";
}

}  // namespace outcast::app
