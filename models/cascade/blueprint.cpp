// Makes a scenario ready to run: resolves names, evaluates policies, spreads customers over places.
#include "models/cascade/blueprint.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "models/access/evaluate.h"
#include "models/access/reach.h"
#include "models/cascade/draft_traffic.h"

namespace outcast::cascade {
namespace {

using system::raw;

template <class Range>
std::uint32_t position_of(const Range& range, const std::string& id) {
  const auto at =
      std::ranges::find(range, id, [](const auto& item) -> const std::string& { return item.id; });
  return at == range.end() ? none : static_cast<std::uint32_t>(at - range.begin());
}

std::uint32_t mode_of(const Scenario& scenario, std::string_view name) {
  const auto* mode = faults::find(scenario.failure_modes, name);
  return mode == nullptr ? none : static_cast<std::uint32_t>(mode - scenario.failure_modes.data());
}

/// Dependencies whose role is denied the call that it is used for, on every resource of the
/// provider.
std::vector<std::size_t> denied_dependencies(const Scenario& scenario) {
  std::vector<std::size_t> denied;
  const auto& dependencies = scenario.topology.dependencies;
  for (std::size_t i = 0; i < dependencies.size(); ++i) {
    const system::Dependency& d = dependencies[i];
    if (d.role.empty() || d.action.empty()) continue;
    const std::uint32_t role = position_of(scenario.roles, d.role);
    const std::uint32_t provider = position_of(scenario.topology.services, d.to);
    if (role == none || provider == none) continue;
    const auto& resources = scenario.topology.services[provider].resources;
    const bool is_denied =
        !resources.empty() &&
        std::ranges::none_of(resources, [&](const system::Resource& resource) {
          const access::Request request{.action = d.action,
                                        .resource = resource.arn,
                                        .principal = scenario.roles[role].principal};
          return access::evaluate(scenario.roles[role].actual, request) ==
                 access::Decision::allowed;
        });
    if (is_denied) denied.push_back(i);
  }
  return denied;
}

class Drafter {
 public:
  explicit Drafter(Scenario scenario) {
    out_.scenario = std::move(scenario);
    out_.units = system::Units::compile(
        out_.scenario.topology, denied_dependencies(out_.scenario),
        has_traffic(out_.scenario) ? system::Calls::traffic : system::Calls::requirements);
  }

  Blueprint draft() {
    out_.deleted_mode = mode_of(out_.scenario, "deleted");
    out_.refuse_mode = mode_of(out_.scenario, "refuse");
    out_.crash_mode = mode_of(out_.scenario, "crash");
    draft_roles();
    draft_teams();
    draft_tools();
    draft_monitors();
    draft_customers();
    draft_defects();
    draft_processes();
    draft_restarts();
    draft_what_if();
    draft_traffic(out_);
    return std::move(out_);
  }

 private:
  ServiceIndex service(const std::string& id) const { return out_.units.find_service(id); }
  std::vector<ServiceIndex> services(const std::vector<std::string>& ids) const {
    std::vector<ServiceIndex> found;
    for (const std::string& id : ids) found.push_back(service(id));
    return found;
  }

  void draft_restarts() {
    const auto& services = out_.scenario.topology.services;
    const auto is_limited = [](const system::Service& s) { return s.restarts_at_once.has_value(); };
    if (std::ranges::none_of(services, is_limited)) return;
    out_.restarts_at_once.assign(out_.units.service_count(), none);
    for (const system::Service& s : services)
      out_.restarts_at_once[raw(service(s.id))] = s.restarts_at_once.value_or(none);
  }

  void draft_roles() {
    for (const access::Role& role : out_.scenario.roles) {
      out_.actual.push_back(reach(role, role.actual));
      out_.intended.push_back(role.intended ? reach(role, *role.intended) : out_.actual.back());
    }
  }

  /// What depends on unknown conditions counts as allowed: the simulation assumes the worst of a
  /// role. A service without resources is out of reach of every policy, so nothing limits changes
  /// to it.
  ReachOfRole reach(const access::Role& role, const access::PolicySet& policies) const {
    const std::size_t n = out_.units.service_count();
    ReachOfRole reach{std::vector<bool>(n, false), std::vector<bool>(n, false), false};
    for (std::uint32_t s = 0; s < n; ++s) {
      const auto& resources =
          out_.scenario.topology.services[out_.units.position(ServiceIndex{s})].resources;
      if (resources.empty()) reach.may_modify[s] = reach.may_destroy[s] = true;
      for (const system::Resource& resource : resources) {
        const auto found = access::reach_of(
            role, policies, access::target_of(resource.arn, resource.modify, resource.destroy));
        reach.may_modify[s] = reach.may_modify[s] || found.modify.may != access::May::no;
        reach.may_destroy[s] = reach.may_destroy[s] || found.destroy.may != access::May::no;
      }
    }
    const Approval& approval = out_.scenario.approval;
    const access::Target target{.arn = approval.arn, .modify = {approval.action}, .destroy = {}};
    reach.skips_approval = access::reach_of(role, policies, target).modify.may != access::May::no;
    return reach;
  }

