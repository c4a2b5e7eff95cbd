// A table of worths per metric, then the front.
#include "app/cli/attribute_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/terminal/gain_text.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string plural(std::uint64_t count, const std::string& what) {
  return count_text(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// One scale for all differences of a metric.
Scale scale_of_metric(std::size_t column, double typical) {
  const cascade::Metric& metric = cascade::metrics()[column];
  return scale_of(metric.name, metric.unit, std::isnan(typical) ? 0 : std::abs(typical));
}

std::string with_unit(std::size_t column, const Scale& scale) {
  const std::string name(cascade::metrics()[column].name);
  return scale.unit.empty() ? name : name + ", " + std::string(scale.unit);
}

const char* player_word(const Attribution& found) {
  return found.players.kind == PlayerKind::safeguards ? "safeguard" : "variant";
}

/// Where the order of variants matters, it is told.
std::string overlaps_text(const Attribution& found) {
  std::string text;
  for (const auto& [first, second] : found.players.overlaps)
    text += wrapped(printable(first + " and " + second + " change the same value: where both " +
                              "take part, that of " + second + " holds"),
                    2) +
            '\n';
  return text.empty() ? text : text + '\n';
}

std::string heading(const AttributeResult& result) {
  const Attribution& found = result.found;
  std::string text = toned(printable(title_of(result.subject)), Tone::bold, Channel::out) + '\n';
  const std::string how =
      found.permutations == 0
          ? "all " + plural(std::uint64_t{1} << found.players.names.size(), "coalition") + " of " +
                plural(found.players.names.size(), player_word(found))
          : plural(found.permutations, "random order") + " of " +
                plural(found.players.names.size(), player_word(found)) + " and their reverses";
  text += plural(found.replications, "replication") + ", seed " +
          std::to_string(result.request.sampling.seed) + ", " + how +
          ", the same luck for all; intervals of 95 %\n\n";
  return text +
         wrapped("Each figure is what a " + std::string(player_word(found)) +
                     " changes, with it minus without it: alone (all others of them off), left out "
                     "(all others on), and on average over all orders in which they could be added "
                     "(its Shapley value).",
                 0) +
         "\n\n" + overlaps_text(found);
}

/// What helps most comes first.
std::vector<std::size_t> by_worth(const Attribution& found) {
  std::vector<std::size_t> order(found.players.names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool is_more_better =
      cascade::metrics()[found.columns[0]].better == cascade::Better::higher;
  const auto key = [&](std::size_t player) {
    const double mean = found.worths[player][0].shapley.mean;
    return std::isnan(mean) ? 0.0 : is_more_better ? -mean : mean;
  };
  std::ranges::stable_sort(order, {}, key);
  return order;
}

void add(std::vector<std::string>& cells, const sim::Estimate& estimate, const Scale& scale) {
  const EstimateText text = estimate_text(estimate, scale.factor);
  const bool is_open = estimate.interval.low <= 0 && estimate.interval.high >= 0;
  const bool is_nothing = estimate.interval.low == 0 && estimate.interval.high == 0;
  cells.push_back(std::string(is_open && !is_nothing && estimate.n > 0 ? "~ " : "") +
                  (estimate.mean > 0 ? "+" : "") + text.value);
  cells.push_back(text.interval);
}

/// Not every coalition ships changes in every replication, for example.
bool has_own_n(const Attribution& found, std::size_t metric) {
  for (const auto& worths : found.worths)
    for (const auto* figure : {&worths[metric].alone, &worths[metric].left_out})
      if (figure->n != found.replications) return true;
  return found.permutations > 0;
}

std::string worth_table(const Attribution& found, std::size_t metric) {
  const Scale scale = scale_of_metric(found.columns[metric], found.all[metric].mean);
  const bool are_counted = has_own_n(found, metric);
  std::vector<Column> columns = {text_column(with_unit(found.columns[metric], scale))};
  for (const char* head : {"alone", "left out", "Shapley"}) {
    columns.push_back({.head = head});
    columns.push_back(interval_column(""));
    if (are_counted || head == std::string_view("Shapley")) columns.push_back(count_column());
  }
  Table table(columns);
  for (const std::size_t player : by_worth(found)) {
    const Worth& worth = found.worths[player][metric];
    std::vector<std::string> cells = {found.players.names[player]};
    for (const sim::Estimate* figure : {&worth.alone, &worth.left_out, &worth.shapley}) {
      add(cells, *figure, scale);
      if (are_counted || figure == &worth.shapley) cells.push_back(count_text(figure->n));
    }
    table.row(std::move(cells));
  }
  std::vector<std::string> sum = {"all of them"};
  sum.resize(are_counted ? 7 : 5);
  add(sum, found.all[metric], scale);
  sum.push_back(count_text(found.all[metric].n));
  table.row(std::move(sum));
  return table.to_text() + '\n';
}

/// What the luck that nobody and everybody share is worth.
std::string gain_line(const Attribution& found) {
  const std::string of_all =
      "all of them, " + std::string(cascade::metrics()[found.columns[0]].name) + ": ";
  const EstimateText gain = gain_text(found.gain);
  const std::string text =
      found.gain ? "variance of the difference reduced " + gain.value + ' ' + gain.interval +
                       " by common luck, n " + count_text(found.all[0].n)
                 : gain.interval + ", so that there is no gain of common luck to measure";
  return wrapped(of_all + text, 0) + "\n\n";
}

std::string coalition_text(Coalition coalition, const Attribution& found) {
  std::string text;
  for (const std::string& name : names_of(coalition, found))
    text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::string front_table(const Attribution& found, std::size_t top) {
  std::vector<Column> columns;
  std::vector<Scale> scales;
  for (std::size_t c = 0; c < found.columns.size(); ++c) {
    scales.push_back(scale_of_metric(found.columns[c], found.coalitions[0].means[c].mean));
    const std::string name = with_unit(found.columns[c], scales.back());
    const std::size_t comma = name.find(", ");
    columns.push_back({.head = comma == std::string::npos
                                   ? name
                                   : name.substr(0, comma) + '\n' + name.substr(comma + 2)});
    columns.push_back(interval_column(""));
    columns.push_back({.head = "n"});
  }
  columns.push_back({.head = "equal\nones"});
  columns.push_back(text_column(player_word(found) + std::string("s")));
  Table table(columns);
  for (std::size_t i = 0; i < std::min(top, found.front.size()); ++i) {
    const CoalitionMeans& coalition = found.coalitions[found.front[i].position];
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < scales.size(); ++c) {
      const EstimateText text = estimate_text(coalition.means[c], scales[c].factor);
      cells.push_back(text.value);
      cells.push_back(text.interval);
      cells.push_back(count_text(coalition.means[c].n));
    }
    cells.push_back(count_text(found.front[i].equals));
    cells.push_back(coalition_text(coalition.coalition, found));
    table.row(std::move(cells));
  }
  std::string text = table.to_text();
  if (found.front.size() > top)
    text += "and " + count_text(found.front.size() - top) + " more (--top shows them)\n";
  return text;
}

std::string front_heading(const Attribution& found) {
  return wrapped("The front of safety against delivery speed: " + count_text(found.front.size()) +
                     " of " + plural(found.coalitions.size(), "coalition") +
                     ". None is, by its means, as good in all of these and better in one.",
                 0) +
         "\n\n";
}

}  // namespace

std::vector<std::string> names_of(Coalition coalition, const Attribution& found) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < found.players.names.size(); ++i)
    if ((coalition >> i & 1) != 0) names.push_back(found.players.names[i]);
  return names;
}

std::string to_text(const AttributeResult& result, std::uint64_t top) {
  const Attribution& found = result.found;
  std::string text = heading(result);
  for (std::size_t metric = 0; metric < found.columns.size(); ++metric)
    text += worth_table(found, metric);
  text += gain_line(found);
  text += wrapped(
              "~: the interval holds zero. n counts the replications in which every coalition "
              "of its figure has a value" +
                  std::string(found.permutations == 0
                                  ? ""
                                  : "; of a Shapley value, the orders in which it has one") +
                  ". Where n is the same for all, the Shapley values add up to the last line.",
              0) +
          "\n\n";
  return top == 0 ? text : text + front_heading(found) + front_table(found, top);
}

}  // namespace outcast::app
