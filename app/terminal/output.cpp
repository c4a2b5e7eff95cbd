// Writing with every error noticed.
#include "app/terminal/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

[[noreturn]] void fail(const std::string& what) {
  const std::string why = std::strerror(errno);
  throw Failure(ExitCode::failed, what + ": " + why);
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// The file that a chain of symbolic links ends at, so that renaming does not replace the link.
std::string resolved(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? real.get() : path;
}

/// A file beside the one to be written, gone again unless it takes that one's place.
class Draft {
 public:
  explicit Draft(const std::string& path) : path_(resolved(path)), beside_(path_ + ".XXXXXX") {
    file_ = ::mkstemp(beside_.data());
    if (file_ < 0) fail("cannot write " + path);
    struct stat old {};
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const bool is_there = ::stat(path_.c_str(), &old) == 0;
    ::fchmod(file_, is_there ? old.st_mode & 07777 : 0666 & ~mask);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (file_ >= 0) ::close(file_);
    if (!is_placed_) ::unlink(beside_.c_str());
  }

  void place(std::string_view content) {
    if (!write_all(file_, content) || ::fsync(file_) != 0) fail("cannot write " + path_);
    const int closed = ::close(std::exchange(file_, -1));
    if (closed != 0 || ::rename(beside_.c_str(), path_.c_str()) != 0) fail("cannot write " + path_);
    is_placed_ = true;
  }

 private:
  std::string path_, beside_;
  int file_ = -1;
  bool is_placed_ = false;
};

bool is_device(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return false;
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    fail("cannot write " + path);
  }
  return !S_ISREG(status.st_mode);
}

void write_device(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) fail("cannot write " + path);
  const bool is_written = write_all(file, content);
  const int why = errno;
  const bool is_closed = ::close(file) == 0;
  if (!is_written) errno = why;
  if (!is_written || !is_closed) fail("cannot write " + path);
}

}  // namespace

void print(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) fail("cannot write to standard output");
}

void print_diagnostic(std::string_view text) { static_cast<void>(write_all(STDERR_FILENO, text)); }

void complain(std::string_view message) {
  print_diagnostic("outcast: " + toned("error:", Tone::red, Channel::error) + ' ' +
                   std::string(message) + '\n');
}

void write_file(const std::string& path, std::string_view content) {
  if (is_device(path)) return write_device(path, content);
  Draft(path).place(content);
}

void check_writable(const std::string& path) {
  if (path.empty() || path == "-" || is_device(path)) return;
  const Draft draft(path);
}

Outlet::Outlet(std::string json) : json_(std::move(json)) { check_writable(json_); }

void Outlet::deliver(const std::function<std::string()>& table,
                     const std::function<std::string()>& json) const {
  if (json_ == "-") return print(json());
  print(table());
  if (!json_.empty()) write_file(json_, json());
}

void declare_json(Options& options, std::string& json) {
  options.text("--json", "FILE", json, "Write the result as JSON; - for standard output");
}

}  // namespace outcast::app
