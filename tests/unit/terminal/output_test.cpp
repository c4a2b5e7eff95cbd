// Files are written whole or not at all.
#include "app/terminal/output.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace outcast::app;
namespace fs = std::filesystem;

namespace {

/// An empty folder that is gone afterwards.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("outcast_output_" + std::to_string(::getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return path / name; }
  std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(path), fs::directory_iterator());
  }
};

std::string content_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a file that is there is replaced, and nothing is left beside it") {
  const Folder folder;
  write_file(folder.file("a"), "old");
  write_file(folder.file("a"), "new");
  CHECK(content_of(folder.file("a")) == "new");
  CHECK(folder.files() == 1);
}

TEST_CASE("a replaced file keeps its permissions") {
  const Folder folder;
  write_file(folder.file("a"), "old");
  fs::permissions(folder.file("a"), fs::perms::owner_read | fs::perms::owner_write);
  write_file(folder.file("a"), "new");
  CHECK(fs::status(folder.file("a")).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("writing through a link changes the file and keeps the link") {
  const Folder folder;
  write_file(folder.file("a"), "old");
  fs::create_symlink(folder.file("a"), folder.file("link"));
  write_file(folder.file("link"), "new");
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(content_of(folder.file("a")) == "new");
}

TEST_CASE("a file that cannot be written is refused before any work, and leaves nothing") {
  const Folder folder;
  CHECK_THROWS_AS(Outlet(folder.file("none/a")), Failure);
  CHECK_THROWS_AS(Outlet(folder.path), Failure);
  CHECK(folder.files() == 0);
}

TEST_CASE("looking whether a file can be written does not write it") {
  const Folder folder;
  const Outlet outlet(folder.file("a"));
  CHECK(folder.files() == 0);
}

TEST_CASE("a device is written to, not replaced") {
  write_file("/dev/null", "text");
  struct stat status {};
  REQUIRE(::stat("/dev/null", &status) == 0);
  CHECK(S_ISCHR(status.st_mode));
}

TEST_CASE("a full disk is noticed") {
  if (!fs::exists("/dev/full")) {
    MESSAGE("skipped: there is no /dev/full");
    return;
  }
  CHECK_THROWS_AS(write_file("/dev/full", "text"), Failure);
}
