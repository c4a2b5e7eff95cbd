// Expected shortfall, levels by return period, and the diagnostics of a fit.
#include "app/cli/tail_report.h"

#include <algorithm>
#include <cmath>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

Scale scale_for(const Tail& tail) {
  return scale_of(tail.metric.name, tail.metric.unit,
                  tail.edges.empty() ? 0 : tail.edges.front().value);
}

/// A value of the tail in its unit, with an interval whose ends may be infinite.
EstimateText level_text(double value, const sim::Interval& interval, const Scale& scale) {
  if (std::isfinite(interval.low) && std::isfinite(interval.high))
    return estimate_text(value, interval, scale.factor);
  const auto end = [&](double x) { return std::isfinite(x) ? short_text(x * scale.factor) : "?"; };
  return {short_text(value * scale.factor),
          '[' + end(interval.low) + ", " + end(interval.high) + ']'};
}

std::string shortfalls_table(const Tail& tail, const Scale& scale) {
  Table table({text_column("the worst"),
               {.head = "lose more\nthan"},
               interval_column(),
               {.head = "expected\nshortfall"},
               interval_column(),
               count_column()});
  for (std::size_t i = 0; i < tail.shortfalls.size(); ++i) {
    const sim::Shortfall& shortfall = tail.shortfalls[i];
    const EstimateText edge = level_text(tail.edges[i].value, tail.edges[i].interval, scale);
    const EstimateText mean = level_text(shortfall.value, shortfall.interval, scale);
    table.row({short_text(std::round(100 * (1 - shortfall.p))) + " %", edge.value, edge.interval,
               mean.value, mean.interval, count_text(shortfall.n)});
  }
  return table.to_text();
}

std::string period_text(const Tail& tail, double period) {
  if (tail.horizon_years == 0)
    return "one in " + count_text(static_cast<std::uint64_t>(period)) + " replications";
  return "once in " + short_text(period) + (period == 1 ? " year" : " years");
}

std::string levels_table(const Tail& tail, const Scale& scale) {
  std::vector<Column> columns = {text_column("exceeded"), {.head = "data"}, interval_column()};
  if (tail.fit() != nullptr) {
    columns.push_back({.head = "fit"});
    columns.push_back(interval_column());
    columns.push_back(text_column(""));
  }
  Table table(columns);
  for (const ReturnLevel& level : tail.levels) {
    std::vector<std::string> cells = {period_text(tail, level.period), "-", "-"};
    if (!level.is_beyond_data()) {
      const EstimateText data = level_text(level.observed.value, level.observed.interval, scale);
      cells = {cells[0], data.value, data.interval};
    }
    if (tail.fit() != nullptr && level.fitted_interval) {
      const EstimateText fit = level_text(level.fitted, *level.fitted_interval, scale);
      cells.insert(cells.end(), {fit.value, fit.interval});
      if (level.is_beyond_data()) cells.push_back("extrapolated by the fit");
    }
    table.row(std::move(cells));
  }
  return table.to_text();
}

std::string fits_table(const Tail& tail, const Scale& scale) {
  Table table({text_column("fit above"),
               {.head = "exceed\nit"},
               {.head = "shape"},
               interval_column(),
               {.head = "mean\nexcess"},
               interval_column(),
               {.head = "QQ\ncorrelation"},
               {.head = "Anderson-\nDarling p"},
               text_column("")});
  for (std::size_t i = 0; i < tail.fits.size(); ++i) {
    const sim::TailFit& fit = tail.fits[i];
    const EstimateText shape = estimate_text(fit.tail.shape, fit.shape);
    const EstimateText excess = estimate_text(fit.mean_excess, scale.factor);
    table.row({short_text(fit.tail.threshold * scale.factor), count_text(fit.exceedances),
               shape.value, shape.interval, excess.value, excess.interval,
               fixed_text(fit.qq_correlation, 3), fixed_text(fit.p_value, 3),
               i == tail.chosen ? "used" : ""});
  }
  return table.to_text();
}

std::string fit_text(const Tail& tail, const Scale& scale) {
  if (!tail.is_fit_wanted) return {};
  if (tail.fit() == nullptr)
    return wrapped("nothing is fitted: fewer than " + count_text(sim::fewest_exceedances) +
                       " replications exceed the threshold, or no threshold has 50 above it",
                   2) +
           '\n';
  std::string text =
      '\n' +
      wrapped(
          "generalised Pareto distribution fitted above a threshold, intervals by parametric "
          "bootstrap; a shape that depends on the threshold is a bad sign",
          0) +
      "\n\n" + fits_table(tail, scale);
  if (tail.fit()->p_value < 0.1)
    text += wrapped("the data refuse this fit: do not trust what it extrapolates", 2) + '\n';
  if (tail.fit()->tail.shape >= 0.5)
    text += wrapped(
                "with a shape of 0.5 or more losses have no variance: intervals of expected "
                "shortfalls, and of means, are likely to be too short",
                2) +
            '\n';
  if (tail.fit()->shape.high >= 1)
    text +=
        wrapped("the shape may be 1 or more: then the mean of all losses is infinite", 2) + '\n';
  return text;
}

std::string what_is_meant(const Tail& tail, const Scale& scale) {
  std::string text = "tail of " + std::string(tail.metric.name);
  if (!scale.unit.empty()) text += " in " + std::string(scale.unit);
  if (tail.horizon_years > 0)
    text += ", per horizon of " + length_text(tail.horizon_years * 365.25 * 86400) +
            ": what comes once in T years is exceeded in a share horizon / T of all replications";
  else
    text += ": given what happens here, whose rate is unknown";
  if (tail.absent > 0)
    text += "; " + count_text(tail.absent) + " replications without a value count as zero";
  return text;
}

}  // namespace

std::string to_text(const Tail& tail) {
  const Scale scale = scale_for(tail);
  return wrapped(what_is_meant(tail, scale), 0) + "\n\n" + shortfalls_table(tail, scale) + '\n' +
         levels_table(tail, scale) + fit_text(tail, scale);
}

}  // namespace outcast::app
