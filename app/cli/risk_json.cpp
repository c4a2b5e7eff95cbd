// Risks, of one case and compared, as JSON; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/risk_comparison_report.h"
#include "app/cli/risk_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json mean_of(const sim::Estimate& estimate) {
  return {{"mean", estimate.mean}, {"ci95", json_of(estimate.interval)}};
}

Json json_of(const sim::VarianceReduction& all, const Gains& gains) {
  Json json = json_of(all);
  json["one_incident"] = json_of(gains.one_incident);
  json["allocation"] = json_of(gains.allocation);
  json["systematic_sweeps"] = json_of(gains.sweeps);
  json["control_variate"] = json_of(gains.control);
  json["control_variate_is_used"] = gains.use == ControlVariate::used;
  return json;
}

Json json_of(const std::vector<HarmBy>& parts) {
  Json json = Json::array();
  for (const HarmBy& part : parts)
    json.push_back({{"name", part.name},
                    {"harm", mean_of(part.harm)},
                    {"share", mean_of(part.share)},
                    {"incidents", mean_of(part.incidents)}});
  return json;
}

Json json_of(const std::vector<Exceedance>& exceedances) {
  Json json = Json::array();
  for (const Exceedance& e : exceedances)
    json.push_back({{"blast_radius", e.threshold}, {"incidents", mean_of(e.incidents)}});
  return json;
}

Json scenario_of(const Case& subject) {
  Json scenario = {{"name", subject.scenario().name}};
  if (!subject.variant.empty()) scenario["variant"] = subject.variant;
  scenario["digest"] = subject.digest;
  return scenario;
}

Json json_of(const HarmDifference& difference) {
  Json json = mean_of(difference.harm);
  json["together95"] = json_of(difference.together);
  json["by_campaigns"] = mean_of(difference.by_campaigns);
  json["variance_reduction"] = {{"against_independent", json_of(difference.against_independent)},
                                {"against_campaigns", json_of(difference.against_campaigns)}};
  return json;
}

Json json_of(const Case& subject, const ComparedRisk& risk) {
  return {{"label", subject.label},
          {"scenario", scenario_of(subject)},
          {"harm", mean_of(risk.harm)},
          {"harm_by_campaigns", mean_of(risk.campaigns)},
          {"incidents", mean_of(risk.incidents)},
          {"incidents_under_way", mean_of(risk.under_way)}};
}

}  // namespace

std::string to_json(const RiskResult& result) {
  const Risk& risk = result.risk;
  Json json = {{"outcast", OUTCAST_VERSION},
               {"scenario", scenario_of(result.subject)},
               {"seed", result.request.luck.seed},
               {"campaigns", risk.campaigns.n},
               {"replications", risk.draws},
               {"cells", risk.cells},
               {"metric", result.request.metric},
               {"harm", mean_of(risk.harm)},
               {"harm_by_campaigns", mean_of(risk.campaigns)},
               {"incidents", mean_of(risk.incidents)},
               {"exceedances", json_of(risk.exceedances)},
               {"incidents_under_way", mean_of(risk.under_way)},
               {"variance_reduction", json_of(risk.reduction, risk.gains)},
               {"by_author_kind", json_of(risk.by_author_kind)},
               {"by_author", json_of(risk.by_author)},
               {"by_role", json_of(risk.by_role)},
               {"by_kind", json_of(risk.by_kind)},
               {"by_mistake", json_of(risk.by_mistake)},
               {"by_service", json_of(risk.by_service)}};
  if (risk.code != ExitCode::done) json["interrupted"] = true;
  return json.dump(2) + '\n';
}

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
