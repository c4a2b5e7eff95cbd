// The generator of the chain, and its stationary distribution by elimination without subtraction.
#include "tests/laws/metastable/orbit_chain.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace outcast::laws {
namespace {

constexpr int queue_size = 100, orbit_size = 20, states = queue_size * orbit_size;
constexpr int band = orbit_size + 1;  // states are numbered queue first: no jump is longer
constexpr double service = 10, timeout = 3, retries = 4;

int state(int queue, int orbit) { return queue * orbit_size + orbit; }

class Generator {
 public:
  double& at(int from, int to) { return rates_[static_cast<std::size_t>(from) * states + to]; }

  /// Source: Grassmann, Taksar and Heyman, Regenerative analysis and steady state distributions for
  /// Markov chains (1985).
  std::vector<double> stationary() {
    for (int n = states - 1; n > 0; --n) eliminate(n);
    std::vector<double> weight{1};
    double sum = 1;
    for (int n = 1; n < states; ++n) {
      double w = 0;
      for (int i = std::max(0, n - band); i < n; ++i) w += weight[i] * at(i, n);
      weight.push_back(w);
      sum += w;
    }
    for (double& w : weight) w /= sum;
    return weight;
  }

 private:
  void eliminate(int n) {
    const int first = std::max(0, n - band);
    double out = 0;
    for (int j = first; j < n; ++j) out += at(n, j);
    for (int i = first; i < n; ++i) {
      at(i, n) /= out;
      for (int j = first; j < n; ++j)
        if (i != j) at(i, j) += at(i, n) * at(n, j);
    }
  }

  std::vector<double> rates_ = std::vector<double>(static_cast<std::size_t>(states) * states);
};

double chebyshev(int n) {
  const double mean = n / service, sd = std::sqrt(n) / service;
  return timeout - mean > sd ? std::pow(sd / (timeout - mean), 2) : 1;
}
/// P(n + 1 exponential services take longer than the timeout).
double exact(int n) {
  double sum = 0, term = std::exp(-service * timeout);
  for (int k = 0; k <= n; ++k) {
    sum += term;
    term *= service * timeout / (k + 1);
  }
  return std::min(sum, 1.);
}

}  // namespace

OrbitChain::Stationary OrbitChain::stationary() const {
  Generator q;
  const double retry = retries / ((retries + 1) * timeout), drop = 1 / ((retries + 1) * timeout);
  for (int n = 0; n < queue_size; ++n)
    for (int o = 0; o < orbit_size; ++o) {
      const int from = state(n, o);
      const bool is_full = n == queue_size - 1;
      const double late = n == 0 ? 0 : lateness == Lateness::exact ? exact(n) : chebyshev(n);
      const double enters = o < orbit_size - 1 ? share * rate * late : 0;
      const double others = arrivals == Arrivals::counted_once ? rate - enters : rate;
      if (n > 0) q.at(from, state(n - 1, o)) = service;
      if (o > 0) q.at(from, state(n, o - 1)) = o * (is_full ? drop + retry : drop);
      if (is_full) continue;
      q.at(from, state(n + 1, o)) = others + o * retry * late;
      if (enters > 0) q.at(from, state(n + 1, o + 1)) = enters;
      if (o > 0) q.at(from, state(n + 1, o - 1)) = o * retry * (1 - late);
    }
  Stationary result;
  const std::vector<double> weight = q.stationary();
  for (int n = 0; n < queue_size; ++n)
    for (int o = 0; o < orbit_size; ++o) {
      result.queue += n * weight[state(n, o)];
      result.orbit += o * weight[state(n, o)];
      if (n == queue_size - 1) result.full += weight[state(n, o)];
    }
  return result;
}

}  // namespace outcast::laws
