// The system as its owners describe it: services, where they run, what they need, and who uses
// them.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/traffic/policy.h"
#include "sim/kernel/distribution.h"

namespace outcast::system {

enum class Tier { critical, standard, internal };
enum class Plane { data, control };

/// Where a unit runs. Empty parts are unspecified and match each other only.
struct Place {
  std::string region, zone, cell;
  bool operator==(const Place&) const = default;
};

/// A cloud resource behind a service; the actions tell which requests change or destroy it. Empty
/// action lists are filled from the table of models/access by the ARN's service.
struct Resource {
  std::string arn;
  std::vector<std::string> modify, destroy;
};

struct Service {
  std::string id;  ///< stable external id: the key of all its luck
  Tier tier = Tier::standard;
  Plane plane = Plane::data;
  std::string team;                 ///< owner; empty: nobody's changes touch it
  unsigned replicas = 1;            ///< per unit
  std::vector<Place> placement;     ///< one unit per entry; empty: one unit, place unspecified
  std::optional<double> objective;  ///< availability objective (SLO), share of time in (0, 1)
  std::optional<double> capacity;   ///< requests per second and unit
  sim::Distribution restart;        ///< seconds from "nothing blocks it any more" to "up"
  std::optional<unsigned> restarts_at_once;  ///< units at most; none: no limit
  std::optional<sim::Distribution>
      failover;  ///< seconds to move a unit's work to the service's other units
  bool deletion_protection = false;
  std::vector<std::string> tags;
  std::vector<Resource> resources;
  std::optional<traffic::Serving> traffic;  ///< how a unit takes requests; empty: not modelled
};

/// What the loss of a dependency does: `hard` takes the caller down, `soft` degrades it by
/// `degradation`, `async` is buffered (a delay for the customers of the result, no failure), `none`
/// is recorded only.
enum class Need { hard, soft, async, none };
/// When the dependency is needed: while serving, only to start or scale, or only by people and
/// automation.
enum class NeededFor { serving, starting, operating };
/// Which of the provider's units can serve a unit of the caller.
enum class Scope { same_cell, same_zone, same_region, any };
enum class Origin { declared, observed, both };

/// `from` needs `to`.
struct Dependency {
  std::string from, to;
  Need need = Need::hard;
  NeededFor needed_for = NeededFor::serving;
  sim::Distribution survives{};  ///< seconds the caller lasts without it (cache TTL, lease, buffer)
  sim::Distribution delay{};     ///< seconds until the loss is felt
  double probability = 1;        ///< that a loss propagates (a fallback that may not work)
  sim::Distribution recovers_after{};  ///< seconds from its return until the caller has recovered
  double degradation = 0.5;  ///< share of the caller's work lost when a soft dependency is lost
  std::string group{};       ///< alternatives of one caller share a group name
  unsigned at_least = 1;  ///< of the group's members; ungrouped: of the provider's units in scope
  Scope scope = Scope::any;
  std::string role{};    ///< the role used for the call; denied role = failed dependency
  std::string action{};  ///< the request made with that role ("dynamodb:GetItem"); checked on the
                         ///< provider's ARNs
  Origin origin = Origin::declared;
  std::shared_ptr<const traffic::CallPolicy> call{};  ///< empty: one call per request, no timeout
};

/// A way in for customers: works while at least `at_least` of `services` work (default: all).
struct Endpoint {
  std::string id;
  std::vector<std::string> services;
  std::optional<unsigned> at_least;
  double share = 1;  ///< of the group's weight, relative to its other endpoints
};

/// What customers do once they know of an outage: after `after` seconds they lose only `loss` of
/// their work.
struct CustomerFallback {
  sim::Distribution after;
  double loss = 0;
};

/// Customers are spread evenly over the places of the services they use.
struct CustomerGroup {
  std::string id;
  double weight = 1;  ///< how many, or how much they are worth
  std::vector<Endpoint> endpoints;
  std::optional<CustomerFallback> fallback;
  std::optional<traffic::Load> load;  ///< of the whole group; spread like its weight
};

struct Topology {
  std::string name;
  std::vector<Service> services;
  std::vector<Dependency> dependencies;
};

}  // namespace outcast::system
