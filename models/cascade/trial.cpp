// A worker that imagines something else in each trial.
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

class TrialWorker final : public sim::Worker {
 public:
  TrialWorker(const Blueprint& blueprint, std::uint64_t seed, const TrialPlan& plan)
      : world_(blueprint, [this] { pause(); }), seed_(seed), plan_(plan) {}

  void replicate(std::uint64_t index, std::span<double> row) override {
    const Trial trial = plan_.trial(index);
    if (trial.initiation != nullptr)
      world_.replicate_incident(seed_, trial.replication, *trial.initiation, trial.imagined);
    else
      world_.replicate(seed_, trial.replication, nullptr, trial.imagined);
    fill(world_, all_);
    for (std::size_t c = 0; c < plan_.columns.size(); ++c) row[c] = all_[plan_.columns[c]];
    if (!plan_.touched.empty()) plan_.touched[index] = touched_in(world_);
  }

 private:
  World world_;
  std::uint64_t seed_;
  TrialPlan plan_;
  std::vector<double> all_ = std::vector<double>(metrics().size());
};

}  // namespace

std::unique_ptr<sim::Worker> make_trial_worker(const Blueprint& blueprint, std::uint64_t seed,
                                               const TrialPlan& plan) {
  return std::make_unique<TrialWorker>(blueprint, seed, plan);
}

}  // namespace outcast::cascade
