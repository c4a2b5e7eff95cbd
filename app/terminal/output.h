// Where results go: whole files or none, and standard output with its errors noticed.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "app/terminal/exit_code.h"
#include "app/terminal/options.h"

namespace outcast::app {

/// To standard output. Throws Failure when not all of it could be written.
void print(std::string_view text);
/// To standard error; whether that works changes nothing.
void print_diagnostic(std::string_view text);
/// `outcast: error: unknown role "admim"`
void complain(std::string_view message);

/// Writes beside the file and then renames, so that a reader finds the old content or the new,
/// never a part. Devices and pipes are written to directly. Throws Failure.
void write_file(const std::string& path, std::string_view content);

/// Before long work: whether the file can be written. "" and "-" can. Throws Failure.
void check_writable(const std::string& path);

/// The table for people, and JSON where --json asks for it.
/// Invariant: before long work it has been checked that the file can be written.
class Outlet {
 public:
  /// `json`: path; empty: no JSON; "-": standard output, then no table. Throws Failure.
  explicit Outlet(std::string json);
  void deliver(const std::function<std::string()>& table,
               const std::function<std::string()>& json) const;

 private:
  std::string json_;
};

void declare_json(Options& options, std::string& json);

}  // namespace outcast::app
