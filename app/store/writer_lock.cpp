// flock on a file beside the store, so that it never meets SQLite's own locks.
#include "app/store/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "app/terminal/exit_code.h"

namespace outcast::app {
namespace {

/// The locked file still has its name: its last owner did not remove it in between.
bool is_still_named(int file, const std::string& path) {
  struct stat opened {
  }, named{};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

std::string owner_of(int file) {
  std::array<char, 32> text{};
  const ssize_t length = ::pread(file, text.data(), text.size(), 0);
  return length > 0
             ? " (process " + std::string(text.data(), static_cast<std::size_t>(length)) + ')'
             : std::string();
}

void sign(int file) {
  const std::string name = std::to_string(::getpid());
  // The lock holds without its owner's name, too.
  if (::ftruncate(file, 0) == 0) static_cast<void>(!::pwrite(file, name.data(), name.size(), 0));
}

}  // namespace

WriterLock::WriterLock(const std::string& path) : beside_(path + ".lock") {
  do {
    if (file_ >= 0) ::close(file_);
    file_ = ::open(beside_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0)
      throw Failure(ExitCode::failed, "cannot write " + beside_ + ": " + std::strerror(errno));
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      const std::string owner = owner_of(file_);
      ::close(file_);
      throw Failure(ExitCode::failed, "another run" + owner + " is writing to " + path +
                                          "; wait for it, or name another store");
    }
  } while (!is_still_named(file_, beside_));
  sign(file_);
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : beside_(std::move(other.beside_)), file_(std::exchange(other.file_, -1)) {}

WriterLock::~WriterLock() {
  if (file_ < 0) return;
  ::unlink(beside_.c_str());
  ::close(file_);
}

}  // namespace outcast::app
