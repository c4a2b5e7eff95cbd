// A worker with a blueprint of its own, in which each trial writes what it imagines.
#include "models/cascade/trial.h"

#include <algorithm>

#include "models/cascade/metrics.h"
#include "models/cascade/world.h"

namespace outcast::cascade {
namespace {

TouchedServices touched_in(World& world) {
  TouchedServices touched;
  for (std::uint32_t i = 0; i < world.units().size(); ++i) {
    const UnitState& u = world.units()[i];
    const ServiceIndex service = world.blueprint().units.unit(u.unit).service;
    if (service != system::no_service && (u.hits > 0 || u.own_faults > 0))
      touched.push_back(service);
  }
  std::ranges::sort(touched);
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  return touched;
}

/// What a world reads at the start of a replication may change between two of them: a copy for
/// each thread instead of one for each trial.
class TrialWorker final : public sim::Worker {
 public:
  TrialWorker(const Blueprint& blueprint, std::uint64_t seed, const TrialPlan& plan)
      : blueprint_(blueprint), world_(blueprint_, [this] { pause(); }), seed_(seed), plan_(plan) {
    first_service_ = blueprint_.given_services.front();
  }

  void replicate(std::uint64_t index, std::span<double> row) override {
    const Trial trial = plan_.trial(index);
    imagine(trial);
    world_.replicate(seed_, trial.replication, nullptr);
    fill(world_, all_);
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) row[c] = all_[plan_.columns[c]];
    if (!plan_.touched.empty()) plan_.touched[index] = touched_in(world_);
  }

 private:
  void imagine(const Trial& trial) {
    const bool has_root = trial.root != system::no_service;
    const bool has_companion = trial.companion != system::no_service;
    if (has_companion) blueprint_.given_services.back() = trial.companion;
    blueprint_.scenario.what_if->faults.back().probability = has_companion ? 1 : 0;
    if (blueprint_.given_services.size() > 1)
      blueprint_.given_services.front() = has_root ? trial.root : first_service_;
    blueprint_.spared = trial.spared;
  }

  Blueprint blueprint_;
  World world_;
  std::uint64_t seed_;
  TrialPlan plan_;
  ServiceIndex first_service_;
  std::vector<double> all_ = std::vector<double>(metrics().size());
};

}  // namespace

std::unique_ptr<sim::Worker> make_trial_worker(const Blueprint& blueprint, std::uint64_t seed,
                                               const TrialPlan& plan) {
  return std::make_unique<TrialWorker>(blueprint, seed, plan);
}

}  // namespace outcast::cascade
