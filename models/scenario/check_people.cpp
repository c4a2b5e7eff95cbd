// Customers, roles, authors, teams and defects: names that exist, numbers that add up.
#include <algorithm>
#include <numeric>
#include <set>

#include "models/document/nearest_name.h"
#include "models/scenario/describe_people.h"
#include "models/scenario/parts.h"

namespace outcast::scenario {
namespace {

using document::quoted;
using document::Value;

const change::Author* find_author(const Parts& parts, const std::string& id) {
  const auto& authors = parts.scenario.authors;
  const auto found = std::ranges::find(authors, id, &change::Author::id);
  return found == authors.end() ? nullptr : &*found;
}

void check_author(const Parts& parts, const std::string& id, change::AuthorKind kind, Value at) {
  parts.authors.require(id, at, parts.problems);
  const change::Author* author = find_author(parts, id);
  if (!author || author->kind == kind) return;
  const bool is_human = author->kind == change::AuthorKind::human;
  parts.report(at, quoted(id) + (is_human ? " is a human" : " is an AI tool"),
               is_human ? "an AI tool is wanted here" : "a human is wanted here");
}

void check_endpoint(const Parts& parts, const system::Endpoint& endpoint, Value at) {
  const Value services = at.nearest("services");
  parts.require_services(endpoint.services, services);
  if (services.is(document::ValueKind::array) && endpoint.services.empty())
    parts.report(services, "the endpoint uses no service");
  if (endpoint.at_least && *endpoint.at_least > endpoint.services.size())
    parts.report(at.find("at_least"),
                 "at least " + std::to_string(*endpoint.at_least) + " of " +
                     std::to_string(endpoint.services.size()) + " services",
                 "the endpoint could never work");
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < endpoint.services.size(); ++i)
    if (!seen.insert(endpoint.services[i]).second)
      parts.report(element(services, i), quoted(endpoint.services[i]) + " is listed twice");
}

/// Whose changes, of which kind, with a defect nobody described.
class DefectCheck {
 public:
  explicit DefectCheck(const Parts& parts) : parts_(parts) {}

  void made(const std::string& author, change::Kind kind) {
    const change::Author* found = find_author(parts_, author);
    const auto index = static_cast<std::size_t>(kind);
    if (!found || found->defect[index] == 0) return;
    const auto outcomes = parts_.scenario.defects.find(kind);
    if (outcomes != parts_.scenario.defects.end() && !outcomes->second.empty()) return;
    if (!told_.emplace(author, kind).second) return;
    const auto position = static_cast<std::size_t>(found - parts_.scenario.authors.data());
    const Value defect = element(parts_.file.find("authors"), position).nearest("defect");
    const std::string_view name = change::names_of(kind)[index];
    parts_.report(defect.nearest(name),
                  "defective changes of kind " + quoted(name) + " have no outcome",
                  "\"defects\" does not say which failure mode they turn into");
  }

 private:
  const Parts& parts_;
  std::set<std::pair<std::string_view, change::Kind>> told_;
};

void check_team_authors(const Parts& parts, const change::Team& team, Value at) {
  check_author(parts, team.human, change::AuthorKind::human, at.nearest("human"));
  check_author(parts, team.ai_tool, change::AuthorKind::ai_tool, at.nearest("ai_tool"));
  if (team.changes_per_week == 0) return;
  if (team.adoption.value_or(0) > 0 && team.ai_tool.empty())
    parts.report(at.find("adoption"), "adoption without an AI tool",
                 "this share of the changes has no author", "Add \"ai_tool\".");
  const double adoption =
      team.ai_tool.empty() ? 0 : team.adoption.value_or(parts.scenario.adoption);
  if (adoption < 1 && team.human.empty())
    parts.report(at, "the team has no human author", "its hand-made changes have no author",
                 "Add \"human\", or set \"adoption\": 1.");
}

void check_team(const Parts& parts, const change::Team& team, Value at) {
  check_team_authors(parts, team, at);
  parts.roles.require(team.role, at.nearest("role"), parts.problems);
  if (std::accumulate(team.mix.begin(), team.mix.end(), 0.0) <= 0)
    parts.report(at.nearest("mix"), "the mix of changes adds up to nothing");
  const auto owned = [&](const system::Service& s) { return s.team == team.id; };
  const auto& services = parts.scenario.topology.services;
  if (team.changes_per_week > 0 && !services.empty() && std::ranges::none_of(services, owned))
    parts.report(at, "team " + quoted(team.id) + " owns no service",
                 "its changes would reach nothing", "Set \"team\" of its services.");
}

void check_defects(const Parts& parts) {
  DefectCheck check(parts);
  for (const change::Team& team : parts.scenario.teams) {
    if (team.changes_per_week == 0 || parts.scenario.what_if) continue;
    for (std::size_t kind = 0; kind < change::kind_count; ++kind) {
      if (team.mix[kind] == 0) continue;
      check.made(team.human, static_cast<change::Kind>(kind));
      check.made(team.ai_tool, static_cast<change::Kind>(kind));
    }
  }
  if (!parts.scenario.what_if) return;
  for (const change::GivenChange& given : parts.scenario.what_if->changes)
    if (!given.defect) check.made(given.author, given.kind);
}

void check_owners(const Parts& parts, Value services) {
  if (parts.teams.empty()) return;  // a shared topology may name owners that no scenario needs
  for (std::size_t i = 0; i < parts.scenario.topology.services.size(); ++i)
    parts.teams.require(parts.scenario.topology.services[i].team,
                        element(services, i).nearest("team"), parts.problems);
}

}  // namespace

void check_customers(const Parts& parts) {
  const Value groups = parts.file.find("customers");
  Names("customer group", parts.scenario.customers, &system::CustomerGroup::id)
      .check_definitions(groups, parts.problems);
  for (std::size_t i = 0; i < parts.scenario.customers.size(); ++i) {
    const system::CustomerGroup& group = parts.scenario.customers[i];
    const Value endpoints = element(groups, i).nearest("endpoints");
    Names("endpoint", group.endpoints, &system::Endpoint::id)
        .check_definitions(endpoints, parts.problems);
    if (element(groups, i).find("endpoints") && group.endpoints.empty() && endpoints.size() == 0)
      parts.report(endpoints, "the customers have no endpoint", "nothing could affect them");
    for (std::size_t e = 0; e < group.endpoints.size(); ++e)
      check_endpoint(parts, group.endpoints[e], element(endpoints, e));
  }
}

void check_access(const Parts& parts) {
  parts.roles.check_definitions(parts.file.find("roles"), parts.problems);
  const Value dependencies = parts.file.find("topology").find("dependencies");
  const auto& list = parts.scenario.topology.dependencies;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!list[i].role.empty())
      parts.roles.require(list[i].role, element(dependencies, i).nearest("role"), parts.problems);
}

void check_people(const Parts& parts) {
  const cascade::Scenario& s = parts.scenario;
  parts.authors.check_definitions(parts.file.find("authors"), parts.problems);
  parts.teams.check_definitions(parts.file.find("teams"), parts.problems);
  check_owners(parts, parts.file.find("topology").find("services"));
  for (std::size_t i = 0; i < s.teams.size(); ++i)
    check_team(parts, s.teams[i], element(parts.file.find("teams"), i));
  const auto has_tool = [](const change::Team& team) { return !team.ai_tool.empty(); };
  if (s.adoption > 0 && std::ranges::none_of(s.teams, has_tool))
    parts.report(parts.file.find("adoption"), "adoption without an AI tool", "no team has one",
                 "Give teams an \"ai_tool\".");
  check_defects(parts);
}

}  // namespace outcast::scenario
