// Estimates what a requirement bounds and holds the interval's ends against the limit.
#include "app/gates/verdict.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/stats/deviation.h"
#include "sim/stats/expected_shortfall.h"
#include "sim/stats/proportion.h"
#include "sim/stats/quantile.h"

namespace outcast::app {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Measured extreme_of(const std::vector<double>& values, bool (*comes_first)(double, double)) {
  if (values.empty()) return {0, std::nan(""), {-infinity, infinity}};
  const double value = *std::min_element(values.begin(), values.end(), comes_first);
  return {values.size(), value, {value, value}};
}

Measured share_of(const std::vector<double>& values, const Requirement& requirement) {
  const auto count = std::ranges::count_if(
      values, [&](double value) { return holds(value, requirement.event, requirement.threshold); });
  const auto share = sim::estimate_proportion(static_cast<std::uint64_t>(count), values.size());
  return {share.n, share.share, share.interval};
}

Measured measure(const Requirement& requirement, const std::vector<double>& column) {
  switch (requirement.measure) {
    case Measure::mean: {
      const sim::Estimate mean = sim::estimate_mean(column);
      return {mean.n, mean.mean, mean.interval, sim::is_too_skewed(mean)};
    }
    case Measure::deviation: {
      const sim::Deviation deviation = sim::estimate_deviation(column);
      return {deviation.n, deviation.value, deviation.interval};
    }
    case Measure::quantile: {
      const std::array<double, 1> levels = {requirement.level};
      const sim::Quantile quantile = sim::estimate_quantiles(column, levels)[0];
      return {quantile.n, quantile.value, quantile.interval};
    }
    case Measure::shortfall: {
      const sim::Shortfall shortfall = sim::estimate_shortfall(column, requirement.level);
      return {shortfall.n, shortfall.value, shortfall.interval};
    }
    case Measure::largest:
      return extreme_of(sim::present_values(column), [](double a, double b) { return a > b; });
    case Measure::smallest:
      return extreme_of(sim::present_values(column), [](double a, double b) { return a < b; });
    case Measure::share:
      return share_of(sim::present_values(column), requirement);
  }
  return {};
}

Ruling rule(const Requirement& requirement, const Measured& measured) {
  if (measured.n == 0) return Ruling::undecided;
  const auto keeps = [&](double end) {
    return holds(end, requirement.comparison, requirement.limit.value);
  };
  const bool low = keeps(measured.interval.low), high = keeps(measured.interval.high);
  if (low && high) return Ruling::passed;
  return low || high ? Ruling::undecided : Ruling::breached;
}

/// Half-widths shrink with the square root of n: those that bring the end to the limit.
std::string needed_text(const Verdict& verdict) {
  const Measured& m = verdict.measured;
  const double limit = verdict.requirement.limit.value;
  const double gap = std::abs(m.value - limit);
  const double half = std::abs((m.value < limit ? m.interval.high : m.interval.low) - m.value);
  const double needed = static_cast<double>(verdict.replications) * half * half / (gap * gap);
  if (!(needed < 1e9)) return "more replications may decide it";
  const double rounding = std::pow(10, std::floor(std::log10(needed)) - 1);
  return "about " + short_text(std::ceil(needed / rounding) * rounding) +
         " replications may decide it";
}

std::string reason_of_undecided(const Verdict& verdict) {
  const Measured& m = verdict.measured;
  const std::string counts = "undecided, which counts as breached: ";
  if (m.n == 0) return counts + "no replication has a value";
  if (!std::isfinite(m.interval.low) || !std::isfinite(m.interval.high))
    return counts + "too few replications for an interval";
  return counts + "the limit lies within the interval; " + needed_text(verdict);
}

bool is_extreme(const Requirement& requirement) {
  return requirement.measure == Measure::largest || requirement.measure == Measure::smallest;
}

std::uint64_t values_in_tail(const Verdict& verdict) {
  const double n = static_cast<double>(verdict.measured.n);
  return static_cast<std::uint64_t>(std::round((1 - verdict.requirement.level) * n));
}

/// From about 50 values on, its interval is nearly right (sim/stats/expected_shortfall.h).
bool has_thin_tail(const Verdict& verdict) {
  return verdict.requirement.measure == Measure::shortfall && verdict.measured.n > 0 &&
         values_in_tail(verdict) < 50;
}

std::string thin_tail_text(const Verdict& verdict) {
  return "few values make this tail (" + count_text(values_in_tail(verdict)) +
         "): where the largest are far apart, the interval is too short";
}

/// Values that are all equal, and the largest of some, say nothing of rarer ones: but how rare.
std::string rest_text(const Verdict& verdict) {
  const Measured& m = verdict.measured;
  const bool is_share = verdict.requirement.measure == Measure::share;
  if (is_share || m.interval.low != m.interval.high) return {};
  if (verdict.requirement.measure == Measure::quantile) return {};
  const std::string bound =
      short_text(100 * sim::estimate_proportion(0, m.n).interval.high) + " % of replications";
  return is_extreme(verdict.requirement)
             ? "a more extreme value is to be expected in at most " + bound
             : "all values are equal; others are to be expected in at most " + bound;
}

}  // namespace

std::string_view to_text(Ruling ruling) {
  static constexpr std::array<std::string_view, 3> texts = {"passed", "breached", "undecided"};
  return texts[static_cast<std::size_t>(ruling)];
}

Verdict judge(const Requirement& requirement, const Case& subject) {
  Verdict verdict{.requirement = requirement, .replications = subject.result.finished};
  verdict.measured = measure(requirement, values_of(subject, requirement.column));
  verdict.ruling = rule(requirement, verdict.measured);
  return verdict;
}

std::string measured_text(const Verdict& verdict) {
  const Measured& m = verdict.measured;
  const Scale& scale = verdict.requirement.limit.scale;
  EstimateText text = estimate_text(m.value, m.interval, scale.factor);
  const bool is_half_open = std::isfinite(m.interval.low) != std::isfinite(m.interval.high);
  const auto end = [&](double value) {
    return std::isfinite(value) ? short_text(value * scale.factor) : std::string("?");
  };
  if (is_half_open) text.interval = '[' + end(m.interval.low) + ", " + end(m.interval.high) + ']';
  text.interval = is_extreme(verdict.requirement) ? "" : ' ' + text.interval;
  const bool are_all = m.n == verdict.replications;
  return text.value + text.interval + (scale.unit.empty() ? "" : ' ' + std::string(scale.unit)) +
         ", n " + count_text(m.n) + (are_all ? "" : " of " + count_text(verdict.replications));
}

std::string reason_text(const Verdict& verdict) {
  std::string text;
  if (verdict.ruling == Ruling::passed) text = rest_text(verdict);
  if (verdict.ruling == Ruling::breached) text = "breached: the whole interval breaks it";
  if (verdict.ruling == Ruling::undecided) text = reason_of_undecided(verdict);
  const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
  if (verdict.measured.is_too_skewed)
    add("with so few replications for so skewed a metric the interval is likely to be too short");
  if (has_thin_tail(verdict)) add(thin_tail_text(verdict));
  return text;
}

}  // namespace outcast::app
