// The JSON of a hindcast; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/study/hindcast_study.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json json_of(const Cell& cell) {
  Json json = {{"cell", cell.label},
               {"customers", cell.audience},
               {"predicted", cell.predicted.mean},
               {"ci95", json_of(cell.predicted.interval)},
               {"sd", cell.predicted.sd},
               {"n", cell.predicted.n},
               {"observed", cell.observed},
               {"error_points", cell.error_points()},
               {"informative", cell.is_informative()}};
  if (cell.live_range) json["live_range95"] = json_of(*cell.live_range);
  if (cell.published) {
    json["published"] = *cell.published;
    json["published_error_points"] = cell.published_error_points();
  }
  return json;
}

Json json_of(const MeanError& error) {
  Json json = {{"cells", error.cells}, {"mean_absolute_error_points", error.points}};
  if (error.published_points)
    json["published_mean_absolute_error_points"] = *error.published_points;
  return json;
}

Json json_of(const Observation& o) {
  return {{"observed", o.value},
          {"predicted", {o.predicted.quantiles[p5].value, o.predicted.quantiles[p95].value}},
          {"inside", o.is_inside()},
          {"share_at_or_below", o.share_below},
          {"n", o.predicted.estimate.n}};
}

Json json_of(const Outcome& outcome) {
  Json json = {{"cell", outcome.label}};
  for (const Observation& o : outcome.observations)
    json[std::string(o.predicted.metric.name)] = json_of(o);
  return json;
}

Json json_of(const Study& study) {
  Json json = {{"name", study.name}, {"path", study.path}};
  for (const MeanError& error : mean_errors(study)) {
    if (error.of.empty())
      json.update(json_of(error));
    else
      json["customers"][error.of] = json_of(error);
  }
  for (const Cell& cell : study.cells) json["success_rate"].push_back(json_of(cell));
  for (const Outcome& outcome : study.outcomes) json["metrics"].push_back(json_of(outcome));
  return json;
}

}  // namespace

std::string to_json(const Hindcast& hindcast) {
  Json json = {{"outcast", OUTCAST_VERSION}, {"seed", hindcast.seed}, {"studies", Json::array()}};
  for (const Study& study : hindcast.studies) json["studies"].push_back(json_of(study));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
