// Safeguards as players.
#include "app/attribution/players.h"

#include <algorithm>

#include "app/terminal/exit_code.h"
#include "models/change/safeguards.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

std::vector<std::size_t> named(const std::vector<std::string>& names) {
  std::vector<std::string_view> known;
  for (const change::Safeguard& safeguard : change::catalog()) known.push_back(safeguard.name);
  std::vector<std::size_t> players;
  std::string unknown;
  for (const std::string& name : names) {
    const std::size_t position = change::position_of(name);
    if (position == known.size())
      unknown += (unknown.empty() ? "" : "\n") + unknown_player("safeguard", name, known);
    else
      players.push_back(position);
  }
  if (!unknown.empty()) throw Failure(ExitCode::invalid, unknown);
  std::ranges::sort(players);
  players.erase(std::unique(players.begin(), players.end()), players.end());
  return players;
}

std::vector<std::size_t> switched_on(const cascade::Scenario& scenario) {
  std::vector<std::size_t> players;
  for (std::size_t i = 0; i < scenario.safeguards.size(); ++i)
    if (scenario.safeguards[i].on) players.push_back(i);
  if (players.empty())
    throw Failure(ExitCode::invalid,
                  "no safeguard of the scenario is on. --variant chooses a variant with some, "
                  "--safeguards names those to try");
  return players;
}

/// Nothing that draft() prepares depends on which safeguards are on (a test drafts anew and
/// compares), so that 4,096 coalitions need one blueprint.
class SafeguardField {
 public:
  SafeguardField(const cascade::Blueprint& blueprint, std::vector<std::size_t> players)
      : blueprint_(blueprint), players_(std::move(players)) {}

  const cascade::Blueprint& operator()(Coalition coalition) {
    for (std::size_t i = 0; i < players_.size(); ++i)
      blueprint_.scenario.safeguards[players_[i]].on = (coalition >> i & 1) != 0;
    return blueprint_;
  }

 private:
  cascade::Blueprint blueprint_;
  std::vector<std::size_t> players_;
};

}  // namespace

std::string unknown_player(const std::string& kind, const std::string& name,
                           std::span<const std::string_view> known) {
  std::string hint = document::did_you_mean(name, known);
  if (hint.empty() && known.empty()) hint = "There is none";
  if (hint.empty()) {
    hint = "Known:";
    for (const std::string_view other : known) hint += ' ' + std::string(other);
  }
  return "unknown " + kind + ' ' + document::quoted(name) + ". " + hint;
}

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

Players safeguards_as_players(const Case& subject, const std::vector<std::string>& names) {
  const std::vector<std::size_t> positions =
      names.empty() ? switched_on(subject.scenario()) : named(names);
  Players players{.field = SafeguardField(subject.blueprint, positions)};
  for (const std::size_t position : positions)
    players.names.emplace_back(change::catalog()[position].name);
  return players;
}

}  // namespace outcast::app
