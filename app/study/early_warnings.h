// The early warning of a scenario with traffic, by service, for people and as JSON.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/traffic/early_warning.h"

namespace outcast::app {

/// Of the unit of the service that has the least headroom.
struct ServiceWarning {
  std::string service;
  traffic::EarlyWarning warning;
  std::string customers;          ///< where the worst path begins
  std::vector<std::string> path;  ///< services; the last one is the service itself
};

/// Services that get requests, the one with the least headroom first; none without traffic.
std::vector<ServiceWarning> early_warnings(const cascade::Blueprint& blueprint);

/// "1.31", or "-" for a service that gets no requests.
std::string headroom_text(std::span<const ServiceWarning> warnings, const std::string& service);
/// The services that may stay down, or the one that is nearest to it.
std::string early_warning_text(std::span<const ServiceWarning> warnings);
/// A JSON array of them.
std::string to_json(std::span<const ServiceWarning> warnings);

}  // namespace outcast::app
