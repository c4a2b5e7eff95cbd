// Batches of replications, fed to the selection until it is over.
#include "app/study/best_case.h"

#include <algorithm>
#include <cmath>

#include "app/study/half_widths.h"
#include "models/cascade/metrics.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

constexpr std::uint64_t least_batch = 50, most_batch = 1'000;  // unless people ask for others
constexpr double share_of_spread = 0.1;  // that does not matter, unless people say what does not

std::vector<double> values_of(const Case& subject, std::size_t column, std::uint64_t first) {
  std::vector<double> values;
  for (std::uint64_t r = first; r < subject.result.finished; ++r)
    values.push_back(subject.result.table.row(r)[column]);
  return values;
}

/// One selection under way.
class Search {
 public:
  Search(std::span<Case> cases, const Sampling& sampling, BestCase& best)
      : cases_(cases), sampling_(sampling), best_(best), batches_(cases.size()) {}

  void run(const BestRequest& request);

 private:
  std::uint64_t most_work(std::uint64_t total) const;
  bool run_all_to(std::uint64_t batches);
  void check_values(const Case& subject) const;
  void gather();
  bool run_first_stage(const BestRequest& request);
  double advised_batch() const;
  double spread() const;
  void tell_state();
  void screen();
  void note();
  std::uint64_t finished() const;
  bool is_left(std::size_t i) const { return !selection_ || selection_->is_left(i); }

  std::span<Case> cases_;
  const Sampling& sampling_;
  BestCase& best_;
  std::vector<std::vector<double>> batches_;
  std::optional<sim::Selection> selection_;
  Interrupt interrupt_;
  Progress progress_;
};

std::uint64_t Search::finished() const {
  std::uint64_t sum = 0;
  for (const Case& subject : cases_) sum += subject.result.finished;
  return sum;
}

/// Replications in all if no further case is dropped.
std::uint64_t Search::most_work(std::uint64_t total) const {
  const std::uint64_t most = sampling_.at_most / best_.batch;
  const std::uint64_t last = selection_ ? std::min(selection_->last_look(), most) : 0;
  const std::uint64_t end = std::max(total, last * best_.batch);
  std::uint64_t work = finished();
  for (std::size_t i = 0; i < cases_.size(); ++i)
    if (is_left(i)) work += end - std::min(end, cases_[i].result.finished);
  return work;
}

/// The cases that are left; false when interrupted.
bool Search::run_all_to(std::uint64_t batches) {
  const std::uint64_t total = batches * best_.batch;
  progress_.expect(most_work(total));
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    if (!is_left(i)) continue;
    const std::uint64_t others = finished() - cases_[i].result.finished;
    take_turn(cases_[i], {total, others}, sampling_, interrupt_, progress_);
    if (cases_[i].result.finished < total) return false;
  }
  return true;
}

void Search::check_values(const Case& subject) const {
  const std::vector<double> values = values_of(subject, best_.column);
  const auto missing = std::ranges::count_if(values, [](double x) { return std::isnan(x); });
  if (missing > 0)
    throw Failure(ExitCode::invalid,
                  std::string(best_.metric.name) + " has no value in " + std::to_string(missing) +
                      " of " + std::to_string(values.size()) + " replications of " +
                      document::quoted(subject.label) +
                      ", so its means speak of different replications. Choose a metric that always "
                      "has one, such as customer_minutes");
}

/// Means of the batches that are complete and not yet gathered.
void Search::gather() {
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    if (!is_left(i)) continue;
    check_values(cases_[i]);
    const std::uint64_t first = batches_[i].size() * best_.batch;
    const std::vector<double> values = values_of(cases_[i], best_.column, first);
    for (std::uint64_t at = 0; at + best_.batch <= values.size(); at += best_.batch)
      batches_[i].push_back(sim::estimate_mean(std::span(values).subspan(at, best_.batch)).mean);
  }
}

/// By the differences from the case that is best so far: those decide.
double Search::advised_batch() const {
  std::vector<std::vector<double>> values;
  for (const Case& subject : cases_) values.push_back(values_of(subject, best_.column));
  const auto worth = [&](const std::vector<double>& of_case) {
    const double mean = sim::estimate_mean(of_case).mean;
    return best_.metric.better == cascade::Better::lower ? -mean : mean;
  };
  const std::vector<double> leader = *std::ranges::max_element(values, {}, worth);
  double advised = 0;
  for (std::vector<double>& of_case : values) {
    for (std::size_t r = 0; r < of_case.size(); ++r) of_case[r] -= leader[r];
    advised = std::max(advised, sim::batch_size_for(of_case));
  }
  return std::ceil(advised);
}

