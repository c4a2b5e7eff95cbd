// Campaigns for their moments, a pilot for the plan, sweeps for the estimate.
#include "app/risk/risk.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/risk/plan.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"
#include "models/change/kind_names.h"
#include "sim/stats/reference_distributions.h"

namespace outcast::app {
namespace {

using cascade::InitiatingEvent;

// Replications of campaigns, pilot and sweeps share no luck.
constexpr std::uint64_t first_of_pilot = 1ULL << 40, first_of_sweeps = 1ULL << 41;
constexpr double moments_wanted = 50'000;
constexpr std::array<double, 4> thresholds = {0.1, 0.25, 0.5, 0.75};

/// What runs replications and says how far it is; all phases share one progress line.
class Bench {
 public:
  Bench(const Case& subject, const RiskRequest& request) : subject_(subject), request_(request) {
    progress_.expect(request.campaigns + request.incidents);
  }
  ExitCode exit_code() const { return interrupt_.exit_code(); }

  sim::Table run_campaigns(std::vector<cascade::Background>& backgrounds) {
    const double changes = cascade::expected_changes(subject_.blueprint);
    const double wanted = moments_wanted / static_cast<double>(backgrounds.size());
    const cascade::CampaignRecord record{.share = std::min(1.0, wanted / std::max(1.0, changes)),
                                         .backgrounds = backgrounds};
    return run("campaigns", 0, backgrounds.size(), [&] {
      return make_campaign_worker(subject_.blueprint, request_.luck.seed, record);
    });
  }

  sim::Table run_incidents(const std::string& what, const std::vector<Draw>& draws,
                           const Sweeps& sweeps) {
    std::vector<cascade::Initiation> initiations;
    for (const Draw& draw : draws) initiations.push_back(draw.initiation);
    const cascade::IncidentPlan plan{sweeps.first, initiations};
    return run(what, sweeps.first, draws.size(),
               [&] { return make_incident_worker(subject_.blueprint, request_.luck.seed, plan); });
  }

 private:
  sim::Table run(const std::string& what, std::uint64_t first, std::uint64_t count,
                 const std::function<std::unique_ptr<sim::Worker>()>& make_worker) {
    sim::Table table(cascade::cost_column() + 1);
    progress_.describe(what);
    std::vector<std::unique_ptr<sim::Worker>> workers;
    const auto show = [&](std::uint64_t finished) { progress_.show(done_ + finished); };
    done_ += sim::run_ensemble({.first = first,
                                .count = count,
                                .threads = static_cast<unsigned>(request_.luck.threads),
                                .stop = interrupt_.token(),
                                .progress = show},
                               make_worker, table, workers);
    return table;
  }

  const Case& subject_;
  const RiskRequest& request_;
  Interrupt interrupt_;
  Progress progress_;
  std::uint64_t done_ = 0;
};

/// Draws and what came of them, of those sweeps that are complete.
struct Sample {
  const std::vector<Cell>& cells;
  const std::vector<Draw>& draws;
  const sim::Table& rows;
  Sweeps sweeps;
  std::size_t harm_column;

