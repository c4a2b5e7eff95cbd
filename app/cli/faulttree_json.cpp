// A fault tree's result as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/faulttree_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json json_of(const faulttree::Importance& importance, const faulttree::FaultTree& tree) {
  const auto& [id, probability] = tree.events[importance.event];
  return {{"event", id},
          {"probability", probability},
          {"fussell_vesely", json_of(importance.fussell_vesely)},
          {"risk_achievement_worth", json_of(importance.achievement)},
          {"birnbaum", json_of(importance.birnbaum)}};
}

Json json_of(const faulttree::FaultTree& tree) {
  Json json = {{"name", tree.name},
               {"digest", tree.digest},
               {"top", tree.gates.back().id},
               {"events", tree.events.size() - 2},
               {"gates", tree.gates.size()}};
  if (tree.expected) json["expected"] = *tree.expected;
  return json;
}

}  // namespace

std::string to_json(const TreeResult& result) {
  const faulttree::RareEvent& found = result.found;
  const sim::WeightedEstimate& probability = found.probability;
  Json importance = Json::array();
  for (const faulttree::Importance& event : found.importance)
    importance.push_back(json_of(event, result.tree));
  Json json = {
      {"outcast", OUTCAST_VERSION},
      {"fault_tree", json_of(result.tree)},
      {"seed", result.seed},
      {"training", found.training},
      {"precision",
       {{"wanted", result.precision},
        {"reached", sim::relative_half_width(probability.estimate)},
        {"metric", "probability"},
        {"capped", found.ending == sim::Precision::capped}}},
      {"probability", json_of(probability.estimate)},
      {"variance_reduced", json_of(probability.reduction)},
      {"effective_n", probability.effective_n},
      {"largest_share", probability.largest_share},
      {"proposals",
       {{"agree", found.agreement == faulttree::Agreement::agree},
        {"standard_errors_apart", found.deviation},
        {"estimates", {json_of(found.halves[0].estimate), json_of(found.halves[1].estimate)}}}},
      {"importance", std::move(importance)}};
  if (found.ending == sim::Precision::open) json["interrupted"] = true;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
