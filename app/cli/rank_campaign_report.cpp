// What a campaign must be expected to bring, by service, author, role and kind of change.
#include <algorithm>

#include "app/cli/rank_report.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

void add_parts(Table& table, const std::string& what, const std::vector<HarmBy>& parts,
               std::uint64_t top) {
  for (std::size_t i = 0; i < std::min<std::size_t>(top, parts.size()); ++i) {
    const EstimateText harm = estimate_text(parts[i].harm),
                       share = estimate_text(parts[i].share, 100);
    table.row({i == 0 ? what : "", parts[i].name, harm.value, harm.interval, share.value,
               share.interval});
  }
}

}  // namespace

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
  add_parts(table, "service", risk.by_service, top);
  add_parts(table, "kind of author", risk.by_author_kind, top);
  add_parts(table, "author", risk.by_author, top);
  add_parts(table, "role", risk.by_role, top);
  add_parts(table, "kind of change", risk.by_kind, top);
  return table.to_text() +
         wrapped("  Per horizon of " + document::to_text(result.subject.scenario().horizon) +
                     ", from " + count_text(risk.draws) +
                     " incidents (outcast risk); service: changed, or struck",
                 4) +
         '\n';
}

}  // namespace outcast::app