  std::uint64_t complete() const { return rows.rows() / sweeps.length; }
  double harm(std::size_t draw) const { return rows.row(draw)[harm_column]; }
  double metric(std::size_t draw, std::size_t column) const { return rows.row(draw)[column]; }
  const InitiatingEvent& event(std::size_t draw) const { return cells[draws[draw].cell].event; }
};

/// The mean of weighted values over the sweeps, which are independent and alike.
template <class Value>
sim::Estimate estimate(const Sample& sample, Value value) {
  std::vector<double> sums(sample.complete(), 0.0);
  for (std::size_t i = 0; i < sums.size() * sample.sweeps.length; ++i)
    sums[i / sample.sweeps.length] += sample.draws[i].weight * value(i);
  return sim::estimate_mean(sums);
}

Pilot pilot_of(const Sample& sample) {
  Pilot pilot;
  for (const Cell& cell : sample.cells) {
    pilot.by_mistake.resize(std::max<std::size_t>(pilot.by_mistake.size(), cell.mistake + 1));
    pilot.by_likeness.resize(std::max<std::size_t>(pilot.by_likeness.size(), cell.alike + 1));
  }
  for (std::size_t i = 0; i < sample.rows.rows(); ++i) {
    const double harm = sample.harm(i), cost = sample.metric(i, cascade::cost_column());
    const Cell& cell = sample.cells[sample.draws[i].cell];
    for (Pilot::Sums* sums :
         {&pilot.all, &pilot.by_mistake[cell.mistake], &pilot.by_likeness[cell.alike]})
      *sums = {sums->n + 1, sums->squares + harm * harm, sums->cost + cost};
  }
  return pilot;
}

/// Harm and incidents by the name that `name_of` gives to a draw's event; the most harm first.
template <class Name>
std::vector<HarmBy> harm_by(const Sample& sample, Name name_of) {
  std::map<std::string, std::size_t> numbers;
  std::vector<std::size_t> number_of(sample.rows.rows());
  for (std::size_t i = 0; i < number_of.size(); ++i)
    number_of[i] = numbers.emplace(name_of(sample.event(i)), numbers.size()).first->second;
  std::vector<HarmBy> parts;
  const std::size_t incidents = *cascade::column_of("incidents");
  for (const auto& [name, number] : numbers) {
    const auto only = [&, n = number](std::size_t i, double x) {
      return number_of[i] == n ? x : 0;
    };
    parts.push_back(
        {name, estimate(sample, [&](std::size_t i) { return only(i, sample.harm(i)); }),
         estimate(sample, [&](std::size_t i) { return only(i, sample.metric(i, incidents)); })});
  }
  std::ranges::stable_sort(parts, std::ranges::greater{},
                           [](const HarmBy& part) { return part.harm.mean; });
  return parts;
}

std::string mode_name(const cascade::Blueprint& blueprint, std::uint32_t mode) {
  return blueprint.scenario.failure_modes[mode].name;
}

std::string mistake_of(const cascade::Blueprint& blueprint, const InitiatingEvent& event) {
  if (!event.is_change())
    return "fault: " + mode_name(blueprint, blueprint.processes[event.process].mode);
  std::string name = "delete and recreate";
  if (!event.destructive)
    name = mode_name(blueprint,
                     blueprint.outcomes[static_cast<std::size_t>(event.kind)][event.outcome].mode);
  return event.overreach ? name + ", overreaching" : name;
}

void divide(const Sample& sample, const cascade::Blueprint& blueprint, Risk& risk) {
  const std::string by_itself = "(no change)";
  const cascade::Scenario& scenario = blueprint.scenario;
  risk.by_author = harm_by(sample, [&](const InitiatingEvent& e) {
    return e.is_change() ? scenario.authors[e.author].id : by_itself;
  });
  risk.by_role = harm_by(sample, [&](const InitiatingEvent& e) {
    const bool has_role = e.is_change() && e.role != cascade::none;
    return has_role ? scenario.roles[e.role].id : e.is_change() ? "(no role)" : by_itself;
  });
  risk.by_kind = harm_by(sample, [&](const InitiatingEvent& e) {
    return e.is_change() ? std::string(change::name_of(e.kind)) : by_itself;
  });
  risk.by_mistake =
      harm_by(sample, [&](const InitiatingEvent& e) { return mistake_of(blueprint, e); });
  risk.by_service = harm_by(sample, [&](const InitiatingEvent& e) {
    return std::string(blueprint.units.service_id(e.service));
  });
}

double cost_of(const sim::Table& table) {
  double sum = 0;
  for (std::size_t r = 0; r < table.rows(); ++r) sum += table.row(r)[cascade::cost_column()];
  return sum;
}

/// Incidents come as a Poisson process, so the variance of a campaign is the sum of rate x squared
/// harm: the sweeps know it better than campaigns that miss what is rare.
sim::VarianceReduction reduction_of(const sim::Table& campaigns, const Sample& sample,
                                    const sim::Estimate& harm) {
  const sim::Estimate squares =
      estimate(sample, [&](std::size_t i) { return sample.harm(i) * sample.harm(i); });
  const double campaign = cost_of(campaigns) / static_cast<double>(campaigns.rows());
  const auto n = static_cast<double>(harm.n);
  const double error = squares.sd / std::sqrt(n) / squares.mean;
  return sim::reduction_of({.plain = squares.mean * campaign / cost_of(sample.rows),
                            .plain_freedom = 2 / (error * error),
                            .achieved = harm.sd * harm.sd / n,
                            .achieved_freedom = n - 1});
}

std::vector<Moments> moments_of_sweeps(const cascade::Blueprint& blueprint,
                                       std::span<const cascade::Background> backgrounds) {
  std::vector<Moments> moments;
  for (std::uint32_t s = 0; s < independent_sweeps; ++s) {
    const std::size_t begin = s * backgrounds.size() / independent_sweeps,
                      end = (s + 1) * backgrounds.size() / independent_sweeps;
    moments.emplace_back(blueprint, backgrounds.subspan(begin, end - begin));
  }
  return moments;
}

/// Incidents per horizon with at least that blast radius. Where none was seen, the rule of three
/// with the largest weight bounds them (Hanley and Lippman-Hand, If nothing goes wrong, is
/// everything all right? JAMA 249, 1983).
Exceedance exceedance_of(const Sample& sample, double threshold) {
  const std::size_t radius = *cascade::column_of("blast_radius");
  Exceedance found{threshold, estimate(sample, [&](std::size_t i) {
                     return sample.metric(i, radius) >= threshold ? 1.0 : 0.0;
                   })};
  sim::Interval& interval = found.incidents.interval;
  interval.low = std::max(0.0, interval.low);
  if (found.incidents.mean > 0 || sample.complete() == 0) return found;
  double most = 0;
  for (const Draw& draw : sample.draws) most = std::max(most, draw.weight);
  interval.high = 3 * most / static_cast<double>(sample.complete());
  return found;
}

Risk conclude(const Sample& sample, const cascade::Blueprint& blueprint) {
  const std::size_t incidents = *cascade::column_of("incidents");
  Risk risk{.cells = sample.cells.size(), .draws = sample.complete() * sample.sweeps.length};
  risk.harm = estimate(sample, [&](std::size_t i) { return sample.harm(i); });
  risk.incidents = estimate(sample, [&](std::size_t i) { return sample.metric(i, incidents); });
  for (const double threshold : thresholds)
    risk.exceedances.push_back(exceedance_of(sample, threshold));
  divide(sample, blueprint, risk);
  return risk;
}

void check_is_risky(std::span<const Cell> cells) {
  if (cells.empty())
    throw Failure(ExitCode::invalid,
                  "nothing can go wrong in this campaign: no team makes changes that can be "
                  "harmful, and no fault arises by itself");
}

void check_is_campaign(const Case& subject) {
  if (subject.scenario().what_if || subject.scenario().horizon <= sim::Duration::zero())
    throw Failure(ExitCode::invalid,
                  "the scenario is a what-if: its one incident is given. Risk is assessed of a "
                  "campaign, a scenario with a \"horizon\" and without \"what_if\"");
}

}  // namespace

Risk assess(const Case& subject, const RiskRequest& request) {
  check_is_campaign(subject);
  Bench bench(subject, request);
  std::vector<cascade::Background> backgrounds(request.campaigns);
  const sim::Table campaigns = bench.run_campaigns(backgrounds);
  const std::vector<Moments> moments = moments_of_sweeps(subject.blueprint, backgrounds);
  std::vector<Cell> cells = first_plan(moments[0]);
  check_is_risky(cells);

  const std::size_t harm = *cascade::column_of(request.metric);
  const Sweeps trial = {.count = 8, .length = request.incidents / 32, .first = first_of_pilot};
  const std::vector<Draw> pilot = draw(cells, moments, trial, request.luck.seed);
  plan_again(cells,
             pilot_of({cells, pilot, bench.run_incidents("pilot", pilot, trial), trial, harm}));

  const Sweeps sweeps = {.length = request.incidents * 3 / 4 / independent_sweeps,
                         .first = first_of_sweeps};
  const std::vector<Draw> draws = draw(cells, moments, sweeps, request.luck.seed);
  const sim::Table rows = bench.run_incidents("incidents", draws, sweeps);
  const Sample sample{cells, draws, rows, sweeps, harm};
  Risk risk = conclude(sample, subject.blueprint);
  for (const Moments& of_sweep : moments) risk.moments += of_sweep.size();
  risk.campaigns = sim::estimate_mean(campaigns.column(harm));
  risk.reduction = reduction_of(campaigns, sample, risk.harm);
  risk.code = bench.exit_code();
  return risk;
}

}  // namespace outcast::app
