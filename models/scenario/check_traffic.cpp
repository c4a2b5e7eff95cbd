// Load that leads somewhere, calls that come to an end, and runs that do.
#include <algorithm>
#include <map>

#include "models/document/nearest_name.h"
#include "models/scenario/names.h"
#include "models/scenario/parts.h"

namespace outcast::scenario {
namespace {

using document::quoted;
using document::Value;
using system::Dependency;
using traffic::EngineKind;

using ByService = std::map<std::string_view, double>;

class TrafficCheck {
 public:
  explicit TrafficCheck(const Parts& parts) : parts_(parts), s_(parts.scenario) {
    for (const system::Service& service : s_.topology.services)
      if (service.traffic) rates_[service.id] = 1;
  }

  void check() const {
    bool has_load = false;
    const Value customers = parts_.file.find("customers");
    for (std::size_t i = 0; i < s_.customers.size(); ++i) {
      if (!s_.customers[i].load) continue;
      has_load = true;
      check_load(s_.customers[i], element(customers, i));
    }
    const Value dependencies = parts_.file.find("topology").find("dependencies");
    for (std::size_t i = 0; i < s_.topology.dependencies.size(); ++i)
      check_call(s_.topology.dependencies[i], element(dependencies, i), has_load);
    if (!has_load) return;
    check_loops(dependencies);
    check_end();
  }

 private:
  void check_load(const system::CustomerGroup& group, Value at) const {
    const traffic::Load& load = *group.load;
    const Value written = at.nearest("load");
    if (load.rate > 0 && load.population)
      parts_.report(written, "both a rate and a population are given",
                    "customers come at a rate, or are so many", "Remove one.");
    if (!load.population && !at.find("load").find("rate"))
      parts_.report(written, "neither a rate nor a population is given", "nobody would ask",
                    "Write \"rate\": 100, for instance.");
    const Value endpoints = at.find("endpoints");
    for (std::size_t i = 0; i < group.endpoints.size(); ++i)
      for (const std::string& service : group.endpoints[i].services)
        if (parts_.services.contains(service) && !rates_.contains(service))
          parts_.report(element(endpoints, i),
                        quoted(service) + " has load but does not say how it takes requests", {},
                        "Add \"traffic\" to the service.");
  }

  bool is_call(const Dependency& d) const {
    return d.needed_for == system::NeededFor::serving && d.need != system::Need::none &&
           rates_.contains(d.from) && rates_.contains(d.to);
  }

  void check_call(const Dependency& d, Value at, bool has_load) const {
    if (d.call && !is_call(d))
      parts_.report(at.nearest("call"), "the call is never made",
                    "both ends need \"traffic\", and the need must not be none");
    if (!has_load || !is_call(d) || !d.role.empty() || !d.group.empty()) return;
    for (const auto& [key, time] :
         {std::pair{"survives", &d.survives}, std::pair{"delay", &d.delay},
          std::pair{"recovers_after", &d.recovers_after}})
      if (!time->is_zero())
        parts_.report(at.nearest(key), quoted(key) + " has no meaning for a call with traffic",
                      "its requests fail or succeed one by one",
                      "Use \"call\" with a timeout, retries or a cache.");
  }

  /// Requests beget requests: the load of a loop of calls must die out.
  void check_loops(Value dependencies) const {
    ByService rates = rates_;
    for (int generation = 0; generation < 1000; ++generation) {
      ByService next;
      for (const Dependency& d : s_.topology.dependencies)
        if (is_call(d)) next[d.to] += rates[d.from] * calls_of(d);
      std::swap(rates, next);
      std::erase_if(rates, [](const auto& entry) { return entry.second < 1e-3; });
      if (rates.empty()) return;
    }
    std::string names;
    for (const auto& [service, rate] : rates)
      names += (names.empty() ? "" : ", ") + quoted(std::string(service));
    parts_.report(dependencies, "a loop of calls never ends: " + names,
                  "a request begets at least one more request on its way round",
                  "Set \"calls\" below 1 for a call of the loop, or \"need\": \"none\".");
  }

  static double calls_of(const Dependency& d) { return d.call ? d.call->calls : 1; }

  /// Requests and noise never come to rest by themselves.
  void check_end() const {
    const bool never_rests = s_.traffic.engine != EngineKind::flow ||
                             std::ranges::any_of(s_.customers, [](const auto& group) {
                               return group.load && group.load->daily;
                             });
    if (s_.what_if && s_.horizon == sim::Duration::zero() && never_rests)
      parts_.report(parts_.file, "the what-if would never end",
                    "load that fluctuates never comes to rest", "Add \"horizon\": \"10m\".");
  }

  const Parts& parts_;
  const cascade::Scenario& s_;
  ByService rates_;
};

}  // namespace

void check_traffic(const Parts& parts) { TrafficCheck(parts).check(); }

}  // namespace outcast::scenario
