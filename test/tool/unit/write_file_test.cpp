// Writing a file as a whole.

#include "WriteFile.h"

#include "llvm/Support/MemoryBuffer.h"

#include <gtest/gtest.h>

#include <unistd.h>

using namespace llvm;

namespace stcache::tool {
namespace {

class WriteFile : public ::testing::Test {
protected:
  void SetUp() override {
    SmallString<128> Made;
    ASSERT_FALSE(sys::fs::createUniqueDirectory("stcache-write", Made));
    Directory = std::string(Made) + "/100%";
    ASSERT_FALSE(sys::fs::create_directory(Directory));
  }
  void TearDown() override {
    ASSERT_FALSE(sys::fs::remove_directories(StringRef(Directory).drop_back(5)));
  }

  std::string path(const std::string &Name) const { return Directory + "/" + Name; }
  std::string content(const std::string &Name) const {
    auto Buffer = MemoryBuffer::getFile(path(Name));
    return Buffer ? (*Buffer)->getBuffer().str() : "none";
  }
  /// What was wrong, or "".
  std::string write(const std::string &Name, StringRef Text) const {
    return toString(writeFile(path(Name), Text));
  }
  unsigned files() const {
    unsigned Count = 0;
    std::error_code Why;
    for (sys::fs::directory_iterator It(Directory, Why), End; It != End && !Why; It.increment(Why))
      ++Count;
    return Count;
  }

  std::string Directory;
};

TEST_F(WriteFile, MakesAndReplaces) {
  EXPECT_EQ(write("a", "first text"), "");
  EXPECT_EQ(content("a"), "first text");
  EXPECT_EQ(write("a", ""), "");
  EXPECT_EQ(content("a"), "");
  EXPECT_EQ(files(), 1u);
}

TEST_F(WriteFile, ReadersKeepTheOldText) {
  ASSERT_EQ(write("a", "old text"), "");
  int FD;
  ASSERT_FALSE(sys::fs::openFileForRead(path("a"), FD));
  EXPECT_EQ(write("a", "new"), "");
  char Read[16] = {};
  EXPECT_EQ(read(FD, Read, sizeof Read), 8);
  close(FD);
  EXPECT_STREQ(Read, "old text");
}

TEST_F(WriteFile, KeepsPermissions) {
  ASSERT_EQ(write("a", "old"), "");
  auto Odd = sys::fs::perms(0751);
  ASSERT_FALSE(sys::fs::setPermissions(path("a"), Odd));
  EXPECT_EQ(write("a", "new"), "");
  EXPECT_EQ(sys::fs::getPermissions(path("a")).get(), Odd);
}

TEST_F(WriteFile, MakesAsTheUmaskSays) {
  mode_t Old = umask(027);
  EXPECT_EQ(write("a", "x"), "");
  EXPECT_FALSE(bool(writeFile(path("b"), "x", 0600)));
  umask(Old);
  EXPECT_EQ(sys::fs::getPermissions(path("a")).get(), 0640);
  EXPECT_EQ(sys::fs::getPermissions(path("b")).get(), 0600);
}

TEST_F(WriteFile, FollowsLinks) {
  ASSERT_EQ(write("a", "old"), "");
  ASSERT_EQ(symlink("a", path("b").c_str()), 0);
  ASSERT_EQ(symlink(path("b").c_str(), path("c").c_str()), 0);
  EXPECT_EQ(write("c", "new"), "");
  EXPECT_EQ(content("a"), "new");
  EXPECT_TRUE(sys::fs::is_symlink_file(path("b")));
  EXPECT_TRUE(sys::fs::is_symlink_file(path("c")));

  ASSERT_EQ(symlink("later", path("dangling").c_str()), 0);
  EXPECT_EQ(write("dangling", "made"), "");
  EXPECT_EQ(content("later"), "made");
  EXPECT_TRUE(sys::fs::is_symlink_file(path("dangling")));
}

TEST_F(WriteFile, WritesToWhatIsNoFile) {
  ASSERT_EQ(symlink("/dev/null", path("null").c_str()), 0);
  EXPECT_EQ(write("null", "gone"), "");
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(content("null"), "");
}

TEST_F(WriteFile, SaysWhatIsWrong) {
  EXPECT_EQ(write("no/a", "x"), "cannot write '" + path("no/a") + "': No such file or directory");
  EXPECT_EQ(toString(writeFile(Directory, "x")),
            "cannot write '" + Directory + "': Is a directory");
  ASSERT_EQ(symlink("loop", path("loop").c_str()), 0);
  EXPECT_EQ(write("loop", "x"),
            "cannot write '" + path("loop") + "': Too many levels of symbolic links");
  EXPECT_EQ(files(), 1u);
}

} // namespace
} // namespace stcache::tool
