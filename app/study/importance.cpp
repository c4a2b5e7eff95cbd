// Birnbaum, Fussell-Vesely and risk achievement by trials under common random numbers.
#include "app/study/importance.h"

#include <algorithm>
#include <iterator>

#include "app/study/base_sample.h"

namespace outcast::app {
namespace {

using cascade::ServiceIndex;
using cascade::Spared;
using cascade::Trial;

/// Whether services take turns to be struck.
bool strikes_any(const cascade::Blueprint& blueprint, Base base) {
  const auto& faults = blueprint.scenario.what_if->faults;
  return base == Base::crash || (!faults.empty() && faults.front().service == "*");
}

class Measurement {
 public:
  Measurement(const cascade::Blueprint& blueprint, const RankRequest& request, TrialBench& bench,
              Ranking& ranking)
      : blueprint_(blueprint),
        bench_(bench),
        ranking_(ranking),
        seed_(request.sampling.seed),
        dependencies_(std::min<std::size_t>(request.most_services, ranking.dependencies.size())),
        base_(request.sampling.replications) {
    const std::uint64_t n = request.sampling.replications;
    if (ranking.base == Base::campaign) {
      base_ = BaseSample::of_campaign(*request.campaign);
      step_ = std::clamp<std::uint64_t>(base_.size() / n, 1, request.campaign->per_sweep);
    } else if (strikes_any(blueprint, ranking.base)) {
      // Sparing is cheap, so that each of up to 500 services may have its turn n / 10 times.
      const std::vector<double> rates(blueprint.units.service_count(), 1.0);
      step_ = std::clamp<std::uint64_t>(rates.size() / 10, 1, 50);
      base_ = BaseSample::in_turns(rates, n * step_, seed_);
    }
  }

  void run() {
    std::vector<cascade::TouchedServices> touched(base_.size());
    bench_.expect(base_.size());
    const sim::Table rows =
        bench_.run("base", {.blueprint = blueprint_,
                            .count = base_.size(),
                            .trial = [&](std::uint64_t i) { return base_.trial(i); },
                            .touched = touched});
    if (rows.rows() < base_.size()) return;
    base_.set_harm(values_of(rows, TrialColumn::harm, 0, base_.size()));
    ranking_.base_harm = base_.mean_of(base_.harm());
    bench_.tell_precision(*ranking_.base_harm);
    touching_.resize(blueprint_.units.service_count());
    for (std::uint64_t i = 0; i < touched.size(); ++i)
      for (const ServiceIndex s : touched[i]) touching_[raw(s)].push_back(i);
    measure_dependencies();
    measure_services();
  }

 private:
  ServiceIndex service(const std::string& id) const { return blueprint_.units.find_service(id); }

  /// Something spared, and the replications of the base in which that can matter: those in which
  /// it was touched.
  struct Sparing {
    Spared spared;
    std::vector<std::uint64_t> replications;
  };
  using Use = std::function<void(std::size_t subject, const std::vector<double>& saved)>;

  /// Hands on, subject by subject, the harm that sparing it saves in each replication; of those
  /// subjects whose trials are finished.
  void spare(const std::string& what, const std::vector<Sparing>& sparings, const Use& use) {
    std::vector<Trial> trials;
    for (const Sparing& sparing : sparings)
      for (const std::uint64_t i : sparing.replications) {
        trials.push_back(base_.trial(i));
        trials.back().imagined.spared = sparing.spared;
      }
    bench_.expect(trials.size());
    const sim::Table rows = bench_.run(what, {.blueprint = blueprint_,
                                              .count = trials.size(),
                                              .trial = [&](std::uint64_t t) { return trials[t]; }});
    std::vector<double> saved(base_.size(), 0.0);
    std::size_t row = 0;
    for (std::size_t subject = 0; subject < sparings.size(); ++subject) {
      const auto& replications = sparings[subject].replications;
      if (row + replications.size() > rows.rows()) return;
      for (const std::uint64_t i : replications) saved[i] = base_.harm()[i] - rows.row(row++)[0];
      use(subject, saved);
      for (const std::uint64_t i : replications) saved[i] = 0;
    }
  }

