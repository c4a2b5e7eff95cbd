// What happened in reality, beside what was predicted.
#include "app/cli/observed_report.h"

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {

std::string observed_text(const scenario::Observed& observed,
                          const std::vector<Observation>& observations) {
  Table table({text_column("observed"),
               text_column("unit"),
               {.head = "reality"},
               {.head = "predicted\np5 .. p95"},
               text_column(""),
               {.head = "share at\nor below"},
               {.head = "n"}});
  for (const Observation& o : observations) {
    const MetricSummary& m = o.predicted;
    const Scale scale = scale_of(m.metric.name, m.metric.unit, o.value);
    const auto text_of = [&](QuantilePosition p) {
      return short_text(m.quantiles[p].value * scale.factor);
    };
    table.row({std::string(m.metric.name), std::string(scale.unit),
               short_text(o.value * scale.factor), text_of(p5) + " .. " + text_of(p95),
               o.is_inside() ? "inside" : "OUTSIDE", fixed_text(100 * o.share_below, 1) + " %",
               count_text(m.estimate.n)});
  }
  std::string text = table.to_text();
  if (!observed.note.empty()) text += wrapped(printable(observed.note), 0) + '\n';
  if (!observed.source.empty()) text += "source: " + printable(observed.source) + '\n';
  return text;
}

std::string success_text(const std::vector<SuccessSummary>& successes) {
  Table table({text_column("customers"),
               {.head = "success %"},
               interval_column(),
               {.head = "observed"},
               {.head = "n"}});
  for (const SuccessSummary& s : successes) {
    const EstimateText share = estimate_text(s.share, 100);
    table.row({s.audience, share.value, share.interval,
               s.observed ? fixed_text(100 * s.observed->live, 2) : "-", count_text(s.share.n)});
  }
  return table.to_text();
}

}  // namespace outcast::app
