// Tables of a service-time distribution, made by its quantiles.
#include "models/traffic/flow_profile.h"

#include <algorithm>

#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

/// The first entries of the tables are as many equally likely times.
constexpr std::size_t grid = 64;

}  // namespace

ServiceProfile::ServiceProfile(const sim::Distribution& service_time) : mean_(service_time.mean()) {
  for (std::size_t i = 0; i < grid; ++i) shares_.push_back((static_cast<double>(i) + 0.5) / grid);
  for (const double tail : {0.995, 0.998, 0.999, 0.9995, 0.9999, 0.99999}) shares_.push_back(tail);
  double square = 0;
  for (const double share : shares_) times_.push_back(service_time.quantile(share));
  for (std::size_t i = 0; i < steps; ++i)
    jumps_[i] = service_time.quantile((static_cast<double>(i) + 0.5) / steps);
  constexpr int fine = 1024;
  double first = 0;
  for (int i = 0; i < fine; ++i) {
    const double t = service_time.quantile((i + 0.5) / fine);
    first += t / fine;
    square += t * t / fine;
  }
  variability_ = first <= 0 ? 0 : std::max(0., square / (first * first) - 1);
  make_guide();
}

/// Half a cell early, so that rounding does not matter.
void ServiceProfile::make_guide() {
  if (times_.back() <= 0) return;
  cells_per_second_ = static_cast<double>(guide_.size() - 1) / times_.back();
  for (std::size_t cell = 0; cell < guide_.size(); ++cell) {
    const double begins = (static_cast<double>(cell) - 0.5) / cells_per_second_;
    const auto later = std::ranges::upper_bound(times_, begins);
    guide_[cell] = static_cast<std::uint8_t>(later - times_.begin());
  }
}

double ServiceProfile::within(double x) const {
  if (x < 0) return 0;
  if (x >= times_.back()) return 1;
  std::size_t i = guide_[static_cast<std::size_t>(x * cells_per_second_)];
  while (times_[i] <= x) ++i;
  const double share_below = i == 0 ? 0 : shares_[i - 1];
  const double time_below = i == 0 ? 0 : times_[i - 1];
  const double gap = times_[i] - time_below;
  return share_below + (shares_[i] - share_below) * (gap <= 0 ? 1 : (x - time_below) / gap);
}

double ServiceProfile::within_in_steps(double x) const {
  const auto above = std::ranges::upper_bound(jumps_, x + 1e-9);
  return static_cast<double>(above - jumps_.begin()) / steps;
}

double ServiceProfile::mean_within(double x) const {
  double sum = 0;
  for (std::size_t i = 0; i < grid; ++i) sum += std::min(times_[i], x);
  return std::min(sum / grid, mean_);
}

double ServiceProfile::laplace(double rate) const {
  double sum = 0;
  for (std::size_t i = 0; i < grid; ++i) sum += sim::portable_exp(-rate * times_[i]);
  return sum / grid;
}

}  // namespace outcast::traffic::flow