  void measure_dependencies() {
    std::vector<Sparing> sparings;
    for (const DependencyRank& d : std::span(ranking_.dependencies).first(dependencies_)) {
      const ServiceIndex from = service(d.from), to = service(d.to);
      sparings.push_back({{.caller = from, .provider = to}, {}});
      std::ranges::set_intersection(touching_[raw(from)], touching_[raw(to)],
                                    std::back_inserter(sparings.back().replications));
    }
    const auto passing = [&](const std::vector<double>& saved) {
      return Passing{base_.mean_of(saved), base_.share_of(saved, base_)};
    };
    const Passing nothing = passing(std::vector<double>(base_.size(), 0.0));
    spare("dependencies", sparings, [&](std::size_t d, const std::vector<double>& saved) {
      const bool is_touched = !sparings[d].replications.empty();
      ranking_.dependencies[d].through = is_touched ? passing(saved) : nothing;
    });
  }

  void measure_services() {
    std::vector<ServiceIndex> services;
    std::vector<Sparing> sparings;
    for (std::size_t i = 0; i < ranking_.examined; ++i) {
      services.push_back(service(ranking_.services[i].id));
      sparings.push_back({{.service = services[i]}, touching_[raw(services[i])]});
    }
    const BaseSample some = base_.thinned(step_, seed_);
    std::vector<sim::Estimate> shares;
    std::vector<std::vector<double>> saved_of;
    spare("services spared", sparings, [&](std::size_t, const std::vector<double>& saved) {
      shares.push_back(base_.share_of(saved, base_));
      saved_of.emplace_back();
      for (const std::uint64_t i : some.positions()) saved_of.back().push_back(saved[i]);
    });
    const std::uint64_t n = some.size();
    const sim::Table rows = run_down(some, services);
    for (std::size_t i = 0; i < rows.rows() / n; ++i) {
      const std::vector<double> down = values_of(rows, TrialColumn::harm, i * n, n);
      std::vector<double> birnbaum, extra;
      for (std::size_t r = 0; r < n; ++r) {
        extra.push_back(down[r] - some.harm()[r]);
        birnbaum.push_back(extra[r] + saved_of[i][r]);
      }
      ranking_.services[i].importance =
          Importance{some.mean_of(birnbaum), shares[i], one_and(base_.share_of(extra, some))};
    }
  }

  /// Each of the services crashes as well, in some replications of the base.
  sim::Table run_down(const BaseSample& some, const std::vector<ServiceIndex>& services) {
    const std::uint64_t n = some.size();
    return bench_.run(
        "services down",
        {.blueprint = blueprint_, .count = services.size() * n, .trial = [&](std::uint64_t i) {
           Trial with = some.trial(i % n);
           with.imagined.companion = services[i / n];
           return with;
         }});
  }

  /// R+ / R = 1 + (R+ - R) / R: the difference is known from some replications, R from all.
  static sim::Estimate one_and(sim::Estimate share) {
    share.mean += 1;
    share.interval = {share.interval.low + 1, share.interval.high + 1};
    return share;
  }

  const cascade::Blueprint& blueprint_;
  TrialBench& bench_;
  Ranking& ranking_;
  std::uint64_t seed_, step_ = 1;  ///< of the base, one replication of each step has services down
  std::size_t dependencies_;       ///< to simulate
  BaseSample base_;
  std::vector<std::vector<std::uint64_t>> touching_;  ///< replications of the base, by service
};

}  // namespace

cascade::Blueprint crash_blueprint(cascade::Scenario scenario) {
  if (!scenario.what_if) scenario.horizon = {};  // of the campaign, not of one incident
  const cascade::GivenFault crash{.service = scenario.topology.services[0].id, .mode = "crash"};
  scenario.what_if = cascade::WhatIf{.faults = {crash}};
  scenario.faults.clear();
  return cascade::draft(std::move(scenario));
}

void measure_importance(const cascade::Blueprint& crashes, const cascade::Blueprint& subject,
                        const RankRequest& request, TrialBench& bench, Ranking& ranking) {
  ranking.base = subject.scenario.what_if ? Base::what_if
                 : request.campaign       ? Base::campaign
                                          : Base::crash;
  const cascade::Blueprint& base = ranking.base == Base::crash ? crashes : subject;
  Measurement(base, request, bench, ranking).run();
}

}  // namespace outcast::app
