// The options of one command, declared without the option parser in sight.
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/terminal/exit_code.h"

namespace CLI {
class App;
}

namespace outcast::app {

/// Runs a command whose options have been read.
using Action = std::function<ExitCode()>;

struct CountRange {
  std::uint64_t least = 0, most = std::numeric_limits<std::uint64_t>::max();
};

/// `names` as in "-n,--replications"; `value`: what people call its value; the variable keeps its
/// default where the option is not given. Every variable must outlive the parsing.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(app) {}

  /// Lines that people can copy, after "outcast ".
  void examples(const std::vector<std::string>& lines);
  /// An argument without a name, in the order of declaration.
  void operand(const std::string& value, std::string& variable, const std::string& what);
  void optional_operand(const std::string& value, std::string& variable, const std::string& what);
  /// One or more of them.
  void operands(const std::string& value, std::vector<std::string>& variable,
                const std::string& what);

  void text(const std::string& names, const std::string& value, std::string& variable,
            const std::string& what);
  /// Repeatable; each may be a list with commas.
  void texts(const std::string& names, const std::string& value, std::vector<std::string>& variable,
             const std::string& what);
  /// A whole number such as 10000, 10k or 2M.
  void count(const std::string& names, std::uint64_t& variable, CountRange range,
             const std::string& what);
  void count(const std::string& names, std::optional<std::uint64_t>& variable, CountRange range,
             const std::string& what);
  /// A share above 0 and below 1, written 5% or 0.05.
  void share(const std::string& names, std::optional<double>& variable, const std::string& what);
  /// A number above zero; percent are hundredths.
  void amount(const std::string& names, std::optional<double>& variable, const std::string& what);
  void flag(const std::string& names, bool& variable, const std::string& what);
  /// The two options cannot be given together.
  void exclude(const std::string& name, const std::string& other);

 private:
  using Pair = std::pair<std::string, std::string>;

  CLI::App& app_;
  /// Known to the parser, which outlives this object.
  std::shared_ptr<std::vector<Pair>> excluded_ = std::make_shared<std::vector<Pair>>();
};

/// Nothing: it is no such number.
std::optional<std::uint64_t> parse_count(const std::string& text);
std::optional<double> parse_share(const std::string& text);
std::optional<double> parse_amount(const std::string& text);

}  // namespace outcast::app
