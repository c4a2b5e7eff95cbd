// Ensembles of campaigns and of incidents.
#include "app/risk/bench.h"

#include <algorithm>

namespace outcast::app {
namespace {

constexpr double moments_wanted = 50'000;

std::vector<Moments> moments_of_sweeps(const cascade::Blueprint& blueprint,
                                       std::span<const cascade::Background> backgrounds) {
  std::vector<Moments> moments;
  for (std::uint32_t s = 0; s < independent_sweeps; ++s) {
    const std::size_t begin = s * backgrounds.size() / independent_sweeps,
                      end = (s + 1) * backgrounds.size() / independent_sweeps;
    moments.emplace_back(blueprint, backgrounds.subspan(begin, end - begin));
  }
  return moments;
}

}  // namespace

void Bench::run_campaigns(const cascade::Blueprint& blueprint, Campaigns& campaigns) {
  const std::size_t count = campaigns.backgrounds.size();
  const double changes = cascade::expected_changes(blueprint);
  const double wanted = moments_wanted / static_cast<double>(count);
  const cascade::CampaignRecord record{.share = std::min(1.0, wanted / std::max(1.0, changes)),
                                       .backgrounds = campaigns.backgrounds};
  const auto make_worker = [&] { return make_campaign_worker(blueprint, luck_.seed, record); };
  run("campaigns", {.count = count}, make_worker, campaigns.rows);
  campaigns.moments = moments_of_sweeps(blueprint, campaigns.backgrounds);
}

void Bench::run_incidents(const cascade::Blueprint& blueprint, std::span<const Draw> draws,
                          const Stretch& stretch, sim::Table& rows) {
  std::vector<cascade::Initiation> initiations;
  for (const Draw& draw : draws.subspan(stretch.begin, stretch.end - stretch.begin))
    initiations.push_back(draw.initiation);
  const cascade::IncidentPlan plan{stretch.sweeps.first + stretch.begin, initiations};
  const auto make_worker = [&] { return make_incident_worker(blueprint, luck_.seed, plan); };
  progress_.tell_precision(stretch.precision);
  run("incidents", {.first = plan.first, .count = initiations.size()}, make_worker, rows);
}

void Bench::run(const std::string& what, const sim::EnsembleOptions& replications,
                const std::function<std::unique_ptr<sim::Worker>()>& make_worker,
                sim::Table& rows) {
  progress_.describe(what);
  sim::EnsembleOptions options = replications;
  options.threads = static_cast<unsigned>(luck_.threads);
  options.stop = interrupt_.token();
  options.progress = [&](std::uint64_t finished) { progress_.show(done_ + finished); };
  std::vector<std::unique_ptr<sim::Worker>> workers;
  done_ += sim::run_ensemble(options, make_worker, rows, workers);
}

}  // namespace outcast::app
