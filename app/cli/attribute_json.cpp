// An attribution as JSON; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/cli/attribute_report.h"
#include "app/cli/estimate_json.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json with_sd(const sim::Estimate& estimate) {
  Json json = json_of(estimate);
  json["sd"] = estimate.sd;
  return json;
}

std::string metric_name(const Attribution& found, std::size_t metric) {
  return std::string(cascade::metrics()[found.columns[metric]].name);
}

const char* players_key(const Attribution& found) {
  return found.players.kind == PlayerKind::safeguards ? "safeguards" : "variants";
}

Json json_of(const Attribution& found, std::size_t player) {
  Json json = {{"id", found.players.names[player]}};
  for (std::size_t c = 0; c < found.columns.size(); ++c) {
    const Worth& worth = found.worths[player][c];
    json["metrics"][metric_name(found, c)] = {{"alone", with_sd(worth.alone)},
                                              {"left_out", with_sd(worth.left_out)},
                                              {"shapley", with_sd(worth.shapley)}};
  }
  return json;
}

Json json_of(const Attribution& found, const CoalitionMeans& coalition) {
  Json json = Json::object();
  json[players_key(found)] = names_of(coalition.coalition, found);
  for (std::size_t c = 0; c < found.columns.size(); ++c)
    json["metrics"][metric_name(found, c)] = with_sd(coalition.means[c]);
  return json;
}

}  // namespace

std::string to_json(const AttributeResult& result) {
  const Attribution& found = result.found;
  Json scenario = {{"name", result.subject.scenario().name}, {"digest", result.subject.digest}};
  if (!result.subject.variant.empty()) scenario["variant"] = result.subject.variant;
  Json json = {{"outcast", OUTCAST_VERSION},
               {"scenario", std::move(scenario)},
               {"seed", result.request.sampling.seed},
               {"replications", found.replications}};
  if (found.code != ExitCode::done) json["interrupted"] = true;
  if (found.permutations > 0) json["permutations"] = found.permutations;
  for (const auto& [first, second] : found.players.overlaps)
    json["overlaps"].push_back({first, second});
  Json units = Json::object(), all = Json::object(), players = Json::array(),
       coalitions = Json::array();
  for (std::size_t c = 0; c < found.columns.size(); ++c) {
    units[metric_name(found, c)] = cascade::metrics()[found.columns[c]].unit;
    all[metric_name(found, c)] = with_sd(found.all[c]);
  }
  for (std::size_t i = 0; i < found.players.names.size(); ++i) players.push_back(json_of(found, i));
  for (const CoalitionMeans& coalition : found.coalitions) {
    coalitions.push_back(json_of(found, coalition));
    coalitions.back()["on_front"] = false;
  }
  for (const FrontMember& member : found.front) {
    coalitions[member.position]["on_front"] = true;
    coalitions[member.position]["equals"] = member.equals;
  }
  json["units"] = std::move(units);
  json[players_key(found)] = std::move(players);
  json["all"] = std::move(all);
  json["variance_reduction"] = json_of(found.gain);
  json["coalitions"] = std::move(coalitions);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
