// Whether a statement applies to a request: its action, its resource, and all its conditions.
#pragma once
#include <string>
#include <vector>

#include "models/access/policy.h"
#include "models/access/request.h"
#include "models/access/truth.h"
#include "models/access/variables.h"

namespace outcast::access {

/// `unknown` only where the request's unlisted keys are unknown.
Truth applies(const Statement&, Variables, const Request&);

/// Whether one condition is met. An operator that does not exist is never met.
Truth is_met(const Condition&, Variables, const Request&);

/// The keys that the statement asks for and nobody knows.
std::vector<std::string> unknown_keys(const Statement&, const Request&);

/// Why AWS would refuse this text in an Action element; empty if it would not.
std::string_view fault_of_action(std::string_view pattern);

}  // namespace outcast::access
