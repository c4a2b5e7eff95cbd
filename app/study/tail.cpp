// Return periods from horizons, and fits at several thresholds.
#include "app/study/tail.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "app/study/sampling.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

constexpr std::array<double, 2> shortfall_levels = {0.95, 0.99};
constexpr double seconds_per_year = 365.25 * 86400;

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && rest == text.data() + text.size();
  return is_whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// Empty: it is one.
std::string why_no_threshold(const std::string& text) {
  if (text.empty() || text == "auto") return {};
  const std::optional<double> number = text.ends_with('%') ? parse_share(text) : number_in(text);
  if (!number)
    return "--threshold must be auto, a number, or a share of the replications such as 95%, not " +
           document::quoted(text);
  if (*number >= 0) return {};
  return "--threshold " + document::quoted(text) +
         " is below zero, where no metric ever is. auto finds one that the data fit";
}

/// In which nothing of the kind happened, nothing was lost.
std::vector<double> losses_of(const Case& subject, std::size_t column, std::uint64_t& absent) {
  std::vector<double> losses = values_of(subject, column);
  for (double& loss : losses)
    if (std::isnan(loss)) {
      loss = 0;
      ++absent;
    }
  return losses;
}

/// Beyond a millennium, or a tenth of the probability that the data reach, nobody should ask a fit.
double reach_of(const Tail& tail) {
  constexpr double longest_years = 1000, farther_by_fit = 10;
  const double replications =
      static_cast<double>(tail.n) * (tail.fits.empty() ? 1 : farther_by_fit);
  return tail.horizon_years > 0 ? std::min(longest_years, replications * tail.horizon_years)
                                : replications;
}

/// 1, 2, 5, 10 .. years that are longer than a replication; 10, 20, 50 .. replications.
std::vector<double> periods_of(const Tail& tail) {
  const double first = tail.horizon_years > 0 ? tail.horizon_years * (1 + 1e-9) : 10;
  const double reach = reach_of(tail) * (1 + 1e-9);
  std::vector<double> periods;
  for (double decade = 1; decade <= reach; decade *= 10)
    for (const double step : {1.0, 2.0, 5.0})
      if (decade * step >= first && decade * step <= reach) periods.push_back(decade * step);
  return periods;
}

void add_levels(Tail& tail, const std::vector<double>& losses) {
  const std::vector<double> periods = periods_of(tail);
  const double unit = tail.horizon_years > 0 ? tail.horizon_years : 1;
  std::vector<double> below;
  for (const double period : periods) below.push_back(1 - unit / period);
  const std::vector<sim::Quantile> quantiles = sim::estimate_quantiles(losses, below);
  for (std::size_t i = 0; i < periods.size(); ++i) {
    ReturnLevel level{periods[i], unit / periods[i], quantiles[i]};
    const sim::TailFit* fit = tail.fit();
    if (fit != nullptr && level.probability <= fit->tail.share) {
      level.fitted = fit->tail.level(level.probability);
      level.fitted_interval = fit->level_interval(level.probability);
    }
    tail.levels.push_back(level);
  }
}

double threshold_in(const std::string& text, const std::vector<double>& losses) {
  if (!text.ends_with('%')) return *number_in(text);
  const double share = *parse_share(text);
  return sim::estimate_quantiles(losses, {&share, 1})[0].value;
}

/// The candidates, and the one that was asked for among them.
void add_fits(Tail& tail, const std::vector<double>& losses, const std::string& threshold,
              std::uint64_t seed) {
  const auto enough = [&](double at) {
    return std::ranges::count_if(losses, [at](double x) { return x > at; }) >=
           static_cast<std::ptrdiff_t>(sim::fewest_exceedances);
  };
  std::vector<double> thresholds = sim::candidate_thresholds(losses);
  const bool is_given = threshold != "auto";
  const double given = is_given ? threshold_in(threshold, losses) : 0;
  if (is_given && !enough(given)) return;
  if (is_given && std::ranges::find(thresholds, given) == thresholds.end())
    thresholds.push_back(given);
  std::ranges::sort(thresholds);
  for (const double at : thresholds) tail.fits.push_back(sim::fit_tail(losses, at, seed));
  if (tail.fits.empty()) return;
  tail.chosen =
      is_given ? static_cast<std::size_t>(std::ranges::find(thresholds, given) - thresholds.begin())
               : sim::choose_fit(tail.fits);
}

Tail tail_of(const Case& subject, std::size_t column, const TailRequest& request,
             std::uint64_t seed) {
  Tail tail{.metric = cascade::metrics()[column],
            .n = subject.result.finished,
            .horizon_years = subject.scenario().what_if
                                 ? 0
                                 : subject.scenario().horizon.seconds() / seconds_per_year,
            .is_fit_wanted = !request.threshold.empty()};
  const std::vector<double> losses = losses_of(subject, column, tail.absent);
  for (const double p : shortfall_levels)
    tail.shortfalls.push_back(sim::estimate_shortfall(losses, p));
  tail.edges = sim::estimate_quantiles(losses, shortfall_levels);
  if (tail.is_fit_wanted) add_fits(tail, losses, request.threshold, seed);
  add_levels(tail, losses);
  return tail;
}

}  // namespace

void declare_tail(Options& options, TailRequest& request) {
  options.texts("--tail", "NAME", request.metrics,
                "Metric whose tail to show: expected shortfall, and what is exceeded once in so "
                "many years; repeatable");
  options.text("--threshold", "T", request.threshold,
               "With --tail: fit a generalised Pareto distribution to what exceeds T, a value, a "
               "share of the replications such as 95%, or auto");
}

std::string why_no_loss(const cascade::Metric& metric) {
  if (metric.better != cascade::Better::higher) return {};
  return "those of " + std::string(metric.name) + " are the good ones" +
         (metric.needs_traffic ? ". Its losses are requests_failed" : "");
}

void check(const TailRequest& request) {
  std::string problems;
  const auto add = [&](const std::string& problem) {
    problems += (problems.empty() ? "" : "\n") + problem;
  };
  if (request.metrics.empty() && !request.threshold.empty())
    add("--threshold belongs to --tail: say which metric");
  if (const std::string why = why_no_threshold(request.threshold); !why.empty()) add(why);
  for (const std::string& metric : request.metrics)
    if (const std::string why =
            why_no_loss(cascade::metrics()[columns_of({.metrics = {metric}})[0]]);
        !why.empty())
      add("--tail shows the largest values, and " + why);
  if (!problems.empty()) throw Failure(ExitCode::invalid, problems);
}

std::vector<Tail> tails_of(const Case& subject, const TailRequest& request, std::uint64_t seed) {
  std::vector<Tail> tails;
  for (const std::string& metric : request.metrics)
    tails.push_back(tail_of(subject, columns_of({.metrics = {metric}})[0], request, seed));
  return tails;
}

}  // namespace outcast::app
