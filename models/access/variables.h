// Policy variables: ${aws:username}, ${aws:PrincipalTag/team, 'none'}, ${*}.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "models/access/glob.h"
#include "models/access/request.h"

namespace outcast::access {

/// Whether `${...}` is a variable or just text: only version 2012-10-17 of the policy language has
/// variables.
enum class Variables { substituted, literal };
Variables variables_of_version(std::string_view version);

/// A pattern after substitution. With `absent`, a variable had no value and the pattern matches
/// nothing; with `unknown`,
/// `*` stands for the value that nobody knows, so the pattern matches at least what it should.
struct Expansion {
  Glob glob;
  Presence presence = Presence::present;
};
Expansion expand(std::string_view text, const Request&, Variables);

/// The condition keys that a text names in variables, in order.
std::vector<std::string> variables_in(std::string_view text);

}  // namespace outcast::access
