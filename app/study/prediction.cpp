// Columns of numbers, each structural one against each simulated one.
#include "app/study/prediction.h"

#include <algorithm>

namespace outcast::app {
namespace {

using Value = double (*)(const ServiceRank&);

struct Named {
  const char* name;
  Value value;
};

double number(std::size_t count) { return static_cast<double>(count); }

constexpr Named measures[] = {
    {"expected", [](const ServiceRank& s) { return s.expected; }},
    {"falls", [](const ServiceRank& s) { return number(s.fall.services); }},
    {"needed by", [](const ServiceRank& s) { return number(s.dependants); }},
    {"single point", [](const ServiceRank& s) { return s.single_point_for; }},
    {"cut vertex", [](const ServiceRank& s) { return s.is_cut_vertex ? 1.0 : 0.0; }},
    {"circle", [](const ServiceRank& s) { return number(s.circle); }},
};
constexpr Named targets[] = {
    {"blast radius", [](const ServiceRank& s) { return s.crash->blast_radius.mean; }},
    {"harm", [](const ServiceRank& s) { return s.crash->harm.mean; }},
    {"Birnbaum", [](const ServiceRank& s) { return s.importance->birnbaum.mean; }},
};

std::vector<double> column(const std::vector<const ServiceRank*>& services, Value value) {
  std::vector<double> values;
  for (const ServiceRank* service : services) values.push_back(value(*service));
  return values;
}

/// A quarter of the services, ten at most.
std::size_t top_of(std::size_t services) { return std::clamp<std::size_t>(services / 4, 1, 10); }

}  // namespace

std::vector<Prediction> predictions_of(const Ranking& ranking) {
  std::vector<const ServiceRank*> services;
  for (const ServiceRank& service : ranking.services)
    if (service.crash && service.importance) services.push_back(&service);
  std::vector<Prediction> found;
  if (services.size() < 2) return found;
  for (const Named& target : targets) {
    const std::vector<double> y = column(services, target.value);
    for (const Named& measure : measures) {
      const std::vector<double> x = column(services, measure.value);
      found.push_back({measure.name, target.name, sim::rank_correlation(x, y),
                       sim::shared_top(x, y, top_of(services.size()))});
    }
  }
  return found;
}

}  // namespace outcast::app
