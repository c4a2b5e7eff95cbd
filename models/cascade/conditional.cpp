// Workers of conditional estimation.
#include "models/cascade/conditional.h"

#include "models/cascade/world.h"

namespace outcast::cascade {
namespace {

void fill_with_cost(World& world, std::uint64_t events_before, std::span<double> row) {
  fill(world, row.first(cost_column()));
  row[cost_column()] = static_cast<double>(world.events() - events_before);
}

class CampaignWorker final : public sim::Worker {
 public:
  CampaignWorker(const Blueprint& blueprint, std::uint64_t seed, const CampaignRecord& record)
      : world_(blueprint, [this] { pause(); }), seed_(seed), record_(record) {}
  void replicate(std::uint64_t replication, std::span<double> row) override {
    const std::uint64_t before = world_.events();
    Background& background = record_.backgrounds[replication - record_.first];
    background = {};
    world_.replicate_recorded(seed_, replication, record_.share, background);
    fill_with_cost(world_, before, row);
  }

 private:
  World world_;
  std::uint64_t seed_;
  CampaignRecord record_;
};

class IncidentWorker final : public sim::Worker {
 public:
  IncidentWorker(const Blueprint& blueprint, std::uint64_t seed, const IncidentPlan& plan)
      : world_(blueprint, [this] { pause(); }), seed_(seed), plan_(plan) {}
  void replicate(std::uint64_t replication, std::span<double> row) override {
    const Initiation& initiation = plan_.initiations[replication - plan_.first];
    if (initiation.event == nullptr) return;
    const std::uint64_t before = world_.events();
    world_.replicate_incident(seed_, replication, initiation);
    fill_with_cost(world_, before, row);
  }

 private:
  World world_;
  std::uint64_t seed_;
  IncidentPlan plan_;
};

}  // namespace

std::unique_ptr<sim::Worker> make_campaign_worker(const Blueprint& blueprint, std::uint64_t seed,
                                                  const CampaignRecord& record) {
  return std::make_unique<CampaignWorker>(blueprint, seed, record);
}

std::unique_ptr<sim::Worker> make_incident_worker(const Blueprint& blueprint, std::uint64_t seed,
                                                  const IncidentPlan& plan) {
  return std::make_unique<IncidentWorker>(blueprint, seed, plan);
}

}  // namespace outcast::cascade
