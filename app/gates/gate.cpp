// Reads what is required, judges, and delivers the reports.
#include "app/gates/gate.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "app/gates/check_files.h"
#include "app/terminal/output.h"
#include "app/terminal/table.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : value;
}

std::vector<std::size_t> unique_columns_of(const Sampling& sampling) {
  std::vector<std::size_t> columns = columns_of(sampling);
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

/// The file belongs to the step, which may have written to it before.
void append_to_step_summary(const std::string& text) {
  const std::string path = environment("GITHUB_STEP_SUMMARY");
  if (path.empty()) return;
  std::ofstream file(path, std::ios::app | std::ios::binary);
  file << text << std::flush;
  if (!file) print_diagnostic("the step summary " + printable(path) + " cannot be written\n");
}

std::string heading(const Baseline& baseline) {
  const BaselineCase& first = baseline.cases[0];
  const std::string title = baseline.kind == BaselineKind::run
                                ? first.title
                                : "a comparison of " + count_text(baseline.cases.size()) + " cases";
  return wrapped("since " + printable(baseline.path) + " (" + printable(title) + ", " +
                     count_text(first.replications) + " replications, seed " +
                     std::to_string(baseline.seed) +
                     "); a false alarm among them all has a chance of 1 % at most; the two results "
                     "count as independent, since they have no rows to pair",
                 0) +
         '\n';
}

/// Cases that only one of them has are not judged, and not passed over in silence.
std::string strangers_text(const Baseline& baseline, std::span<const Case> cases) {
  if (baseline.kind == BaselineKind::run) return {};
  const auto line = [](const std::string& what, const std::string& names) {
    return names.empty() ? "" : wrapped("  " + what + names, 4) + '\n';
  };
  const auto add = [](std::string& names, const std::string& name) {
    names += (names.empty() ? "" : ", ") + printable(name);
  };
  std::string added, gone;
  for (const Case& subject : cases)
    if (baseline.find(subject) == nullptr) add(added, subject.label);
  for (const BaselineCase& earlier : baseline.cases)
    if (std::ranges::find(cases, earlier.label, &Case::label) == cases.end())
      add(gone, earlier.label);
  return line("not in the baseline, so not compared: ", added) +
         line("only in the baseline: ", gone);
}

}  // namespace

void declare_gate(Options& options, GateRequest& request) {
  options.texts("--require", "RULE", request.requirements,
                "Exit code 99 unless it surely holds, such as 'p95(blast_radius) <= 0.2' or "
                "'P(customers_hit > 50%) < 1%'; judged on the whole 95 % interval; repeatable");
  options.text("--junit", "FILE", request.junit, "Write what was checked as JUnit XML");
  options.text("--sarif", "FILE", request.sarif, "Write what was checked as SARIF 2.1.0");
}

void declare_baseline(Options& options, GateRequest& request) {
  options.text("--baseline", "FILE", request.baseline,
               "Exit code 99 where a metric (of --metric, or a main one) is worse than in this "
               "earlier JSON result of the same command, by more than chance explains");
}

bool GateReport::is_breached() const { return std::ranges::any_of(checks, &Check::is_breached); }

ExitCode GateReport::code(ExitCode ending) const {
  return ending == ExitCode::done && is_breached() ? ExitCode::breached : ending;
}

Gate::Gate(const GateRequest& request, BaselineKind kind, Sampling& sampling)
    : requirements_(read_requirements(request.requirements)),
      junit_(request.junit),
      sarif_(request.sarif) {
  for (const Requirement& requirement : requirements_)
    sampling.required.emplace_back(cascade::metrics()[requirement.column].name);
  if (!request.baseline.empty())
    baseline_ = read_baseline(request.baseline, kind, unique_columns_of(sampling));
  const bool has_files = !junit_.empty() || !sarif_.empty();
  if (has_files && requirements_.empty() && !baseline_)
    throw Failure(ExitCode::invalid, "--junit and --sarif report on --require or --baseline");
  check_writable(junit_);
  check_writable(sarif_);
}

void Gate::check(std::span<const Case> cases) const {
  if (!baseline_ || std::ranges::any_of(cases, [&](const Case& subject) {
        return baseline_->find(subject) != nullptr;
      }))
    return;
  std::string known;
  for (const BaselineCase& earlier : baseline_->cases)
    known += (known.empty() ? "" : ", ") + document::quoted(earlier.label);
  throw Failure(ExitCode::invalid, "the baseline " + document::quoted(baseline_->path) +
                                       " has none of these cases. It has " + known);
}

GateReport Gate::judge(std::span<const Case> cases) const {
  GateReport report;
  for (const Case& subject : cases) {
    auto& verdicts = report.verdicts.emplace_back();
    for (const Requirement& requirement : requirements_) {
      verdicts.push_back(app::judge(requirement, subject));
      report.checks.push_back(check_of(verdicts.back(), subject));
    }
  }
  if (!baseline_) return report;
  report.changes = changes_since(*baseline_, cases);
  for (std::size_t i = 0; i < cases.size(); ++i)
    for (const Change& change : report.changes[i])
      report.checks.push_back(check_of(change, cases[i]));
  return report;
}

std::string Gate::to_text(const GateReport& report, std::span<const Case> cases) const {
  const std::span<const Check> checks(report.checks);
  const auto first_change = std::ranges::find(checks, CheckKind::regression, &Check::kind);
  const auto count = static_cast<std::size_t>(first_change - checks.begin());
  std::string text;
  if (count > 0)
    text +=
        "\nrequirements, judged on the worse end of the 95 % interval: the upper of <=, the lower "
        "of >=\n" +
        app::to_text(checks.first(count));
  if (baseline_)
    text += '\n' + heading(*baseline_) + app::to_text(checks.subspan(count)) +
            strangers_text(*baseline_, cases);
  return text;
}

void Gate::deliver(const GateReport& report) const {
  if (report.checks.empty()) return;
  if (!junit_.empty()) write_file(junit_, to_junit(report.checks));
  if (!sarif_.empty()) write_file(sarif_, to_sarif(report.checks));
  if (environment("GITHUB_ACTIONS") == "true") {
    print_diagnostic(to_annotations(report.checks));
    append_to_step_summary(to_step_summary(report.checks));
  }
  const auto breached = std::ranges::count_if(report.checks, &Check::is_breached);
  if (breached > 0)
    print_diagnostic(count_text(static_cast<std::uint64_t>(breached)) + " of " +
                     count_text(report.checks.size()) + " checks are breached\n");
}

}  // namespace outcast::app
