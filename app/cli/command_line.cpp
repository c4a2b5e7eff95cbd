// The catalog of commands, and what happens to the words that fit none.
#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <sstream>

#include "app/cli/commands.h"
#include "app/terminal/output.h"
#include "app/terminal/table.h"
#include "models/cascade/metrics.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

struct Command {
  const char* name;
  const char* what;
  Action (*declare)(Options&);
};

constexpr std::array<Command, 15> catalog = {{
    {"run", "Simulate a scenario: the distribution of its blast radius, with intervals",
     declare_run},
    {"compare", "Compare scenarios, or the variants of one, under common random numbers",
     declare_compare},
    {"sweep", "Simulate a scenario at many points: responses, and which parameters matter",
     declare_sweep},
    {"explain", "Tell one replication as a story: causes, verdicts, times", declare_explain},
    {"access", "What a role can break, and what would fall with it", declare_access},
    {"rank", "Which services, dependencies and roles matter most", declare_rank},
    {"attribute", "What each safeguard is worth, and what it costs in delivery speed",
     declare_attribute},
    {"risk", "How much harm a campaign must be expected to bring, and what brings it",
     declare_risk},
    {"hindcast", "What was observed, beside what the scenarios below a folder predict",
     declare_hindcast},
    {"faulttree", "The probability of a fault tree's top event, however rare, with intervals",
     declare_faulttree},
    {"show", "Print the result that a store holds", declare_show},
    {"merge", "Join the shards of one experiment into one store", declare_merge},
    {"export", "Write a store's rows as CSV, JSON or NetCDF-4", declare_export},
    {"validate", "Report every problem of scenario and topology files", declare_validate},
    {"schema", "Print the JSON Schema of scenario, topology, sweep, fault tree or result files",
     declare_schema},
}};

/// Help that fits the terminal: names on the left, what they mean in a column of its own.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string names = "  " + make_option_name(option, is_positional);
    if (!is_positional && option->get_type_size() != 0) names += ' ' + option->get_type_name();
    return entry(names, option->get_description());
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return entry("  " + command->get_name(), command->get_description());
  }

 private:
  static std::string entry(std::string names, const std::string& what) {
    constexpr std::size_t column = 26;
    names.resize(std::max(column, names.size() + 2), ' ');
    return names + wrapped(what, column, text_width(), names.size()) + '\n';
  }
};

/// The parser with all commands. Invariant: `actions[i]` belongs to catalog[i].
struct Parser {
  CLI::App app{
      "Outcast simulates how a change that goes wrong spreads through a system of services.",
      "outcast"};
  std::array<CLI::App*, catalog.size()> commands{};
  std::array<Action, catalog.size()> actions{};

  Parser() {
    app.set_version_flag("--version", "outcast " OUTCAST_VERSION);
    app.require_subcommand(1);
    app.formatter(std::make_shared<HelpFormatter>());
    app.footer(
        "Examples:\n  outcast run scenario.json --precision 5%\n  outcast compare scenario.json\n"
        "\nEvery command has its own --help.\n" +
        wrapped("Exit codes: 0 done, 1 failed, 2 invalid input or usage, 99 a requirement is "
                "breached or a regression was found, 130 and 143 interrupted.",
                12));
    for (std::size_t i = 0; i < catalog.size(); ++i) {
      commands[i] = app.add_subcommand(catalog[i].name, catalog[i].what);
      Options options(*commands[i]);
      actions[i] = catalog[i].declare(options);
    }
  }

  /// The command that the words named, if they got that far.
  CLI::App* chosen() const {
    const auto at = std::ranges::find_if(commands, [](CLI::App* c) { return c->parsed(); });
    return at == commands.end() ? nullptr : *at;
  }
};

std::string unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const Command& command : catalog) names.emplace_back(command.name);
  return "unknown command " + document::quoted(word) + ". " + document::did_you_mean(word, names);
}

/// The parser's complaint about words that it did not expect, with the nearest option.
std::string unexpected(const CLI::App* command, const std::string& message) {
  const auto dash = message.find(" -");
  if (command == nullptr || dash == std::string::npos) return message;
  const std::string word =
      message.substr(dash + 1, message.find_first_of(" =\n", dash + 1) - dash - 1);
  std::vector<std::string> known;
  for (const CLI::Option* option : command->get_options())
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string_view nearest = document::nearest_name(word, names);
  return "unknown option " + document::quoted(word) +
         (nearest.empty() ? "" : ". Did you mean " + document::quoted(nearest) + '?');
}

ExitCode refuse(const std::string& message, const CLI::App* command) {
  complain(message);
  const std::string name = command == nullptr ? "" : " " + command->get_name();
  print_diagnostic("Try: outcast" + name + " --help\n");
  return ExitCode::invalid;
}

ExitCode answer(Parser& parser, const CLI::ParseError& error) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    std::ostringstream out;
    parser.app.exit(error, out, out);
    print(out.str());
    return ExitCode::done;
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    return refuse(unexpected(parser.chosen(), error.what()), parser.chosen());
  return refuse(error.what(), parser.chosen());
}

ExitCode parse_and_run(std::vector<std::string> words) {
  if (!words.empty() && words[0] == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  const bool is_command = !words.empty() && words[0][0] != '-';
  if (is_command && std::ranges::find(catalog, words[0], &Command::name) == catalog.end())
    return refuse(unknown_command(words[0]), nullptr);
  Parser parser;
  if (words.empty()) {
    print_diagnostic(parser.app.help());
    return ExitCode::invalid;
  }
  try {
    std::ranges::reverse(words);  // as the parser wants them
    parser.app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return answer(parser, error);
  }
  const auto chosen = std::ranges::find(parser.commands, parser.chosen());
  return parser.actions[static_cast<std::size_t>(chosen - parser.commands.begin())]();
}

}  // namespace

ExitCode execute(const std::vector<std::string>& words) {
  try {
    return parse_and_run(words);
  } catch (const Failure& failure) {
    complain(failure.what());
    return failure.code;
  } catch (const std::bad_alloc&) {
    complain("out of memory; a result takes " +
             std::to_string(cascade::metrics().size() * sizeof(double)) + " bytes per replication");
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return ExitCode::failed;
}

}  // namespace outcast::app
