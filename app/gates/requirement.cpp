// Parts of the text first, then what each part means.
#include "app/gates/requirement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "app/study/sampling.h"
#include "app/study/tail.h"
#include "app/terminal/exit_code.h"
#include "models/cascade/metrics.h"
#include "models/document/duration_text.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

using document::quoted;

constexpr std::array<std::string_view, 4> comparisons = {"<=", "<", ">=", ">"};
constexpr std::string_view form = "a requirement reads like p95(blast_radius) <= 0.2";

/// The words of one requirement, not yet understood.
struct Parts {
  std::string function, metric, limit;
  Comparison comparison = Comparison::at_most;
  Comparison event = Comparison::above;
  std::string threshold;  ///< empty: the parentheses hold a metric alone
};

/// Reads from left to right. The first thing out of place ends it, with `problem` set.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<Parts> parts() {
    Parts parts;
    parts.function = word("a function such as mean or p95");
    expect('(', parts.function);
    parts.metric = word("a metric");
    if (problem.empty() && next() != ')') {
      parts.event = comparison("\")\", or a comparison within P( )");
      parts.threshold = trimmed(until(')'));
    }
    expect(')', parts.metric);
    parts.comparison = comparison("a comparison: <=, <, >= or >");
    parts.limit = trimmed(text_.substr(std::min(at_, text_.size())));
    if (!problem.empty()) return std::nullopt;
    return parts;
  }

  std::string problem{};

 private:
  static std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
  }
  char next() {
    at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void miss(const std::string& what) {
    if (!problem.empty()) return;
    const bool is_end = next() == '\0';
    problem = "expected " + what + (is_end ? " at its end" : " at " + quoted(text_.substr(at_))) +
              " (" + std::string(form) + ")";
  }
  std::string word(const std::string& what) {
    next();
    const auto is_part = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '.';
    };
    const auto end =
        std::find_if_not(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(), is_part);
    const std::size_t from = std::exchange(at_, static_cast<std::size_t>(end - text_.begin()));
    if (from == at_) miss(what);
    return std::string(text_.substr(from, at_ - from));
  }
  void expect(char symbol, const std::string& after) {
    if (next() == symbol)
      ++at_;
    else
      miss('"' + std::string(1, symbol) + "\" after " + quoted(after));
  }
  Comparison comparison(const std::string& what) {
    next();
    for (std::size_t i = 0; i < comparisons.size(); ++i)
      if (text_.substr(at_).starts_with(comparisons[i])) {
        at_ += comparisons[i].size();
        return static_cast<Comparison>(i);
      }
    miss(what);
    return Comparison::at_most;
  }
  std::string_view until(char symbol) {
    const std::size_t from = at_;
    at_ = std::min(text_.find(symbol, at_), text_.size());
    return text_.substr(from, at_ - from);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Gives the parts their meaning, and collects what has none.
class Reader {
 public:
  explicit Reader(const Parts& parts) : parts_(parts) {}

  Requirement read() {
    read_measure();
    const cascade::Metric* metric = read_metric();
    if (metric != nullptr) read_limits(*metric);
    requirement_.comparison = parts_.comparison;
    requirement_.event = parts_.event;
    requirement_.text = parts_.function + '(' + parts_.metric;
    if (!parts_.threshold.empty())
      requirement_.text += ' ' + std::string(to_text(parts_.event)) + ' ' + parts_.threshold;
    requirement_.text += ") " + std::string(to_text(parts_.comparison)) + ' ' + parts_.limit;
    return requirement_;
  }

  std::vector<std::string> problems{};

 private:
  void read_measure() {
    static constexpr std::array<std::pair<std::string_view, Measure>, 5> measures = {
        {{"mean", Measure::mean},
         {"sd", Measure::deviation},
         {"max", Measure::largest},
         {"min", Measure::smallest},
         {"P", Measure::share}}};
    const auto known =
        std::ranges::find(measures, parts_.function, [](const auto& m) { return m.first; });
    if (known != measures.end())
      requirement_.measure = known->second;
    else if (!read_level("p", Measure::quantile) && !read_level("es", Measure::shortfall))
      problems.push_back("unknown function " + quoted(parts_.function) +
                         " (mean, sd, min, max, a percentile such as p95 or p99.9, an expected "
                         "shortfall such as es95, or P(metric > x))");
    const bool is_share = requirement_.measure == Measure::share;
    if (is_share && parts_.threshold.empty())
      problems.push_back("P needs a comparison within it, such as P(" + parts_.metric + " > 0.5)");
    if (!is_share && !parts_.threshold.empty())
      problems.push_back("a comparison within the parentheses belongs to P, not to " +
                         quoted(parts_.function));
  }

  /// A measure that is named with its level in percent.
  bool read_level(std::string_view name, Measure measure) {
    const std::string& word = parts_.function;
    double percent = 0;
    const char* end = word.data() + word.size();
    if (!word.starts_with(name)) return false;
    const auto [rest, error] =
        std::from_chars(word.data() + name.size(), end, percent, std::chars_format::fixed);
    if (error != std::errc{} || rest != end || !(percent > 0 && percent < 100)) return false;
    requirement_.measure = measure;
    requirement_.level = percent / 100;
    return true;
  }

  const cascade::Metric* read_metric() {
    const auto column = cascade::column_of(parts_.metric);
    if (!column) {
      problems.push_back(unknown_metric(parts_.metric));
      return nullptr;
    }
    requirement_.column = *column;
    const cascade::Metric& metric = cascade::metrics()[*column];
    const std::string why = why_no_loss(metric);
    if (requirement_.measure == Measure::shortfall && !why.empty())
      problems.push_back("an expected shortfall is the mean of the largest values, and " + why);
    return &metric;
  }

  void read_limits(const cascade::Metric& metric) {
    const bool is_share = requirement_.measure == Measure::share;
    if (const auto limit = limit_of(parts_.limit, is_share ? "share" : metric.unit))
      requirement_.limit = *limit;
    if (!is_share || parts_.threshold.empty()) return;
    if (const auto threshold = limit_of(parts_.threshold, metric.unit))
      requirement_.threshold = threshold->value;
  }

  std::optional<Limit> refuse(const std::string& what) {
    problems.push_back(what);
    return std::nullopt;
  }

  std::optional<Limit> limit_of(const std::string& text, std::string_view unit) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || !std::isfinite(number))
      return refuse(text.empty() ? "expected a number behind the comparison"
                                 : "expected a number, not " + quoted(text));
    if (number < 0) return refuse("no metric is ever below 0: " + quoted(text));
    std::string written(rest, end);
    written.erase(0, std::min(written.find_first_not_of(' '), written.size()));
    const std::string digits(text.data(), rest);
    if (unit == "min" || unit == "h") return time_of(number, digits, written, unit);
    if (unit == "share") return share_of(number, written, text);
    if (!written.empty() && written != unit)
      return refuse("unknown unit " + quoted(written) + " in " + quoted(text) + ": it is a " +
                    (unit == "count" ? "plain number" : "number of " + std::string(unit)));
    return Limit{number, {unit == "count" ? "" : unit, 1}};
  }

  std::optional<Limit> share_of(double number, const std::string& written,
                                const std::string& text) {
    if (!written.empty() && written != "%")
      return refuse("unknown unit " + quoted(written) + " in " + quoted(text) +
                    ": a share is written 0.2 or 20%");
    const double share = written.empty() ? number : number / 100;
    if (share > 1)
      return refuse(quoted(text) + " is no share: it lies between 0 and 1" +
                    (written.empty() && number <= 100 ? ". Did you mean \"" + text + "%\"?" : ""));
    return Limit{share, written.empty() ? Scale{} : Scale{"%", 100}};
  }

  /// Without a unit it is in the metric's own, as in JSON.
  std::optional<Limit> time_of(double number, const std::string& digits, const std::string& written,
                               std::string_view unit) {
    const double to_minutes = unit == "h" ? 60 : 1;
    if (written.empty() || written == unit) return Limit{number, {unit, 1}};
    document::Problem problem;
    const auto duration = document::parse_duration(digits + written, problem);
    if (!duration)
      return refuse(problem.what + " (" + problem.why + ")" +
                    (problem.hint.empty() ? "" : ". " + problem.hint));
    const double minutes = duration->minutes();
    return Limit{minutes / to_minutes, scale_for(written, to_minutes)};
  }

  static Scale scale_for(const std::string& written, double to_minutes) {
    if (written == "h") return {"h", to_minutes / 60};
    if (written == "d" || written == "w") return {"d", to_minutes / 1440};
    if (written == "m") return {"min", to_minutes};
    return {"s", to_minutes * 60};
  }

  const Parts& parts_;
  Requirement requirement_;
};

}  // namespace

std::string_view to_text(Comparison comparison) {
  return comparisons[static_cast<std::size_t>(comparison)];
}

bool holds(double value, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::at_most:
      return value <= limit;
    case Comparison::below:
      return value < limit;
    case Comparison::at_least:
      return value >= limit;
    case Comparison::above:
      return value > limit;
  }
  return false;
}

std::vector<Requirement> read_requirements(const std::vector<std::string>& texts) {
  std::vector<Requirement> requirements;
  std::string complaints;
  const auto complain_of = [&](const std::string& text, const std::string& problem) {
    complaints += "\n  " + quoted(text) + ": " + problem;
  };
  for (const std::string& text : texts) {
    Scanner scanner(text);
    const auto parts = scanner.parts();
    if (!parts) {
      complain_of(text, scanner.problem);
      continue;
    }
    Reader reader(*parts);
    requirements.push_back(reader.read());
    for (const std::string& problem : reader.problems) complain_of(text, problem);
  }
  if (!complaints.empty())
    throw Failure(ExitCode::invalid, "requirements that cannot be read" + complaints);
  return requirements;
}

}  // namespace outcast::app
