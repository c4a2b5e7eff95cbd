// What a replication imagines otherwise than its scenario says: what importance measures compare.
#pragma once
#include "models/system/units.h"

namespace outcast::cascade {

/// What never fails: a service that bears no fault and feels no loss, and the calls of one service
/// to another through which no loss passes. Overload is neither fault nor loss.
struct Spared {
  system::ServiceIndex service = system::no_service;
  system::ServiceIndex caller = system::no_service, provider = system::no_service;

  bool is_nothing() const { return service == system::no_service && caller == system::no_service; }
  /// Whether a fault cannot strike the unit.
  bool spares(const system::Unit& unit) const {
    return service != system::no_service && unit.service == service;
  }
  /// Whether the loss of `provider` cannot reach `dependant`.
  bool spares_call(const system::Unit& from, const system::Unit& dependant) const {
    const bool is_call = dependant.service == caller && from.service == provider;
    return dependant.service != system::no_service && (dependant.service == service || is_call);
  }
};

struct Imagined {
  /// Bears the first given fault of the what-if, in place of its own; none: nothing changes.
  system::ServiceIndex root = system::no_service;
  /// Crashes as well and is mended by the scenario's people: a moment after the first thing that
  /// the what-if gives or, of a replication with one incident, after the incident's first fault.
  system::ServiceIndex companion = system::no_service;
  Spared spared{};
};

}  // namespace outcast::cascade
