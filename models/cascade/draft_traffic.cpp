// Units become stations, dependencies between them calls, customers sources.
#include "models/cascade/draft_traffic.h"

#include <algorithm>

namespace outcast::cascade {
namespace {

using system::raw;
using traffic::Call;
using traffic::Consequence;
using traffic::StationIndex;

class TrafficDrafter {
 public:
  explicit TrafficDrafter(Blueprint& blueprint)
      : blueprint_(blueprint), plan_(blueprint.traffic.emplace()) {}

  void draft() {
    plan_.network.settings = blueprint_.scenario.traffic;
    number_stations();
    sort_calls();
    for (std::uint32_t s = 0; s < plan_.unit_of.size(); ++s) connect(s);
    plan_.source_of.assign(blueprint_.customers.size(), none);
    for (std::uint32_t n = 0; n < blueprint_.customers.size(); ++n) add_source(n);
  }

 private:
  const system::Service& service_of(UnitIndex u) const {
    const std::size_t position = blueprint_.units.position(blueprint_.units.unit(u).service);
    return blueprint_.scenario.topology.services[position];
  }

  void number_stations() {
    const auto units = blueprint_.units.units();
    plan_.station_of.assign(units.size(), none);
    for (std::uint32_t u = 0; u < units.size(); ++u) {
      if (units[u].service == system::no_service || !service_of(UnitIndex{u}).traffic) continue;
      const system::Service& service = service_of(UnitIndex{u});
      plan_.station_of[u] = static_cast<std::uint32_t>(plan_.unit_of.size());
      plan_.unit_of.push_back(UnitIndex{u});
      plan_.network.stations.push_back({.id = blueprint_.units.id(UnitIndex{u}),
                                        .entity = units[u].entity,
                                        .serving = *service.traffic,
                                        .replicas = service.replicas});
    }
  }

  void sort_calls() {
    calls_of_.resize(blueprint_.units.service_count());
    for (const system::Dependency& d : blueprint_.scenario.topology.dependencies)
      if (is_call(d)) calls_of_[raw(blueprint_.units.find_service(d.from))].push_back(&d);
  }

  std::vector<StationIndex> stations_of(const std::vector<UnitIndex>& units) const {
    std::vector<StationIndex> stations;
    for (const UnitIndex u : units)
      if (plan_.station_of[raw(u)] != none)
        stations.push_back(StationIndex{plan_.station_of[raw(u)]});
    return stations;
  }

  /// What the station's service calls, in order of stage.
  void connect(std::uint32_t s) {
    const UnitIndex unit = plan_.unit_of[s];
    std::vector<Call> calls;
    for (const system::Dependency* dependency :
         calls_of_[raw(blueprint_.units.unit(unit).service)]) {
      const system::Dependency& d = *dependency;
      Call call{.entity = sim::entity("call:" + blueprint_.units.id(unit) + "/" + d.to)};
      if (d.call) call.policy = *d.call;
      call.providers = stations_of(blueprint_.units.in_scope(
          blueprint_.units.find_service(d.to), blueprint_.units.place(unit), d.scope));
      call.consequence = d.need == system::Need::hard   ? Consequence::fails
                         : d.need == system::Need::soft ? Consequence::ignored
                                                        : Consequence::unheard;
      call.failure_probability = d.probability;
      if (!call.providers.empty() && call.policy.calls > 0) calls.push_back(std::move(call));
    }
    std::ranges::stable_sort(calls, {}, [](const Call& c) { return c.policy.stage; });
    plan_.network.stations[s].first_call = add(calls);
    plan_.network.stations[s].call_count = static_cast<std::uint32_t>(calls.size());
  }

  bool is_call(const system::Dependency& d) const {
    return d.needed_for == system::NeededFor::serving && d.need != system::Need::none &&
           service(d.to).traffic.has_value();
  }

  const system::Service& service(const std::string& id) const {
    return blueprint_.scenario.topology
        .services[blueprint_.units.position(blueprint_.units.find_service(id))];
  }

  std::uint32_t add(const std::vector<Call>& calls) {
    auto& all = plan_.network.calls;
    const auto first = static_cast<std::uint32_t>(all.size());
    all.insert(all.end(), calls.begin(), calls.end());
    return first;
  }

  /// A group's load is spread over its endpoints and their places like its weight.
  void add_source(std::uint32_t n) {
    const CustomerNode& node = blueprint_.customers[n];
    const auto& load = blueprint_.scenario.customers[node.group].load;
    if (!load) return;
    traffic::Source source{.id = node.id, .entity = node.entity, .load = *load};
    source.at_least = node.at_least;
    source.load.rate *= node.share_of_group;
    if (source.load.population) source.load.population->users *= node.share_of_group;
    std::vector<Call> calls;
    for (const auto& units : node.services) {
      const std::string& provider = blueprint_.units.id(units.front());
      calls.push_back({.entity = sim::entity("call:" + node.id + "/" + provider),
                       .policy = load->client,
                       .providers = stations_of(units)});
    }
    source.first_call = add(calls);
    source.call_count = static_cast<std::uint32_t>(calls.size());
    plan_.source_of[n] = static_cast<std::uint32_t>(plan_.network.sources.size());
    plan_.node_of.push_back(n);
    plan_.network.sources.push_back(std::move(source));
  }

  Blueprint& blueprint_;
  TrafficPlan& plan_;
  std::vector<std::vector<const system::Dependency*>> calls_of_;  ///< by service
};

}  // namespace

bool has_traffic(const Scenario& scenario) {
  return std::ranges::any_of(scenario.customers,
                             [](const system::CustomerGroup& g) { return g.load.has_value(); });
}

void draft_traffic(Blueprint& blueprint) {
  if (has_traffic(blueprint.scenario)) TrafficDrafter(blueprint).draft();
}

}  // namespace outcast::cascade
