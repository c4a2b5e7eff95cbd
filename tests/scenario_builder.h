// Builds small scenarios for tests, in the words of the model.
#pragma once
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "models/cascade/ensemble.h"
#include "models/cascade/world.h"
#include "models/change/safeguards.h"

namespace outcast::test {

/// A scenario with the built-in failure modes, every safeguard off, and nobody to respond.
class ScenarioBuilder {
 public:
  ScenarioBuilder() {
    const auto modes = faults::catalog();
    scenario.failure_modes.assign(modes.begin(), modes.end());
    for (const change::Safeguard& safeguard : change::catalog()) {
      change::SafeguardSettings settings;
      for (const change::Parameter& parameter : safeguard.parameters)
        settings.values.push_back(parameter.standard);
      scenario.safeguards.push_back(settings);
    }
  }

  ScenarioBuilder& service(const std::string& id, sim::Duration restart = {}) {
    scenario.topology.services.push_back({.id = id, .restart = sim::Distribution::fixed(restart)});
    return *this;
  }
  system::Service& last_service() { return scenario.topology.services.back(); }
  system::Dependency& needs(const std::string& from, const std::string& to) {
    scenario.topology.dependencies.push_back({.from = from, .to = to});
    return scenario.topology.dependencies.back();
  }
  /// `service` has this fault from `at` on, for `lasts`.
  ScenarioBuilder& fault(const std::string& service, sim::Duration at, sim::Duration lasts) {
    if (!scenario.what_if) scenario.what_if.emplace();
    scenario.what_if->faults.push_back(
        {.at = at, .service = service, .mode = "crash", .lasts = sim::Distribution::fixed(lasts)});
    return *this;
  }
  /// `service` has this fault from the start until somebody mends it.
  cascade::GivenFault& lasting_fault(const std::string& service,
                                     const std::string& mode = "crash") {
    if (!scenario.what_if) scenario.what_if.emplace();
    scenario.what_if->faults.push_back({.service = service, .mode = mode});
    return scenario.what_if->faults.back();
  }
  change::SafeguardSettings& safeguard(const std::string& name) {
    auto& settings = scenario.safeguards[change::position_of(name)];
    settings.on = true;
    return settings;
  }

  cascade::Scenario scenario;
};

/// Writes down every note, one line each: "600.5 auth goes down".
class StoryTeller final : public cascade::Observer {
 public:
  void observe(sim::Time at, const cascade::Note& note) override {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%g ", static_cast<double>(at.nanoseconds) * 1e-9);
    if (topic.empty() || note.topic == topic)
      story += seconds + note.subject + " " + note.text + "\n";
  }
  std::string topic;  ///< only this one; empty: all
  std::string story;
};

inline std::string story_of(const cascade::Scenario& scenario, const std::string& topic = "",
                            std::uint64_t replication = 0) {
  const cascade::Blueprint blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  StoryTeller teller;
  teller.topic = topic;
  world.replicate(1, replication, &teller);
  return teller.story;
}

/// How often a part occurs in a text.
inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// One replication's row, by name of the metric.
inline std::map<std::string, double> row_of(const cascade::Scenario& scenario,
                                            std::uint64_t replication = 0) {
  const cascade::Blueprint blueprint = cascade::draft(scenario);
  cascade::CascadeWorker worker(blueprint, 1);
  std::vector<double> row(cascade::metrics().size());
  worker.replicate(replication, row);
  std::map<std::string, double> named;
  for (std::size_t i = 0; i < row.size(); ++i)
    named[std::string(cascade::metrics()[i].name)] = row[i];
  return named;
}

/// The row of replication 1, by a worker that has replicated before and by a new one.
struct SecondRows {
  std::vector<double> reused, fresh;

  explicit SecondRows(const cascade::Scenario& scenario)
      : reused(cascade::metrics().size()), fresh(reused) {
    const cascade::Blueprint blueprint = cascade::draft(scenario);
    cascade::CascadeWorker used(blueprint, 1), other(blueprint, 1);
    used.replicate(0, reused);
    used.replicate(1, reused);
    other.replicate(1, fresh);
  }
};

/// Both may have no value.
inline bool is_same_figure(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace outcast::test
