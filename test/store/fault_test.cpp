// Whatever call or allocation fails: nothing is damaged, no exception leaves, and no value is
// wrong.
#include "faults.h"
#include "support.h"
#include <sys/mount.h>

namespace st::store {
namespace {

namespace fs = std::filesystem;

const std::string small_value = pattern(1, 100);
const std::string large_value = pattern(2, 150'000);
const std::string middle_value = pattern(3, 20'000);

class Faults : public testing::Test {
protected:
  directory where{"/dev/shm"};
  settings how;
  const id128 group = group_id({"_Z1fi", "f", {1, 2}, 3});
  const entry_key old_small{group, {1, 0}};
  const entry_key old_large{group, {2, 0}};
  const entry_key erased{group, {3, 0}};
  const entry_key new_small{group, {4, 0}};
  const entry_key new_large{group, {5, 0}};
  const entry_key new_middle{group, {6, 0}};
  const entry_key limited{group_id({"_Z1gi", "g", {1, 2}, 3}), {7, 0}};
  int wrong = 0;

  void SetUp() override {
    how.directory = where.path;
    how.program = "/proc/self/exe";
    how.max_size = 300'000'000;
  }

  std::shared_ptr<disk> prepare() {
    fs::remove_all(where.path + "/v1");
    std::string why_not;
    auto store = disk::open(how, why_not);
    store->open_group({"_Z1fi", "f", {1, 2}, 3});
    store->open_group({"_Z1gi", "g", {1, 2}, 3});
    put_value(*store, old_small, small_value);
    put_value(*store, old_large, large_value);
    put_value(*store, erased, large_value);
    put_info info;
    info.max_entries = 2;
    put_value(*store, {limited.group, {8, 0}}, small_value, info);
    put_value(*store, {limited.group, {9, 0}}, large_value, info);
    return store;
  }

  void look(disk &store, const entry_key &key, const std::string &value) {
    found out;
    if (store.find(key, {}, 0, out) &&
        (out.payload().size() != value.size() ||
         std::memcmp(out.payload().data(), value.data(), value.size()) != 0))
      ++wrong;
  }
  put_result add(disk &store, const entry_key &key, const std::string &value, put_info info = {}) {
    value_writer writer(store.values_directory());
    detail::append(writer, value.data(), value.size());
    return store.put(key, writer, info);
  }

  // All that one can do with a store.
  void use(disk &store, std::vector<group_info> &groups, std::vector<listed_entry> &entries) {
    look(store, old_small, small_value);
    look(store, old_large, large_value);
    store.open_group({"_Z1hi", "h", {1, 2}, 3});
    {
      const flight right = store.acquire(new_small, 0);
      add(store, new_small, small_value);
      look(store, new_small, small_value);
    }
    add(store, new_large, large_value);
    look(store, new_large, large_value);
    add(store, new_middle, middle_value);
    look(store, new_middle, middle_value);
    put_info info;
    info.max_entries = 2;
    store.used({limited.group, {8, 0}});
    add(store, limited, small_value, info);
    look(store, {limited.group, {8, 0}}, small_value);
    store.erase(erased);
    store.list_groups(groups);
    store.list_entries(group, entries);
    store_totals totals;
    store.totals(totals);
    store.verify(false);
    store.clear_symbol("_Z1hi");
    store.prune(200'000'000);
    store.sync();
  }

  // What removes much, all of which may or may not happen.
  void remove_much(disk &store) {
    store.clear_group(limited.group);
    store.prune(100'000);
    add(store, new_large, large_value);
    look(store, new_large, large_value);
    store.remove({.unused_since = never});
    store.verify(true);
    add(store, new_small, small_value);
    store.clear_all();
    look(store, new_small, small_value);
    add(store, new_small, small_value);
  }

  // Afterwards, with nothing failing, in an own process: what was there is there, unless the
  // fault was to do with it, and all is usable.
  void check(long n, bool may_lose) {
    ASSERT_EQ(wrong, 0) << n;
    const int result = run_child([&] {
      std::string why_not;
      const auto store = disk::open(how, why_not);
      if (!store)
        return 1;
      const bool there =
          value_of(*store, old_small) == small_value && value_of(*store, old_large) == large_value;
      if (!there && !may_lose)
        return 2;
      if (std::string v = value_of(*store, new_large); v != large_value && v != "<none>")
        return 3;
      const verification seen = store->verify(false);
      if (!seen.complete || !seen.bad.empty())
        return 4;
      return add(*store, new_small, small_value) == put_result::stored &&
                     add(*store, new_large, large_value) == put_result::stored &&
                     value_of(*store, new_large) == large_value &&
                     (store->erase(old_small) || may_lose)
                 ? 7
                 : 5;
    });
    ASSERT_EQ(result, 7) << n;
  }

  long each(fault what, int error, bool all_after, bool opening, bool removing = false) {
    long n = 1;
    std::vector<group_info> groups;
    std::vector<listed_entry> entries;
    for (;; ++n) {
      auto store = prepare();
      std::string why_not;
      if (opening)
        store.reset();
      arm(what, n, error, all_after);
      if (opening)
        store = disk::open(how, why_not);
      if (store && removing)
        remove_much(*store);
      else if (store)
        use(*store, groups, entries);
      if (opening)
        store.reset();
      const bool happened = disarm();
      store.reset();
      check(n, removing);
      if (HasFatalFailure() || !happened)
        break;
    }
    std::printf("%ld faults\n", n - 1);
    return n - 1;
  }
};

TEST_F(Faults, TheNthCallFails) {
  for (const int error : {EIO, ENOSPC})
    EXPECT_GT(each(fault::call, error, false, false), 50);
}
TEST_F(Faults, TheNthCallFailsWhileOpening) {
  for (const int error : {EIO, EACCES})
    EXPECT_GT(each(fault::call, error, false, true), 70);
}
TEST_F(Faults, AllCallsFailFromTheNthOn) { EXPECT_GT(each(fault::call, ENOSPC, true, false), 50); }
TEST_F(Faults, TheNthAllocationFails) {
  EXPECT_GT(each(fault::allocation, ENOMEM, false, false), 50);
}
TEST_F(Faults, TheNthAllocationFailsWhileOpening) {
  EXPECT_GT(each(fault::allocation, ENOMEM, false, true), 70);
}
TEST_F(Faults, AllAllocationsFailFromTheNthOn) {
  EXPECT_GT(each(fault::allocation, ENOMEM, true, false), 50);
}
TEST_F(Faults, WhileMuchIsRemoved) {
  for (const bool all : {false, true}) {
    EXPECT_GT(each(fault::call, EIO, all, false, true), 40);
    EXPECT_GT(each(fault::allocation, ENOMEM, all, false, true), 50);
    if (slowness == 1)
      EXPECT_GT(each(fault::library_call, ENOSPC, all, false, true), 20);
  }
}
TEST_F(Faults, TheNthCallOfLmdbFails) {
  if (slowness > 1)
    GTEST_SKIP() << "the sanitizer has those calls";
  for (const int error : {EIO, ENOSPC}) {
    EXPECT_GT(each(fault::library_call, error, false, false), 20);
    EXPECT_GT(each(fault::library_call, error, false, true), 30);
  }
  EXPECT_GT(each(fault::library_call, ENOSPC, true, false), 20);
}

TEST_F(Faults, AFullDisk) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "needs root";
  const std::string mount = where.path + "/mounted";
  fs::create_directory(mount);
  if (::mount("tmpfs", mount.c_str(), "tmpfs", 0, "size=3m,mode=0700") != 0)
    GTEST_SKIP() << "cannot mount";
  how.directory = mount;
  std::vector<std::string> lines;
  static std::vector<std::string> *log = &lines;
  how.log = [](const char *line) { log->emplace_back(line); };
  {
    std::string why_not;
    const auto store = disk::open(how, why_not);
    ASSERT_TRUE(store) << why_not;
    std::uint64_t stored = 0;
    put_result last = put_result::stored;
    for (std::uint64_t i = 0; last == put_result::stored && i < 10'000; ++i) {
      last = add(*store, {group, {i, 1}}, i % 3 == 0 ? large_value : middle_value);
      stored += last == put_result::stored;
    }
    EXPECT_EQ(last, put_result::failed);
    EXPECT_GT(stored, 10u);
    EXPECT_EQ(add(*store, new_small, small_value), put_result::refused);
    for (std::uint64_t i = 0; i < stored; ++i)
      ASSERT_EQ(value_of(*store, {group, {i, 1}}), i % 3 == 0 ? large_value : middle_value);
    EXPECT_EQ(value_of(*store, new_small), "<none>");
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_NE(lines[0].find("full"), std::string::npos) << lines[0];
    EXPECT_EQ(store->events().errors, 1u);
    EXPECT_TRUE(fs::is_empty(mount + "/v1/tmp"));
    // Room is made, and the pause is over.
    inside(*store).paused_until = 0;
    for (std::uint64_t i = 0; i < stored; i += 3)
      EXPECT_TRUE(store->erase({group, {i, 1}}));
    EXPECT_EQ(add(*store, new_small, small_value), put_result::stored);
  }
  EXPECT_EQ(::umount(mount.c_str()), 0);
}

} // namespace
} // namespace st::store
