// Reads the Condition element of a policy document, and the pieces that all its elements share.
#pragma once
#include <string_view>
#include <vector>

#include "models/access/policy.h"
#include "models/document/document.h"
#include "models/document/problem.h"

namespace outcast::access {

std::vector<Condition> read_conditions(document::Value, document::Problems&);

/// The elements of a list, or the value itself: IAM lets a list of one drop its brackets. None of
/// an absent value.
std::vector<document::Value> items_of(document::Value);

/// `expected a string, found a number`
void report_kind(document::Value, std::string_view expected, document::Problems&);

}  // namespace outcast::access
