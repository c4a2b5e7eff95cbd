// Cascades where a service falls once a share of its neighbours has: Watts's model, by groups of
// alternatives. closed_form.json: watts_window, watts_size.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/laws/agreement.h"
#include "tests/laws/networks.h"

namespace outcast::laws {
namespace {

/// How many of so many neighbours must fall: the least m with m / degree >= phi.
auto threshold(double phi) {
  return [phi](unsigned degree) {
    return std::max(1U, static_cast<unsigned>(std::ceil(phi * degree - 1e-9)));
  };
}

/// How many of the cascades from a single vertex hit more than a tenth of all.
int global_cascades(double phi, double z) {
  int global = 0;
  for (std::uint64_t g = 1; g <= 4; ++g) {
    Dice dice(g);
    const auto blueprint =
        cascade::draft(with_thresholds(erdos_renyi(4000, z, dice), threshold(phi)));
    for (const double hit : column(simulate(blueprint, 50, g), "services_hit")) global += hit > 400;
  }
  return global;
}

TEST_CASE("one fallen service takes down most only inside Watts's cascade window") {
  // phi = 0.18: 1.0207 < z < 5.7647
  CHECK(global_cascades(0.18, 0.8) == 0);
  CHECK(global_cascades(0.18, 1.6) > 10);
  CHECK(global_cascades(0.18, 5) > 10);
  CHECK(global_cascades(0.18, 7) == 0);
  // phi = 0.25: 1.1141 < z < 3.8631
  CHECK(global_cascades(0.25, 0.8) == 0);
  CHECK(global_cascades(0.25, 3) > 10);
  CHECK(global_cascades(0.25, 5) == 0);
  // phi = 0.1: 1.0000 < z < 13.6593
  CHECK(global_cascades(0.1, 8) > 10);
}

/// Shares hit when every service falls by itself with probability rho, one per graph.
std::vector<double> sizes(double phi, double z, double rho) {
  std::vector<double> shares;
  constexpr std::uint32_t size = 10'000;
  for (std::uint64_t g = 1; g <= 6; ++g) {
    Dice dice(g);
    auto scenario = with_thresholds(erdos_renyi(size, z, dice), threshold(phi));
    scenario.what_if->faults.clear();
    for (std::uint32_t v = 0; v < size; ++v) {
      scenario.what_if->faults.push_back(lasting_crash(vertex(v)));
      scenario.what_if->faults.back().probability = rho;
    }
    const auto result = simulate(cascade::draft(std::move(scenario)), 2, g);
    for (const double hit : column(result, "services_hit")) shares.push_back(hit / size);
  }
  return shares;
}

TEST_CASE("the final size of a threshold cascade is Gleeson and Cahalane's") {
  check_mean("z 4, phi 0.18, rho 0.01", sizes(0.18, 4, 0.01), 0.9803877476173176, 0.001);
  check_mean("z 6, phi 0.18, rho 0.01", sizes(0.18, 6, 0.01), 0.9975090841895665, 0.001);
  check_mean("z 3, phi 0.25, rho 0.01", sizes(0.25, 3, 0.01), 0.9411679952748909, 0.001);
}

}  // namespace
}  // namespace outcast::laws
