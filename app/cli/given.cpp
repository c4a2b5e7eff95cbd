// Puts the settings of a scenario into words.
#include "app/cli/given.h"

#include "app/terminal/figures.h"
#include "models/change/kind_names.h"
#include "models/change/safeguard.h"
#include "models/document/duration_text.h"

namespace outcast::app {
namespace {

std::string kind_of_author(const cascade::Scenario& scenario, const std::string& id) {
  for (const change::Author& author : scenario.authors)
    if (author.id == id && author.kind == change::AuthorKind::ai_tool) return " (AI tool)";
  return {};
}

std::string text_of(const cascade::Scenario& scenario, const change::GivenChange& given) {
  std::string text = "given: " + given.author + kind_of_author(scenario, given.author);
  text += given.destructive.value_or(false) ? " deletes and recreates " : " changes ";
  text += given.target + ", a change of " + std::string(change::name_of(given.kind));
  if (!given.role.empty()) text += ", under role " + given.role;
  if (given.overreach.value_or(false)) text += ", acting on all that the role reaches";
  if (given.defect) text += *given.defect == "none" ? ", flawless" : ", defect " + *given.defect;
  return text + ", at " + clock_text(given.at.seconds());
}

std::string target_of(const cascade::GivenFault& given) {
  if (given.service == "*") return "one service, drawn";
  if (!given.any) return given.service;
  return count_text(given.any->count) + (given.any->count == 1 ? " unit" : " units") + ", drawn";
}

std::string text_of(const cascade::GivenFault& given) {
  std::string text = "given: ";
  if (!given.role.empty())
    text += "calls under role " + given.role + " are refused";
  else
    text += given.mode + " of " + target_of(given);
  if (!given.cell.empty()) text += " in cell " + given.cell;
  if (given.probability < 1) text += " with probability " + short_text(given.probability);
  return text + ", at " + clock_text(given.at.seconds());
}

std::string names_of_safeguards(const cascade::Scenario& scenario, bool are_on) {
  std::string names;
  for (std::size_t i = 0; i < change::catalog().size(); ++i)
    if (scenario.safeguards[i].on == are_on)
      names += (names.empty() ? "" : ", ") + std::string(change::catalog()[i].name);
  return names.empty() ? "none" : names;
}

}  // namespace

std::vector<std::string> given_of(const cascade::Scenario& scenario) {
  std::vector<std::string> lines;
  if (scenario.what_if) {
    for (const cascade::GivenFault& given : scenario.what_if->faults)
      lines.push_back(text_of(given));
    for (const change::GivenChange& given : scenario.what_if->changes)
      lines.push_back(text_of(scenario, given));
  } else {
    lines.push_back("a campaign of " + document::to_text(scenario.horizon) + ": " +
                    std::to_string(scenario.teams.size()) + " teams, " +
                    std::to_string(scenario.faults.size()) + " fault processes");
  }
  lines.push_back("safeguards that are on: " + names_of_safeguards(scenario, true));
  return lines;
}

std::string safeguards_off(const cascade::Scenario& scenario) {
  return names_of_safeguards(scenario, false);
}

}  // namespace outcast::app
