// The store on disk beside bare LMDB and SQLite, in one run:
//   stcache_bench_store --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
// Values of 100 bytes, 100,000 entries, random order. The directory is that of $TMPDIR or /tmp.
#include <benchmark/benchmark.h>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <lmdb.h>
#include <random>
#include <sqlite3.h>
#include <store/disk.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

namespace store = st::store;
namespace fs = std::filesystem;

constexpr std::size_t value_size = 100;
constexpr std::uint64_t count = 100'000;

struct directory {
  directory() {
    const char *const top = std::getenv("TMPDIR");
    path = std::string(top ? top : "/tmp") + "/stcache-bench-XXXXXX";
    if (!::mkdtemp(path.data()))
      std::abort();
  }
  ~directory() { fs::remove_all(path); }
  std::string path;
};

store::entry_key key_of(const store::id128 &group, std::uint64_t i) {
  return {group, {i * 0x9E3779B97F4A7C15u, i * 0xC2B2AE3D27D4EB4Fu}};
}

// The same order for all.
class indices {
public:
  std::uint64_t next() { return all_[at_++ % all_.size()]; }

private:
  static std::vector<std::uint64_t> make() {
    std::vector<std::uint64_t> all(1 << 18);
    std::mt19937_64 random(1);
    for (std::uint64_t &i : all)
      i = random() % count;
    return all;
  }
  const std::vector<std::uint64_t> all_ = make();
  std::size_t at_ = 0;
};

void must(bool good) {
  if (!good)
    std::abort();
}

struct own_store {
  directory where;
  std::shared_ptr<store::disk> disk;
  store::id128 group{};
  unsigned char value[value_size] = {1};
  std::uint64_t arguments[2] = {};

  own_store() {
    store::settings how;
    how.directory = where.path;
    std::string why_not;
    disk = store::disk::open(how, why_not);
    must(disk != nullptr);
    group = disk->open_group({"_Z1fi", "f(int)", {1, 2}, 3});
    for (std::uint64_t i = 0; i < count; ++i)
      put(i);
  }
  void put(std::uint64_t i) {
    arguments[0] = i;
    store::value_writer writer(disk->values_directory());
    st::detail::append(writer, value, sizeof(value));
    store::put_info info;
    info.arguments = {reinterpret_cast<const unsigned char *>(arguments), sizeof(arguments)};
    info.compute_ns = 1000;
    must(disk->put(key_of(group, i), writer, info) == store::put_result::stored);
  }
  static own_store &one() {
    static own_store s;
    return s;
  }
};

struct bare_lmdb {
  directory where;
  MDB_env *env = nullptr;
  MDB_dbi dbi = 0;
  MDB_txn *reader = nullptr;
  unsigned char value[value_size] = {1};

  bare_lmdb() {
    must(mdb_env_create(&env) == 0 && mdb_env_set_mapsize(env, std::size_t{1} << 30) == 0 &&
         mdb_env_open(env, where.path.c_str(), MDB_NOTLS | MDB_NORDAHEAD | MDB_NOSYNC, 0600) == 0);
    MDB_txn *txn;
    must(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_dbi_open(txn, nullptr, 0, &dbi) == 0 &&
         mdb_txn_commit(txn) == 0);
    for (std::uint64_t i = 0; i < count; ++i)
      put(i);
    must(mdb_txn_begin(env, nullptr, MDB_RDONLY, &reader) == 0);
    mdb_txn_reset(reader);
  }
  ~bare_lmdb() {
    mdb_txn_abort(reader);
    mdb_env_close(env);
  }
  void put(std::uint64_t i) {
    const store::entry_key key = key_of({1, 2}, i);
    MDB_val k{sizeof(key), const_cast<store::entry_key *>(&key)};
    MDB_val v{sizeof(value), value};
    MDB_txn *txn;
    must(mdb_txn_begin(env, nullptr, 0, &txn) == 0 && mdb_put(txn, dbi, &k, &v, 0) == 0 &&
         mdb_txn_commit(txn) == 0);
  }
  static bare_lmdb &one() {
    static bare_lmdb s;
    return s;
  }
};

struct sqlite {
  directory where;
  sqlite3 *db = nullptr;
  sqlite3_stmt *get = nullptr;
  sqlite3_stmt *set = nullptr;
  unsigned char value[value_size] = {1};

  sqlite() {
    must(sqlite3_open((where.path + "/db").c_str(), &db) == SQLITE_OK);
    run("pragma journal_mode=wal");
    run("pragma synchronous=normal");
    run("pragma mmap_size=1073741824");
    run("create table t(k blob primary key, v blob) without rowid");
    must(sqlite3_prepare_v2(db, "select v from t where k=?", -1, &get, nullptr) == SQLITE_OK);
    must(sqlite3_prepare_v2(db, "replace into t values(?,?)", -1, &set, nullptr) == SQLITE_OK);
    run("begin");
    for (std::uint64_t i = 0; i < count; ++i)
      put(i);
    run("commit");
  }
  ~sqlite() {
    sqlite3_finalize(get);
    sqlite3_finalize(set);
    sqlite3_close(db);
  }
  void run(const char *text) { must(sqlite3_exec(db, text, nullptr, nullptr, nullptr) == 0); }
  void put(std::uint64_t i) {
    const store::entry_key key = key_of({1, 2}, i);
    sqlite3_bind_blob(set, 1, &key, sizeof(key), SQLITE_STATIC);
    sqlite3_bind_blob(set, 2, value, sizeof(value), SQLITE_STATIC);
    must(sqlite3_step(set) == SQLITE_DONE && sqlite3_reset(set) == SQLITE_OK);
  }
  static sqlite &one() {
    static sqlite s;
    return s;
  }
};

