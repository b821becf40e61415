#include "index.h"
#include "calls.h"
#include "walk.h"
#include <algorithm>
#include <cerrno>
#include <memory>
#include <new>
#include <pthread.h>
#include <sys/mman.h>

namespace st::store {
namespace {

// Only addresses; the file is as large as its content.
constexpr std::size_t map_sizes[] = {std::size_t{64} << 30, std::size_t{8} << 30,
                                     std::size_t{1} << 30, std::size_t{128} << 20};
constexpr unsigned readers = 2048;

std::string explain(const char *what, int error) {
  return std::string(what) + ": " + mdb_strerror(error);
}

// The threads of a process mostly find the same slot free again.
std::size_t start_slot() noexcept {
  const auto self = static_cast<std::uintptr_t>(::pthread_self());
  return static_cast<std::size_t>((self >> 12) * 0x9E3779B97F4A7C15u >> 32);
}

} // namespace

index::opening index::check(const std::string &file, std::string &why_not) {
  const descriptor fd(sys.open(file.c_str(), O_RDONLY | O_CLOEXEC, 0));
  struct stat status{};
  if (!fd || sys.fstat(fd.get(), &status) != 0) {
    if (errno == ENOENT)
      return opening::good;
    why_not = "cannot read " + file + ": " + std::strerror(errno);
    return opening::failed;
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0)
    return opening::good;
  const std::size_t header_size = index_header_size();
  const auto header = std::make_unique<unsigned char[]>(header_size);
  errno = 0;
  if (size >= header_size && !read_all(fd.get(), header.get(), header_size, 0) && errno != 0) {
    why_not = explain("cannot read the index", errno);
    return opening::failed;
  }
  if (size < header_size || !plausible_index({header.get(), header_size}, size))
    return opening::damaged;
  return opening::good;
}

index::opening index::open(const std::string &directory, bool walk, std::string &why_not) {
  const std::string file = directory + "/index.mdb";
  if (const opening state = check(file, why_not); state != opening::good)
    return state;
  int rc = 0;
  for (const std::size_t map_size : map_sizes) {
    rc = mdb_env_create(&env_);
    if (rc == 0 && (rc = mdb_env_set_mapsize(env_, map_size)) == 0 &&
        (rc = mdb_env_set_maxreaders(env_, readers)) == 0)
      rc = mdb_env_open(env_, file.c_str(), MDB_NOSUBDIR | MDB_NOTLS | MDB_NORDAHEAD | MDB_NOSYNC,
                        0600);
    if (rc == 0)
      break;
    if (env_)
      mdb_env_close(env_);
    env_ = nullptr;
    if (rc != ENOMEM) // a limit on addresses
      break;
  }
  if (rc != 0) {
    why_not = explain("cannot open the index", rc);
    return rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH || rc == MDB_CORRUPTED ? opening::damaged
                                                                                  : opening::failed;
  }
  forget_dead_readers();
  if (walk)
    if (const opening state = walk_through(file, why_not); state != opening::good)
      return state;
  // Sets how keys are compared, and needs no page.
  const reading snapshot(*this);
  MDB_dbi same;
  rc = snapshot ? mdb_dbi_open(snapshot.txn(), nullptr, 0, &same) : EIO;
  if (rc != 0)
    why_not = explain("cannot use the index", rc);
  return rc == 0 ? opening::good : opening::failed;
}

index::opening index::walk_through(const std::string &file, std::string &why_not) {
  const descriptor fd(sys.open(file.c_str(), O_RDONLY | O_CLOEXEC, 0));
  soundness result = soundness::outdated;
  for (int attempt = 0; attempt < 100 && result == soundness::outdated; ++attempt) {
    const reading snapshot(*this);
    struct stat status{};
    if (!snapshot || !fd || sys.fstat(fd.get(), &status) != 0) {
      why_not = explain("cannot read the index", errno);
      return opening::failed;
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    void *const mapping = sys.mmap(size, PROT_READ, MAP_SHARED, fd.get());
    if (mapping == MAP_FAILED) {
      why_not = explain("cannot map the index", errno);
      return opening::failed;
    }
    result = check_index({static_cast<const unsigned char *>(mapping), size},
                         mdb_txn_id(snapshot.txn()));
    sys.munmap(mapping, size);
  }
  if (result == soundness::out_of_memory)
    why_not = explain("cannot check the index", ENOMEM);
  return result == soundness::sound           ? opening::good
         : result == soundness::out_of_memory ? opening::failed
                                              : opening::damaged;
}

void index::close() noexcept {
  if (!env_)
    return;
  for (std::atomic<MDB_txn *> &slot : pool_)
    if (MDB_txn *const txn = slot.exchange(nullptr))
      mdb_txn_abort(txn);
  mdb_env_close(env_);
  env_ = nullptr;
}

bool index::enlarge() noexcept {
  MDB_envinfo info;
  MDB_stat stat;
  if (mdb_env_info(env_, &info) != 0 || mdb_env_stat(env_, &stat) != 0)
    return false;
  const std::size_t needed = (info.me_last_pgno + 1) * stat.ms_psize;
  std::size_t size = info.me_mapsize;
  do
    size *= 2;
  while (size < needed);
  outgrown_ = false;
  return mdb_env_set_mapsize(env_, size) == 0;
}

void index::forget_dead_readers() noexcept {
  int dead = 0;
  static_cast<void>(mdb_reader_check(env_, &dead));
}

MDB_txn *index::begin_reading() noexcept {
  const std::size_t start = start_slot();
  for (std::size_t i = 0; i < pool_size; ++i) {
    std::atomic<MDB_txn *> &slot = pool_[(start + i) % pool_size];
    if (!slot.load(std::memory_order_relaxed))
      continue;
    MDB_txn *const txn = slot.exchange(nullptr, std::memory_order_acquire);
    if (!txn)
      continue;
    const int rc = mdb_txn_renew(txn);
    if (rc == 0)
      return txn;
    outgrown_ = outgrown_ || rc == MDB_MAP_RESIZED;
    mdb_txn_abort(txn);
  }
  MDB_txn *txn = nullptr;
  int rc = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  if (rc == MDB_READERS_FULL) {
    forget_dead_readers();
    rc = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  }
  outgrown_ = outgrown_ || rc == MDB_MAP_RESIZED;
  return rc == 0 ? txn : nullptr;
}

void index::end_reading(MDB_txn *txn) noexcept {
  mdb_txn_reset(txn);
  const std::size_t start = start_slot();
  for (std::size_t i = 0; i < pool_size; ++i) {
    MDB_txn *expected = nullptr;
    if (pool_[(start + i) % pool_size].compare_exchange_strong(
            expected, txn, std::memory_order_release, std::memory_order_relaxed))
      return;
  }
  mdb_txn_abort(txn);
}

int get(MDB_txn *txn, const index_key &key, bytes_view &data) noexcept {
  MDB_val k = key.val();
  MDB_val v;
  const int rc = mdb_get(txn, index::database, &k, &v);
  if (rc == 0)
    data = view_of(v);
  return rc;
}

int put(MDB_txn *txn, const index_key &key, bytes_view data) noexcept {
  MDB_val k = key.val();
  MDB_val v{data.size(), const_cast<unsigned char *>(data.data())};
  return mdb_put(txn, index::database, &k, &v, 0);
}

int erase(MDB_txn *txn, const index_key &key) noexcept {
  MDB_val k = key.val();
  const int rc = mdb_del(txn, index::database, &k, nullptr);
  return rc == MDB_NOTFOUND ? 0 : rc;
}

} // namespace st::store
