// What was observed, against what the scenario measures.
#include "models/scenario/check.h"
#include "models/scenario/names.h"

namespace outcast::scenario {

void check_observed(const Observed& observed, const cascade::Scenario& scenario,
                    document::Value file, document::Problems& problems) {
  if (observed.success.empty()) return;
  const document::Value at = file.find("observed").find("success_rate");
  if (!scenario.what_if || !scenario.what_if->window)
    problems.add({at.position(), "success rates without a window", "nothing measures them",
                  "Give the what-if a \"window\"."});
  std::vector<std::string> audiences;
  for (const system::CustomerGroup& group : scenario.customers) {
    audiences.push_back(group.id);
    if (group.endpoints.size() > 1)
      for (const system::Endpoint& e : group.endpoints) audiences.push_back(group.id + '/' + e.id);
  }
  Names known("customers");
  for (const std::string& audience : audiences) known.add(audience);
  for (const document::Value member : at) known.require(member.key(), member, problems);
}

}  // namespace outcast::scenario