void get_store(benchmark::State &state) {
  own_store &s = own_store::one();
  indices order;
  store::found out;
  for (auto _ : state) {
    const std::uint64_t i = order.next();
    std::uint64_t arguments[2] = {i};
    must(s.disk->find(key_of(s.group, i),
                      {reinterpret_cast<const unsigned char *>(arguments), sizeof(arguments)}, 0,
                      out));
    benchmark::DoNotOptimize(out.payload().data());
  }
}

void get_lmdb(benchmark::State &state) {
  bare_lmdb &s = bare_lmdb::one();
  indices order;
  unsigned char copy[value_size];
  for (auto _ : state) {
    const store::entry_key key = key_of({1, 2}, order.next());
    MDB_val k{sizeof(key), const_cast<store::entry_key *>(&key)};
    MDB_val v;
    must(mdb_txn_renew(s.reader) == 0 && mdb_get(s.reader, s.dbi, &k, &v) == 0);
    std::memcpy(copy, v.mv_data, sizeof(copy));
    mdb_txn_reset(s.reader);
    benchmark::DoNotOptimize(copy);
  }
}

void get_sqlite(benchmark::State &state) {
  sqlite &s = sqlite::one();
  indices order;
  unsigned char copy[value_size];
  for (auto _ : state) {
    const store::entry_key key = key_of({1, 2}, order.next());
    sqlite3_bind_blob(s.get, 1, &key, sizeof(key), SQLITE_STATIC);
    must(sqlite3_step(s.get) == SQLITE_ROW);
    std::memcpy(copy, sqlite3_column_blob(s.get, 0), sizeof(copy));
    sqlite3_reset(s.get);
    benchmark::DoNotOptimize(copy);
  }
}

template <class Store> void put(benchmark::State &state) {
  Store &s = Store::one();
  indices order;
  for (auto _ : state)
    s.put(order.next());
}

void flight(benchmark::State &state) {
  own_store &s = own_store::one();
  for (auto _ : state)
    must(s.disk->acquire(key_of(s.group, 1)).owned());
}

// A value of 1 GB: found, mapped and verified, beside a file that is read into a vector.

constexpr std::size_t gigabyte = 1'000'000'000;

void large_find(benchmark::State &state) {
  own_store &s = own_store::one();
  const store::entry_key key = key_of(s.group, count + 1);
  {
    store::value_writer writer(s.disk->values_directory());
    const std::vector<unsigned char> value(gigabyte, 7);
    st::detail::append(writer, value.data(), value.size());
    must(s.disk->put(key, writer, {}) == store::put_result::stored);
  }
  for (auto _ : state) {
    store::found out;
    must(s.disk->find(key, {}, 0, out));
    benchmark::DoNotOptimize(out.payload().data());
  }
  s.disk->erase(key);
}

void large_put(benchmark::State &state) {
  own_store &s = own_store::one();
  const store::entry_key key = key_of(s.group, count + 1);
  const std::vector<unsigned char> value(gigabyte, 7);
  for (auto _ : state) {
    store::value_writer writer(s.disk->values_directory());
    st::detail::append(writer, value.data(), value.size());
    must(s.disk->put(key, writer, {}) == store::put_result::stored);
  }
  s.disk->erase(key);
}

void large_read(benchmark::State &state) {
  const directory where;
  const std::string path = where.path + "/file";
  {
    const std::vector<unsigned char> value(gigabyte, 7);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT, 0600);
    for (std::size_t at = 0; at < gigabyte;) {
      const ssize_t n = ::write(fd, value.data() + at, gigabyte - at);
      must(n > 0);
      at += static_cast<std::size_t>(n);
    }
    ::close(fd);
  }
  for (auto _ : state) {
    std::vector<unsigned char> value(gigabyte);
    const int fd = ::open(path.c_str(), O_RDONLY);
    for (std::size_t at = 0; at < gigabyte;) {
      const ssize_t n = ::read(fd, value.data() + at, gigabyte - at);
      must(n > 0);
      at += static_cast<std::size_t>(n);
    }
    ::close(fd);
    benchmark::DoNotOptimize(value.data());
  }
}

BENCHMARK(get_store);
BENCHMARK(get_lmdb);
BENCHMARK(get_sqlite);
BENCHMARK(put<own_store>)->Name("put_store");
BENCHMARK(put<bare_lmdb>)->Name("put_lmdb");
BENCHMARK(put<sqlite>)->Name("put_sqlite");
BENCHMARK(flight);
BENCHMARK(large_find)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(large_read)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(large_put)->Unit(benchmark::kMillisecond)->Iterations(3);

} // namespace

BENCHMARK_MAIN();
