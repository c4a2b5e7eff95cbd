// Header, outages line by line, and what they came to.
#include "app/cli/story_report.h"

#include <algorithm>
#include <cmath>

#include "app/cli/given.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

constexpr std::size_t longest_subject = 48;
constexpr std::size_t longest_run = 25;  // lines of a cascade in a row, before it is shortened

std::string time_text(sim::Time at) {
  return clock_text(static_cast<double>(at.nanoseconds) * 1e-9);
}

/// "noticed after 42 s", "not noticed"
std::string after(const IncidentStory& incident, const std::string& what, sim::Time at) {
  if (at == sim::Time::never()) return "not " + what;
  return what + " after " + length_text(at.since(incident.onset).seconds());
}

class LineWriter {
 public:
  explicit LineWriter(const std::vector<Line>& lines) {
    for (const Line& line : lines) {
      time_ = std::max(time_, time_text(line.at).size());
      subject_ = std::max(subject_, std::min(longest_subject, width_of(line.subject)));
    }
  }
  std::string text_of(const Line& line) const {
    const std::string time = time_text(line.at), subject = printable(line.subject);
    std::string text = "  " + time + std::string(time_ - time.size() + 2, ' ');
    text += toned(line.topic, Tone::faint, Channel::out) +
            std::string(topic_ - std::min(topic_ - 1, line.topic.size()), ' ');
    text += subject + std::string(subject_ - std::min(subject_, width_of(subject)) + 2, ' ');
    return text + printable(line.text) + '\n';
  }

 private:
  static constexpr std::size_t topic_ = 11;  // "customers" is the longest
  std::size_t time_ = 0, subject_ = 0;
};

/// Long cascades are shortened, unless the whole story is wanted.
std::string lines_text(const std::vector<Line>& lines, const StoryRequest& request) {
  const LineWriter writer(lines);
  std::string text;
  std::size_t in_a_row = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    in_a_row = lines[i].topic == "cascade" ? in_a_row + 1 : 0;
    if (in_a_row <= longest_run || request.is_whole) {
      text += writer.text_of(lines[i]);
      continue;
    }
    const bool is_last = i + 1 == lines.size() || lines[i + 1].topic != "cascade";
    if (is_last)
      text += "  ... " + count_text(in_a_row - longest_run) +
              " more lines of the cascade (--all shows them)\n";
  }
  return text;
}

std::string heading(const Case& subject, const StoryRequest& request) {
  const std::string point = request.point.empty() ? "" : ", " + printable(request.point);
  std::string text = toned(printable(title_of(subject)), Tone::bold, Channel::out) + point +
                     ": replication " + std::to_string(request.replication) + ", seed " +
                     std::to_string(request.seed) + '\n';
  if (!subject.scenario().shows.empty())
    text += wrapped(printable(subject.scenario().shows), 0) + '\n';
  for (const std::string& line : given_of(subject.scenario()))
    text += wrapped(printable(line), 2) + '\n';
  return text + '\n';
}

std::string title_of(const Outage& outage) {
  std::string text = outage.incidents.size() == 1 ? "Incident " : "Incidents ";
  for (const IncidentStory& incident : outage.incidents)
    text += (&incident == &outage.incidents[0] ? "" : ", ") + std::to_string(incident.number);
  text += ", from " + time_text(outage.from);
  return text + (outage.until == sim::Time::never() ? " on" : " to " + time_text(outage.until));
}

std::string passed_text(const Story& story, const IncidentStory& incident) {
  const std::vector<std::string> passages = passages_of(story, incident.change);
  if (passages.empty()) return "no safeguard looked at " + incident.change;
  std::string text = incident.change + " was let pass by ";
  for (const std::string& passage : passages)
    text += (&passage == &passages[0] ? "" : "; ") + passage;
  return text;
}

std::string summary_of(const Story& story, const IncidentStory& incident) {
  const std::string first = "incident " + std::to_string(incident.number) + " at " +
                            printable(incident.root) + ": " +
                            after(incident, "noticed", incident.detected) + ", " +
                            after(incident, "told to customers", incident.notified) + ", " +
                            after(incident, "mitigated", incident.mitigated) + ", " +
                            after(incident, "over", incident.recovered);
  std::string text = wrapped("  " + first, 6) + '\n';
  if (!incident.change.empty()) text += wrapped("    " + passed_text(story, incident), 6) + '\n';
  return text + "    ended by: " + end_of(story, incident) + '\n';
}

std::string metric_text(const Story& story, const std::string& label, std::string_view name) {
  const auto column = *cascade::column_of(name);
  const double value = story.row[column];
  const cascade::Metric& metric = cascade::metrics()[column];
  const Scale scale = scale_of(metric.name, metric.unit, value);
  const std::string unit = scale.unit.empty() ? "" : ' ' + std::string(scale.unit);
  return label + ' ' + (std::isnan(value) ? "-" : short_text(value * scale.factor) + unit);
}

std::string closing(const Case& subject, const Story& story) {
  const std::string numbers = metric_text(story, "incidents", "incidents") + ", " +
                              metric_text(story, "blast radius", "blast_radius") + ", " +
                              metric_text(story, "services hit", "services_hit") + ", " +
                              metric_text(story, "customers hit", "customers_hit") + ", " +
                              metric_text(story, "customer minutes", "customer_minutes") + ", " +
                              metric_text(story, "time to recover", "time_to_recover");
  std::string text = toned("In all", Tone::bold, Channel::out) + '\n';
  text += wrapped("  " + numbers, 4) + '\n';
  for (const Outage& outage : story.outages)
    for (const IncidentStory& incident : outage.incidents) text += summary_of(story, incident);
  return text + wrapped("  safeguards that are off: " + safeguards_off(subject.scenario()), 4) +
         '\n';
}

/// A what-if without an outage, or all there is to tell.
bool is_told_whole(const Case& subject, const Story& story, const StoryRequest& request) {
  return request.is_whole || (story.outages.empty() && subject.scenario().what_if);
}

}  // namespace

std::string to_text(const Case& subject, const Story& story, const StoryRequest& request) {
  std::string text = heading(subject, request);
  if (is_told_whole(subject, story, request)) {
    text += lines_text(story.lines, request) + '\n';
  } else {
    std::size_t told = 0;
    for (const Outage& outage : story.outages) {
      text += toned(title_of(outage), Tone::bold, Channel::out) + '\n' +
              lines_text(outage.lines, request) + '\n';
      told += outage.lines.size();
    }
    if (story.outages.empty()) text += "no incident\n\n";
    if (told < story.lines.size())
      text += count_text(story.lines.size() - told) + " more lines are about what did no harm (" +
              count_text(story.changes) + " changes in all; --all shows them)\n\n";
  }
  return text + closing(subject, story);
}

}  // namespace outcast::app
