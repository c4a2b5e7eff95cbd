// Listens to one replication and sorts what it heard.
#include "app/study/story.h"

#include <algorithm>
#include <set>

#include "models/cascade/world.h"

namespace outcast::app {
namespace {

using sim::Time;

class Listener final : public cascade::Observer {
 public:
  explicit Listener(std::vector<Line>& lines) : lines_(lines) {}
  void observe(Time at, const cascade::Note& note) override {
    lines_.push_back({at, std::string(note.topic), note.subject, note.text});
  }

 private:
  std::vector<Line>& lines_;
};

std::vector<IncidentStory> incidents_of(const cascade::World& world) {
  std::vector<IncidentStory> stories;
  for (const cascade::Incident& incident : world.incidents()) {
    IncidentStory story{.number = stories.size() + 1,
                        .root = world.blueprint().units.id(incident.root)};
    if (incident.change != cascade::none)
      story.change = "change " + std::to_string(incident.change + 1);
    story.onset = incident.onset;
    story.detected = incident.detected;
    story.notified = incident.notified;
    story.mitigated = incident.mitigated;
    story.recovered = incident.recovered;
    stories.push_back(std::move(story));
  }
  return stories;
}

/// Incidents whose times overlap, together. They come in the order of their onset.
std::vector<Outage> outages_of(std::vector<IncidentStory> incidents) {
  std::vector<Outage> outages;
  for (IncidentStory& incident : incidents) {
    if (outages.empty() || incident.onset > outages.back().until)
      outages.push_back({incident.onset, incident.recovered, {}, {}});
    outages.back().until = std::max(outages.back().until, incident.recovered);
    outages.back().incidents.push_back(std::move(incident));
  }
  return outages;
}

/// Of the changes, only those that brought one of its incidents belong to an outage, from their
/// proposal on; of all else, what happens while it lasts.
void sort_lines(Story& story) {
  for (Outage& outage : story.outages) {
    std::set<std::string> changes;
    for (const IncidentStory& incident : outage.incidents) changes.insert(incident.change);
    for (const Line& line : story.lines) {
      const bool is_during = line.at >= outage.from && line.at <= outage.until;
      const bool is_before_end = line.at <= outage.until;
      if (line.topic == "change" ? is_before_end && changes.contains(line.subject) : is_during)
        outage.lines.push_back(line);
    }
  }
}

std::size_t count_changes(const std::vector<Line>& lines) {
  std::set<std::string> changes;
  for (const Line& line : lines)
    if (line.topic == "change") changes.insert(line.subject);
  return changes.size();
}

}  // namespace

Story tell(const Case& subject, std::uint64_t seed, std::uint64_t replication) {
  Story story;
  Listener listener(story.lines);
  cascade::World world(subject.blueprint);
  world.replicate(seed, replication, &listener);
  story.outages = outages_of(incidents_of(world));
  sort_lines(story);
  story.changes = count_changes(story.lines);
  story.row.resize(cascade::metrics().size());
  cascade::CascadeWorker(subject.blueprint, seed).replicate(replication, story.row);
  return story;
}

std::vector<std::string> passages_of(const Story& story, const std::string& change) {
  constexpr std::string_view passes = "passes ";
  std::vector<std::string> passages;
  for (const Line& line : story.lines)
    if (line.topic == "change" && line.subject == change && line.text.starts_with(passes))
      passages.push_back(line.text.substr(passes.size()));
  return passages;
}

std::string end_of(const Story& story, const IncidentStory& incident) {
  if (incident.mitigated == Time::never()) return "nothing: it lasts";
  const std::string name = "incident " + std::to_string(incident.number);
  std::string deed, fault;
  for (const Line& line : story.lines) {
    const bool is_rollback = line.subject == incident.change && line.at <= incident.mitigated &&
                             line.text == "is rolled back automatically";
    const bool is_now = line.at == incident.mitigated;
    const bool is_its = line.subject == name || line.subject == incident.root;
    if (is_rollback) deed = incident.change + ' ' + line.text;
    if (!is_now || !is_its) continue;
    if (line.topic == "response")
      deed = line.subject == name ? line.text : line.subject + ' ' + line.text;
    if (line.topic == "fault" && line.text.ends_with(" ends")) fault = line.text;
  }
  return deed.empty() ? fault + " by itself" : deed;
}

}  // namespace outcast::app
