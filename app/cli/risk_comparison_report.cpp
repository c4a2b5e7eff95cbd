// The tables of a comparison of risks: each case, its difference from the first, and what that
// took.
#include "app/cli/risk_comparison_report.h"

#include <algorithm>

#include "app/cli/overlap_text.h"
#include "app/terminal/gain_text.h"
#include "app/terminal/table.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

std::string heading(const RiskComparisonResult& result) {
  const Case& first = result.cases[0];
  const RiskComparison& comparison = result.comparison;
  return toned(printable(title_of(first)), Tone::bold, Channel::out) + '\n' +
         wrapped("The same " + count_text(comparison.draws) +
                     " draws befall every case with the same luck, one incident per replication, "
                     "among the " +
                     count_text(comparison.cells) +
                     " cells of all and weighted by the rates of each. Per horizon of " +
                     document::to_text(first.scenario().horizon) +
                     ", means with intervals of 95 %, seed " +
                     std::to_string(result.request.luck.seed) + ".",
                 0) +
         "\n\n";
}

std::string cases_table(const RiskComparisonResult& result) {
  Table table({text_column(""),
               {.head = result.request.metric + "\nper horizon"},
               interval_column(),
               {.head = "by whole\ncampaigns"},
               interval_column(),
               {.head = "incidents"},
               interval_column()});
  for (std::size_t k = 0; k < result.cases.size(); ++k) {
    const ComparedRisk& risk = result.comparison.cases[k];
    const EstimateText harm = estimate_text(risk.harm), campaigns = estimate_text(risk.campaigns),
                       incidents = estimate_text(risk.incidents);
    table.row({result.cases[k].label, harm.value, harm.interval, campaigns.value,
               campaigns.interval, incidents.value, incidents.interval});
  }
  return table.to_text();
}

/// Of the case in which incidents meet most.
std::string most_overlap_text(const RiskComparisonResult& result) {
  const auto& cases = result.comparison.cases;
  const auto most = std::ranges::max_element(
      cases, {}, [](const ComparedRisk& risk) { return risk.under_way.mean; });
  const auto position = static_cast<std::size_t>(most - cases.begin());
  return overlap_text(most->under_way, printable(result.cases[position].label));
}

std::string signed_text(double difference, const std::string& text) {
  return difference > 0 ? '+' + text : text;
}

std::string differences_table(const RiskComparisonResult& result) {
  Table table({text_column("from " + result.cases[0].label),
               {.head = "difference\nof " + result.request.metric},
               interval_column(),
               {.head = "by whole\ncampaigns"},
               interval_column()});
  for (std::size_t k = 1; k < result.cases.size(); ++k) {
    const HarmDifference& found = result.comparison.cases[k].difference;
    const EstimateText harm = estimate_text(found.harm.mean, found.together),
                       campaigns = estimate_text(found.by_campaigns);
    table.row({result.cases[k].label,
               (found.harm.n > 1 && found.is_open() ? "~ " : "") +
                   signed_text(found.harm.mean, harm.value),
               harm.interval, signed_text(found.by_campaigns.mean, campaigns.value),
               campaigns.interval});
  }
  return '\n' + table.to_text();
}

std::string gains_table(const RiskComparisonResult& result) {
  Table table({text_column("variance of the difference reduced"),
               {.head = "against sweeps\nwith other luck"},
               interval_column(),
               {.head = "against campaigns\nwith the same luck"},
               interval_column()});
  for (std::size_t k = 1; k < result.cases.size(); ++k) {
    const HarmDifference& found = result.comparison.cases[k].difference;
    if (found.harm.n < 2) return {};
    const EstimateText luck = gain_text(found.against_independent),
                       campaigns = gain_text(found.against_campaigns);
    table.row(
        {result.cases[k].label, luck.value, luck.interval, campaigns.value, campaigns.interval});
  }
  return '\n' + table.to_text();
}

std::string what_holds(const RiskComparisonResult& result) {
  const std::size_t differences = result.cases.size() - 1;
  std::string text = "~: the interval holds zero. ";
  if (differences > 1)
    text += "All " + count_text(differences) +
            " intervals of differences hold at once with 95 % (Bonferroni), those by campaigns one "
            "by one. ";
  return '\n' +
         wrapped(text + "Campaigns: " + count_text(result.request.campaigns) +
                     " of each case, under the same luck; the gain against them is at the "
                     "same cost in events",
                 0) +
         '\n';
}

}  // namespace

std::string to_text(const RiskComparisonResult& result) {
  return heading(result) + cases_table(result) + most_overlap_text(result) +
         differences_table(result) + gains_table(result) + what_holds(result);
}

}  // namespace outcast::app
