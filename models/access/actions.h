// Which requests change or destroy a resource, by the kind that its ARN names.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outcast::access {

/// A kind of resource and the names of its actions, separated by spaces, without the service.
struct ResourceKind {
  std::string_view service;  ///< as in the ARN and in the action
  std::string_view
      type;  ///< the first word of the ARN's resource; empty: the resource is only a name
  std::string_view modify, destroy;
};

/// The table of the core services, by service. Not in it: services without a resource of their own
/// to lose (Cost Explorer, for one). They live in a CloudFormation stack, whose ARN then stands for
/// them.
std::span<const ResourceKind> resource_kinds();

struct Actions {
  std::vector<std::string> modify, destroy;  ///< "dynamodb:UpdateTable"
};

/// Empty for an ARN of a kind that is not in the table.
Actions default_actions(std::string_view arn);

}  // namespace outcast::access