  void draft_teams() {
    const Scenario& scenario = out_.scenario;
    for (const change::Team& team : scenario.teams) {
      TeamPlan plan{.entity = sim::entity("team:" + team.id)};
      plan.human = position_of(scenario.authors, team.human);
      plan.ai_tool = position_of(scenario.authors, team.ai_tool);
      plan.role = position_of(scenario.roles, team.role);
      plan.adoption = team.adoption.value_or(scenario.adoption);
      plan.crews = team.crews.value_or(scenario.response.crews);
      const double total = std::accumulate(team.mix.begin(), team.mix.end(), 0.0);
      double sum = 0;
      for (const double share : team.mix) plan.kind_up_to.push_back((sum += share) / total);
      out_.teams.push_back(std::move(plan));
    }
    out_.teams.push_back({.entity = sim::entity("team:"), .crews = scenario.response.crews});
    for (std::uint32_t s = 0; s < out_.units.service_count(); ++s) {
      const auto& team = scenario.topology.services[out_.units.position(ServiceIndex{s})].team;
      const std::uint32_t owner = std::min(position_of(scenario.teams, team),
                                           static_cast<std::uint32_t>(scenario.teams.size()));
      out_.team_of.push_back(owner);
      if (owner < scenario.teams.size()) out_.teams[owner].services.push_back(ServiceIndex{s});
    }
  }

  void draft_tools() {
    const response::Response& response = out_.scenario.response;
    out_.is_tool.assign(out_.units.service_count(), false);
    out_.tools_of.resize(out_.units.service_count());
    out_.tools = services(response.tools);
    out_.pipeline_tools = services(response.pipeline_tools);
    out_.status_needs = services(response.status_page.needs);
    for (const system::Dependency& d : out_.scenario.topology.dependencies)
      if (d.needed_for == system::NeededFor::operating && d.need != system::Need::none)
        out_.tools_of[raw(service(d.from))].push_back(service(d.to));
    for (const auto* tools : {&out_.tools, &out_.pipeline_tools, &out_.status_needs})
      mark_tools(*tools);
    for (const auto& tools : out_.tools_of) mark_tools(tools);
  }

  void mark_tools(const std::vector<ServiceIndex>& tools) {
    for (const ServiceIndex s : tools) out_.is_tool[raw(s)] = true;
  }

  void draft_monitors() {
    out_.watch_mask.assign(out_.units.service_count(), 0);
    const auto& monitors = out_.scenario.response.monitors;
    for (std::size_t m = 0; m < monitors.size(); ++m) {
      std::vector<ServiceIndex> watched = services(monitors[m].watches);
      if (watched.empty())
        for (std::uint32_t s = 0; s < out_.units.service_count(); ++s)
          watched.push_back(ServiceIndex{s});
      for (const ServiceIndex s : watched) out_.watch_mask[raw(s)] |= 1U << m;
      Watcher watcher{sim::entity("monitor:" + monitors[m].id),
                      sim::Duration::from_seconds(monitors[m].interval.mean()),
                      static_cast<double>(watched.size()) * system::whole,
                      services(monitors[m].needs)};
      mark_tools(watcher.needs);
      out_.watchers.push_back(std::move(watcher));
    }
  }

  void draft_customers() {
    double total = 0;
    for (const system::CustomerGroup& group : out_.scenario.customers) total += group.weight;
    for (std::uint32_t g = 0; g < out_.scenario.customers.size(); ++g) {
      const system::CustomerGroup& group = out_.scenario.customers[g];
      double shares = 0;
      for (const system::Endpoint& endpoint : group.endpoints) shares += endpoint.share;
      out_.audiences.push_back({group.id, group.weight / total});
      const auto of_group = static_cast<std::uint32_t>(out_.audiences.size() - 1);
      for (const system::Endpoint& endpoint : group.endpoints) {
        const double weight = group.weight / total * endpoint.share / shares;
        if (group.endpoints.size() > 1)
          out_.audiences.push_back({group.id + "/" + endpoint.id, weight});
        spread(g, of_group, endpoint, weight, endpoint.share / shares);
      }
    }
    if (out_.customers.empty()) return;
    out_.customers_of.resize(out_.units.units().size());
    for (std::uint32_t n = 0; n < out_.customers.size(); ++n)
      for (const auto& units : out_.customers[n].services)
        for (const UnitIndex u : units) out_.customers_of[raw(u)].push_back(n);
  }

