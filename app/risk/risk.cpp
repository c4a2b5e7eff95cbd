// Campaigns for their moments, a pilot for the plan, sweeps for the estimate.
#include "app/risk/risk.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/risk/bench.h"
#include "app/study/half_widths.h"
#include "models/cascade/metrics.h"
#include "models/change/kind_names.h"
#include "sim/stats/ratio.h"

namespace outcast::app {
namespace {

using cascade::InitiatingEvent;

constexpr std::array<double, 4> thresholds = {0.1, 0.25, 0.5, 0.75};

/// A ratio per sweep; what brings no harm has no share in it.
sim::Estimate share_of(std::span<const double> part, std::span<const double> whole) {
  sim::Estimate share =
      sim::estimate_ratio(part, whole, [](auto values) { return sim::estimate_mean(values); });
  share.interval = {std::max(0.0, share.interval.low), std::min(1.0, share.interval.high)};
  return share;
}

/// Harm and incidents by the name that `name_of` gives to a draw's event; the most harm first.
template <class Name>
std::vector<HarmBy> harm_by(const Sample& sample, Name name_of) {
  std::map<std::string, std::size_t> numbers;
  std::vector<std::size_t> number_of(sample.size());
  for (std::size_t i = 0; i < number_of.size(); ++i)
    number_of[i] = numbers.emplace(name_of(sample.cell(i).event), numbers.size()).first->second;
  std::vector<HarmBy> parts;
  const std::size_t incidents = *cascade::column_of("incidents");
  const std::vector<double> whole = harm_of_sweeps(sample);
  for (const auto& [name, number] : numbers) {
    const auto only = [&, n = number](std::size_t i, double x) {
      return number_of[i] == n ? x : 0;
    };
    const std::vector<double> harm =
        weighted_sums(sample, [&](std::size_t i) { return only(i, sample.harm(i)); });
    parts.push_back(
        {name, sim::estimate_mean(harm),
         estimate(sample, [&](std::size_t i) { return only(i, sample.metric(i, incidents)); }),
         share_of(harm, whole)});
  }
  std::ranges::stable_sort(parts, std::ranges::greater{},
                           [](const HarmBy& part) { return part.harm.mean; });
  return parts;
}

std::string kind_of(const change::Author& author) {
  return author.kind == change::AuthorKind::human ? "human" : "ai-tool";
}

void divide(const Sample& sample, const cascade::Blueprint& blueprint, Risk& risk) {
  const std::string by_itself = "(no change)";
  const cascade::Scenario& scenario = blueprint.scenario;
  risk.by_author_kind = harm_by(sample, [&](const InitiatingEvent& e) {
    return e.is_change() ? kind_of(scenario.authors[e.author]) : by_itself;
  });
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
  Risk risk{.cells = sample.cells.size(), .draws = sample.size()};
  risk.incidents = estimate(sample, [&](std::size_t i) { return sample.metric(i, incidents); });
  risk.under_way = under_way(sample, blueprint.scenario.horizon);
  for (const double threshold : thresholds)
    risk.exceedances.push_back(exceedance_of(sample, threshold));
  divide(sample, blueprint, risk);
  return risk;
}

/// A pilot of a quarter of the incidents shows where the others are worth most.
void plan_again(Bench& bench, const Campaigns& campaigns, const RiskRequest& request,
                std::vector<Cell>& cells) {
  const Sweeps sweeps = pilot_sweeps(request.incidents);
  const std::vector<Draw> draws = draw(cells, campaigns.moments, sweeps, request.luck.seed);
  sim::Table rows(cascade::cost_column() + 1);
  bench.run_incidents(campaigns.moments[0].blueprint(), draws, {sweeps, 0, draws.size()}, rows);
  const Sample sample{cells, draws, rows, sweeps, *cascade::column_of(request.metric)};
  Pilot pilot(cells);
  for (std::size_t i = 0; i < rows.rows(); ++i)
    pilot.add(sample.cell(i), sample.harm(i), sample.cost(i));
  if (!pilot.has_found_something()) return;
  std::vector<double> rates;
  for (const Cell& cell : cells) rates.push_back(cell.expected);
  const std::vector<double> shares = planned_shares(cells, rates, pilot);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].share = shares[i];
}

void sweep(Bench& bench, const cascade::Blueprint& blueprint, const Sample& sample,
           sim::Table& rows) {
  std::string precision;
  for (std::uint64_t turn = 0; turn < turns_of_sweeps; ++turn) {
    if (bench.exit_code() != ExitCode::done) return;
    bench.run_incidents(blueprint, sample.draws, stretch_of(sample.sweeps, turn, precision), rows);
    const sim::Estimate harm = sim::estimate_mean(harm_of_sweeps(sample));
    precision = to_text(half_width_of(harm, sample.harm_column));
  }
}

}  // namespace

void check_is_campaign(const Case& subject) {
  if (subject.scenario().what_if || subject.scenario().horizon <= sim::Duration::zero())
    throw Failure(ExitCode::invalid,
                  "the scenario is a what-if: the one incident of " + title_of(subject) +
                      " is given. Risk is assessed of a campaign, a scenario with a \"horizon\" "
                      "and without \"what_if\"");
}

void check_is_risky(std::span<const Cell> cells) {
  if (cells.empty())
    throw Failure(ExitCode::invalid,
                  "nothing can go wrong in this campaign: no team makes changes that can be "
                  "harmful, and no fault arises by itself");
}

Risk assess(const Case& subject, const RiskRequest& request) {
  AssessedIncidents incidents;
  return assess(subject, request, incidents);
}

Risk assess(const Case& subject, const RiskRequest& request, AssessedIncidents& incidents) {
  check_is_campaign(subject);
  Bench bench(request.luck, request.campaigns + request.incidents);
  auto& [campaigns, cells, sweeps, draws] = incidents;
  campaigns = {.backgrounds = std::vector<cascade::Background>(request.campaigns)};
  bench.run_campaigns(subject.blueprint, campaigns);
  cells = first_plan(campaigns.moments[0]);
  check_is_risky(cells);
  plan_again(bench, campaigns, request, cells);

  sweeps = final_sweeps(request.incidents);
  draws = draw(cells, campaigns.moments, sweeps, request.luck.seed);
  sim::Table rows(cascade::cost_column() + 1);
  const Sample sample{cells, draws, rows, sweeps, *cascade::column_of(request.metric)};
  sweep(bench, subject.blueprint, sample, rows);
  Risk risk = conclude(sample, subject.blueprint);
  const Controlled found = estimate_harm(sample, campaigns.rows);
  risk.harm = found.harm;
  risk.reduction = found.reduction;
  risk.gains = found.gains;
  risk.campaigns = sim::estimate_mean(campaigns.rows.column(sample.harm_column));
  risk.code = bench.exit_code();
  return risk;
}

CampaignIncidents replay(const AssessedIncidents& incidents) {
  CampaignIncidents again{.first = incidents.sweeps.first, .per_sweep = incidents.sweeps.length};
  for (const Draw& draw : incidents.draws) {
    again.initiations.push_back(draw.initiation);
    again.weights.push_back(draw.weight);
  }
  return again;
}

}  // namespace outcast::app
