// One store, to be measured by stores.py beside others:
//   stcache_bench_stores stcache|lmdb|sqlite|files DIRECTORY
// Reads lines "put SIZE FIRST COUNT" and "get SIZE FIRST COUNT" from standard input (FIRST: the
// number of the first key to put, or how many keys there are to choose from), and answers each with
// the nanoseconds that one took on average. Values are std::vector<unsigned char>; each get makes a
// new one.
#include <chrono>
#include <fcntl.h>
#include <functional>
#include <iostream>
#include <lmdb.h>
#include <map>
#include <memory>
#include <random>
#include <sqlite3.h>
#include <st/cache.h>
#include <st/detail/codec.h>
#include <store/disk.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

namespace store = st::store;
using bytes = std::vector<unsigned char>;

void must(bool good, const char *what) {
  if (!good) {
    std::cerr << "stcache_bench_stores: " << what << " failed\n";
    std::_Exit(1);
  }
}

struct peer {
  virtual ~peer() = default;
  virtual void put(std::uint64_t key, const bytes &value) = 0;
  virtual bytes get(std::uint64_t key) = 0;
};

// Keys of 32 bytes, as the store has them.
store::entry_key key_of(const store::id128 &group, std::uint64_t i) {
  return {group, {i * 0x9E3779B97F4A7C15u, i * 0xC2B2AE3D27D4EB4Fu}};
}

class own_store : public peer {
public:
  explicit own_store(const std::string &directory) {
    store::settings how;
    how.directory = directory;
    how.max_size = std::uint64_t{1} << 40;
    std::string why_not;
    disk_ = store::disk::open(how, why_not);
    must(disk_ != nullptr, why_not.c_str());
    group_ = disk_->open_group({"_Z1fi", "f(int)", {1, 2}, 3});
  }
  void put(std::uint64_t key, const bytes &value) override {
    store::value_writer writer(disk_->values_directory());
    st::detail::encode(writer, value);
    store::put_info info;
    info.arguments = view(key);
    info.compute_ns = 1000;
    must(disk_->put(key_of(group_, key), writer, info) == store::put_result::stored, "put");
  }
  bytes get(std::uint64_t key) override {
    store::found out;
    must(disk_->find(key_of(group_, key), view(key), 0, out), "find");
    st::detail::byte_source source(out.payload().data(), out.payload().size());
    union result {
      result() {}
      ~result() {}
      bytes value;
    } r;
    must(st::detail::decode_at<bytes>(source, &r.value), "decode");
    bytes value = std::move(r.value);
    r.value.~bytes();
    return value;
  }

private:
  static store::bytes_view view(const std::uint64_t &key) {
    return {reinterpret_cast<const unsigned char *>(&key), sizeof(key)};
  }
  std::shared_ptr<store::disk> disk_;
  store::id128 group_{};
};

class bare_lmdb : public peer {
public:
  explicit bare_lmdb(const std::string &directory) {
    must(mdb_env_create(&env_) == 0 && mdb_env_set_mapsize(env_, std::size_t{1} << 34) == 0 &&
             mdb_env_open(env_, directory.c_str(), MDB_NOTLS | MDB_NORDAHEAD | MDB_NOSYNC, 0600) ==
                 0,
         "mdb_env_open");
    MDB_txn *txn;
    must(mdb_txn_begin(env_, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &dbi_) == 0 &&
             mdb_txn_commit(txn) == 0 && mdb_txn_begin(env_, nullptr, MDB_RDONLY, &reader_) == 0,
         "mdb_dbi_open");
    mdb_txn_reset(reader_);
  }
  void put(std::uint64_t i, const bytes &value) override {
    const store::entry_key key = key_of({1, 2}, i);
    MDB_val k{sizeof(key), const_cast<store::entry_key *>(&key)};
    MDB_val v{value.size(), const_cast<unsigned char *>(value.data())};
    MDB_txn *txn;
    must(mdb_txn_begin(env_, nullptr, 0, &txn) == 0 && mdb_put(txn, dbi_, &k, &v, 0) == 0 &&
             mdb_txn_commit(txn) == 0,
         "mdb_put");
  }
  bytes get(std::uint64_t i) override {
    const store::entry_key key = key_of({1, 2}, i);
    MDB_val k{sizeof(key), const_cast<store::entry_key *>(&key)};
    MDB_val v;
    must(mdb_txn_renew(reader_) == 0 && mdb_get(reader_, dbi_, &k, &v) == 0, "mdb_get");
    const auto *const data = static_cast<const unsigned char *>(v.mv_data);
    bytes value(data, data + v.mv_size);
    mdb_txn_reset(reader_);
    return value;
  }

private:
  MDB_env *env_ = nullptr;
  MDB_dbi dbi_ = 0;
  MDB_txn *reader_ = nullptr;
};

