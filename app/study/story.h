// One replication as it was told, cut into the outages that it holds.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "models/cascade/event.h"
#include "models/cascade/state.h"

namespace outcast::app {

/// One note, kept.
struct Line {
  sim::Time at;
  std::string topic, subject, text;
};

/// An incident as it ended.
struct IncidentStory {
  std::size_t number = 0;  ///< from 1, as in the notes
  std::string root;        ///< unit
  std::string change;      ///< "change 3"; empty: no change brought it
  sim::Time onset{}, detected{}, notified{}, mitigated{}, recovered{};
};

/// A time without break in which some incident is open, with what led to it.
struct Outage {
  sim::Time from{}, until{};
  std::vector<IncidentStory> incidents;
  std::vector<Line> lines;
};

struct Story {
  std::vector<Line> lines;  ///< all of them, in order of time
  std::vector<Outage> outages;
  std::vector<double> row;  ///< of the metrics, as in `run`
  std::size_t changes = 0;  ///< that were proposed
};

Story tell(const Case& subject, std::uint64_t seed, std::uint64_t replication);

/// Which safeguards the change passed and why, as the notes say: "peer_review: the reviewer
/// approved".
std::vector<std::string> passages_of(const Story& story, const std::string& change);
/// What the last deed was before the incident's faults were over.
std::string end_of(const Story& story, const IncidentStory& incident);

}  // namespace outcast::app
