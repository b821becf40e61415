// Where the store is, whether it may be used, and what is left there by others.
#include "support.h"
#include <fstream>
#include <sys/mount.h>
#include <sys/stat.h>

namespace st::store {
namespace {

namespace fs = std::filesystem;

std::string why_not(const std::string &path) {
  settings how;
  how.directory = path;
  std::string reason;
  return disk::open(how, reason) ? "" : reason;
}

TEST(Directory, ComesFromTheEnvironment) {
  const auto with = [](std::initializer_list<std::pair<const char *, const char *>> variables) {
    for (const char *name : {"STCACHE_DIR", "XDG_CACHE_HOME", "HOME", "STCACHE_MAX_SIZE"})
      ::unsetenv(name);
    for (const auto &[name, value] : variables)
      ::setenv(name, value, 1);
    std::string complaint;
    const settings how = settings_from_environment(complaint);
    return how.directory + " " + std::to_string(how.max_size) + " " + complaint;
  };
  const int result = run_child([&] {
    EXPECT_EQ(with({}), " 5368709120 ");
    EXPECT_EQ(with({{"HOME", "/home/a"}}), "/home/a/.cache/stcache 5368709120 ");
    EXPECT_EQ(with({{"HOME", "/home/a"}, {"XDG_CACHE_HOME", "/c"}}), "/c/stcache 5368709120 ");
    EXPECT_EQ(with({{"HOME", "/home/a"}, {"XDG_CACHE_HOME", "c"}}),
              "/home/a/.cache/stcache 5368709120 ");
    EXPECT_EQ(with({{"HOME", "/h"}, {"STCACHE_DIR", "/d"}, {"STCACHE_MAX_SIZE", "10M"}}),
              "/d 10000000 ");
    EXPECT_EQ(with({{"STCACHE_DIR", "/d"}, {"STCACHE_MAX_SIZE", "much"}}),
              "/d 5368709120 STCACHE_MAX_SIZE=much is no size (a number, or one with K, M, G, T, "
              "Ki, Mi, Gi or Ti); taken is 5Gi");
    return testing::Test::HasFailure() ? 1 : 0;
  });
  EXPECT_EQ(result, 0);
  EXPECT_NE(why_not("").find("STCACHE_DIR"), std::string::npos);
}

TEST(Directory, SizesAreUnderstood) {
  std::uint64_t bytes = 0;
  const auto size = [&](std::string_view text) {
    return parse_size(text, bytes) ? static_cast<std::int64_t>(bytes) : -1;
  };
  EXPECT_EQ(size("0"), 0);
  EXPECT_EQ(size("123"), 123);
  EXPECT_EQ(size("123B"), 123);
  EXPECT_EQ(size("1K"), 1000);
  EXPECT_EQ(size("1k"), 1000);
  EXPECT_EQ(size("2KB"), 2000);
  EXPECT_EQ(size("1Ki"), 1024);
  EXPECT_EQ(size("1.5Mi"), 1572864);
  EXPECT_EQ(size("3G"), 3'000'000'000);
  EXPECT_EQ(size("5GiB"), 5368709120);
  EXPECT_EQ(size("2T"), 2'000'000'000'000);
  for (const char *bad : {"", "K", "-1", "1 K", "1X", "1Kx", "1.2.3", ".", "1e9", "99999999999T",
                          "11111111111111111111111111111111111111", "0x10", "1KiBB"})
    EXPECT_EQ(size(bad), -1) << bad;
}

TEST(Directory, IsMadeForTheUserAlone) {
  const directory top;
  const std::string path = top.path + "/a/b/c";
  EXPECT_EQ(why_not(path), "");
  for (const std::string &p : {path, path + "/v1", path + "/v1/values", path + "/v1/tmp"}) {
    struct stat status{};
    ASSERT_EQ(::stat(p.c_str(), &status), 0) << p;
    EXPECT_EQ(status.st_mode & 07777, 0700u) << p;
  }
  for (const auto &f : fs::recursive_directory_iterator(path))
    EXPECT_EQ(fs::status(f).permissions() & fs::perms(077), fs::perms::none) << f.path();
}

TEST(Directory, UntrustedOnesAreRefused) {
  const directory top;
  const std::string path = top.path + "/d";
  fs::create_directory(path);
  for (const mode_t mode : {0770u, 0702u, 0750u, 0755u, 0777u, 01777u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_NE(why_not(path).find("chmod 700"), std::string::npos) << mode;
    fs::remove(top.path + "/link");
    fs::create_directory_symlink(path, top.path + "/link");
    EXPECT_NE(why_not(top.path + "/link").find("chmod 700"), std::string::npos) << mode;
    EXPECT_TRUE(fs::is_empty(path));
  }
  ASSERT_EQ(::chmod(path.c_str(), 0700), 0);
  EXPECT_EQ(why_not(path), "");
  std::ofstream(top.path + "/file") << "x";
  EXPECT_NE(why_not(top.path + "/file"), "");
  EXPECT_NE(why_not(top.path + "/file/below"), "");
  EXPECT_NE(why_not("/proc/stcache"), "");
  EXPECT_NE(why_not("/dev/null"), "");
}

TEST(Directory, ThoseOfOthersAreRefused) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  const directory top;
  const std::string path = top.path + "/d";
  fs::create_directory(path);
  ASSERT_EQ(::chmod(path.c_str(), 0700), 0);
  ASSERT_EQ(::chown(path.c_str(), 65534, 65534), 0);
  EXPECT_NE(why_not(path).find("belongs to user 65534"), std::string::npos);
  ASSERT_EQ(::chmod(top.path.c_str(), 0755), 0);
  EXPECT_EQ(run_child([&] { return ::setuid(65534) == 0 && why_not(path).empty() ? 7 : 1; }), 7);
}

TEST(Directory, ReadOnlyOnesAreNoTrouble) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  const directory top;
  ASSERT_EQ(::chown(top.path.c_str(), 65534, 65534), 0);
  const int result = run_child([&] {
    if (::setuid(65534) != 0)
      return 1;
    const std::string empty = top.path + "/empty";
    fs::create_directory(empty);
    ::chmod(empty.c_str(), 0500);
    if (why_not(empty).empty())
      return 2;
    // One that became read-only: what is there is found, and large values are not put.
    const std::string path = top.path + "/full";
    auto store = open_at(path);
    const entry_key key{group_of(*store), {1, 1}};
    put_value(*store, key, "value");
    for (const char *name : {"", "/v1", "/v1/values", "/v1/tmp"})
      ::chmod((path + name).c_str(), 0500);
    store.reset();
    std::string reason;
    settings how;
    how.directory = path;
    store = disk::open(how, reason);
    if (!store || value_of(*store, key) != "value")
      return 3;
    if (put_value(*store, key, pattern(1, 100'000)) != put_result::failed)
      return 4;
    if (store->events().errors != 1 || value_of(*store, key) != "value")
      return 5;
    store.reset();
    // And so did its files.
    for (const auto &f : fs::directory_iterator(path + "/v1"))
      ::chmod(f.path().c_str(), f.is_directory() ? 0500 : 0400);
    return why_not(path).empty() ? 6 : 7;
  });
  EXPECT_EQ(result, 7);
}

TEST(Directory, MemoryFileSystemsWillDo) {
  const directory where("/dev/shm");
  const auto store = open_at(where.path);
  for (const std::size_t size : {10u, 500'000u}) {
    const entry_key key{group_of(*store), {size, 1}};
    EXPECT_EQ(put_value(*store, key, pattern(1, size)), put_result::stored);
    EXPECT_TRUE(value_of(*store, key) == pattern(1, size));
  }
}

TEST(Directory, NetworkFileSystemsAreRefused) {
  const calls real = sys;
  const directory where;
  static const decltype(sys.fstatfs) fstatfs = real.fstatfs;
  sys.fstatfs = [](int fd, struct statfs *to) {
    const int rc = fstatfs(fd, to);
    to->f_type = 0x6969;
    return rc;
  };
  EXPECT_NE(why_not(where.path).find("network"), std::string::npos);
  sys = real;
  EXPECT_EQ(why_not(where.path), "");
}

// The machine was started again.

std::string boot = "11111111-2222-3333-4444-555555555555";
std::string boot_file;
calls real_calls;

class Boot : public testing::Test {
protected:
  directory where;
  void SetUp() override {
    real_calls = sys;
    boot_file = where.path + "-boot";
    sys.open = [](const char *path, int flags, mode_t mode) {
      return real_calls.open(
          std::string_view(path) == "/proc/sys/kernel/random/boot_id" ? boot_file.c_str() : path,
          flags, mode);
    };
    start("1");
  }
  void TearDown() override {
    sys = real_calls;
    fs::remove(boot_file);
  }
  void start(const std::string &id) {
    std::ofstream(boot_file) << id << boot.substr(id.size()) << '\n';
  }
  bool found_after(bool crash) {
    const entry_key key{{1, 1}, {2, 2}};
    const int put = run_child([&] {
      auto store = open_at(where.path);
      if (put_value(*store, key, "value") != put_result::stored ||
          put_value(*store, {{1, 1}, {3, 3}}, pattern(1, 100'000)) != put_result::stored)
        return 1;
      if (crash)
        ::_exit(7); // without closing it
      store.reset();
      return 7;
    });
    EXPECT_EQ(put, 7);
    start("2");
    return run_child([&] {
             const auto store = open_at(where.path);
             return store && value_of(*store, key) == "value" ? 1 : 0;
           }) == 1;
  }
};

TEST_F(Boot, WhatWasSyncedIsKept) {
  EXPECT_TRUE(found_after(false));
  start("3");
  EXPECT_EQ(run_child([&] {
              return value_of(*open_at(where.path), {{1, 1}, {2, 2}}) == "value" ? 7 : 1;
            }),
            7);
}
TEST_F(Boot, WhatWasNotIsDropped) {
  EXPECT_FALSE(found_after(true));
  EXPECT_FALSE(fs::exists(where.path + "/v1.lost"));
  EXPECT_TRUE(fs::is_empty(where.path + "/v1/values"));
}
TEST_F(Boot, AKilledProcessAloneLosesNothing) {
  ASSERT_EQ(run_child([&] {
              const auto store = open_at(where.path);
              put_value(*store, {{1, 1}, {2, 2}}, "value");
              ::_exit(7);
              return 1;
            }),
            7);
  EXPECT_EQ(run_child([&] {
              return value_of(*open_at(where.path), {{1, 1}, {2, 2}}) == "value" ? 7 : 1;
            }),
            7);
}
TEST_F(Boot, TheLastToCloseSyncsForAll) {
  auto store = open_at(where.path);
  EXPECT_EQ(run_child([&] {
              auto own = open_at(where.path);
              put_value(*own, {{1, 1}, {2, 2}}, "value");
              own.reset(); // not the last one
              return 7;
            }),
            7);
  ASSERT_EQ(run_child([&] {
              put_value(*store, {{1, 1}, {3, 3}}, "value");
              ::_exit(7);
              return 1;
            }),
            7);
  store.reset();
  start("2");
  EXPECT_EQ(value_of(*open_at(where.path), {{1, 1}, {2, 2}}), "value");
  EXPECT_EQ(value_of(*open_at(where.path), {{1, 1}, {3, 3}}), "value");
}

TEST(Directory, MayVanishWhileItIsOpen) {
  const directory where;
  const auto store = open_at(where.path);
  const entry_key key{group_of(*store), {1, 1}};
  ASSERT_EQ(put_value(*store, key, "value"), put_result::stored);
  fs::remove_all(where.path + "/v1");
  EXPECT_EQ(value_of(*store, key), "value");
  EXPECT_NE(put_value(*store, key, pattern(1, 100'000)), put_result::stored);
  store->sync();
  EXPECT_EQ(value_of(*store, key), "<none>");
  EXPECT_EQ(put_value(*store, key, pattern(1, 100'000)), put_result::stored);
  EXPECT_EQ(
      run_child([&] { return value_of(*open_at(where.path), key) == pattern(1, 100'000) ? 7 : 1; }),
      7);
  std::vector<group_info> groups;
  ASSERT_TRUE(store->list_groups(groups));
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].symbol, "_Z1fi");
}

} // namespace
} // namespace st::store
