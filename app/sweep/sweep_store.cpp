// Points of a plan as points of a store.
#include "app/sweep/sweep_store.h"

#include <charconv>
#include <sstream>

#include "app/store/damage.h"
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

std::string text_of(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::map<std::string, std::string> settings_of(const Plan& plan, const Sampling& sampling) {
  std::string metrics;
  for (const std::string& metric : sampling.metrics)
    metrics += (metrics.empty() ? "" : " ") + metric;
  return {{"sweep", plan.path},
          {"replications", sampling.precision ? "" : std::to_string(sampling.replications)},
          {"metrics", metrics},
          {"precision", sampling.precision ? text_of(*sampling.precision) : ""},
          {"at_most", std::to_string(sampling.at_most)}};
}

std::string setting_in(const Store& store, const std::string& name) {
  const auto found = store.manifest().settings.find(name);
  if (found == store.manifest().settings.end())
    refuse_damage(store.path(), "it does not say its " + name);
  return found->second;
}

Sampling sampling_in(const Store& store) {
  Sampling sampling{.seed = store.manifest().seed};
  sampling.replications = parse_count(setting_in(store, "replications")).value_or(0);
  std::istringstream metrics(setting_in(store, "metrics"));
  for (std::string metric; metrics >> metric;) sampling.metrics.push_back(metric);
  sampling.precision = parse_share(setting_in(store, "precision"));
  sampling.at_most = parse_count(setting_in(store, "at_most")).value_or(sampling.at_most);
  return sampling;
}

}  // namespace

Manifest manifest_of(Plan& plan, const Sampling& sampling, Files files) {
  Manifest manifest{.kind = ExperimentKind::sweep,
                    .seed = sampling.seed,
                    .files = std::move(files),
                    .settings = settings_of(plan, sampling)};
  for (std::size_t p = 0; p < plan.points.count(); ++p)
    manifest.points.push_back(stored_point(plan, p, sampling));
  return manifest;
}

StoredSweep read_stored_sweep(const Store& store) {
  const Manifest& manifest = store.manifest();
  StoredSweep stored{read_plan(setting_in(store, "sweep"), reader_of(manifest.files))};
  stored.sampling = sampling_in(store);
  make_points(*stored.plan, manifest.seed);
  if (stored.plan->points.count() != manifest.points.size())
    refuse_damage(store.path(), "its sweep has " + count_text(stored.plan->points.count()) +
                                    " points, and it holds " + count_text(manifest.points.size()));
  return stored;
}

Case case_of(Plan& plan, const Store& store, std::size_t point) {
  scenario::Loaded loaded = load_point(plan, point);
  if (loaded.digest != store.manifest().points[point].digest)
    refuse_damage(store.path(), "its texts do not make the scenario of point " + count_text(point));
  std::string label = store.manifest().points[point].label;
  for (std::size_t f = 0; f < plan.factors.size(); ++f)
    label += (f == 0 ? ": " : ", ") + plan.factors[f].name + ' ' +
             setting_at(plan.factors[f], plan.points[point][f]).text;
  return {.path = plan.scenario_path,
          .variant = plan.file.variant,
          .label = std::move(label),
          .digest = std::move(loaded.digest),
          .blueprint = cascade::draft(std::move(loaded.scenario))};
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

void SharedStore::answer(std::size_t point, const Response& response) {
  const std::lock_guard alone(alone_);
  store_.answer(point, response);
}

sim::Table SharedStore::rows(std::size_t point, std::uint64_t end) {
  const std::lock_guard alone(alone_);
  return store_.rows(point, store_.unbroken(point, end));
}

}  // namespace outcast::app
