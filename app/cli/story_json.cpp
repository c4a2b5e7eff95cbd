// A story as JSON: every note, and the incidents.
#include <nlohmann/json.hpp>

#include "app/cli/story_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

/// Null: it never happened.
Json seconds_of(sim::Time at) {
  if (at == sim::Time::never()) return nullptr;
  return static_cast<double>(at.nanoseconds) / 1e9;
}

Json json_of(const Line& line) {
  return {{"at", seconds_of(line.at)},
          {"topic", line.topic},
          {"subject", line.subject},
          {"text", line.text}};
}

Json json_of(const Story& story, const IncidentStory& incident) {
  Json json = {{"number", incident.number}, {"root", incident.root}};
  if (!incident.change.empty()) {
    json["change"] = incident.change;
    json["passed"] = passages_of(story, incident.change);
  }
  json["onset"] = seconds_of(incident.onset);
  json["detected"] = seconds_of(incident.detected);
  json["notified"] = seconds_of(incident.notified);
  json["mitigated"] = seconds_of(incident.mitigated);
  json["recovered"] = seconds_of(incident.recovered);
  json["ended_by"] = end_of(story, incident);
  return json;
}

}  // namespace

std::string to_json(const Case& subject, const Story& story, const StoryRequest& request) {
  Json scenario = {{"name", subject.scenario().name}, {"digest", subject.digest}};
  if (!subject.variant.empty()) scenario["variant"] = subject.variant;
  if (!request.point.empty()) scenario["point"] = request.point;
  Json metrics = Json::object(), incidents = Json::array(), notes = Json::array();
  for (std::size_t c = 0; c < story.row.size(); ++c)
    metrics[std::string(cascade::metrics()[c].name)] = story.row[c];
  for (const Outage& outage : story.outages)
    for (const IncidentStory& incident : outage.incidents)
      incidents.push_back(json_of(story, incident));
  for (const Line& line : story.lines) notes.push_back(json_of(line));
  const Json json = {{"outcast", OUTCAST_VERSION},    {"scenario", std::move(scenario)},
                     {"seed", request.seed},          {"replication", request.replication},
                     {"metrics", std::move(metrics)}, {"incidents", std::move(incidents)},
                     {"notes", std::move(notes)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
