// The services of a ranking: crashes, importance, structure, and how structure predicts the rest.
#include <algorithm>
#include <cmath>

#include "app/cli/rank_report.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

const EstimateText no_estimate = {"-", "-"};

std::string indented(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += wrapped("  " + line, 4) + '\n';
  return text;
}

std::string unit_of(const RankResult& result) {
  return result.subject.scenario().customers.empty() ? "service\nmin" : "customer\nmin";
}

std::span<const ServiceRank> shown(const RankResult& result, std::uint64_t top) {
  return std::span(result.ranking.services)
      .first(std::min<std::size_t>(top, result.ranking.examined));
}

std::string crashes_table(const RankResult& result, std::uint64_t top) {
  Table table({text_column("if it crashes"),
               {.head = unit_of(result)},
               interval_column(),
               {.head = "blast\nradius %"},
               interval_column(),
               {.head = "n"}});
  for (const ServiceRank& s : shown(result, top)) {
    const EstimateText harm = s.crash ? estimate_text(s.crash->harm) : no_estimate,
                       radius = s.crash ? estimate_text(s.crash->blast_radius, 100) : no_estimate;
    table.row({s.id, harm.value, harm.interval, radius.value, radius.interval,
               s.crash ? count_text(s.crash->harm.n) : "0"});
  }
  return table.to_text();
}

std::string importance_legend(const RankResult& result) {
  std::vector<std::string> lines = {
      "Birnbaum: harm if it is down as well, less the harm if it never fails",
      "Fussell-Vesely: share of the harm that is saved if it never fails (n " +
          count_text(result.ranking.base_harm->n) + ")",
      "risk achievement worth: how many times the harm if it is down as well"};
  if (!result.warnings.empty())
    lines.push_back("Overload is no failure: what never fails may still have too little capacity");
  return indented(lines);
}

std::string importance_table(const RankResult& result, std::uint64_t top) {
  Table table({text_column("importance"),
               {.head = "Birnbaum\nmin"},
               interval_column(),
               {.head = "Fussell-\nVesely %"},
               interval_column(),
               {.head = "risk achieve-\nment worth"},
               interval_column(),
               {.head = "n"}});
  for (const ServiceRank& s : shown(result, top)) {
    if (!s.importance) continue;
    const EstimateText birnbaum = estimate_text(s.importance->birnbaum),
                       vesely = ratio_text(s.importance->fussell_vesely, 100),
                       worth = ratio_text(s.importance->risk_achievement, 1);
    table.row({s.id, birnbaum.value, birnbaum.interval, vesely.value, vesely.interval, worth.value,
               worth.interval, count_text(s.importance->birnbaum.n)});
  }
  return table.empty() ? "" : '\n' + table.to_text() + importance_legend(result);
}

std::string structure_table(const RankResult& result, std::uint64_t top) {
  const bool has_traffic = !result.warnings.empty();
  std::vector<Column> columns = {text_column("structure"),    {.head = "falls"},
                                 {.head = "expected"},        {.head = "needed\nby"},
                                 {.head = "single\npoint %"}, {.head = "cut\nvertex"},
                                 {.head = "circle"}};
  if (has_traffic) columns.push_back({.head = "headroom"});
  Table table(std::move(columns));
  for (const ServiceRank& s : shown(result, top)) {
    std::vector<std::string> row = {s.id,
                                    count_text(s.fall.services),
                                    fixed_text(s.expected, 1),
                                    count_text(s.dependants),
                                    short_text(100 * s.single_point_for),
                                    s.is_cut_vertex ? "yes" : "-",
                                    s.circle > 1 ? count_text(s.circle) : "-"};
    if (has_traffic) row.push_back(headroom_text(result.warnings, s.id));
    table.row(std::move(row));
  }
  return '\n' + table.to_text();
}

/// What the structural columns mean.
std::string legend(const RankResult& result) {
  std::vector<std::string> lines = {
      "falls: services that go down with it (itself included) if nobody mends and every loss is "
      "felt",
      "expected: the same with the probability of each loss, by linear algebra; from above",
      "needed by: services that need it in the end, alternatives not considered",
      "single point %: customers who lose their service with it alone",
      "cut vertex: without it the graph of services falls apart",
      "circle: services that all need each other"};
  if (!result.warnings.empty())
    lines.push_back(
        "headroom: what it serves / what it gets at worst once it cannot keep up and its callers "
        "retry; below 1 it may stay down");
  return indented(lines);
}

std::string top_text(const sim::Proportion& top) {
  return std::to_string(top.successes) + " of " + std::to_string(top.n);
}

/// Measures that are the same for all services predict nothing and are left out.
std::string predictions_table(const Ranking& ranking) {
  Table table({text_column("structure"),
               text_column("predicts"),
               {.head = "Spearman"},
               interval_column(),
               {.head = "top\nshared"},
               interval_column("95 % interval, %"),
               {.head = "services"}});
  for (const Prediction& p : ranking.predictions) {
    if (std::isnan(p.spearman.rho)) continue;
    const EstimateText rho = estimate_text(p.spearman.rho, p.spearman.interval),
                       top = estimate_text(p.top.share, p.top.interval, 100);
    table.row({p.measure, p.target, rho.value, rho.interval, top_text(p.top), top.interval,
               count_text(p.spearman.n)});
  }
  return table.empty() ? "" : '\n' + table.to_text();
}

}  // namespace

EstimateText ratio_text(const sim::Estimate& estimate, double factor) {
  return std::isnan(estimate.mean) ? no_estimate : estimate_text(estimate, factor);
}

std::string services_text(const RankResult& result, std::uint64_t top) {
  std::string text = crashes_table(result, top);
  const std::size_t lines = shown(result, top).size();
  if (lines < result.ranking.examined)
    text += "and " + count_text(result.ranking.examined - lines) + " more (--top shows them)\n";
  return text + importance_table(result, top) + structure_table(result, top) + legend(result) +
         predictions_table(result.ranking);
}

}  // namespace outcast::app
