// Incidents of a campaign that meet, for people.
#pragma once
#include <string>

#include "app/terminal/figures.h"

namespace outcast::app {

/// The share that begins while another lasts, from the number that is under way at a time, and what
/// that does to the harm; empty: it is negligible. `most`: of several cases, the one in which it is
/// largest.
std::string overlap_text(const sim::Estimate& under_way, const std::string& most = "");

}  // namespace outcast::app
