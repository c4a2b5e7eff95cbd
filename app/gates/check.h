// What a gate found, in the form that all of its reports share.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "app/gates/baseline.h"
#include "app/gates/verdict.h"

namespace outcast::app {

enum class CheckKind { requirement, regression };

/// One thing that was checked of one case.
struct Check {
  CheckKind kind = CheckKind::requirement;
  std::string name{};     ///< "p95(blast_radius) <= 0.2"
  std::string subject{};  ///< the case's title
  std::string path{};     ///< of the scenario file
  std::string found{};    ///< figures with interval and n
  std::string reason{};   ///< may be empty
  Ruling ruling = Ruling::passed;

  /// A requirement must surely be met; a regression must surely be one.
  bool is_breached() const {
    return ruling == Ruling::breached ||
           (ruling == Ruling::undecided && kind == CheckKind::requirement);
  }
  /// What was found and why, as a sentence.
  std::string message() const { return found + (reason.empty() ? "" : ": " + reason); }
};

Check check_of(const Verdict& verdict, const Case& subject);
Check check_of(const Change& change, const Case& subject);

/// For the terminal, one or two lines each, grouped by subject where there are several.
std::string to_text(std::span<const Check> checks);

/// The heading over checks of a kind.
std::string_view title_of(CheckKind kind);

}  // namespace outcast::app
