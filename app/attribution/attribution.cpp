// Plays coalitions block by block of replications, so that an interrupt keeps finished blocks.
#include "app/attribution/attribution.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "app/attribution/front.h"
#include "app/study/half_widths.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"
#include "sim/stats/moments.h"
#include "sim/stats/paired_difference.h"
#include "sim/stats/pairing_gain.h"

namespace outcast::app {
namespace {

/// The harm, and the metrics that tell delivery speed, each once.
std::vector<std::size_t> columns_of(const Case& subject, const std::string& metric) {
  const bool has_customers = !subject.scenario().customers.empty();
  std::vector<std::string> names = {metric};
  if (metric.empty()) names = {has_customers ? "customer_minutes" : "service_minutes"};
  for (const char* name : {"lead_time", "changes_shipped"})
    if (name != metric) names.emplace_back(name);
  return app::columns_of(Sampling{.metrics = names});
}

/// Replications [first, first + count) of one design.
struct Block {
  std::uint64_t first = 0, count = 0;
};

std::vector<Block> exact_blocks(std::uint64_t replications) {
  constexpr std::uint64_t shortest = 50,
                          longest = 1000;  // soon something to keep, then fewer worlds
  std::vector<Block> blocks;
  for (std::uint64_t first = 0, count = shortest; first < replications;
       first += blocks.back().count, count = std::min(2 * count, longest))
    blocks.push_back({first, std::min(count, replications - first)});
  return blocks;
}

/// As many replications for each order; their number is rounded up.
std::vector<Block> sampled_blocks(std::uint64_t replications, std::uint64_t permutations) {
  const std::uint64_t count = (replications + permutations - 1) / permutations;
  std::vector<Block> blocks;
  for (std::uint64_t b = 0; b < permutations; ++b) blocks.push_back({b * count, count});
  return blocks;
}

using Columns = std::vector<std::vector<double>>;  ///< by metric, then by replication or block

void append(const Columns& more, Columns& columns) {
  for (std::size_t c = 0; c < columns.size(); ++c)
    columns[c].insert(columns[c].end(), more[c].begin(), more[c].end());
}

double mean_of_present(const std::vector<double>& values) {
  return sim::estimate_mean(values).mean;
}

/// What one contrast is in every replication of a block; NaN where a coalition of it has no value.
Columns evaluate(const Contrast& contrast, const std::vector<Columns>& played) {
  Columns sums(played[0].size(), std::vector<double>(played[0][0].size(), 0.0));
  for (const auto& [with, without, weight] : contrast)
    for (std::size_t c = 0; c < sums.size(); ++c)
      for (std::size_t r = 0; r < sums[c].size(); ++r)
        sums[c][r] += weight * (played[with][c][r] - played[without][c][r]);
  return sums;
}

class Study {
 public:
  Study(const AttributionRequest& request, Attribution& found)
      : request_(request),
        found_(found),
        is_exact_(found.permutations == 0),
        exact_(is_exact_ ? exact_design(players()) : Design{}) {}

  void run() {
    const auto blocks = is_exact_
                            ? exact_blocks(request_.sampling.replications)
                            : sampled_blocks(request_.sampling.replications, found_.permutations);
    prepare();
    check_coalitions(blocks.size());
    for (std::uint64_t b = 0; b < blocks.size(); ++b) {
      const Design design = design_of(b);
      progress_.expect(design.coalitions.size() * (blocks.back().first + blocks.back().count));
      if (!play(design, blocks[b])) break;
      note(design);
      tell_precision();
      found_.replications += blocks[b].count;
      if (!is_exact_) found_.permutations = b + 1;
    }
    found_.code = interrupt_.exit_code();
    conclude();
  }

 private:
  std::size_t players() const { return found_.players.names.size(); }

  Design design_of(std::uint64_t block) const {
    return is_exact_ ? exact_ : sampled_design(players(), request_.sampling.seed, block);
  }

  /// Of all blocks, before the first: what fails in the last one would lose the others. A coalition
  /// comes after those within it, so the fewest that do not go together are told.
  void check_coalitions(std::uint64_t blocks) const {
    if (!found_.players.check) return;
    std::set<Coalition> coalitions;
    for (std::uint64_t b = 0; b < (is_exact_ ? 1 : blocks); ++b)
      for (const Coalition coalition : design_of(b).coalitions) coalitions.insert(coalition);
    for (const Coalition coalition : coalitions)
      if (!interrupt_.token().stop_requested()) found_.players.check(coalition);
  }

  void prepare() {
    const Columns none(found_.columns.size());
    alone_.assign(players(), none);
    left_out_.assign(players(), none);
    shapley_.assign(players(), none);
    nobody_ = everybody_ = none;
    shapley_so_far_.resize(players());
  }

