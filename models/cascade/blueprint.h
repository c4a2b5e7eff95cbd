// A scenario made ready to run: names resolved to indices, policies to reach, distributions at
// hand.
#pragma once
#include <optional>
#include <vector>

#include "models/cascade/scenario.h"
#include "models/system/units.h"

namespace outcast::cascade {

using system::ServiceIndex;
using system::Share;
using system::UnitIndex;

inline constexpr std::uint32_t none = 0xffffffffU;

/// Customers of one endpoint in one place.
struct CustomerNode {
  std::string id{};
  sim::Entity entity{};
  double weight = 0;  ///< share of all customers, 0 .. 1
  double share_of_group = 1;
  std::uint32_t group = 0;
  std::uint32_t of_group = 0, of_endpoint = 0;  ///< audiences; the same where the group has one
  std::uint32_t at_least = 1;                   ///< of `services`
  std::vector<std::vector<UnitIndex>>
      services{};  ///< per service the units that may serve; one that works is enough
};

/// Customers whose success is measured together: those of a group, or of one of its endpoints.
struct Audience {
  std::string id{};   ///< "group" or "group/endpoint"
  double weight = 0;  ///< share of all customers, 0 .. 1
};

struct Watcher {
  sim::Entity entity{};
  sim::Duration interval{};
  double total_weight = 0;  ///< of the services it watches
  std::vector<ServiceIndex> needs{};
};

/// What a role may do to each service: by index of the service.
struct ReachOfRole {
  std::vector<bool> may_modify, may_destroy;
  bool skips_approval = false;
};

struct TeamPlan {
  sim::Entity entity{};
  std::vector<ServiceIndex> services{};
  std::uint32_t human = none, ai_tool = none, role = none;  ///< authors and role
  double adoption = 0;
  std::vector<double> kind_up_to{};  ///< cumulated shares of the kinds
  unsigned crews = 0;
};

/// A defect's possible outcomes for one kind of change, cumulated.
struct OutcomePlan {
  std::uint32_t mode = 0;
  double up_to = 1;
  double latent = 0;
  sim::Distribution latency{};
};

struct ProcessPlan {
  UnitIndex unit{};
  std::uint32_t process = 0;  ///< position in Scenario::faults
  std::uint32_t mode = 0;
  sim::Entity entity{};  ///< of this process on this unit
};

struct GivenChangePlan {
  std::uint32_t ordinal = 0;  ///< among the given changes of the same target
  std::uint32_t author = none, role = none;
  ServiceIndex target = system::no_service;
};

/// Stations are units whose service has traffic, sources are customer nodes whose group has a load.
struct TrafficPlan {
  traffic::Network network{};
  std::vector<std::uint32_t> station_of{};  ///< by unit; none: not modelled
  std::vector<UnitIndex> unit_of{};         ///< by station
  std::vector<std::uint32_t> source_of{};   ///< by customer node
  std::vector<std::uint32_t> node_of{};     ///< by source
};

/// Thread rule: immutable after draft(), shared by all threads. Invariant: every index is in range.
struct Blueprint {
  Scenario scenario;
  system::Units units;
  std::vector<CustomerNode> customers;
  std::vector<std::vector<std::uint32_t>>
      customers_of;                 ///< by unit; empty when nobody uses services directly
  std::vector<Audience> audiences;  ///< in the order of the file: each group, then its endpoints
  std::vector<Watcher> watchers;
  std::vector<std::uint32_t> watch_mask;  ///< by service: bit m = watched by monitor m
  std::vector<bool> is_tool;              ///< by service: somebody works with it
  std::vector<std::vector<ServiceIndex>>
      tools_of;  ///< by service: what people need to mend it (response tools apart)
  std::vector<ServiceIndex> tools, pipeline_tools, status_needs;
  std::vector<ReachOfRole> actual, intended;       ///< by role
  std::vector<TeamPlan> teams;                     ///< the last one is "nobody's"
  std::vector<std::uint32_t> team_of;              ///< by service
  std::vector<std::vector<OutcomePlan>> outcomes;  ///< by kind of change
  std::vector<ProcessPlan> processes;
  std::vector<std::uint32_t> restarts_at_once;  ///< by service; empty: nobody has a limit
  std::uint32_t deleted_mode = none, refuse_mode = none, crash_mode = none;
  std::vector<std::uint32_t> given_ordinals;        ///< by fault of the what-if: among those alike
  std::vector<std::uint32_t> given_modes;           ///< by fault of the what-if
  std::vector<ServiceIndex> given_services;         ///< no_service: "*"
  std::vector<std::vector<UnitIndex>> given_pools;  ///< by fault: the units it draws some of
  std::vector<GivenChangePlan> given_changes;       ///< by change of the what-if

  bool has_window() const { return scenario.what_if && scenario.what_if->window; }
  std::optional<TrafficPlan> traffic;  ///< empty: no customer has a load
  bool is_on(std::size_t safeguard) const { return scenario.safeguards[safeguard].on; }
};

/// The scenario must have passed the door: every name known, every number legal.
Blueprint draft(Scenario scenario);

}  // namespace outcast::cascade
