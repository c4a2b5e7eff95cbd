// Holds observed success rates against predicted ones, and averages the errors.
#include "app/study/hindcast_study.h"

#include <algorithm>
#include <cmath>

namespace outcast::app {
namespace {

/// A live study is a mean of draws, each as spread as a replication.
sim::Interval live_range(const sim::Estimate& predicted, unsigned draws) {
  constexpr double z = 1.959964;  // the normal quantile of .975
  const double half = z * predicted.sd / std::sqrt(static_cast<double>(draws));
  return {std::max(0.0, predicted.mean - half), std::min(1.0, predicted.mean + half)};
}

void add_cells(const Case& subject, const Summary& summary, std::vector<Cell>& cells) {
  for (const SuccessSummary& s : summary.successes) {
    if (!s.observed) continue;
    Cell cell{subject.label, s.audience, s.share, s.observed->live, s.observed->published};
    if (subject.observed.draws) cell.live_range = live_range(s.share, *subject.observed.draws);
    cells.push_back(std::move(cell));
  }
}

std::string group_of(const Cell& cell) { return cell.audience.substr(0, cell.audience.find('/')); }

MeanError mean_error(const Study& study, const std::string& group) {
  MeanError error{.of = group};
  double published = 0;
  bool is_published = true;
  for (const Cell& cell : study.cells) {
    if (!cell.is_informative() || !(group.empty() || group_of(cell) == group)) continue;
    ++error.cells;
    error.points += std::abs(cell.error_points());
    is_published = is_published && cell.published;
    if (cell.published) published += std::abs(cell.published_error_points());
  }
  const auto count = static_cast<double>(error.cells);
  error.points /= count;
  if (is_published) error.published_points = published / count;
  return error;
}

}  // namespace

Study study_of(const std::vector<const Case*>& cases) {
  Study study{cases.front()->path, cases.front()->scenario().name, {}, {}};
  for (const Case* subject : cases) {
    Summary summary = summarise(*subject);
    add_cells(*subject, summary, study.cells);
    if (!summary.observed.empty())
      study.outcomes.push_back({subject->label, &subject->observed, std::move(summary.observed)});
  }
  return study;
}

std::vector<MeanError> mean_errors(const Study& study) {
  std::vector<std::string> groups{""};
  for (const Cell& cell : study.cells)
    if (std::ranges::find(groups, group_of(cell)) == groups.end()) groups.push_back(group_of(cell));
  if (groups.size() == 2) groups.pop_back();
  std::vector<MeanError> errors;
  for (const std::string& group : groups)
    if (const MeanError error = mean_error(study, group); error.cells > 0) errors.push_back(error);
  return errors;
}

}  // namespace outcast::app
