// What a role can break: which resources it may modify or destroy.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/access/evaluate.h"
#include "models/access/policy.h"
#include "models/access/request.h"

namespace outcast::access {

/// A resource and the requests that modify or destroy it.
struct Target {
  std::string arn;
  std::vector<std::string> modify, destroy;
  Context known = {};  ///< condition keys known of it, such as aws:ResourceTag/env
};

/// Action lists that are empty are filled from the table of default actions.
Target target_of(std::string arn, std::vector<std::string> modify = {},
                 std::vector<std::string> destroy = {});

/// Ordered by width.
enum class May { no, depends, yes };

struct Access {
  May may = May::no;
  /// The first one that gets this answer; empty: there was none to ask for.
  std::string action = {};
  /// Of that action: what allows it, what forbids it, or what stands in its way in the worst case.
  Explanation because = {};
  std::vector<std::string> depends_on = {};  ///< condition keys, when it depends
};

struct Reach {
  std::string arn;
  Access modify, destroy;
};

/// The widest access that one of the actions gets on the target under these policies; of equals the
/// first. Keys that neither the role's context nor the target tells are unknown, but for what the
/// two ARNs say (aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:username,
/// aws:ResourceAccount, aws:RequestedRegion).
Access access_to(const Role&, const PolicySet&, const Target&,
                 std::span<const std::string> actions);

Reach reach_of(const Role&, const PolicySet&, const Target&);
std::vector<Reach> reach_of(const Role&, const PolicySet&, std::span<const Target>);

/// A target on which the role may do more than it was meant to.
struct Excess {
  Reach intended, actual;
};

/// Where the actual policies reach further than the intended ones, in the order of the targets.
std::vector<Excess> wider_than_intended(const Role&, std::span<const Target>);

std::string_view to_text(May);
/// `yes: dynamodb:DeleteTable allowed by statement "All" of policy 1 in the identity policies`
std::string to_text(const Access&);

}  // namespace outcast::access
