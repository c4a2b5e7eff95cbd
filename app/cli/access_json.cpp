// The reach of roles as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/access_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const access::Access& access) {
  Json json = {{"may", access::to_text(access.may)}};
  if (access.action.empty()) return json;
  json["action"] = access.action;
  json["because"] = access::to_text(access);
  if (!access.depends_on.empty()) json["depends_on"] = access.depends_on;
  return json;
}

Json json_of(const RoleReach& reach) {
  Json services = Json::array();
  for (const ServiceAccess& service : reach.services)
    services.push_back({{"id", service.service},
                        {"destroy", json_of(service.destroy)},
                        {"modify", json_of(service.modify)}});
  return {{"destroys", reach.destroys},
          {"modifies", reach.modifies},
          {"falls", {{"services", reach.fall.services}, {"customers", reach.fall.customers}}},
          {"approves_its_own_changes", json_of(reach.approve)},
          {"services", std::move(services)}};
}

Json json_of(const RoleReport& role) {
  Json wider = Json::array();
  for (std::size_t s = 0; s < role.actual.services.size(); ++s)
    if (role.is_wider(s)) wider.push_back(role.actual.services[s].service);
  Json json = {{"id", role.id}, {"principal", role.principal}, {"actual", json_of(role.actual)}};
  if (role.has_intention) json["intended"] = json_of(role.intended);
  json["wider_than_intended"] = std::move(wider);
  return json;
}

}  // namespace

std::string to_json(const Case& subject, const std::vector<RoleReport>& roles) {
  Json list = Json::array();
  for (const RoleReport& role : roles) list.push_back(json_of(role));
  const Json json = {{"outcast", OUTCAST_VERSION},
                     {"scenario", {{"name", subject.scenario().name}, {"digest", subject.digest}}},
                     {"services", subject.scenario().topology.services.size()},
                     {"roles", std::move(list)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