class sqlite : public peer {
public:
  explicit sqlite(const std::string &directory) {
    must(sqlite3_open((directory + "/db").c_str(), &db_) == SQLITE_OK, "sqlite3_open");
    for (const char *const text :
         {"pragma journal_mode=wal", "pragma synchronous=normal", "pragma mmap_size=17179869184",
          "create table t(k blob primary key, v blob) without rowid"})
      must(sqlite3_exec(db_, text, nullptr, nullptr, nullptr) == SQLITE_OK, text);
    must(sqlite3_prepare_v2(db_, "select v from t where k=?", -1, &get_, nullptr) == SQLITE_OK &&
             sqlite3_prepare_v2(db_, "replace into t values(?,?)", -1, &put_, nullptr) == SQLITE_OK,
         "sqlite3_prepare_v2");
  }
  void put(std::uint64_t i, const bytes &value) override {
    const store::entry_key key = key_of({1, 2}, i);
    sqlite3_bind_blob(put_, 1, &key, sizeof(key), SQLITE_STATIC);
    sqlite3_bind_blob(put_, 2, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    must(sqlite3_step(put_) == SQLITE_DONE && sqlite3_reset(put_) == SQLITE_OK, "replace");
  }
  bytes get(std::uint64_t i) override {
    const store::entry_key key = key_of({1, 2}, i);
    sqlite3_bind_blob(get_, 1, &key, sizeof(key), SQLITE_STATIC);
    must(sqlite3_step(get_) == SQLITE_ROW, "select");
    const auto *const data = static_cast<const unsigned char *>(sqlite3_column_blob(get_, 0));
    bytes value(data, data + sqlite3_column_bytes(get_, 0));
    sqlite3_reset(get_);
    return value;
  }

private:
  sqlite3 *db_ = nullptr;
  sqlite3_stmt *get_ = nullptr;
  sqlite3_stmt *put_ = nullptr;
};

// Written beside and renamed, so that readers see all or nothing.
class files : public peer {
public:
  explicit files(std::string directory) : directory_(std::move(directory)) {}
  void put(std::uint64_t key, const bytes &value) override {
    const std::string path = name(key);
    const std::string temporary = path + ".tmp";
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (std::size_t at = 0; at < value.size();) {
      const ssize_t n = ::write(fd, value.data() + at, value.size() - at);
      must(n > 0, "write");
      at += static_cast<std::size_t>(n);
    }
    must(::close(fd) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0, "rename");
  }
  bytes get(std::uint64_t key) override {
    const int fd = ::open(name(key).c_str(), O_RDONLY | O_CLOEXEC);
    const off_t size = ::lseek(fd, 0, SEEK_END);
    must(size >= 0, "lseek");
    bytes value(static_cast<std::size_t>(size));
    for (std::size_t at = 0; at < value.size();) {
      const ssize_t n = ::pread(fd, value.data() + at, value.size() - at, static_cast<off_t>(at));
      must(n > 0, "pread");
      at += static_cast<std::size_t>(n);
    }
    ::close(fd);
    return value;
  }

private:
  std::string name(std::uint64_t key) const { return directory_ + "/" + std::to_string(key); }
  std::string directory_;
};

template <class Peer> std::unique_ptr<peer> make(const std::string &directory) {
  return std::make_unique<Peer>(directory);
}

} // namespace

int main(int argc, char **argv) {
  const std::map<std::string, std::function<std::unique_ptr<peer>(const std::string &)>> peers{
      {"stcache", make<own_store>},
      {"lmdb", make<bare_lmdb>},
      {"sqlite", make<sqlite>},
      {"files", make<files>}};
  const auto found = argc == 3 ? peers.find(argv[1]) : peers.end();
  if (found == peers.end()) {
    std::cerr << "usage: stcache_bench_stores stcache|lmdb|sqlite|files DIRECTORY\n";
    return 1;
  }
  const std::unique_ptr<peer> store = found->second(argv[2]);
  std::string what;
  std::uint64_t size, first, count;
  while (std::cin >> what >> size >> first >> count) {
    // Sizes do not share keys.
    const std::uint64_t base = size << 24;
    std::mt19937_64 random(size);
    const bytes value(what == "put" ? size : 0, static_cast<unsigned char>(first + 1));
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < count; ++i)
      if (what == "put")
        store->put(base + first + i, value);
      else
        must(store->get(base + random() % first).size() == size, "get");
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begin;
    std::cout << spent.count() / static_cast<double>(count) << std::endl;
  }
}
