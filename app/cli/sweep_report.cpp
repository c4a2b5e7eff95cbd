// The tables of a sweep: responses point by point, then which parameters matter.
#include "app/cli/sweep_report.h"

#include <algorithm>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"
#include "models/cascade/metrics.h"

namespace outcast::app {
namespace {

/// A metric with the scale that suits its largest mean.
struct Shown {
  cascade::Metric metric;
  Scale scale;
  bool has_own_n = false;  ///< some replications have no value

  std::string head() const {
    return std::string(metric.name) + (scale.unit.empty() ? "" : '\n' + std::string(scale.unit));
  }
  std::string title() const {
    return std::string(metric.name) +
           (scale.unit.empty() ? "" : " (" + std::string(scale.unit) + ')');
  }
};

std::vector<Shown> shown(const SweepResult& result) {
  std::vector<Shown> all;
  const std::vector<std::size_t> columns = columns_of(result.sampling);
  for (std::size_t m = 0; m < columns.size(); ++m) {
    const cascade::Metric& metric = cascade::metrics()[columns[m]];
    double typical = 0;
    bool has_own_n = false;
    for (const PointResponse& point : result.swept.points) {
      if (point.replications == 0) continue;
      const sim::Estimate& estimate = point.metrics[m].estimate;
      if (estimate.n > 0) typical = std::max(typical, estimate.mean);
      has_own_n = has_own_n || estimate.n != point.replications;
    }
    all.push_back({metric, scale_of(metric.name, metric.unit, typical), has_own_n});
  }
  return all;
}

std::string head_of(const Factor& factor) {
  return factor.name + (factor.unit.empty() ? "" : '\n' + factor.unit);
}

void add(std::vector<std::string>& cells, const EstimateText& text) {
  cells.push_back(text.value);
  cells.push_back(text.interval);
}

std::string heading(const SweepResult& result) {
  const Plan& plan = result.plan;
  std::string text = toned(printable(plan.file.name), Tone::bold, Channel::out) + '\n';
  if (!plan.file.shows.empty()) text += wrapped(printable(plan.file.shows), 0) + '\n';
  text += "scenario " + printable(plan.scenario_path);
  if (!plan.file.variant.empty()) text += ", variant " + printable(plan.file.variant);
  text += ", design " + std::string(name_of(plan.kind)) + '\n';
  return text + count_text(result.swept.points.size()) + " points, " +
         count_text(result.swept.replications) + " replications, seed " +
         std::to_string(result.sampling.seed) +
         ", intervals of 95 %, the same luck at every point\n";
}

std::string parameters_text(const Plan& plan) {
  std::string text;
  for (const Factor& factor : plan.factors)
    if (!factor.label.empty())
      text += wrapped(printable(factor.name + ": " + factor.label), 2) + '\n';
  return text;
}

std::vector<std::string> point_row(const SweepResult& result, const std::vector<Shown>& metrics,
                                   std::size_t p) {
  const PointResponse& point = result.swept.points[p];
  std::vector<std::string> cells = {count_text(p)};
  for (std::size_t f = 0; f < result.plan.factors.size(); ++f)
    cells.push_back(setting_at(result.plan.factors[f], result.plan.points[p][f]).text);
  cells.push_back(count_text(point.replications));
  for (std::size_t m = 0; m < metrics.size(); ++m) {
    const sim::Estimate& estimate = point.metrics[m].estimate;
    add(cells, estimate_text(estimate, metrics[m].scale.factor));
    if (metrics[m].has_own_n) cells.push_back(count_text(estimate.n));
  }
  return cells;
}

std::string points_table(const SweepResult& result, const std::vector<Shown>& metrics,
                         std::uint64_t top) {
  std::vector<Column> columns = {{.head = "point"}};
  for (const Factor& factor : result.plan.factors) columns.push_back({.head = head_of(factor)});
  columns.push_back({.head = "n"});
  for (const Shown& metric : metrics) {
    columns.push_back({.head = metric.head()});
    columns.push_back(interval_column(""));
    if (metric.has_own_n) columns.push_back(count_column());
  }
  Table table(columns);
  std::size_t begun = 0;
  for (std::size_t p = 0; p < result.swept.points.size(); ++p)
    if (result.swept.points[p].replications > 0 && begun++ < top)
      table.row(point_row(result, metrics, p));
  std::string text = table.empty() ? "" : table.to_text();
  if (begun > top)
    text += "and " + count_text(begun - top) + " more points (--top lists them, --json has all)\n";
  return text;
}

std::string difference_text(const sim::Estimate& difference, double factor, std::string& interval) {
  const EstimateText text = estimate_text(difference, factor);
  interval = text.interval;
  const bool is_open = difference.interval.low <= 0 && difference.interval.high >= 0;
  return (is_open ? "~ " : "") + (difference.mean > 0 ? '+' + text.value : text.value);
}

std::string tornado_table(const Plan& plan, const std::vector<TornadoBar>& bars, double factor) {
  Table table({text_column("parameter"),
               {.head = "low"},
               {.head = "change"},
               interval_column(""),
               {.head = "high"},
               {.head = "change"},
               interval_column(""),
               {.head = "low to high"},
               interval_column(""),
               count_column()});
  for (const TornadoBar& bar : bars) {
    std::vector<std::string> cells = {plan.factors[bar.factor].name};
    const auto add_difference = [&](const sim::PairedDifference& paired) {
      std::string interval;
      cells.push_back(difference_text(paired.difference, factor, interval));
      cells.push_back(interval);
    };
    cells.push_back(bar.low.text);
    add_difference(bar.at_low);
    cells.push_back(bar.high.text);
    add_difference(bar.at_high);
    add_difference(bar.swing);
    cells.push_back(count_text(bar.swing.difference.n));
    table.row(std::move(cells));
  }
  return table.to_text();
}

std::string morris_table(const Plan& plan, const std::vector<sim::ElementaryEffects>& effects,
                         double factor) {
  Table table({text_column("parameter"),
               {.head = "mu*"},
               interval_column(""),
               {.head = "mu"},
               interval_column(""),
               {.head = "sigma"},
               interval_column(""),
               {.head = "trajectories"}});
  std::vector<std::size_t> order(effects.size());
  for (std::size_t f = 0; f < order.size(); ++f) order[f] = f;
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return effects[a].mu_star.mean > effects[b].mu_star.mean;
  });
  for (const std::size_t f : order) {
    std::vector<std::string> cells = {plan.factors[f].name};
    add(cells, estimate_text(effects[f].mu_star, factor));
    add(cells, estimate_text(effects[f].mu, factor));
    add(cells, estimate_text(effects[f].sigma, effects[f].sigma_interval, factor));
    cells.push_back(count_text(effects[f].mu.n));
    table.row(std::move(cells));
  }
  return table.to_text();
}