/// Batches grow until they are nearly normal: the rarer the losses, the larger. False when
/// interrupted.
bool Search::run_first_stage(const BestRequest& request) {
  const std::uint64_t most = std::min(most_batch, sampling_.at_most / first_batches);
  best_.batch = request.batch > 0 ? request.batch : std::min(least_batch, most);
  while (true) {
    if (!run_all_to(first_batches)) return false;
    for (const Case& subject : cases_) check_values(subject);
    best_.batch_advised = advised_batch();
    const auto advised = static_cast<std::uint64_t>(best_.batch_advised);
    if (request.batch > 0 || advised <= best_.batch || best_.batch == most) break;
    best_.batch = std::min(advised, most);
  }
  gather();
  return true;
}

double Search::spread() const {
  std::vector<double> means;
  for (const auto& of_case : batches_) means.push_back(sim::estimate_mean(of_case).mean);
  return std::ranges::max(means) - std::ranges::min(means);
}

void Search::tell_state() {
  const auto left = std::ranges::count_if(selection_->drops(), [](auto& drop) { return !drop; });
  progress_.describe(std::to_string(left) + " of " + std::to_string(cases_.size()) + " still in");
  const sim::Estimate leader = sim::estimate_mean(batches_[selection_->leader()]);
  progress_.tell_precision(to_text(half_width_of(leader, best_.column)));
}

void Search::screen() {
  selection_->look(batches_);
  while (!selection_->is_over()) {
    tell_state();
    const std::uint64_t most = sampling_.at_most / best_.batch;
    const std::uint64_t next = std::min(selection_->next_look(), most);
    const bool is_capped = next <= batches_[selection_->leader()].size();
    best_.verdict = is_capped ? Choice::capped : Choice::interrupted;
    if (is_capped || !run_all_to(next)) return;
    gather();
    selection_->look(batches_);
  }
  best_.verdict = Choice::decided;
}

void Search::note() {
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    Candidate candidate{.mean = sim::estimate_mean(values_of(cases_[i], best_.column)),
                        .replications = cases_[i].result.finished};
    if (!is_left(i)) {
      candidate.dropped_at = selection_->drops()[i]->batches * best_.batch;
      candidate.dropped_by = selection_->drops()[i]->by;
    }
    best_.candidates.push_back(candidate);
  }
  best_.leader = selection_ ? selection_->leader() : 0;
  if (best_.verdict == Choice::interrupted) best_.code = interrupt_.exit_code();
}

void Search::run(const BestRequest& request) {
  if (!run_first_stage(request)) {
    best_.verdict = Choice::interrupted;
  } else if (std::ranges::all_of(batches_, [&](auto& b) { return b == batches_[0]; })) {
    best_.verdict = Choice::no_difference;
  } else {
    constexpr double least = 1e-100;  // means may be equal by chance
    best_.indifference = request.indifference.value_or(std::max(least, share_of_spread * spread()));
    const bool is_low_better = best_.metric.better == cascade::Better::lower;
    const sim::SelectionRule rule{best_.confidence, best_.indifference,
                                  is_low_better ? sim::Goal::least : sim::Goal::most};
    selection_.emplace(rule, batches_);
    screen();
  }
  note();
}

}  // namespace

std::uint64_t BestCase::spent() const {
  std::uint64_t sum = 0;
  for (const Candidate& candidate : candidates) sum += candidate.replications;
  return sum;
}

std::uint64_t BestCase::without_dropping() const {
  std::uint64_t most = 0;
  for (const Candidate& candidate : candidates) most = std::max(most, candidate.replications);
  return most * candidates.size();
}

BestCase select_best(std::span<Case> cases, const BestRequest& request, const Sampling& sampling) {
  const std::size_t column = columns_of({.metrics = {request.metric}})[0];
  BestCase best{
      .metric = cascade::metrics()[column], .column = column, .confidence = request.confidence};
  if (best.metric.better == cascade::Better::neither)
    throw Failure(ExitCode::invalid,
                  "no value of " + request.metric + " is better than another: it depends on why");
  const std::uint64_t least = first_batches * std::max<std::uint64_t>(1, request.batch);
  if (sampling.at_most < least)
    throw Failure(ExitCode::invalid, "--at-most must be at least " + std::to_string(least) +
                                         " here: the first look is at " +
                                         std::to_string(first_batches) + " batches of each case");
  Search(cases, sampling, best).run(request);
  return best;
}

}  // namespace outcast::app