  /// One node per place of the endpoint's services; the units of a node are those of its place, or,
  /// where a service has none there, all of them.
  void spread(std::uint32_t g, std::uint32_t of_group, const system::Endpoint& endpoint,
              double weight, double share) {
    const auto by_parts = [](const system::Place& a, const system::Place& b) {
      return std::tie(a.region, a.zone, a.cell) < std::tie(b.region, b.zone, b.cell);
    };
    std::set<system::Place, decltype(by_parts)> places(by_parts);
    const auto used = services(endpoint.services);
    for (const ServiceIndex s : used)
      for (const UnitIndex u : out_.units.units_of(s)) places.insert(out_.units.place(u));
    for (const system::Place& place : places) {
      CustomerNode node{.id = out_.scenario.customers[g].id};
      if (out_.scenario.customers[g].endpoints.size() > 1) node.id += "/" + endpoint.id;
      if (places.size() > 1) node.id += "@" + place.region + "/" + place.zone + "/" + place.cell;
      node.entity = sim::entity("customers:" + node.id);
      node.weight = weight / static_cast<double>(places.size());
      node.share_of_group = share / static_cast<double>(places.size());
      node.group = g;
      node.of_group = of_group;
      node.of_endpoint = static_cast<std::uint32_t>(out_.audiences.size() - 1);
      node.at_least = endpoint.at_least.value_or(static_cast<unsigned>(used.size()));
      for (const ServiceIndex s : used) {
        auto here = out_.units.in_scope(s, place, system::Scope::same_cell);
        node.services.push_back(here.empty() ? out_.units.units_of(s) : std::move(here));
      }
      out_.customers.push_back(std::move(node));
    }
  }

  void draft_defects() {
    out_.outcomes.resize(change::kind_count);
    for (const auto& [kind, outcomes] : out_.scenario.defects) {
      double total = 0, sum = 0;
      for (const change::DefectOutcome& o : outcomes) total += o.weight;
      for (const change::DefectOutcome& o : outcomes)
        out_.outcomes[static_cast<std::size_t>(kind)].push_back(
            {mode_of(out_.scenario, o.mode), (sum += o.weight) / total, o.latent, o.latency});
    }
  }

  void draft_processes() {
    for (std::uint32_t p = 0; p < out_.scenario.faults.size(); ++p) {
      const faults::FaultProcess& process = out_.scenario.faults[p];
      for (const UnitIndex u : out_.units.units_of(service(process.service)))
        out_.processes.push_back({u, p, mode_of(out_.scenario, process.mode),
                                  sim::entity("fault:" + process.mode + ":" + out_.units.id(u))});
    }
  }

  void draft_what_if() {
    if (!out_.scenario.what_if) return;
    std::map<std::string, std::uint32_t> alike;
    for (const GivenFault& given : out_.scenario.what_if->faults) {
      out_.given_modes.push_back(given.mode.empty() ? out_.refuse_mode
                                                    : mode_of(out_.scenario, given.mode));
      out_.given_services.push_back(service(given.service));
      out_.given_pools.push_back(given.any ? pool_of(given) : std::vector<UnitIndex>{});
      const std::string kind = given.any ? "any" : given.service + '/' + given.role;
      out_.given_ordinals.push_back(alike[kind + '/' + given.mode]++);
    }
    for (const change::GivenChange& given : out_.scenario.what_if->changes)
      out_.given_changes.push_back(
          {alike["change/" + given.target]++, position_of(out_.scenario.authors, given.author),
           position_of(out_.scenario.roles, given.role), service(given.target)});
  }

  /// The units that some are drawn of, in the order of their ids; each once.
  std::vector<UnitIndex> pool_of(const GivenFault& given) const {
    std::set<UnitIndex> pool;
    const auto add = [&](ServiceIndex s) {
      for (const UnitIndex u : out_.units.units_of(s))
        if (given.cell.empty() || out_.units.place(u).cell == given.cell) pool.insert(u);
    };
    for (const std::string& id : given.any->services) {
      if (id != "*")
        add(service(id));
      else
        for (std::uint32_t s = 0; s < out_.units.service_count(); ++s) add(ServiceIndex{s});
    }
    return {pool.begin(), pool.end()};
  }

  Blueprint out_;
};

}  // namespace

Blueprint draft(Scenario scenario) { return Drafter(std::move(scenario)).draft(); }

}  // namespace outcast::cascade