std::string sobol_table(const Plan& plan, const sim::SobolIndices& indices) {
  Table table({text_column("parameter"),
               {.head = "first-order"},
               interval_column(""),
               {.head = "total"},
               interval_column("")});
  for (std::size_t f = 0; f < plan.factors.size(); ++f) {
    std::vector<std::string> cells = {plan.factors[f].name};
    add(cells, estimate_text(indices.first[f].value, indices.first[f].interval));
    add(cells, estimate_text(indices.total[f].value, indices.total[f].interval));
    table.row(std::move(cells));
  }
  return table.to_text() +
         wrapped(count_text(indices.rows) + " rows; the luck of the replications adds " +
                     short_text(100 * indices.noise) +
                     " % to the variance of a point's mean, which the indices leave out",
                 2) +
         '\n';
}

std::string sensitivity_text(const Plan& plan, const Sensitivity& sensitivity,
                             const Shown& metric) {
  const double factor = metric.scale.factor;
  std::string text;
  if (!sensitivity.bars.empty())
    text += '\n' + metric.title() +
            ", one parameter at a time: paired change from the scenario as it is (~: the interval "
            "holds zero)\n\n" +
            tornado_table(plan, sensitivity.bars, factor);
  if (!sensitivity.effects.empty())
    text += '\n' + metric.title() +
            ", elementary effects: the change as a parameter crosses its whole range (mu*: its "
            "size, sigma: how it differs from place to place)\n\n" +
            morris_table(plan, sensitivity.effects, factor);
  if (sensitivity.indices)
    text += '\n' + metric.title() +
            ", shares of variance: first-order alone, total with all interactions\n\n" +
            sobol_table(plan, *sensitivity.indices);
  if (sensitivity.average) {
    const EstimateText average = estimate_text(*sensitivity.average, factor);
    text += '\n' + metric.title() + ", mean over the space: " + average.value + ' ' +
            average.interval + ", n " + count_text(sensitivity.average->n) + " shifts\n";
  }
  return text;
}

}  // namespace

std::string to_text(const SweepResult& result, std::uint64_t top) {
  const std::vector<Shown> metrics = shown(result);
  std::string text =
      heading(result) + parameters_text(result.plan) + '\n' + points_table(result, metrics, top);
  for (std::size_t m = 0; m < result.sensitivities.size(); ++m)
    text += sensitivity_text(result.plan, result.sensitivities[m], metrics[m]);
  return text;
}

std::string remarks_on(const SweepResult& result) {
  const std::vector<PointResponse>& points = result.swept.points;
  const auto begun =
      std::ranges::count_if(points, [](const PointResponse& p) { return p.replications > 0; });
  const auto capped = std::ranges::count_if(points, &PointResponse::is_capped);
  std::string text;
  if (result.swept.is_cut_short())
    text += "interrupted: " + count_text(static_cast<std::uint64_t>(begun)) + " of " +
            count_text(points.size()) + " points have replications, and are reported\n";
  if (capped > 0)
    text += "the precision was not reached at " + count_text(static_cast<std::uint64_t>(capped)) +
            " points within " + count_text(result.sampling.at_most) +
            " replications. --at-most allows more\n";
  return text;
}

}  // namespace outcast::app
