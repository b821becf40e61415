// Bytes that are not what was written: always a miss, never a wrong value or a crash.
#include "support.h"
#include <fstream>
#include <random>
#include <store/checksum.h>
#include <store/walk.h>

namespace st::store {
namespace {

std::string read_file(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_file(const std::string &path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

record sample(std::string_view payload, bool in_file) {
  static const std::string arguments = "arguments";
  static const std::string extra = "elements and inputs";
  record r;
  r.info = {1000, 2000, 3000, 4000, 5000};
  r.has_arguments = true;
  r.arguments = view(arguments);
  r.extra = view(extra);
  r.in_file = in_file;
  r.payload_size = payload.size();
  if (in_file)
    r.file = {77, checksum(payload.data(), payload.size())};
  else
    r.payload = view(payload);
  return r;
}

TEST(Entry, EveryByteAndEveryLengthCounts) {
  const entry_key key{{1, 2}, {3, 4}};
  const std::string small = pattern(1, 300);
  const std::string large = pattern(2, 2000);
  for (const auto &[payload, in_file] :
       {std::pair(small, false), std::pair(large, false), std::pair(large, true)}) {
    const record r = sample(payload, in_file);
    std::string bytes(record_size(r), 0);
    write_record(reinterpret_cast<unsigned char *>(bytes.data()), key, r);
    record read;
    ASSERT_TRUE(read_record(view(bytes), key, read));
    EXPECT_EQ(text_of(read.extra), "elements and inputs");
    EXPECT_EQ(read.info.used, 5000);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      for (int value = 1; value < 256; value += i < entry_header_size ? 1 : 85) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ value);
        ASSERT_FALSE(read_record(view(changed), key, read)) << i;
      }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      // At the end of its memory, so that a byte too many is noticed.
      const std::vector<char> exact(bytes.begin(),
                                    bytes.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_FALSE(read_record(view({exact.data(), size}), key, read)) << size;
    }
    ASSERT_FALSE(read_record(view(bytes + '\0'), key, read));
    for (std::size_t bit = 0; bit < 8 * sizeof(key); ++bit) {
      entry_key other = key;
      reinterpret_cast<unsigned char *>(&other)[bit / 8] ^=
          static_cast<unsigned char>(1 << bit % 8);
      ASSERT_FALSE(read_record(view(bytes), other, read));
    }
    set_used(reinterpret_cast<unsigned char *>(bytes.data()), 6000);
    ASSERT_TRUE(read_record(view(bytes), key, read));
    EXPECT_EQ(read.info.used, 6000);
  }
}

TEST(Entry, EveryByteOfAValueFileCounts) {
  const directory where;
  const auto store = open_at(where.path);
  const entry_key key{group_of(*store), {5, 6}};
  const std::string value = pattern(3, 66'000);
  ASSERT_EQ(put_value(*store, key, value), put_result::stored);
  std::string path;
  for (const auto &f : std::filesystem::recursive_directory_iterator(where.path + "/v1/values"))
    if (f.is_regular_file())
      path = f.path();
  const std::string bytes = read_file(path);
  ASSERT_EQ(bytes.size(), value.size() + file_header_size);
  // The file as its reader sees it.
  const file_reference reference{0, checksum(value.data(), value.size())};
  entry_key whose;
  file_reference real = reference;
  ASSERT_TRUE(
      read_file_header(reinterpret_cast<const unsigned char *>(bytes.data()), whose, real.name));
  EXPECT_EQ(whose, key);
  ASSERT_TRUE(check_value_file(view(bytes), key, real, value.size()));
  std::string changed = bytes;
  for (std::size_t i = 0; i < bytes.size(); i += slowness) {
    changed[i] = static_cast<char>(changed[i] ^ (1 << i % 8));
    ASSERT_FALSE(check_value_file(view(changed), key, real, value.size())) << i;
    changed[i] = bytes[i];
  }
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_FALSE(check_value_file(view(bytes).first(size), key, real, value.size())) << size;
  // And through the store: a miss that does not come back.
  const auto damage = [&](std::string_view content, bool remove) {
    ASSERT_EQ(put_value(*store, key, value), put_result::stored);
    ASSERT_EQ(value_of(*store, key), value);
    for (const auto &f : std::filesystem::recursive_directory_iterator(where.path + "/v1/values"))
      if (f.is_regular_file())
        remove ? void(std::filesystem::remove(f.path())) : write_file(f.path(), content);
    const std::uint64_t before = store->events().damaged;
    EXPECT_EQ(value_of(*store, key), "<none>");
    EXPECT_EQ(store->events().damaged, before + 1);
    store_totals totals;
    EXPECT_TRUE(store->totals(totals) && totals.entries == 0);
  };
  changed[40'000] = static_cast<char>(~changed[40'000]);
  damage(changed, false);
  damage(std::string_view(bytes).substr(0, bytes.size() - 1), false);
  damage(bytes, false); // another file's header
  damage({}, false);
  damage({}, true);
}

TEST(Entry, ADamagedRecordIsAMissAndGoes) {
  const directory where;
  const auto store = open_at(where.path);
  const entry_key key{group_of(*store), {5, 6}};
  const auto change = [&](auto how) {
    const int rc = inside(*store).write([&](MDB_txn *txn, changes &) {
      bytes_view bytes;
      EXPECT_EQ(get(txn, index_key(key), bytes), 0);
      std::string copy = text_of(bytes);
      how(copy);
      return put(txn, index_key(key), view(copy));
    });
    EXPECT_EQ(rc, 0);
  };
  for (const std::size_t size : {200u, 30'000u}) {
    const std::string value = pattern(9, size);
    ASSERT_EQ(put_value(*store, key, value), put_result::stored);
    change([](std::string &bytes) { bytes[150] ^= 1; });
    const verification seen = store->verify(false);
    ASSERT_EQ(seen.bad.size(), 1u);
    EXPECT_EQ(seen.bad[0].key, key);
    EXPECT_EQ(value_of(*store, key), "<none>");
    EXPECT_TRUE(store->verify(false).bad.empty());
    ASSERT_EQ(put_value(*store, key, value), put_result::stored);
    change([](std::string &bytes) { bytes.resize(50); });
    EXPECT_EQ(store->verify(true).bad.size(), 1u);
    EXPECT_EQ(store->verify(true).entries, 0u);
  }
}

// The index.

class Index : public testing::Test {
protected:
  directory where{"/dev/shm"};
  std::string file = where.path + "/v1/index.mdb";
  std::string sound;
  id128 group{};
  std::size_t count = 300;

  // Of all kinds: small and large records, branch pages, and a free list.
  void SetUp() override {
    auto store = open_at(where.path);
    group = group_of(*store);
    for (std::uint64_t i = 0; i < count; ++i)
      put_value(*store, key(i), content(i));
    for (std::uint64_t i = count; i < 2 * count; ++i)
      put_value(*store, key(i), content(i));
    for (std::uint64_t i = count; i < 2 * count; ++i)
      store->erase(key(i));
    store.reset();
    sound = read_file(file);
  }
  entry_key key(std::uint64_t i) const { return {group, {i * 0x9E3779B97F4A7C15u, i}}; }
  static std::string content(std::uint64_t i) { return pattern(i, i % 50 == 0 ? 9000 : i % 400); }

  // 0: all there, 1: some missing; anything else is a failure.
  static int use(Index &t) {
    auto store = open_at(t.where.path);
    if (!store)
      return 5;
    int result = 0;
    for (std::uint64_t i = 0; i < t.count; ++i) {
      const std::string value = value_of(*store, t.key(i));
      if (value == "<none>")
        result = 1;
      else if (value != content(i))
        return 2;
    }
    for (std::uint64_t i = t.count; i < t.count + 40; ++i)
      if (put_value(*store, t.key(i), content(i)) != put_result::stored ||
          value_of(*store, t.key(i)) != content(i))
        return 3;
    for (std::uint64_t i = 0; i < t.count; i += 3)
      store->erase(t.key(i));
    store_totals totals;
    std::vector<group_info> groups;
    if (!store->totals(totals) || !store->list_groups(groups) || store->events().errors != 0)
      return 4;
    store->clear_all();
    return result;
  }
};

TEST_F(Index, SoundOnesPass) {
  EXPECT_GT(sound.size(), 50u * 4096);
  EXPECT_EQ(check_index(view(sound), 0), soundness::sound);
  EXPECT_EQ(run_child([&] { return use(*this); }), 0);
}

TEST_F(Index, FlippedBitsNeverCrash) {
  std::mt19937_64 random(1);
  int kept = 0, dropped = 0;
  const int rounds = 3000 / slowness;
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = sound;
    const int flips = 1 + static_cast<int>(random() % (round % 4 == 0 ? 64 : 3));
    for (int i = 0; i < flips; ++i) {
      // Mostly where the structure is.
      std::size_t at = random() % bytes.size();
      if (round % 2 == 0)
        at = at / 4096 * 4096 + random() % 64;
      if (round % 10 == 1)
        at = random() % 8192;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
    }
    write_file(file, bytes);
    const int result = run_child([&] { return use(*this); });
    ASSERT_LE(result, 1) << "round " << round << (std::ofstream("/tmp/bad-index.mdb") << bytes, "");
    ++(result == 0 ? kept : dropped);
  }
  RecordProperty("kept", kept);
  RecordProperty("dropped", dropped);
  std::printf("%d rounds: all there in %d, some or all missing in %d\n", rounds, kept, dropped);
  EXPECT_GT(kept, 0);
  EXPECT_GT(dropped, rounds / 4);
}

// LMDB would hand out the pages of such a list twice, and abort.
TEST_F(Index, NoPagesAreFreeSinceTransactionZero) {
  {
    auto store = open_at(where.path);
    for (std::uint64_t i = 0; i < count; i += 2)
      store->erase(key(i));
  }
  std::string bytes = read_file(file);
  const auto number = [&bytes](std::size_t at) {
    std::uint64_t n;
    std::memcpy(&n, bytes.data() + at, sizeof(n));
    return n;
  };
  // The newest meta page's free list, its first leaf, its first key.
  const std::size_t meta = number(16 + 128) < number(4096 + 16 + 128) ? 4096 : 0;
  std::size_t page = number(meta + 16 + 64) * 4096;
  ASSERT_LT(page, bytes.size());
  while (bytes[page + 10] & 1) {
    const std::size_t node = page + (number(page + 16) & 0xffff);
    page = (number(node) & 0xffffffff) * 4096;
  }
  const std::size_t first_key = page + (number(page + 16) & 0xffff) + 8;
  ASSERT_NE(number(first_key), 0u);
  ASSERT_EQ(check_index(view(bytes), 0), soundness::sound);
  std::memset(bytes.data() + first_key, 0, 8);
  EXPECT_EQ(check_index(view(bytes), 0), soundness::damaged);
  write_file(file, bytes);
  EXPECT_LE(run_child([&] { return use(*this); }), 1);
}

TEST_F(Index, TruncatedAndForeignOnesAreDropped) {
  std::vector<std::size_t> sizes = {0, 1, 100, 4095, 4096, 5000, 8191, 8192, 12288};
  for (std::size_t size = 16384; size < sound.size(); size += 4096 * 7 + 123)
    sizes.push_back(size);
  for (const std::size_t size : sizes) {
    write_file(file, std::string_view(sound).substr(0, size));
    ASSERT_LE(run_child([&] { return use(*this); }), 1) << size;
  }
  for (const std::string &bytes : {pattern(1, 100'000), std::string(100'000, '\0'),
                                   "SQLite format 3" + std::string(100'000, 'x'),
                                   sound.substr(4096) + sound.substr(0, 4096)}) {
    write_file(file, bytes);
    ASSERT_EQ(run_child([&] { return use(*this); }), 1);
  }
  // Longer than needed is sound.
  write_file(file, sound + std::string(8192, 'x'));
  EXPECT_EQ(run_child([&] { return use(*this); }), 0);
  // A lock file of something else.
  write_file(file, sound);
  write_file(where.path + "/v1/index.mdb-lock", pattern(3, 3000));
  EXPECT_LE(run_child([&] { return use(*this); }), 1);
  write_file(where.path + "/v1/state", pattern(3, 100));
  write_file(where.path + "/v1/flights", pattern(3, 100));
  EXPECT_LE(run_child([&] { return use(*this); }), 1);
}

// Every state that a store of random changes goes through is one that the walker finds sound.
TEST_F(Index, TheWalkerKnowsWhatLmdbWrites) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 60 / slowness + 5; ++round) {
    {
      auto store = open_at(where.path);
      for (int i = 0; i < 200; ++i) {
        const entry_key k{group_of(*store, random() % 2 ? "f" : "g"), {random() % 3000, 0}};
        if (random() % 3 == 0)
          store->erase(k);
        else
          put_value(*store, k, pattern(1, random() % 10 == 0 ? random() % 60'000 : random() % 900));
      }
      if (round % 7 == 6)
        store->clear_symbol("f");
      if (round % 20 == 19)
        store->clear_all();
    }
    const std::string bytes = read_file(file);
    ASSERT_EQ(check_index(view(bytes), 0), soundness::sound) << round;
  }
}

} // namespace
} // namespace st::store
