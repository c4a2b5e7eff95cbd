// Variants as players: their patches, one on top of the other.
#include <algorithm>
#include <map>
#include <memory>

#include "app/attribution/players.h"
#include "app/terminal/exit_code.h"
#include "models/scenario/editable_scenario.h"

namespace outcast::app {
namespace {

using scenario::Edit;

[[noreturn]] void refuse(const std::string& what, const document::Problems& problems) {
  std::string text = problems.to_text();
  while (text.ends_with('\n')) text.pop_back();
  throw Failure(ExitCode::invalid, what + (text.empty() ? "" : "\n" + text));
}

/// Two merge patches that give one value different contents; words for people do not count.
bool do_overlap(document::Value a, document::Value b) {
  if (!a.is(document::ValueKind::object) || !b.is(document::ValueKind::object))
    return canonical_text(a) != canonical_text(b);
  for (const document::Value member : a) {
    if (member.key() == "shows" || member.key() == "observed") continue;
    const document::Value other = b.find(member.key());
    if (other && do_overlap(member, other)) return true;
  }
  return false;
}

/// A scenario file and some of its variants. Thread rule: one thread.
class VariantField {
 public:
  VariantField(const std::string& path, std::vector<std::string> names)
      : names_(std::move(names)), scenario_(document_, path, "", problems_) {
    if (!problems_.empty()) refuse(path + " has problems", problems_);
    find_patches();
  }

  const cascade::Blueprint& with(Coalition coalition) {
    constexpr std::size_t most_kept = 64;  // drafting is quick, but not beside a few replications
    if (const auto kept = kept_.find(coalition); kept != kept_.end()) return kept->second;
    if (kept_.size() >= most_kept) kept_.clear();
    return kept_.emplace(coalition, cascade::draft(load(members_of(coalition)).scenario))
        .first->second;
  }

  void check(Coalition coalition) { static_cast<void>(load(members_of(coalition))); }

  std::vector<std::pair<std::string, std::string>> overlaps() const {
    std::vector<std::pair<std::string, std::string>> found;
    for (std::size_t i = 0; i < names_.size(); ++i)
      for (std::size_t j = i + 1; j < names_.size(); ++j)
        if (do_overlap(patches_[i].value, patches_[j].value))
          found.emplace_back(names_[i], names_[j]);
    return found;
  }

 private:
  void find_patches() {
    const document::Value variants = scenario_.base().find("variants");
    std::vector<std::string_view> known;
    for (const document::Value variant : variants) known.push_back(variant.key());
    std::string unknown;
    for (const std::string& name : names_) {
      const document::Value patch = variants.find(name);
      patches_.push_back({.kind = Edit::Kind::patch, .value = patch});
      if (!patch)
        unknown += (unknown.empty() ? "" : "\n") + unknown_player("variant", name, known);
      else
        static_cast<void>(scenario_.can_apply(patches_.back(), problems_));
    }
    if (!unknown.empty()) throw Failure(ExitCode::invalid, unknown);
    if (!problems_.empty()) refuse("these variants have problems", problems_);
  }

  std::vector<std::size_t> members_of(Coalition coalition) const {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if ((coalition >> i & 1) != 0) members.push_back(i);
    return members;
  }

  scenario::Loaded load(const std::vector<std::size_t>& members) {
    std::vector<Edit> edits;
    std::string together;
    for (const std::size_t i : members) {
      edits.push_back(patches_[i]);
      together += (together.empty() ? "" : ", ") + names_[i];
    }
    document::Problems problems;
    auto loaded = scenario_.with(edits, problems);
    if (!loaded) refuse("these variants do not go together: " + together, problems);
    return std::move(*loaded);
  }

  std::vector<std::string> names_;
  document::Document document_;
  document::Problems problems_;
  scenario::EditableScenario scenario_;
  std::vector<Edit> patches_;
  std::map<Coalition, cascade::Blueprint> kept_;
};

}  // namespace

Players variants_as_players(const std::string& path, const std::vector<std::string>& names) {
  std::vector<std::string> players;
  for (const std::string& name : names)
    if (std::ranges::find(players, name) == players.end()) players.push_back(name);
  if (players.size() < 2)
    throw Failure(ExitCode::invalid, "two different variants at least are needed as players");
  if (players.size() > most_players)
    throw Failure(ExitCode::invalid, "at most " + std::to_string(most_players) +
                                         " variants can be players at once, not " +
                                         std::to_string(players.size()));
  const auto field = std::make_shared<VariantField>(path, players);
  return {.kind = PlayerKind::variants,
          .names = std::move(players),
          .field = [field](Coalition c) -> const cascade::Blueprint& { return field->with(c); },
          .check = [field](Coalition c) { field->check(c); },
          .overlaps = field->overlaps()};
}

}  // namespace outcast::app
