// Levels of a Pareto tail, Zhang and Stephens' estimate, and samples drawn from the fit.
#include "sim/stats/pareto_tail.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "sim/kernel/distribution.h"

namespace outcast::sim {
namespace {

/// (1 - u)^(-shape) - 1 over shape, for a survival probability: the excess in units of the scale.
double standard_excess(double survival, double shape) {
  const double log_survival = -std::log(survival);
  return std::abs(shape) < 1e-9 ? log_survival : std::expm1(shape * log_survival) / shape;
}

double survival_of(double excess, const ParetoTail& tail) {
  if (std::abs(tail.shape) < 1e-9) return std::exp(-excess / tail.scale);
  const double base = 1 + tail.shape * excess / tail.scale;
  return base <= 0 ? 0 : std::exp(-std::log(base) / tail.shape);
}

/// The shape that maximises the likelihood for one theta = -shape / scale.
double shape_for(std::span<const double> excesses, double theta) {
  double sum = 0;
  for (const double x : excesses) sum += std::log1p(-theta * x);
  return sum / static_cast<double>(excesses.size());
}

/// The scale that belongs to a theta and its shape; their ratio has a limit where both vanish.
double scale_for(std::span<const double> excesses, double theta, double shape) {
  if (std::abs(theta) * excesses.back() > 1e-9) return -shape / theta;
  return std::accumulate(excesses.begin(), excesses.end(), 0.0) /
         static_cast<double>(excesses.size());
}

/// The candidates of the paper, which lie where the data leave theta to be.
std::vector<double> candidate_thetas(std::span<const double> excesses) {
  constexpr double prior_scale = 3;
  const auto n = static_cast<double>(excesses.size());
  // 20 + sqrt(n) in the paper; more change no digit that matters.
  const double count = std::min(60.0, 20 + std::floor(std::sqrt(n)));
  const double quartile = excesses[static_cast<std::size_t>(std::floor(n / 4 + 0.5)) - 1];
  std::vector<double> thetas;
  for (double j = 1; j <= count; ++j)
    thetas.push_back(1 / excesses.back() +
                     (1 - std::sqrt(count / (j - 0.5))) / (prior_scale * quartile));
  return thetas;
}

/// Anderson and Darling's distance of ascending excesses from the fit.
double anderson_darling(std::span<const double> excesses, const ParetoTail& fit) {
  constexpr double least = 1e-300;  // the largest excess may lie beyond the end of the fit
  const std::size_t n = excesses.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double below = 1 - survival_of(excesses[i], fit);
    const double above = survival_of(excesses[n - 1 - i], fit);
    sum += static_cast<double>(2 * i + 1) *
           (std::log(std::max(below, least)) + std::log(std::max(above, least)));
  }
  const auto count = static_cast<double>(n);
  return -count - sum / count;
}

double qq_correlation_of(std::span<const double> excesses, const ParetoTail& fit) {
  const auto n = static_cast<double>(excesses.size());
  std::vector<double> fitted;
  for (std::size_t i = 0; i < excesses.size(); ++i)
    fitted.push_back(standard_excess(1 - (static_cast<double>(i) + 0.5) / n, fit.shape));
  const Estimate x = estimate_mean(excesses), y = estimate_mean(fitted);
  double sum = 0;
  for (std::size_t i = 0; i < excesses.size(); ++i)
    sum += (excesses[i] - x.mean) * (fitted[i] - y.mean);
  return sum / ((n - 1) * x.sd * y.sd);
}

/// Many exceedances take long to fit, and are known well.
int resamples_for(std::uint64_t exceedances) {
  constexpr std::uint64_t most = 400, fewest = 100, in_full = 5000;
  const std::uint64_t wanted = most * in_full / std::max(in_full, exceedances);
  return static_cast<int>(std::max(fewest, wanted));
}

/// Numbers of one resample.
class Draws {
 public:
  Draws(std::uint64_t seed, std::uint64_t resample) : streams_(seed, resample) {}
  double uniform() {
    constexpr int per_stream = 500;
    if (taken_ % per_stream == 0)
      stream_ = streams_.stream(purpose("tail.resample"), entity("excess"),
                                static_cast<std::uint32_t>(taken_ / per_stream));
    ++taken_;
    return stream_.uniform();
  }

