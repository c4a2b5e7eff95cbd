// The reach of roles for people, and as JSON.
#pragma once
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/study/role_reach.h"

namespace outcast::app {

std::string to_text(const Case& subject, const std::vector<RoleReport>& roles);
std::string to_json(const Case& subject, const std::vector<RoleReport>& roles);

}  // namespace outcast::app
