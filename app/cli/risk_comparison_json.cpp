// A comparison of risks as JSON; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/cli/risk_comparison_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const sim::Interval& interval) { return {interval.low, interval.high}; }

Json json_of(const sim::Estimate& estimate) {
  return {{"mean", estimate.mean}, {"ci95", json_of(estimate.interval)}};
}

Json json_of(const sim::VarianceReduction& reduction) {
  return {{"factor", reduction.factor}, {"ci95", json_of(reduction.interval)}};
}

Json json_of(const HarmDifference& difference) {
  Json json = json_of(difference.harm);
  json["together95"] = json_of(difference.together);
  json["by_campaigns"] = json_of(difference.by_campaigns);
  json["variance_reduction"] = {{"against_independent", json_of(difference.against_independent)},
                                {"against_campaigns", json_of(difference.against_campaigns)}};
  return json;
}

Json json_of(const Case& subject, const ComparedRisk& risk) {
  Json scenario = {{"name", subject.scenario().name}};
  if (!subject.variant.empty()) scenario["variant"] = subject.variant;
  scenario["digest"] = subject.digest;
  return {{"label", subject.label},
          {"scenario", std::move(scenario)},
          {"harm", json_of(risk.harm)},
          {"harm_by_campaigns", json_of(risk.campaigns)},
          {"incidents", json_of(risk.incidents)}};
}

}  // namespace

std::string to_json(const RiskComparisonResult& result) {
  Json cases = Json::array();
  for (std::size_t k = 0; k < result.cases.size(); ++k) {
    const ComparedRisk& risk = result.comparison.cases[k];
    cases.push_back(json_of(result.cases[k], risk));
    if (k > 0) cases.back()["difference"] = json_of(risk.difference);
  }
  Json json = {{"outcast", OUTCAST_VERSION},
               {"seed", result.request.luck.seed},
               {"campaigns", result.request.campaigns},
               {"replications", result.comparison.draws},
               {"cells", result.comparison.cells},
               {"metric", result.request.metric},
               {"cases", std::move(cases)}};
  if (result.comparison.code != ExitCode::done) json["interrupted"] = true;
  return json.dump(2) + '\n';
}

}  // namespace outcast::app