 private:
  Streams streams_;
  Stream stream_{{}, {}};
  int taken_ = 0;
};

struct Resample {
  ParetoTail tail;
  double anderson_darling = 0;
};

/// A sample of the same size from the fit: how many exceed the threshold is chance as well.
Resample resample(const TailFit& fit, std::uint64_t seed, std::uint64_t number) {
  Draws draws(seed, number);
  const auto n = static_cast<double>(fit.n), expected = static_cast<double>(fit.exceedances);
  const double sd = std::sqrt(expected * (1 - fit.tail.share));
  const double drawn = std::round(expected + sd * normal_quantile(draws.uniform()));
  const double count = std::clamp(drawn, 2.0, n);
  std::vector<double> excesses(static_cast<std::size_t>(count));
  for (double& x : excesses) x = fit.tail.scale * standard_excess(draws.uniform(), fit.tail.shape);
  std::ranges::sort(excesses);
  Resample result{fit_excesses(excesses)};
  result.tail.threshold = fit.tail.threshold;
  result.tail.share = count / n;
  result.anderson_darling = anderson_darling(excesses, result.tail);
  return result;
}

/// The middle part of the resampled values.
template <typename Value>
Interval middle_of(const std::vector<ParetoTail>& resampled, double confidence, Value value_of) {
  std::vector<double> values;
  for (const ParetoTail& tail : resampled) values.push_back(value_of(tail));
  std::ranges::sort(values);
  const auto n = static_cast<double>(values.size());
  const auto low = static_cast<std::size_t>(std::floor(n * (1 - confidence) / 2));
  return {values[low], values[values.size() - 1 - low]};
}

}  // namespace

double ParetoTail::exceedance(double x) const { return share * survival_of(x - threshold, *this); }

double ParetoTail::level(double probability) const {
  return threshold + scale * standard_excess(std::min(1.0, probability / share), shape);
}

ParetoTail fit_excesses(std::span<const double> excesses) {
  const auto n = static_cast<double>(excesses.size());
  const std::vector<double> thetas = candidate_thetas(excesses);
  std::vector<double> likelihoods;
  for (const double theta : thetas) {
    const double shape = shape_for(excesses, theta);
    likelihoods.push_back(-n * (std::log(scale_for(excesses, theta, shape)) + shape + 1));
  }
  const double most = *std::ranges::max_element(likelihoods);
  double weights = 0, weighted = 0;
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    const double weight = std::exp(likelihoods[i] - most);
    weights += weight;
    weighted += weight * thetas[i];
  }
  const double theta = weighted / weights;
  const double shape = shape_for(excesses, theta);
  return {.scale = scale_for(excesses, theta, shape), .shape = shape};
}

Interval TailFit::level_interval(double probability, double confidence) const {
  return middle_of(resampled, confidence,
                   [&](const ParetoTail& tail) { return tail.level(probability); });
}

TailFit fit_tail(std::span<const double> sample, double threshold, std::uint64_t seed) {
  std::vector<double> excesses;
  for (const double value : sample)
    if (value > threshold) excesses.push_back(value - threshold);
  std::ranges::sort(excesses);
  TailFit fit{.tail = fit_excesses(excesses), .n = sample.size(), .exceedances = excesses.size()};
  fit.tail.threshold = threshold;
  fit.tail.share = static_cast<double>(fit.exceedances) / static_cast<double>(fit.n);
  fit.mean_excess = estimate_mean(excesses);
  fit.anderson_darling = anderson_darling(excesses, fit.tail);
  fit.qq_correlation = qq_correlation_of(excesses, fit.tail);
  const int resamples = resamples_for(fit.exceedances);
  int worse = 0;
  for (int r = 0; r < resamples; ++r) {
    const Resample drawn = resample(fit, seed, static_cast<std::uint64_t>(r));
    worse += drawn.anderson_darling >= fit.anderson_darling;
    fit.resampled.push_back(drawn.tail);
  }
  fit.p_value = (worse + 1.0) / (resamples + 1.0);
  const auto middle = [&](double ParetoTail::*value) {
    return middle_of(fit.resampled, default_confidence,
                     [value](const ParetoTail& tail) { return tail.*value; });
  };
  fit.shape = middle(&ParetoTail::shape);
  fit.scale = middle(&ParetoTail::scale);
  return fit;
}

std::vector<double> candidate_thresholds(std::span<const double> sample) {
  constexpr std::size_t most = 2000, fewest = 50;
  std::vector<double> values(sample.begin(), sample.end());
  std::ranges::sort(values, std::greater<>());
  std::vector<double> thresholds;
  for (std::size_t count = std::min(most, values.size() / 5); count >= fewest; count /= 2) {
    const double threshold = values[count];
    const auto above = std::ranges::lower_bound(values, threshold, std::greater<>());
    const bool is_new = thresholds.empty() || threshold > thresholds.back();
    if (is_new && above - values.begin() >= static_cast<std::ptrdiff_t>(fewest))
      thresholds.push_back(threshold);
  }
  return thresholds;
}

std::size_t choose_fit(std::span<const TailFit> fits) {
  constexpr double accepted = 0.1;
  const auto first =
      std::ranges::find_if(fits, [](const TailFit& fit) { return fit.p_value >= accepted; });
  return first == fits.end() ? fits.size() - 1 : static_cast<std::size_t>(first - fits.begin());
}

}  // namespace outcast::sim
