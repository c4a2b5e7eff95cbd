// How the program ends, and the errors that end it.
#pragma once
#include <stdexcept>
#include <string>

namespace outcast::app {

enum class ExitCode {
  done = 0,
  failed = 1,
  invalid = 2,        ///< input or usage
  breached = 99,      ///< a requirement is not surely met, or a regression was found
  interrupted = 130,  ///< 128 + SIGINT, as shells count
  terminated = 143,   ///< 128 + SIGTERM
};

/// Ends the program with a message for people.
struct Failure : std::runtime_error {
  Failure(ExitCode code, const std::string& message) : std::runtime_error(message), code(code) {}
  ExitCode code;
};

}  // namespace outcast::app
