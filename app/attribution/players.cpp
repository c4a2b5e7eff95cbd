// Names of safeguards become players.
#include "app/attribution/players.h"

#include <algorithm>

#include "app/terminal/exit_code.h"
#include "models/change/safeguards.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

std::string unknown_safeguard(const std::string& name, std::span<const std::string_view> known) {
  std::string hint = document::did_you_mean(name, known);
  if (hint.empty()) {
    hint = "Known:";
    for (const std::string_view safeguard : known) hint += ' ' + std::string(safeguard);
  }
  return "unknown safeguard " + document::quoted(name) + ". " + hint;
}

std::vector<std::size_t> named(const std::vector<std::string>& names) {
  std::vector<std::string_view> known;
  for (const change::Safeguard& safeguard : change::catalog()) known.push_back(safeguard.name);
  std::vector<std::size_t> players;
  std::string unknown;
  for (const std::string& name : names) {
    const std::size_t position = change::position_of(name);
    if (position == known.size())
      unknown += (unknown.empty() ? "" : "\n") + unknown_safeguard(name, known);
    else
      players.push_back(position);
  }
  if (!unknown.empty()) throw Failure(ExitCode::invalid, unknown);
  std::ranges::sort(players);
  players.erase(std::unique(players.begin(), players.end()), players.end());
  return players;
}

}  // namespace

void learn_from_variants(Case& subject, std::vector<std::string>& names) {
  auto& settings = subject.blueprint.scenario.safeguards;
  std::vector<bool> is_player(settings.size());
  for (std::size_t i = 0; i < settings.size(); ++i) is_player[i] = settings[i].on;
  for (const std::string& variant : subject.variants) {
    const Case other = read_case(subject.path, variant);
    for (std::size_t i = 0; i < settings.size(); ++i) {
      if (is_player[i] || !other.scenario().safeguards[i].on) continue;
      settings[i] = other.scenario().safeguards[i];
      settings[i].on = false;
      is_player[i] = true;
    }
  }
  for (std::size_t i = 0; i < settings.size(); ++i)
    if (is_player[i]) names.emplace_back(change::catalog()[i].name);
}

std::vector<std::size_t> players_of(const cascade::Scenario& scenario,
                                    const std::vector<std::string>& names) {
  if (!names.empty()) return named(names);
  std::vector<std::size_t> players;
  for (std::size_t i = 0; i < scenario.safeguards.size(); ++i)
    if (scenario.safeguards[i].on) players.push_back(i);
  if (players.empty())
    throw Failure(ExitCode::invalid,
                  "no safeguard of the scenario is on. --variant chooses a variant with some, "
                  "--safeguards names those to try");
  return players;
}

const cascade::Blueprint& Field::with(Coalition coalition) {
  for (std::size_t i = 0; i < players_.size(); ++i)
    blueprint_.scenario.safeguards[players_[i]].on = (coalition >> i & 1) != 0;
  return blueprint_;
}

}  // namespace outcast::app
