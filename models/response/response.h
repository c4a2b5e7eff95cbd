// The people and machines that notice an outage, end it, and tell the customers.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/distribution.h"

namespace outcast::response {

/// Looks every `interval`. At a look, it sees an incident that affects the share s of what it
/// watches with probability visibility x sensitivity x s / (s + half_at).
struct Monitor {
  std::string id;
  std::vector<std::string> watches;  ///< services; empty: all
  sim::Distribution interval;        ///< seconds between looks (must be above zero)
  double sensitivity = 1;
  double half_at = 0;                ///< share at which half of `sensitivity` is reached
  double false_alarms_per_week = 0;  ///< each takes a crew for acknowledge + diagnose
  std::vector<std::string> needs;    ///< services without which it is blind
};

struct StatusPage {
  sim::Distribution takes;         ///< seconds from detection to the message
  std::vector<std::string> needs;  ///< services without which nothing can be posted
};

/// People hold load back that the system cannot bear, and let it in again by and by.
struct Throttle {
  sim::Distribution takes;                ///< seconds from the decision to the cut
  double share = 0.2;                     ///< of the load that is let in
  sim::Duration quiet = sim::minutes(1);  ///< time without losses before more is let in
  double step = 0.2;                      ///< share of the load by which more is let in
  sim::Duration every = sim::minutes(1);  ///< from one step to the next
};

struct Response {
  unsigned crews = 1;  ///< per team: how many incidents it can work on at once (0 = no limit)
  std::vector<Monitor> monitors;  ///< none: every incident is seen at once
  sim::Distribution
      customer_report;  ///< seconds until customers call, if no monitor saw it; zero: they never do
  sim::Distribution acknowledge, diagnose;   ///< seconds
  sim::Distribution rollback, fix, rebuild;  ///< seconds of each remedy
  sim::Distribution automatic_rollback;      ///< seconds, when the pipeline does it
  std::vector<std::string> tools;            ///< services people need to diagnose and mitigate
  std::vector<std::string> pipeline_tools;   ///< services the pipeline needs to deploy or roll back
  sim::Distribution break_glass;  ///< seconds to work without the tools (locked out); zero: they
                                  ///< wait for the tools
  sim::Distribution black_start;  ///< seconds to break a circle of services waiting for each other
  sim::Duration restart_gap{};    ///< least time between two restarts (rate limit); zero: none
  std::optional<Throttle> throttle;  ///< none: nobody holds load back
  StatusPage status_page;
};

}  // namespace outcast::response
