// A ranking as JSON; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/rank_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

Json json_of(const ServiceRank& service, const std::string& harm) {
  Json json = {
      {"id", service.id},
      {"expected", service.expected},
      {"falls", {{"services", service.fall.services}, {"customers", service.fall.customers}}},
      {"needed_by", service.dependants},
      {"single_point_for", service.single_point_for},
      {"cut_vertex", service.is_cut_vertex},
      {"circle", service.circle}};
  if (service.crash)
    json["crash"] = {{"blast_radius", json_of(service.crash->blast_radius)},
                     {harm, json_of(service.crash->harm)}};
  if (service.importance)
    json["importance"] = {
        {"birnbaum", json_of(service.importance->birnbaum)},
        {"fussell_vesely", json_of(service.importance->fussell_vesely)},
        {"risk_achievement_worth", json_of(service.importance->risk_achievement)}};
  return json;
}

Json json_of(const DependencyRank& dependency, const std::string& harm) {
  Json json = {{"from", dependency.from}, {"to", dependency.to}, {"falls_less", dependency.saved}};
  if (dependency.through) {
    json["harm_through"] = json_of(dependency.through->share);
    json["through"] = {{harm, json_of(dependency.through->harm)}};
  }
  return json;
}

Json json_of(const RoleReport& role) {
  return {{"id", role.id},
          {"may_destroy", role.actual.destroys},
          {"falls",
           {{"services", role.actual.fall.services}, {"customers", role.actual.fall.customers}}},
          {"meant_to_destroy", role.intended.destroys},
          {"wider_on", role.wider_count()}};
}

Json json_of(const Prediction& prediction) {
  return {{"measure", prediction.measure},
          {"target", prediction.target},
          {"services", prediction.spearman.n},
          {"spearman",
           {{"rho", prediction.spearman.rho}, {"ci95", json_of(prediction.spearman.interval)}}},
          {"top",
           {{"shared", prediction.top.successes},
            {"of", prediction.top.n},
            {"ci95", json_of(prediction.top.interval)}}}};
}

Json parts_of(const std::vector<HarmBy>& parts) {
  Json json = Json::array();
  for (const HarmBy& part : parts)
    json.push_back(
        {{"name", part.name}, {"harm", json_of(part.harm)}, {"share", json_of(part.share)}});
  return json;
}

Json json_of(const Risk& risk) {
  return {{"incidents", risk.draws},
          {"harm", json_of(risk.harm)},
          {"by_service", parts_of(risk.by_service)},
          {"by_author_kind", parts_of(risk.by_author_kind)},
          {"by_author", parts_of(risk.by_author)},
          {"by_role", parts_of(risk.by_role)},
          {"by_kind", parts_of(risk.by_kind)}};
}

template <class T>
Json array_of(const std::vector<T>& items) {
  Json json = Json::array();
  for (const T& item : items) json.push_back(json_of(item));
  return json;
}

const char* name_of(Base base) {
  return base == Base::what_if ? "what_if" : base == Base::campaign ? "campaign" : "crash";
}

Json scenario_of(const Case& subject) {
  Json scenario = {{"name", subject.scenario().name}};
  if (!subject.variant.empty()) scenario["variant"] = subject.variant;
  scenario["digest"] = subject.digest;
  return scenario;
}

}  // namespace

std::string to_json(const RankResult& result) {
  const Ranking& ranking = result.ranking;
  const std::string harm(harm_metric(result.subject.scenario()));
  Json services = Json::array();
  for (std::size_t i = 0; i < ranking.examined; ++i)
    services.push_back(json_of(ranking.services[i], harm));
  Json json = {{"outcast", OUTCAST_VERSION},
               {"scenario", scenario_of(result.subject)},
               {"seed", result.request.sampling.seed},
               {"replications", result.request.sampling.replications},
               {"metric", harm},
               {"services_in_all", ranking.services.size()}};
  if (ranking.base_harm)
    json["base"] = {{"of", name_of(ranking.base)}, {"harm", json_of(*ranking.base_harm)}};
  json["services"] = std::move(services);
  json["dependencies"] = Json::array();
  for (const DependencyRank& d : ranking.dependencies)
    json["dependencies"].push_back(json_of(d, harm));
  json["predictions"] = array_of(ranking.predictions);
  if (result.campaign) json["campaign"] = json_of(*result.campaign);
  json["roles"] = array_of(result.roles);
  if (!result.warnings.empty()) json["early_warning"] = Json::parse(to_json(result.warnings));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
