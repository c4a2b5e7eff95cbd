// The tables of an assessment: the whole, how bad and how often, and what brings it.
#include "app/cli/risk_report.h"

#include <algorithm>

#include "app/cli/overlap_text.h"
#include "app/terminal/gain_text.h"
#include "app/terminal/table.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

std::string heading(const RiskResult& result) {
  const Risk& risk = result.risk;
  return toned(printable(title_of(result.subject)), Tone::bold, Channel::out) + '\n' +
         wrapped("One incident per replication, drawn among " + count_text(risk.cells) +
                     " cells of what can go wrong and weighted by their rates; it begins in a "
                     "state that one of " +
                     count_text(result.request.campaigns) + " campaigns left. Per horizon of " +
                     document::to_text(result.subject.scenario().horizon) +
                     ", means with intervals of 95 %, seed " +
                     std::to_string(result.request.luck.seed) + ".",
                 0) +
         "\n\n";
}

std::string whole_table(const RiskResult& result) {
  const Risk& risk = result.risk;
  Table table({text_column(""), {.head = "per\nhorizon"}, interval_column(), count_column()});
  const auto row = [&](const std::string& name, const sim::Estimate& estimate, std::uint64_t n) {
    const EstimateText text = estimate_text(estimate);
    table.row({name, text.value, text.interval, count_text(n)});
  };
  row(result.request.metric, risk.harm, risk.draws);
  row("the same by whole campaigns", risk.campaigns, risk.campaigns.n);
  row("incidents", risk.incidents, risk.draws);
  for (const Exceedance& e : risk.exceedances)
    row("incidents with blast radius of " + short_text(100 * e.threshold) + " % or more",
        e.incidents, risk.draws);
  return table.to_text();
}

std::string parts_table(const RiskResult& result, const std::string& head,
                        const std::vector<HarmBy>& parts, std::uint64_t top) {
  Table table({text_column(head),
               {.head = result.request.metric + "\nper horizon"},
               interval_column(),
               {.head = "share\n%"},
               interval_column(),
               {.head = "incidents"},
               interval_column()});
  for (std::size_t i = 0; i < std::min<std::size_t>(top, parts.size()); ++i) {
    const EstimateText harm = estimate_text(parts[i].harm),
                       share = estimate_text(parts[i].share, 100),
                       incidents = estimate_text(parts[i].incidents);
    table.row({parts[i].name, harm.value, harm.interval, share.value, share.interval,
               incidents.value, incidents.interval});
  }
  return '\n' + table.to_text();
}

std::string gains_table(const Gains& gains) {
  Table table({text_column("each step after those above it"),
               {.head = "variance\nreduced"},
               interval_column()});
  const auto row = [&](const std::string& step, const sim::VarianceReduction& reduction) {
    const EstimateText gain = gain_text(reduction);
    table.row({step, gain.value, gain.interval});
  };
  const bool is_used = gains.use == ControlVariate::used;
  row("one incident per replication, by the rates", gains.one_incident);
  row("allocated by rate x harm / root of cost", gains.allocation);
  row("cells in systematic sweeps", gains.sweeps);
  row(std::string("control variate: algebraic cascade size") + (is_used ? "" : "; left out"),
      gains.control);
  return '\n' + table.to_text();
}

std::string reduction_text(const sim::VarianceReduction& reduction) {
  const EstimateText gain = gain_text(reduction);
  return "variance reduced " + gain.value + ' ' + gain.interval +
         " against whole campaigns of the same cost in events\n";
}

}  // namespace

std::string to_text(const RiskResult& result, std::uint64_t top) {
  const Risk& risk = result.risk;
  std::string text = heading(result) + whole_table(result) + reduction_text(risk.reduction) +
                     overlap_text(risk.under_way) + gains_table(risk.gains);
  text += parts_table(result, "kind of author", risk.by_author_kind, top);
  text += parts_table(result, "author", risk.by_author, top);
  text += parts_table(result, "role", risk.by_role, top);
  text += parts_table(result, "kind of change", risk.by_kind, top);
  text += parts_table(result, "mistake", risk.by_mistake, top);
  text += parts_table(result, "service changed, or struck", risk.by_service, top);
  return text;
}

}  // namespace outcast::app
