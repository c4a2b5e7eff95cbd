// Runs the tests of one room. Exit code 77 (skipped) when each of them said that it was skipped.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <string_view>

namespace {

int tests_run = 0;
int tests_skipped = 0;

/// Counts the tests that gave a message with the word "skipped" and asserted nothing.
class SkipCounter : public doctest::IReporter {
 public:
  explicit SkipCounter(const doctest::ContextOptions&) {}

  void test_case_start(const doctest::TestCaseData&) override { said_skipped_ = false; }
  void log_message(const doctest::MessageData& message) override {
    const std::string_view text = message.m_string.c_str();
    said_skipped_ = said_skipped_ || text.find("skipped") != text.npos;
  }
  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    ++tests_run;
    if (said_skipped_ && stats.numAssertsCurrentTest == 0) ++tests_skipped;
  }

  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}

 private:
  bool said_skipped_ = false;
};

REGISTER_LISTENER("skip-counter", 1, SkipCounter);

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context(argc, argv);
  const int result = context.run();
  constexpr int skipped = 77;  // SKIP_RETURN_CODE in CMakeLists.txt
  return result == 0 && tests_run > 0 && tests_run == tests_skipped ? skipped : result;
}