  /// False: interrupted, and the block is lost.
  bool play(const Design& design, const Block& block) {
    played_.clear();
    for (const Coalition coalition : design.coalitions) {
      cascade::EnsembleResult result;
      const auto show = [&](std::uint64_t finished) { progress_.show(finished_ + finished); };
      const sim::EnsembleOptions options{
          .first = block.first,
          .count = block.count,
          .threads = static_cast<unsigned>(request_.sampling.threads),
          .stop = interrupt_.token(),
          .progress = show};
      cascade::run(found_.players.field(coalition), request_.sampling.seed, options, result);
      if (result.finished < block.count) return false;
      finished_ += block.count;
      Columns& columns = played_.emplace_back();
      for (const std::size_t column : found_.columns)
        columns.push_back(result.table.column(column));
    }
    return true;
  }

  void note(const Design& design) {
    append(played_[design.all[0].without], nobody_);
    append(played_[design.all[0].with], everybody_);
    const Columns together = evaluate(design.all, played_);
    for (const double value : together[0]) all_so_far_.add(value);
    for (std::size_t i = 0; i < players(); ++i) {
      append(evaluate(design.alone[i], played_), alone_[i]);
      append(evaluate(design.left_out[i], played_), left_out_[i]);
      const std::size_t before = shapley_[i][0].size();
      note_shapley(evaluate(design.shapley[i], played_), shapley_[i]);
      for (const double value : std::span(shapley_[i][0]).subspan(before))
        shapley_so_far_[i].add(value);
    }
    means_.resize(design.common, std::vector<sim::Moments>(found_.columns.size()));
    coalitions_.assign(design.coalitions.begin(),
                       design.coalitions.begin() + static_cast<std::ptrdiff_t>(design.common));
    for (std::size_t k = 0; k < design.common; ++k)
      for (std::size_t c = 0; c < found_.columns.size(); ++c)
        for (const double value : played_[k][c]) means_[k][c].add(value);
  }

  /// Shapley values may be next to zero; what all are worth together is their measure.
  void tell_precision() {
    double widest = 0;
    for (const sim::Moments& value : shapley_so_far_)
      widest = std::max(widest, value.estimate().half_width());
    const double all = std::abs(all_so_far_.estimate().mean);
    progress_.tell_precision(to_text({"Shapley values", widest / all}) + " of the whole");
  }

  /// Replications that share an order are not independent: of a sampled order only the mean counts.
  void note_shapley(const Columns& values, Columns& kept) const {
    if (is_exact_) return append(values, kept);
    for (std::size_t c = 0; c < kept.size(); ++c) kept[c].push_back(mean_of_present(values[c]));
  }

  void conclude() {
    for (std::size_t c = 0; c < found_.columns.size(); ++c)
      found_.all.push_back(sim::estimate_paired_difference(nobody_[c], everybody_[c]).difference);
    found_.gain = sim::pairing_gain(nobody_[0], everybody_[0]);
    for (std::size_t i = 0; i < players(); ++i) {
      auto& worths = found_.worths.emplace_back();
      for (std::size_t c = 0; c < found_.columns.size(); ++c)
        worths.push_back({sim::estimate_mean(alone_[i][c]), sim::estimate_mean(left_out_[i][c]),
                          sim::estimate_mean(shapley_[i][c])});
    }
    for (std::size_t k = 0; k < means_.size(); ++k) {
      auto& means = found_.coalitions.emplace_back(CoalitionMeans{coalitions_[k]}).means;
      for (const sim::Moments& moments : means_[k]) means.push_back(moments.estimate());
    }
    found_.front = pareto_front(found_.coalitions, found_.columns);
  }

  const AttributionRequest& request_;
  Attribution& found_;
  bool is_exact_;
  Design exact_;
  const Interrupt interrupt_;
  Progress progress_;
  std::uint64_t finished_ = 0;
  std::vector<Columns> played_;  ///< by coalition of the design; one block
  std::vector<Columns> alone_, left_out_, shapley_;
  Columns nobody_, everybody_;
  std::vector<sim::Moments> shapley_so_far_;  ///< of the harm, by player, for the progress line
  sim::Moments all_so_far_;
  std::vector<Coalition> coalitions_;
  std::vector<std::vector<sim::Moments>> means_;
};

}  // namespace

Attribution attribute(const Case& subject, const AttributionRequest& request) {
  Attribution found;
  found.players = request.variants.empty() ? safeguards_as_players(subject, request.safeguards)
                                           : variants_as_players(subject.path, request.variants);
  found.columns = columns_of(subject, request.metric);
  found.permutations = request.permutations;
  if (found.permutations == 0 && found.players.names.size() > most_exact_players)
    found.permutations = usual_permutations;
  Study(request, found).run();
  return found;
}

}  // namespace outcast::app
