// Points of a plan as points of a store.
#include "app/sweep/sweep_store.h"

#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

Parameter parameter_of(const Factor& factor, double coordinate) {
  const Setting setting = setting_at(factor, coordinate);
  if (setting.number) return {factor.name, *setting.number};
  return {factor.name, setting.text};
}

Point stored_point(Plan& plan, std::size_t p, const Sampling& sampling) {
  Point point{.label = "point " + std::to_string(p),
              .scenario = plan.scenario_path,
              .variant = plan.file.variant,
              .digest = load_point(plan, p).digest,
              .replications = sampling.precision ? 0 : sampling.replications};
  for (std::size_t f = 0; f < plan.factors.size(); ++f)
    point.parameters.push_back(parameter_of(plan.factors[f], plan.points[p][f]));
  return point;
}

/// A precision stops where it stops; a number of replications is what it is to be.
void refuse_more_than_asked(const Store& store, const Sampling& sampling) {
  if (sampling.precision) return;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    const std::vector<Stretch>& present = store.present(p);
    if (present.empty() || present.back().end <= sampling.replications) continue;
    throw Failure(ExitCode::invalid,
                  store.path() + " already holds " + count_text(present.back().end) +
                      " replications of a point, more than the " +
                      count_text(sampling.replications) + " that are asked for. -n " +
                      std::to_string(present.back().end) + " takes them all");
  }
}

}  // namespace

Store open_sweep_store(const std::string& path, OnExisting on_existing, Plan& plan,
                       const Sampling& sampling, Files files) {
  Manifest manifest{
      .kind = ExperimentKind::sweep, .seed = sampling.seed, .files = std::move(files)};
  for (std::size_t p = 0; p < plan.points.count(); ++p)
    manifest.points.push_back(stored_point(plan, p, sampling));
  Store store = Store::open_to_write(path, on_existing, std::move(manifest));
  refuse_more_than_asked(store, sampling);
  return store;
}

std::vector<Stretch> SharedStore::missing(std::size_t point, std::uint64_t end) {
  const std::lock_guard alone(alone_);
  store_.expect(point, end);
  return store_.missing(point, end);
}

void SharedStore::put(std::size_t point, std::uint64_t first,
                      const cascade::EnsembleResult& batch) {
  const std::lock_guard alone(alone_);
  if (batch.finished > 0) store_.put(point, first, batch);
}

sim::Table SharedStore::rows(std::size_t point, std::uint64_t end) {
  const std::lock_guard alone(alone_);
  sim::Table table(cascade::metrics().size());
  const std::uint64_t unbroken = store_.unbroken(point, end);
  if (unbroken == 0) return table;
  table = store_.result(point, end).table;
  table.resize(unbroken);
  return table;
}

}  // namespace outcast::app
