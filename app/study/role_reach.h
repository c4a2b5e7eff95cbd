// What a role can break, as it is configured and as it was meant, and what would fall with it.
#pragma once
#include <string>
#include <vector>

#include "app/study/service_graph.h"
#include "models/access/reach.h"
#include "models/cascade/scenario.h"

namespace outcast::app {

/// The widest access to any resource of one service.
struct ServiceAccess {
  std::string service;
  system::NodeIndex node = 0;  ///< position among the services
  access::Access modify, destroy;
  bool is_bare = false;  ///< no resource is listed: no policy stands in the way
};

/// A role under one of its policy sets.
struct RoleReach {
  std::vector<ServiceAccess> services;  ///< in written order
  access::Access approve;               ///< its own changes
  std::size_t destroys = 0, modifies = 0;
  Fall fall;  ///< if all that it may destroy were destroyed
};

struct RoleReport {
  std::string id, principal;
  RoleReach actual, intended;
  bool has_intention = false;  ///< an intended policy is given

  /// Services on which the role may do more than it was meant to.
  bool is_wider(std::size_t service) const;
  std::size_t wider_count() const;
};

RoleReport report_of(const cascade::Scenario& scenario, const access::Role& role);

}  // namespace outcast::app
