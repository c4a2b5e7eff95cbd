// Load that leads somewhere, calls that come to an end, and runs that do.
#include <algorithm>
#include <cmath>
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
      if (service.traffic) {
        rates_[service.id] = 1;
        const EngineKind kind = service.traffic->engine.value_or(s_.traffic.engine);
        is_single_[service.id] = kind == EngineKind::request;
      }
  }

  void check() const {
    bool has_load = false;
    const Value customers = parts_.file.find("customers");
    for (std::size_t i = 0; i < s_.customers.size(); ++i) {
      if (!s_.customers[i].load) continue;
      has_load = true;
      check_load(s_.customers[i], element(customers, i));
      check_patience(s_.customers[i], element(customers, i));
      if (is_any_by_request()) check_calls(s_.customers[i], element(customers, i));
    }
    const Value dependencies = parts_.file.find("topology").find("dependencies");
    for (std::size_t i = 0; i < s_.topology.dependencies.size(); ++i)
      check_call(s_.topology.dependencies[i], element(dependencies, i), has_load);
    if (!has_load) return;
    check_loops(dependencies);
    check_engines();
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
    if (load.population && load.population->lease)
      check_lease(group, written.nearest("population").nearest("lease"));
    if (load.population && s_.traffic.engine == EngineKind::stochastic)
      parts_.report(written.nearest("population"), "a closed population in \"stochastic\" flow",
                    "its users would get lost among fluctuating answers",
                    "Set \"traffic\": {\"engine\": \"flow\"} or \"request\".");
    check_amount(load, written);
    const Value endpoints = at.find("endpoints");
    for (std::size_t i = 0; i < group.endpoints.size(); ++i)
      for (const std::string& service : group.endpoints[i].services)
        if (parts_.services.contains(service) && !rates_.contains(service))
          parts_.report(element(endpoints, i),
                        quoted(service) + " has load but does not say how it takes requests", {},
                        "Add \"traffic\" to the service.");
  }

  /// Leases are of single users, and of all who ever come.
  void check_lease(const system::CustomerGroup& group, Value at) const {
    const auto are_single = [&](const system::Endpoint& endpoint) {
      return std::ranges::all_of(endpoint.services, [&](const std::string& id) {
        const auto service = std::ranges::find(s_.topology.services, id, &system::Service::id);
        return service == s_.topology.services.end() || !service->traffic ||
               is_by_request(*service);
      });
    };
    if (!std::ranges::all_of(group.endpoints, are_single))
      parts_.report(at, "leases are simulated request by request only", {},
                    "Set \"engine\": \"request\" for the services they call.");
    if (group.load->daily || !group.load->spikes.empty())
      parts_.report(at, "there is a lease, and the number of users varies",
                    "users who have left would count as users without a lease",
                    "Remove \"lease\", or \"spikes\" and \"daily\".");
  }

  /// What the load is multiplied by at most: spikes that overlap multiply. (What a dip takes away
  /// is left out: it may end while they last.)
  static double greatest_factor(const traffic::Load& load) {
    double greatest = 1;
    for (const traffic::Spike& first : load.spikes) {
      double factor = 1;
      for (const traffic::Spike& spike : load.spikes)
        if (spike.at <= first.at && first.at < spike.at + spike.lasts)
          factor *= std::max(1., spike.factor);
      greatest = std::max(greatest, factor);
    }
    return greatest * (load.daily ? 1 + std::abs(load.daily->amplitude) : 1);
  }

  /// Spikes that come, and no more requests than can be told from one another.
  void check_amount(const traffic::Load& load, Value at) const {
    const Value spikes = at.nearest("spikes");
    for (std::size_t i = 0; i < load.spikes.size(); ++i)
      if (s_.horizon > sim::Duration::zero() && load.spikes[i].at >= s_.horizon)
        parts_.report(element(spikes, i).nearest("at"), "the spike never comes",
                      "it begins when the run is over", "Let it begin before the \"horizon\".");
    const double greatest = greatest_factor(load);
    const double users = load.population ? load.population->users * greatest : 0;
    constexpr double most_users = 1e7;       // their ids have 24 bits in an event
    constexpr double most_per_second = 1e9;  // the clock counts nanoseconds
    if (users > most_users)
      parts_.report(spikes, "more than ten million users at the peak",
                    "spikes that overlap, and the day, multiply",
                    "Take a smaller \"factor\" or fewer \"users\".");
    if (!load.population && load.rate * greatest > most_per_second)
      parts_.report(spikes, "more than a billion requests a second at the peak",
                    "spikes that overlap, and the day, multiply",
                    "Take a smaller \"factor\" or \"rate\".");
    if (load.population && users > most_per_second * load.population->think.mean())
      parts_.report(at.nearest("population"), "more than a billion requests a second",
                    "so many users think for so short a time",
                    "Take a longer \"think\" or fewer \"users\".");
  }

  bool is_call(const Dependency& d) const {
    return d.needed_for == system::NeededFor::serving && d.need != system::Need::none &&
           rates_.contains(d.from) && rates_.contains(d.to);
  }

  void check_call(const Dependency& d, Value at, bool has_load) const {
    if (d.call && !is_call(d))
      parts_.report(at.nearest("call"), "the call is never made",
                    "both ends need \"traffic\", and the need must not be none");
    if (has_load && is_call(d) && is_single_.at(d.from) != is_single_.at(d.to) &&
        (!d.call || d.call->timeout == sim::Duration::forever()))
      report_endless(at.nearest("call"), quoted(d.from) + " waits for " + quoted(d.to));
    if (!has_load || !is_call(d) || !d.role.empty() || !d.group.empty()) return;
    for (const auto& [key, time] :
         {std::pair{"survives", &d.survives}, std::pair{"delay", &d.delay},
          std::pair{"recovers_after", &d.recovers_after}})
      if (!time->is_zero())
        parts_.report(at.nearest(key), quoted(key) + " has no meaning for a call with traffic",
                      "its requests fail or succeed one by one",
                      "Use \"call\" with a timeout, retries or a cache.");
  }

  /// What waits on the other side of the border when a station there stalls is told by its timeout
  /// only.
  void report_endless(Value at, const std::string& who) const {
    parts_.report(at, who + " without a timeout",
                  "one is simulated as flow, the other request by request: calls that are never "
                  "answered would wait for ever",
                  "Add a \"timeout\".");
  }

  /// Customers flow unless all that they call is simulated request by request.
  void check_patience(const system::CustomerGroup& group, Value at) const {
    if (group.load->client.timeout < sim::Duration::forever()) return;
    for (const auto& endpoint : group.endpoints) {
      const auto are = [&](bool is_single) {
        return std::ranges::any_of(endpoint.services, [&](const std::string& service) {
          const auto found = is_single_.find(service);
          return found != is_single_.end() && found->second == is_single;
        });
      };
      if (are(true) && are(false))
        return report_endless(at.nearest("load").nearest("client"),
                              "customers of " + quoted(endpoint.id) + " wait");
    }
  }

  /// Requests beget requests: the load of a loop of calls must die out.
  void check_loops(Value dependencies) const {
    ByService rates = rates_;
    for (int generation = 0; generation < 1000; ++generation) {
      rates = called_by(rates);
      if (rates.empty()) return;
    }
    std::string names;
    for (const auto& [service, rate] : rates)
      names += (names.empty() ? "" : ", ") + quoted(std::string(service));
    parts_.report(dependencies, "a loop of calls never ends: " + names,
                  "a request begets at least one more request on its way round",
                  "Set \"calls\" below 1 for a call of the loop, or \"need\": \"none\".");
  }

  /// The requests that so many requests make in turn.
  ByService called_by(const ByService& rates) const {
    ByService next;
    for (const Dependency& d : s_.topology.dependencies)
      if (const auto from = rates.find(d.from); from != rates.end() && is_call(d))
        next[d.to] += from->second * calls_of(d);
    std::erase_if(next, [](const auto& entry) { return entry.second < 1e-3; });
    return next;
  }

  /// Every call is an event or more: a request that makes too many is never done.
  void check_calls(const system::CustomerGroup& group, Value at) const {
    constexpr double most_calls = 1e6;
    for (std::size_t e = 0; e < group.endpoints.size(); ++e) {
      ByService rates;
      for (const std::string& service : group.endpoints[e].services)
        if (rates_.contains(service)) rates[service] += 1;
      double calls = 0;
      for (int generation = 0; generation < 1000 && !rates.empty(); ++generation) {
        rates = called_by(rates);
        for (const auto& [service, rate] : rates) calls += rate;
      }
      if (calls > most_calls)
        parts_.report(element(at.find("endpoints"), e),
                      "one of these requests makes more than a million calls",
                      "the products of \"calls\" along the way", "Take fewer \"calls\".");
    }
  }

  static double calls_of(const Dependency& d) { return d.call ? d.call->calls : 1; }

  bool is_by_request(const system::Service& service) const {
    const auto found = is_single_.find(service.id);
    return found != is_single_.end() && found->second;
  }

  bool is_any_by_request() const {
    return std::ranges::any_of(is_single_, [](const auto& entry) { return entry.second; });
  }

  /// Noise is of all that flows, and of nothing else: single requests that cross the border have
  /// had their luck.
  void check_engines() const {
    const Value services = parts_.file.find("topology").find("services");
    for (std::size_t i = 0; i < s_.topology.services.size(); ++i) {
      const auto& serving = s_.topology.services[i].traffic;
      if (serving && serving->engine == EngineKind::stochastic)
        parts_.report(element(services, i).nearest("traffic").nearest("engine"),
                      "\"stochastic\" is an engine for all services that flow", {},
                      "Set \"traffic\": {\"engine\": \"stochastic\"} in the scenario.");
      if (serving && serving->engine == EngineKind::request &&
          s_.traffic.engine == EngineKind::stochastic)
        parts_.report(element(services, i).nearest("traffic").nearest("engine"),
                      "single requests beside \"stochastic\" flow",
                      "what crosses from one to the other would fluctuate twice",
                      "Set \"traffic\": {\"engine\": \"flow\"} or \"request\" in the scenario.");
    }
  }

  /// Requests and noise never come to rest by themselves.
  void check_end() const {
    const bool never_rests = s_.traffic.engine != EngineKind::flow || is_any_by_request() ||
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
  std::map<std::string_view, bool> is_single_;  ///< simulated request by request, by service
};

}  // namespace

void check_traffic(const Parts& parts) { TrafficCheck(parts).check(); }

}  // namespace outcast::scenario
