// Evaluates a role's policies on every resource of every service.
#include "app/study/role_reach.h"

namespace outcast::app {
namespace {

using access::May;

void widen(access::Access& widest, access::Access found) {
  if (widest.action.empty() || found.may > widest.may) widest = std::move(found);
}

ServiceAccess access_of(const access::Role& role, const access::PolicySet& policies,
                        const system::Service& service) {
  ServiceAccess found{.service = service.id};
  found.is_bare = service.resources.empty();
  if (found.is_bare) found.modify.may = found.destroy.may = May::yes;
  for (const system::Resource& resource : service.resources) {
    access::Reach reach = access::reach_of(
        role, policies, access::target_of(resource.arn, resource.modify, resource.destroy));
    widen(found.modify, std::move(reach.modify));
    widen(found.destroy, std::move(reach.destroy));
  }
  return found;
}

RoleReach reach_under(const cascade::Scenario& scenario, const access::Role& role,
                      const access::PolicySet& policies) {
  RoleReach reach;
  for (const system::Service& service : scenario.topology.services) {
    reach.services.push_back(access_of(role, policies, service));
    reach.services.back().node = static_cast<system::NodeIndex>(reach.services.size() - 1);
    reach.destroys += reach.services.back().destroy.may != May::no;
    reach.modifies += reach.services.back().modify.may != May::no;
  }
  const access::Target approval{scenario.approval.arn, {scenario.approval.action}, {}};
  reach.approve = access::reach_of(role, policies, approval).modify;
  return reach;
}

std::vector<system::NodeIndex> destroyed(const RoleReach& reach) {
  std::vector<system::NodeIndex> nodes;
  for (const ServiceAccess& service : reach.services)
    if (service.destroy.may != May::no) nodes.push_back(service.node);
  return nodes;
}

}  // namespace

bool RoleReport::is_wider(std::size_t service) const {
  const ServiceAccess &meant = intended.services[service], &is = actual.services[service];
  return is.modify.may > meant.modify.may || is.destroy.may > meant.destroy.may;
}

std::size_t RoleReport::wider_count() const {
  std::size_t count = 0;
  for (std::size_t s = 0; s < actual.services.size(); ++s) count += is_wider(s);
  return count;
}

RoleReport report_of(const cascade::Scenario& scenario, const access::Role& role) {
  RoleReport report{.id = role.id, .principal = role.principal};
  report.has_intention = role.intended.has_value();
  report.actual = reach_under(scenario, role, role.actual);
  report.intended = reach_under(scenario, role, role.intended ? *role.intended : role.actual);
  const ServiceGraph graph = service_graph(scenario.topology, scenario.customers,
                                           {destroyed(report.actual), destroyed(report.intended)});
  system::CascadeSearch search(graph.graph);
  report.actual.fall = fall_of(graph, search, graph.bundle(0));
  report.intended.fall = fall_of(graph, search, graph.bundle(1));
  return report;
}

}  // namespace outcast::app
