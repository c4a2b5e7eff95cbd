// The text of a ranking: what was simulated, services, dependencies, roles.
#include "app/cli/rank_report.h"

#include <algorithm>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string base_text(const RankResult& result) {
  const Ranking& ranking = result.ranking;
  if (!ranking.base_harm) return "";
  const bool has_customers = !result.subject.scenario().customers.empty();
  const EstimateText harm = estimate_text(*ranking.base_harm);
  const std::string base = ranking.base == Base::what_if ? "the what-if as it is written"
                           : ranking.base == Base::campaign
                               ? "the campaign, incident by incident"
                               : "one crash, in each service as likely as in the other";
  return " Importance is about the harm of " + base + ": " + harm.value + ' ' + harm.interval +
         (has_customers ? " customer" : " service") + " minutes" +
         (ranking.base == Base::campaign ? " per horizon." : ".");
}

std::string heading(const RankResult& result) {
  const Sampling& sampling = result.request.sampling;
  std::string text = toned(printable(title_of(result.subject)), Tone::bold, Channel::out) + '\n';
  text +=
      wrapped("Each service crashes in " + count_text(sampling.replications) +
                  " replications: means with intervals of 95 %, seed " +
                  std::to_string(sampling.seed) + ", the same luck for all." + base_text(result),
              0);
  const std::size_t all = result.ranking.services.size();
  if (result.ranking.examined < all)
    text +=
        '\n' +
        wrapped("Of " + count_text(all) + " services the " + count_text(result.ranking.examined) +
                    " with the largest expected cascade are examined (--services: more).",
                0);
  if (!result.ranking.is_settled) text += "\nThe expected sizes of some circles have not settled.";
  return text + "\n\n";
}

/// The harm through it, where that was simulated; else what falls less.
std::vector<const DependencyRank*> by_harm(const Ranking& ranking) {
  std::vector<const DependencyRank*> sorted;
  for (const DependencyRank& d : ranking.dependencies) sorted.push_back(&d);
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const DependencyRank* d) {
    const bool is_known = d->through && d->through->harm.mean > 0;
    return std::pair(is_known ? d->through->harm.mean : 0.0, d->saved);
  });
  return sorted;
}

std::string dependencies_table(const Ranking& ranking, std::size_t top) {
  Table table({text_column("dependency"),
               {.head = "harm through\nit, min"},
               interval_column(),
               {.head = "share\n%"},
               interval_column(),
               {.head = "falls less\nwithout it"}});
  const std::vector<const DependencyRank*> sorted = by_harm(ranking);
  for (std::size_t i = 0; i < std::min(top, sorted.size()); ++i) {
    const DependencyRank& d = *sorted[i];
    const EstimateText none = {"-", "-"};
    const EstimateText harm = d.through ? estimate_text(d.through->harm) : none,
                       share = d.through ? ratio_text(d.through->share, 100) : none;
    table.row({d.from + " -> " + d.to, harm.value, harm.interval, share.value, share.interval,
               short_text(d.saved)});
  }
  return table.to_text() +
         wrapped("  harm through it: what is saved of the base's if no loss passes that way", 4) +
         '\n' + wrapped("  falls less: services, in the average crash, by linear algebra", 4) +
         '\n';
}

std::string roles_table(const RankResult& result, std::size_t top) {
  std::vector<const RoleReport*> roles;
  for (const RoleReport& role : result.roles) roles.push_back(&role);
  std::ranges::stable_sort(roles, [](const RoleReport* a, const RoleReport* b) {
    return a->actual.fall.services > b->actual.fall.services;
  });
  Table table({text_column("role"),
               {.head = "may\ndestroy"},
               {.head = "would\nfall"},
               {.head = "customers\n%"},
               {.head = "meant to\ndestroy"},
               {.head = "wider on"}});
  for (std::size_t i = 0; i < std::min(top, roles.size()); ++i) {
    const RoleReport& role = *roles[i];
    table.row({role.id, count_text(role.actual.destroys), count_text(role.actual.fall.services),
               fixed_text(100 * role.actual.fall.customers, 1),
               role.has_intention ? count_text(role.intended.destroys) : "-",
               role.has_intention ? count_text(role.wider_count()) : "-"});
  }
  return table.to_text();
}

}  // namespace

std::string to_text(const RankResult& result, std::uint64_t top) {
  std::string text = heading(result) + services_text(result, top);
  if (!result.ranking.dependencies.empty()) text += '\n' + dependencies_table(result.ranking, top);
  if (result.campaign) text += '\n' + campaign_text(result, top);
  if (!result.roles.empty()) text += '\n' + roles_table(result, top);
  return text;
}

}  // namespace outcast::app
