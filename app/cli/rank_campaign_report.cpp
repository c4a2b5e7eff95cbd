// What a campaign must be expected to bring, by service, author, role and kind of change.
#include <algorithm>

#include "app/cli/rank_report.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

void add_parts(Table& table, const std::string& what, const std::vector<HarmBy>& parts,
               const Risk& risk, std::uint64_t top) {
  for (std::size_t i = 0; i < std::min<std::size_t>(top, parts.size()); ++i) {
    const EstimateText harm = estimate_text(parts[i].harm),
                       share = estimate_text(share_of(parts[i], risk), 100);
    table.row({i == 0 ? what : "", parts[i].name, harm.value, harm.interval, share.value,
               share.interval});
  }
}

}  // namespace

sim::Estimate share_of(const HarmBy& part, const Risk& risk) {
  const double share = part.harm.mean / risk.harm.mean;
  const double half = (part.harm.half_width() + share * risk.harm.half_width()) / risk.harm.mean;
  return {part.harm.n, share, 0, {std::max(0.0, share - half), std::min(1.0, share + half)}};
}

std::string campaign_text(const RankResult& result, std::uint64_t top) {
  const Risk& risk = *result.campaign;
  const bool has_customers = !result.subject.scenario().customers.empty();
  Table table({text_column("harm of the campaign"),
               text_column("by"),
               {.head = has_customers ? "customer\nmin" : "service\nmin"},
               interval_column(),
               {.head = "share\n%"},
               interval_column()});
  const EstimateText all = estimate_text(risk.harm);
  table.row({"all", "", all.value, all.interval, "100", ""});
  add_parts(table, "service", risk.by_service, risk, top);
  add_parts(table, "author", risk.by_author, risk, top);
  add_parts(table, "role", risk.by_role, risk, top);
  add_parts(table, "kind of change", risk.by_kind, risk, top);
  return table.to_text() +
         wrapped("  Per horizon of " + document::to_text(result.subject.scenario().horizon) +
                     ", from " + count_text(risk.draws) +
                     " incidents (outcast risk); service: changed, or struck",
                 4) +
         '\n';
}

}  // namespace outcast::app
