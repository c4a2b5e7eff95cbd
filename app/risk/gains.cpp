// Variances of what was done and of what was not, from the same weighted draws.
#include "app/risk/gains.h"

#include "sim/stats/control_variate.h"

namespace outcast::app {
namespace {

/// Sums over each sweep, from which the variance of every way of drawing follows.
struct Sums {
  std::vector<double> harm, squares;  ///< estimates of the harm per horizon, and of its squares
  std::vector<double> plain;          ///< of squared rate x harm, were cells drawn by their rates
  std::vector<double> contributions;  ///< squared
  std::vector<double> weights, weighed_cost, cost;
};

Sums sums_of(const Sample& sample) {
  const auto length = static_cast<double>(sample.sweeps.length);
  const auto weight = [&](std::size_t i) { return sample.draws[i].weight; };
  const auto harm = [&](std::size_t i) { return sample.harm(i); };
  // The weight at the moment drawn over that in the middle: how much likelier the state makes it.
  const auto likelier = [&](std::size_t i) {
    const Cell& cell = sample.cell(i);
    return weight(i) * cell.share * length / cell.expected;
  };
  const auto sums = [&](auto value) { return sums_of_sweeps(sample, value); };
  return {.harm = harm_of_sweeps(sample),
          .squares = sums([&](std::size_t i) { return weight(i) * harm(i) * harm(i); }),
          .plain = sums([&](std::size_t i) { return weight(i) * likelier(i) * harm(i) * harm(i); }),
          .contributions = sums([&](std::size_t i) {
            const double contribution = weight(i) * harm(i) * length;
            return contribution * contribution / length;
          }),
          .weights = sums(weight),
          .weighed_cost = sums([&](std::size_t i) { return weight(i) * sample.cost(i); }),
          .cost = sums([&](std::size_t i) { return sample.cost(i) / length; })};
}

/// Variance times cost of one replication, by each way to draw; without one of the sweeps.
class Variances {
 public:
  Variances(const Sample& sample, const sim::Table& campaigns)
      : sums_(sums_of(sample)),
        length_(static_cast<double>(sample.sweeps.length)),
        campaign_cost_(campaign_cost(campaigns)) {
    for (const Cell& cell : sample.cells) rate_ += cell.expected;
  }
  const std::vector<double>& harm() const { return sums_.harm; }

  /// Incidents come as a Poisson process, so the variance of a campaign is the sum of rate x
  /// squared harm: the sweeps know it better than campaigns, which miss what is rare.
  double campaign(std::size_t s) const { return mean(sums_.squares, s) * campaign_cost_; }
  double by_rate(std::size_t s) const {
    const double cost = mean(sums_.weighed_cost, s) / mean(sums_.weights, s);
    return (rate_ * mean(sums_.plain, s) - square_of_mean(s)) * cost;
  }
  double allocated(std::size_t s) const {
    return (mean(sums_.contributions, s) - square_of_mean(s)) * mean(sums_.cost, s);
  }
  double swept(std::size_t s) const {
    return variance_without(sums_.harm, s) * length_ * mean(sums_.cost, s);
  }

 private:
  double mean(const std::vector<double>& sums, std::size_t left_out) const {
    return sum_without(sums, left_out) /
           static_cast<double>(sums.size() - (left_out < sums.size() ? 1 : 0));
  }
  double square_of_mean(std::size_t s) const {
    const double harm = mean(sums_.harm, s);
    return harm * harm;
  }

  Sums sums_;
  double length_, campaign_cost_, rate_ = 0;
};

/// The algebraic size of each draw's cascade, weighted by its cell's rate alone, which the state it
/// begins in does not move: summed over a sweep its mean is known exactly.
class CascadeSize {
 public:
  explicit CascadeSize(const Sample& sample) : harm_(harm_of_sweeps(sample)) {
    const auto length = static_cast<double>(sample.sweeps.length);
    for (const Cell& cell : sample.cells) known_mean_ += cell.expected * cell.size;
    controls_ = sums_of_sweeps(sample, [&](std::size_t i) {
      const Cell& cell = sample.cell(i);
      return cell.expected / (cell.share * length) * cell.size;
    });
  }
  sim::ControlledEstimate estimate(double confidence) const {
    return sim::estimate_with_control(harm_, controls_, known_mean_, confidence);
  }
  /// Without one of the sweeps.
  double gain(std::size_t s) const {
    const std::vector<double> harm = without(harm_, s), controls = without(controls_, s);
    return sim::estimate_with_control(harm, controls, known_mean_).reduction.factor;
  }

 private:
  static std::vector<double> without(std::vector<double> values, std::size_t left_out) {
    if (left_out < values.size())
      values.erase(values.begin() + static_cast<std::ptrdiff_t>(left_out));
    return values;
  }

  std::vector<double> harm_, controls_{};
  double known_mean_ = 0;
};

}  // namespace

Controlled estimate_harm(const Sample& sample, const sim::Table& campaigns) {
  const Variances variances(sample, campaigns);
  const std::size_t sweeps = sample.complete();
  const auto gain = [&](auto before, auto after) {
    return sim::jackknifed(
        sweeps, [&](std::size_t s) { return (variances.*before)(s) / (variances.*after)(s); });
  };
  const CascadeSize control(sample);
  const sim::ControlledEstimate with_control = control.estimate(sim::default_confidence);
  Controlled found{.harm = sim::estimate_mean(variances.harm()),
                   .gains = {.one_incident = gain(&Variances::campaign, &Variances::by_rate),
                             .allocation = gain(&Variances::by_rate, &Variances::allocated),
                             .sweeps = gain(&Variances::allocated, &Variances::swept),
                             .control = with_control.reduction},
                   .reduction = gain(&Variances::campaign, &Variances::swept)};
  constexpr double certain = 0.999;
  if (control.estimate(certain).reduction.interval.low <= 1) return found;
  found.harm = with_control.estimate;
  found.gains.use = ControlVariate::used;
  found.reduction = sim::jackknifed(sweeps, [&](std::size_t s) {
    return variances.campaign(s) / variances.swept(s) * control.gain(s);
  });
  return found;
}

}  // namespace outcast::app
