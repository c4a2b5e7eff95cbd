// Reads IAM policy documents, as the AWS console and API write them.
#pragma once
#include <string_view>

#include "models/access/policy.h"
#include "models/document/document.h"
#include "models/document/problem.h"

namespace outcast::access {

/// The policy of a JSON value. Reports what AWS would refuse and what would silently not do what it
/// seems to; what is wrong is left out of the policy. Grammar: IAM user guide, "Grammar of the IAM
/// JSON policy language".
Policy read_policy(document::Value, document::Problems&);

/// The same from a text.
Policy parse_policy(std::string_view json, document::Problems&);

}  // namespace outcast::access
