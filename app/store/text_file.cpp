// The C library's buffered files, checked.
#include "app/store/text_file.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

#include "app/terminal/exit_code.h"

namespace outcast::app {

TextFile::TextFile(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "wbe")) {
  if (!file_) fail();
}

void TextFile::fail() const {
  const std::string why = std::strerror(errno);
  throw Failure(ExitCode::failed, "cannot write " + path_ + ": " + why);
}

TextFile& TextFile::operator<<(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail();
  return *this;
}

void TextFile::number(double value, std::string_view none) {
  if (!std::isfinite(value)) {
    *this << none;
    return;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  *this << std::string_view(digits, static_cast<std::size_t>(end - digits));
}

void TextFile::number(std::uint64_t value) { *this << std::to_string(value); }

void TextFile::close() {
  if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) fail();
  if (std::fclose(file_.release()) != 0) fail();
}

}  // namespace outcast::app
