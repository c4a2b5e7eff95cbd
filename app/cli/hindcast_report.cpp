// The tables of a hindcast.
#include "app/cli/observed_report.h"
#include "app/study/hindcast_study.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string percent(double share) { return fixed_text(100 * share, 2); }

std::string signed_points(double points) { return (points > 0 ? "+" : "") + fixed_text(points, 1); }

std::string range_text(const std::optional<sim::Interval>& range) {
  return range ? '[' + percent(range->low) + ", " + percent(range->high) + ']' : "-";
}

std::string cells_table(const std::vector<Cell>& cells) {
  Table table({text_column("cell"),
               text_column("customers"),
               {.head = "predicted\nsuccess %"},
               interval_column(),
               {.head = "live studies\n95 % range", .omission = Omission::then},
               {.head = "observed"},
               {.head = "error\npoints"},
               {.head = "published"},
               {.head = "its error\npoints"},
               {.head = "n", .omission = Omission::first}});
  for (const Cell& cell : cells) {
    const EstimateText predicted = estimate_text(cell.predicted, 100);
    table.row({cell.label, cell.audience, percent(cell.predicted.mean), predicted.interval,
               range_text(cell.live_range), percent(cell.observed),
               signed_points(cell.error_points()), cell.published ? percent(*cell.published) : "-",
               cell.published ? signed_points(cell.published_error_points()) : "-",
               count_text(cell.predicted.n)});
  }
  return table.to_text();
}

std::string line_of(const MeanError& error) {
  std::string text = "mean absolute error" + (error.of.empty() ? "" : " of " + error.of) + ": " +
                     fixed_text(error.points, 1) + " points over " + count_text(error.cells) +
                     (error.cells == 1 ? " cell" : " cells");
  if (error.published_points)
    text += " (published: " + fixed_text(*error.published_points, 1) + ")";
  return text + '\n';
}

std::string to_text(const Outcome& outcome) {
  return (outcome.label == "as it is" ? "" : outcome.label + '\n') +
         observed_text(*outcome.observed, outcome.observations);
}

std::string to_text(const Study& study) {
  std::string text = printable(study.name) + " (" + printable(study.path) + ")\n";
  if (!study.cells.empty()) text += cells_table(study.cells);
  for (const MeanError& error : mean_errors(study)) text += line_of(error);
  for (const Outcome& outcome : study.outcomes) text += to_text(outcome);
  return text;
}

}  // namespace

std::string to_text(const Hindcast& hindcast) {
  std::string text;
  for (const Study& study : hindcast.studies) text += (text.empty() ? "" : "\n") + to_text(study);
  return text;
}

}  // namespace outcast::app
