// Simulated crashes of one service after the other, and the importance of each.
#include <algorithm>

#include "app/study/importance.h"
#include "app/study/prediction.h"

namespace outcast::app {
namespace {

void simulate_crashes(const cascade::Blueprint& blueprint, std::uint64_t n, TrialBench& bench,
                      Ranking& ranking) {
  std::vector<cascade::ServiceIndex> services;
  for (std::size_t i = 0; i < ranking.examined; ++i)
    services.push_back(blueprint.units.find_service(ranking.services[i].id));
  const sim::Table rows = bench.run(
      "crashes",
      {.blueprint = blueprint, .count = n * services.size(), .trial = [&](std::uint64_t i) {
         return cascade::Trial{.replication = i % n, .imagined = {.root = services[i / n]}};
       }});
  const auto estimate = [&](TrialColumn column, std::size_t i) {
    return sim::estimate_mean(values_of(rows, column, i * n, n));
  };
  for (std::size_t i = 0; i < rows.rows() / n; ++i)
    ranking.services[i].crash =
        Crash{estimate(TrialColumn::blast_radius, i), estimate(TrialColumn::harm, i)};
}

/// Those that were not simulated come last, in the order they have.
void sort_by_harm(std::vector<ServiceRank>& services) {
  const auto key = [](const ServiceRank& s) {
    return s.crash ? std::pair(s.crash->harm.mean, s.crash->blast_radius.mean)
                   : std::pair(-1.0, -1.0);
  };
  std::ranges::stable_sort(services, std::ranges::greater{}, key);
}

}  // namespace

std::string_view harm_metric(const cascade::Scenario& scenario) {
  return scenario.customers.empty() ? "service_minutes" : "customer_minutes";
}

ExitCode simulate_ranking(const cascade::Blueprint& subject, const RankRequest& request,
                          Ranking& ranking) {
  TrialBench bench(request.sampling, harm_metric(subject.scenario));
  const std::uint64_t n = request.sampling.replications;
  bench.expect(n * 2 * ranking.examined);
  const cascade::Blueprint crashes = crash_blueprint(subject.scenario);
  simulate_crashes(crashes, n, bench, ranking);
  measure_importance(crashes, subject, request, bench, ranking);
  ranking.predictions = predictions_of(ranking);
  sort_by_harm(ranking.services);
  return bench.exit_code();
}

}  // namespace outcast::app
