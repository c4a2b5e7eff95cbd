// What every check between the parts of a scenario looks at.
#pragma once
#include "models/cascade/scenario.h"
#include "models/document/document.h"
#include "models/scenario/names.h"

namespace outcast::scenario {

struct Parts {
  const cascade::Scenario& scenario;
  document::Value file;
  document::Problems& problems;
  Names services{"service", scenario.topology.services, &system::Service::id};
  Names roles{"role", scenario.roles, &access::Role::id};
  Names authors{"author", scenario.authors, &change::Author::id};
  Names teams{"team", scenario.teams, &change::Team::id};
  Names modes{"failure mode", scenario.failure_modes, &faults::FailureMode::name};

  /// Nothing is known of services when none could be read: that problem has been reported.
  void require_service(std::string_view name, document::Value at) const {
    if (!services.empty()) services.require(name, at, problems);
  }
  void require_services(const std::vector<std::string>& names, document::Value list) const {
    if (!services.empty()) services.require_all(names, list, problems);
  }
  void report(document::Value at, std::string what, std::string why = {},
              std::string hint = {}) const {
    problems.add({at.position(), std::move(what), std::move(why), std::move(hint)});
  }
};

void check_access(const Parts& parts);
void check_people(const Parts& parts);
void check_customers(const Parts& parts);
void check_faults(const Parts& parts);
void check_response(const Parts& parts);
void check_traffic(const Parts& parts);
void check_run(const Parts& parts);

}  // namespace outcast::scenario
