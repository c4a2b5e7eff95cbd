// A topology in itself: services, their places, and dependencies that lead somewhere.
#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "models/access/arn.h"
#include "models/document/nearest_name.h"
#include "models/scenario/check.h"
#include "models/scenario/check_groups.h"
#include "models/scenario/names.h"
#include "models/system/units.h"

namespace outcast::scenario {
namespace {

using document::Problems;
using document::quoted;
using document::Value;
using system::Dependency;
using system::Place;
using system::Scope;
using system::Service;

std::string text_of(const Place& place) {
  std::string text;
  for (const std::string* part : {&place.region, &place.zone, &place.cell})
    if (!part->empty()) text += (text.empty() ? "" : "/") + *part;
  return text.empty() ? "a place unspecified" : quoted(text);
}

std::string_view name_of(Scope scope) {
  switch (scope) {
    case Scope::same_cell:
      return "same cell";
    case Scope::same_zone:
      return "same zone";
    case Scope::same_region:
      return "same region";
    case Scope::any:
      break;
  }
  return "scope";
}

class TopologyCheck {
 public:
  TopologyCheck(const system::Topology& topology, Value file, Problems& problems)
      : topology_(topology),
        services_(file.find("services")),
        dependencies_(file.find("dependencies")),
        problems_(problems) {
    for (const Service& service : topology.services) by_id_.emplace(service.id, &service);
  }

  void check() {
    if (services_ && topology_.services.empty() && services_.size() == 0)
      report(services_, "the topology has no services", "there is nothing to simulate");
    names_.check_definitions(services_, problems_);
    for (std::size_t i = 0; i < topology_.services.size(); ++i)
      check_service(topology_.services[i], element(services_, i));
    for (std::size_t i = 0; i < topology_.dependencies.size(); ++i)
      check_dependency(topology_.dependencies[i], element(dependencies_, i));
    if (!names_.empty()) check_groups(topology_.dependencies, dependencies_, problems_);
  }

 private:
  void report(Value at, std::string what, std::string why = {}, std::string hint = {}) {
    problems_.add({at.position(), std::move(what), std::move(why), std::move(hint)});
  }

  void check_service(const Service& service, Value at) {
    if (service.id == "*")
      report(at, "no service may be called \"*\"", "in faults it stands for any service");
    check_placement(service.placement, at.find("placement"));
    const Value resources = at.find("resources");
    for (std::size_t i = 0; i < service.resources.size(); ++i)
      if (!access::arn_of(service.resources[i].arn))
        report(element(resources, i).nearest("arn"),
               quoted(service.resources[i].arn) + " is no ARN",
               "arn:partition:service:region:account:resource");
  }

  void check_placement(const std::vector<Place>& placement, Value at) {
    std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < placement.size(); ++i)
      if (!seen.emplace(placement[i].region, placement[i].zone, placement[i].cell).second)
        report(element(at, i), "placed twice in " + text_of(placement[i]), "one unit per place",
               "Give the two a cell each, or set \"replicas\".");
  }

  void check_dependency(const Dependency& d, Value at) {
    if (d.group.empty() && !written_.emplace(d.from, d.to, d.need, d.needed_for).second)
      report(at, "the same dependency is written twice", "both would share one luck",
             "Remove one.");
    if (names_.empty()) return;
    const auto from = by_id_.find(d.from), to = by_id_.find(d.to);
    if (from == by_id_.end()) names_.require(d.from, at.nearest("from"), problems_);
    if (to == by_id_.end()) names_.require(d.to, at.nearest("to"), problems_);
    if (d.from == d.to && !d.from.empty())
      report(at, quoted(d.from) + " depends on itself",
             "that has no effect before it fails, and no cure after");
    if (!d.action.empty() && d.role.empty())
      report(at.find("action"), "an action without a role", "a request is made under a role",
             "Add \"role\".");
    if (from == by_id_.end() || to == by_id_.end()) return;
    if (!d.action.empty() && to->second->resources.empty())
      report(at.find("action"), "the action acts on nothing",
             quoted(d.to) + " has no resources, so no policy is asked",
             "Add \"resources\" to the service.");
    check_scope(d, *from->second, *to->second, at);
  }

  /// Every unit of the caller must find enough units of the provider.
  void check_scope(const Dependency& d, const Service& from, const Service& to, Value at) {
    if (d.scope == Scope::any && (d.at_least <= 1 || !d.group.empty())) return;
    static const std::vector<Place> anywhere(1);
    const auto& callers = from.placement.empty() ? anywhere : from.placement;
    const auto& providers = to.placement.empty() ? anywhere : to.placement;
    const std::size_t needed = d.group.empty() ? d.at_least : 1;
    for (const Place& caller : callers) {
      const auto serves = [&](const Place& p) { return can_serve(p, caller, d.scope); };
      const auto found = static_cast<std::size_t>(std::ranges::count_if(providers, serves));
      if (found >= needed) continue;
      const std::string units = found == 0 ? "no unit" : std::to_string(found) + " units";
      const std::string where = d.scope == Scope::any
                                    ? ""
                                    : " in the " + std::string(name_of(d.scope)) + " as " +
                                          quoted(d.from) + " in " + text_of(caller);
      return report(at.nearest(found == 0 ? "scope" : "at_least"),
                    quoted(d.to) + " has " + units + where,
                    "at least " + std::to_string(needed) + " must be there");
    }
  }

  const system::Topology& topology_;
  Value services_, dependencies_;
  Problems& problems_;
  Names names_{"service", topology_.services, &Service::id};
  std::unordered_map<std::string_view, const Service*> by_id_;
  std::set<std::tuple<std::string_view, std::string_view, system::Need, system::NeededFor>>
      written_;
};

}  // namespace

void check_topology(const system::Topology& topology, Value file, Problems& problems) {
  TopologyCheck(topology, file, problems).check();
}

}  // namespace outcast::scenario
