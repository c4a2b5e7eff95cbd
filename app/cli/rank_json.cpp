// A ranking as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/rank_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const sim::Estimate& estimate) {
  return {{"n", estimate.n},
          {"mean", estimate.mean},
          {"ci95", {estimate.interval.low, estimate.interval.high}}};
}

Json json_of(const ServiceRank& service, const char* harm) {
  Json json = {
      {"id", service.id},
      {"expected", service.expected},
      {"falls", {{"services", service.fall.services}, {"customers", service.fall.customers}}},
      {"needed_by", service.dependants},
      {"single_point_for", service.single_point_for},
      {"circle", service.circle}};
  if (service.crash)
    json["crash"] = {{"blast_radius", json_of(service.crash->blast_radius)},
                     {harm, json_of(service.crash->harm)}};
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

}  // namespace

std::string to_json(const RankResult& result) {
  const bool has_customers = !result.subject.scenario().customers.empty();
  Json services = Json::array(), dependencies = Json::array(), roles = Json::array();
  for (std::size_t i = 0; i < result.ranking.examined; ++i)
    services.push_back(json_of(result.ranking.services[i],
                               has_customers ? "customer_minutes" : "service_minutes"));
  for (const DependencyRank& d : result.ranking.dependencies)
    dependencies.push_back({{"from", d.from}, {"to", d.to}, {"falls_less", d.saved}});
  for (const RoleReport& role : result.roles) roles.push_back(json_of(role));
  Json json = {
      {"outcast", OUTCAST_VERSION},
      {"scenario", {{"name", result.subject.scenario().name}, {"digest", result.subject.digest}}},
      {"seed", result.request.sampling.seed},
      {"replications", result.request.sampling.replications},
      {"services_in_all", result.ranking.services.size()},
      {"services", std::move(services)},
      {"dependencies", std::move(dependencies)},
      {"roles", std::move(roles)}};
  if (!result.warnings.empty()) json["early_warning"] = Json::parse(to_json(result.warnings));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
