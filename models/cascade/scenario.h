// Everything one replication is given: the system, its people, its safeguards, and what happens to
// it.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/access/policy.h"
#include "models/change/change.h"
#include "models/change/safeguard.h"
#include "models/faults/failure_mode.h"
#include "models/response/response.h"
#include "models/system/topology.h"
#include "models/traffic/network.h"

namespace outcast::cascade {

/// Some of the units of several services: each set of that many is as likely as any other.
struct AnyOf {
  std::vector<std::string> services;  ///< "*": every service
  unsigned count = 1;                 ///< how many of their units, drawn without replacement
};

/// One fault given to a what-if. It strikes a service, or some units of several, or a role.
struct GivenFault {
  sim::Duration at{};
  std::string service;  ///< "*": one service drawn evenly
  std::optional<AnyOf> any;
  std::string role;  ///< whose calls are refused
  std::string cell;  ///< only the unit in this cell; empty: every unit
  std::string mode;
  double probability = 1;  ///< that it happens at all
  std::optional<sim::Distribution>
      lasts;  ///< seconds, if it expires by itself; "forever" never ends
};

/// The time over which customers' success is measured.
struct Window {
  sim::Duration from{};
  sim::Distribution lasts;  ///< seconds
};

/// What-if: given faults and changes, run to quiescence.
struct WhatIf {
  std::vector<GivenFault> faults;
  std::vector<change::GivenChange> changes;
  std::optional<Window> window;
};

/// The request by which a role approves a change of its own: a role that may make it skips
/// two-person approval.
struct Approval {
  std::string action = "codepipeline:PutApprovalResult";
  std::string arn = "arn:aws:codepipeline:us-east-1:123456789012:production/deploy/approval";
};

struct Scenario {
  std::string name, shows;
  std::vector<std::string> sources;
  system::Topology topology;
  std::vector<system::CustomerGroup> customers;
  std::vector<access::Role> roles;
  std::vector<change::Author> authors;
  std::vector<change::Team> teams;
  double adoption =
      0;  ///< share of changes made with an AI tool, for teams that do not say otherwise
  change::Defects defects;
  sim::Distribution lead_time;  ///< seconds from idea to deployment without any safeguard
  Approval approval;
  std::vector<change::SafeguardSettings> safeguards;  ///< in the order of change::catalog()
  std::vector<faults::FailureMode> failure_modes;  ///< the catalog with the scenario's own changes
  std::vector<faults::FaultProcess> faults;
  response::Response response;
  traffic::Settings traffic;
  sim::Duration horizon{};  ///< of a campaign; zero with a what-if
  std::optional<WhatIf>
      what_if;  ///< present: run to quiescence (or to the horizon, if one is given)
};

}  // namespace outcast::cascade
