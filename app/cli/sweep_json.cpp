// The result of a sweep as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/sweep_report.h"
#include "models/cascade/metrics.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json json_of(const Setting& setting) {
  return setting.number ? Json(*setting.number) : Json(setting.text);
}

std::string text_of_pointer(const document::Pointer& pointer) {
  std::string text;
  for (const std::string& part : pointer) {
    text += '/';
    for (const char c : part) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return text;
}

Json json_of(const Factor& factor) {
  Json json = {{"name", factor.name}};
  if (!factor.label.empty()) json["label"] = factor.label;
  if (!factor.unit.empty()) json["unit"] = factor.unit;
  json["pointers"] = Json::array();
  for (const document::Pointer& pointer : factor.pointers)
    json["pointers"].push_back(text_of_pointer(pointer));
  return json;
}

std::vector<cascade::Metric> metrics_of(const Sampling& sampling) {
  std::vector<cascade::Metric> metrics;
  for (const std::size_t column : columns_of(sampling))
    metrics.push_back(cascade::metrics()[column]);
  return metrics;
}

Json json_of_point(const SweepResult& result, std::size_t p,
                   const std::vector<cascade::Metric>& metrics) {
  const PointResponse& point = result.swept.points[p];
  Json settings = Json::object(), responses = Json::object();
  for (std::size_t f = 0; f < result.plan.factors.size(); ++f) {
    const Setting setting = setting_at(result.plan.factors[f], result.plan.points[p][f]);
    settings[result.plan.factors[f].name] = json_of(setting);
  }
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    Json& response = responses[std::string(metrics[m].name)] = json_of(point.metrics[m].estimate);
    response["sd"] = point.metrics[m].estimate.sd;
    response["unit"] = metrics[m].unit;
  }
  Json json = {{"point", p},
               {"parameters", std::move(settings)},
               {"replications", point.replications},
               {"metrics", std::move(responses)},
               {"hash", point.hash}};
  if (point.is_capped()) json["capped"] = true;
  return json;
}

Json json_of(const Plan& plan, const std::vector<TornadoBar>& bars) {
  Json json = Json::array();
  for (const TornadoBar& bar : bars)
    json.push_back({{"parameter", plan.factors[bar.factor].name},
                    {"low", json_of(bar.low)},
                    {"high", json_of(bar.high)},
                    {"change_at_low", json_of(bar.at_low.difference)},
                    {"change_at_high", json_of(bar.at_high.difference)},
                    {"low_to_high", json_of(bar.swing.difference)}});
  return json;
}

Json json_of(const Plan& plan, const std::vector<sim::ElementaryEffects>& effects) {
  Json json = Json::array();
  for (std::size_t f = 0; f < effects.size(); ++f)
    json.push_back(
        {{"parameter", plan.factors[f].name},
         {"mu", json_of(effects[f].mu)},
         {"mu_star", json_of(effects[f].mu_star)},
         {"sigma", {{"value", effects[f].sigma}, {"ci95", json_of(effects[f].sigma_interval)}}}});
  return json;
}

Json json_of(const sim::VarianceShare& share) {
  return {{"value", share.value}, {"ci95", json_of(share.interval)}};
}

Json json_of(const Plan& plan, const sim::SobolIndices& indices) {
  Json parameters = Json::array();
  for (std::size_t f = 0; f < plan.factors.size(); ++f)
    parameters.push_back({{"parameter", plan.factors[f].name},
                          {"first_order", json_of(indices.first[f])},
                          {"total", json_of(indices.total[f])}});
  return {{"rows", indices.rows},
          {"variance", indices.variance},
          {"noise", indices.noise},
          {"parameters", std::move(parameters)}};
}

Json json_of(const Plan& plan, const Sensitivity& sensitivity) {
  Json json = Json::object();
  if (!sensitivity.bars.empty()) json["tornado"] = json_of(plan, sensitivity.bars);
  if (!sensitivity.effects.empty()) json["morris"] = json_of(plan, sensitivity.effects);
  if (sensitivity.indices) json["sobol"] = json_of(plan, *sensitivity.indices);
  if (sensitivity.average) json["average"] = json_of(*sensitivity.average);
  return json;
}

Json scenario_of(const Plan& plan) {
  Json json = {{"path", plan.scenario_path}};
  if (!plan.file.variant.empty()) json["variant"] = plan.file.variant;
  json["digest"] = plan.digest;
  return json;
}

}  // namespace

std::string to_json(const SweepResult& result) {
  const std::vector<cascade::Metric> metrics = metrics_of(result.sampling);
  Json json = {{"outcast", OUTCAST_VERSION},
               {"sweep", result.plan.file.name},
               {"scenario", scenario_of(result.plan)},
               {"design", name_of(result.plan.kind)},
               {"seed", result.sampling.seed}};
  if (result.swept.is_cut_short()) json["interrupted"] = true;
  json["parameters"] = Json::array();
  for (const Factor& factor : result.plan.factors) json["parameters"].push_back(json_of(factor));
  json["points"] = Json::array();
  for (std::size_t p = 0; p < result.swept.points.size(); ++p)
    if (result.swept.points[p].replications > 0)
      json["points"].push_back(json_of_point(result, p, metrics));
  for (std::size_t m = 0; m < result.sensitivities.size(); ++m)
    json["sensitivity"][std::string(metrics[m].name)] =
        json_of(result.plan, result.sensitivities[m]);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
