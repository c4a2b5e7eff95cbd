// Fuzz target: any text as a policy document, judged on one request.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "models/access/evaluate.h"
#include "models/access/policy_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace outcast;
  document::Problems problems;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const access::PolicySet set{.identity = {access::parse_policy(text, problems)}};
  access::Request request{.action = "dynamodb:DeleteTable",
                          .resource = "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
                          .context = {{"aws:username", {"kim"}},
                                      {"aws:TagKeys", {"env", "owner"}},
                                      {"aws:SourceIp", {"2001:db8::1"}}}};
  (void)access::to_text(access::explain(set, request));
  request.unlisted = access::Unlisted::unknown;
  (void)access::explain(set, request, access::Assume::best);
  (void)access::unknown_keys(set, request);
  return 0;
}
