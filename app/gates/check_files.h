// Checks in the formats that build servers read.
#pragma once
#include <span>
#include <string>

#include "app/gates/check.h"

namespace outcast::app {

/// JUnit XML: a suite per case and kind, a test case per check; what is breached is a failure.
std::string to_junit(std::span<const Check> checks);

/// SARIF 2.1.0 (OASIS, 2020): a rule and a result per check.
std::string to_sarif(std::span<const Check> checks);

/// An error annotation of GitHub Actions per breached check, at the scenario file.
std::string to_annotations(std::span<const Check> checks);

/// A Markdown table for the summary of a GitHub Actions step.
std::string to_step_summary(std::span<const Check> checks);

}  // namespace outcast::app
