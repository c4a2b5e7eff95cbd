// The tables of a ranking: services, dependencies, roles.
#include "app/cli/rank_report.h"

#include <algorithm>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string heading(const RankResult& result) {
  const Sampling& sampling = result.request.sampling;
  std::string text = toned(printable(title_of(result.subject)), Tone::bold, Channel::out) + '\n';
  text += wrapped("Each service is crashed in " + count_text(sampling.replications) +
                      " replications: means with intervals of 95 %, seed " +
                      std::to_string(sampling.seed) + ", the same luck for all.",
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

/// What the structural columns mean.
std::string legend(const RankResult& result) {
  std::vector<std::string> lines = {
      "falls: services that go down with it (itself included) if nobody mends and every loss is "
      "felt",
      "expected: the same with the probability of each loss, by linear algebra; from above",
      "needed by: services that need it in the end, alternatives not considered",
      "single point %: customers who lose their service with it alone",
      "circle: services that all need each other"};
  if (!result.warnings.empty())
    lines.push_back(
        "headroom: what it serves / what it gets at worst once it cannot keep up and its callers "
        "retry; below 1 it may stay down");
  std::string text;
  for (const std::string& line : lines) text += wrapped("  " + line, 4) + '\n';
  return text;
}

std::string services_table(const RankResult& result, std::size_t top) {
  const bool has_customers = !result.subject.scenario().customers.empty();
  const bool has_traffic = !result.warnings.empty();
  std::vector<Column> columns = {text_column("service"),
                                 {.head = has_customers ? "customer\nmin" : "service\nmin"},
                                 interval_column(),
                                 {.head = "blast\nradius %"},
                                 interval_column(),
                                 {.head = "n"},
                                 {.head = "falls"},
                                 {.head = "expected", .omission = Omission::then},
                                 {.head = "needed\nby", .omission = Omission::then},
                                 {.head = "single\npoint %"},
                                 {.head = "circle", .omission = Omission::first}};
  if (has_traffic) columns.push_back({.head = "headroom"});
  Table table(std::move(columns));
  const sim::Estimate unknown = sim::estimate_mean(std::span<const double>());
  for (std::size_t i = 0; i < std::min(top, result.ranking.examined); ++i) {
    const ServiceRank& s = result.ranking.services[i];
    const Crash crash = s.crash.value_or(Crash{unknown, unknown});
    const EstimateText harm = estimate_text(crash.harm),
                       radius = estimate_text(crash.blast_radius, 100);
    std::vector<std::string> row = {s.id,
                                    harm.value,
                                    harm.interval,
                                    radius.value,
                                    radius.interval,
                                    count_text(crash.harm.n),
                                    count_text(s.fall.services),
                                    fixed_text(s.expected, 1),
                                    count_text(s.dependants),
                                    short_text(100 * s.single_point_for),
                                    s.circle > 1 ? count_text(s.circle) : "-"};
    if (has_traffic) row.push_back(headroom_text(result.warnings, s.id));
    table.row(std::move(row));
  }
  return table.to_text();
}

std::string dependencies_table(const Ranking& ranking, std::size_t top) {
  Table table({text_column("dependency"), {.head = "falls less\nwithout it"}});
  for (std::size_t i = 0; i < std::min(top, ranking.dependencies.size()); ++i) {
    const DependencyRank& d = ranking.dependencies[i];
    table.row({d.from + " -> " + d.to, short_text(d.saved)});
  }
  return "services that fall less in the average crash if the dependency were not there "
         "(structure)\n" +
         table.to_text();
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
  std::string text = heading(result) + services_table(result, top);
  const std::size_t shown = std::min<std::size_t>(top, result.ranking.examined);
  if (shown < result.ranking.examined)
    text += "and " + count_text(result.ranking.examined - shown) + " more (--top shows them)\n";
  text += legend(result);
  if (!result.ranking.dependencies.empty()) text += '\n' + dependencies_table(result.ranking, top);
  if (!result.roles.empty()) text += '\n' + roles_table(result, top);
  return text;
}

}  // namespace outcast::app
