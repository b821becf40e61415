// The index of a store: one LMDB database. One object for a file and process, and none in a child
// of fork for what its parent had open: the locks of LMDB are the process's.
#ifndef STCACHE_STORE_INDEX_H
#define STCACHE_STORE_INDEX_H

#include "types.h"
#include <atomic>
#include <cstring>
#include <lmdb.h>
#include <string>
#include <string_view>

namespace st::store {

class index {
public:
  index() = default;
  ~index() { close(); }
  index(const index &) = delete;
  index &operator=(const index &) = delete;

  enum class opening { good, damaged, failed };
  /// Opens or makes `<directory>/index.mdb`. With `walk` all of it is checked first.
  opening open(const std::string &directory, bool walk, std::string &why_not);
  void close() noexcept;

  /// After MDB_MAP_FULL or MDB_MAP_RESIZED, without transactions in this process.
  bool enlarge() noexcept;
  /// Writes to the disk what so far only the system has.
  int sync() noexcept { return mdb_env_sync(env_, 1); }
  void forget_dead_readers() noexcept;

  /// Has another process made the index larger than what is mapped here?
  bool outgrown() const { return outgrown_.load(std::memory_order_relaxed); }

  MDB_env *env() const { return env_; }
  static constexpr MDB_dbi database = 1; // the only one, which LMDB opens by itself

private:
  friend class reading;
  static constexpr std::size_t pool_size = 32;

  opening check(const std::string &file, std::string &why_not);
  opening walk_through(const std::string &file, std::string &why_not);
  MDB_txn *begin_reading() noexcept;
  void end_reading(MDB_txn *txn) noexcept;

  MDB_env *env_ = nullptr;
  std::atomic<bool> outgrown_{false};
  std::atomic<MDB_txn *> pool_[pool_size] = {}; // reset read transactions
};

/// What is found is valid as long as the object is, so nothing foreign may run meanwhile: an old
/// reader keeps pages from being used again.
class reading {
public:
  explicit reading(index &i) noexcept : index_(i), txn_(i.begin_reading()) {}
  ~reading() { end(); }
  reading(const reading &) = delete;
  reading &operator=(const reading &) = delete;
  explicit operator bool() const { return txn_ != nullptr; }
  MDB_txn *txn() const { return txn_; }
  void end() noexcept {
    if (txn_)
      index_.end_reading(txn_);
    txn_ = nullptr;
  }

private:
  index &index_;
  MDB_txn *txn_;
};

/// Waits for other writers, those of other processes included. Without commit nothing happens.
class writing {
public:
  explicit writing(index &i) noexcept : error_(mdb_txn_begin(i.env(), nullptr, 0, &txn_)) {}
  ~writing() {
    if (txn_)
      mdb_txn_abort(txn_);
  }
  writing(const writing &) = delete;
  writing &operator=(const writing &) = delete;
  int error() const { return error_; }
  MDB_txn *txn() const { return txn_; }
  int commit() noexcept {
    MDB_txn *const txn = txn_;
    txn_ = nullptr;
    return mdb_txn_commit(txn);
  }

private:
  MDB_txn *txn_ = nullptr;
  int error_;
};

class cursor {
public:
  explicit cursor(MDB_txn *txn) noexcept
      : error_(mdb_cursor_open(txn, index::database, &cursor_)) {}
  ~cursor() {
    if (cursor_)
      mdb_cursor_close(cursor_);
  }
  cursor(const cursor &) = delete;
  cursor &operator=(const cursor &) = delete;
  int get(MDB_val &key, MDB_val &data, MDB_cursor_op what) noexcept {
    return error_ ? error_ : mdb_cursor_get(cursor_, &key, &data, what);
  }
  int erase() noexcept { return mdb_cursor_del(cursor_, 0); }

private:
  MDB_cursor *cursor_ = nullptr;
  int error_;
};

/// The kinds of records, each with a letter before its key.
enum class kind : char { entry = 'e', group = 'g', current = 'c', single = 'i' };

class index_key {
public:
  index_key(kind k, bytes_view rest) noexcept : size_(1 + rest.size()) {
    bytes_[0] = static_cast<unsigned char>(k);
    if (!rest.empty())
      std::memcpy(bytes_ + 1, rest.data(), rest.size());
  }
  index_key(kind k, const id128 &id) noexcept : index_key(k, view_of(id)) {}
  explicit index_key(const entry_key &key) noexcept : index_key(kind::entry, view_of(key)) {}
  explicit index_key(std::string_view single) noexcept
      : index_key(kind::single,
                  {reinterpret_cast<const unsigned char *>(single.data()), single.size()}) {}
  MDB_val val() const { return {size_, const_cast<unsigned char *>(bytes_)}; }

  template <class T> static bytes_view view_of(const T &id) {
    return {reinterpret_cast<const unsigned char *>(&id), sizeof(id)};
  }

private:
  std::size_t size_;
  unsigned char bytes_[1 + sizeof(entry_key)];
};

inline bytes_view view_of(const MDB_val &v) {
  return {static_cast<const unsigned char *>(v.mv_data), v.mv_size};
}
/// The id after the letter; false if the key is not one of that kind.
template <class Id> bool id_in(const MDB_val &key, kind k, Id &id) {
  const bytes_view bytes = view_of(key);
  if (bytes.size() != 1 + sizeof(id) || bytes[0] != static_cast<unsigned char>(k))
    return false;
  std::memcpy(&id, bytes.data() + 1, sizeof(id));
  return true;
}

/// Visits the records of a kind whose keys begin with `prefix`, from `from` on if there is one, in
/// order, until `visit(id, data)` is false. 0 or an error.
template <class Id, class Visit>
int for_each_record(MDB_txn *txn, kind k, bytes_view prefix, const Id *after, Visit visit) {
  cursor at(txn);
  const index_key start = after ? index_key(k, index_key::view_of(*after)) : index_key(k, prefix);
  MDB_val key = start.val();
  MDB_val data;
  int rc = at.get(key, data, MDB_SET_RANGE);
  if (after && rc == 0 && key.mv_size == start.val().mv_size &&
      std::memcmp(key.mv_data, start.val().mv_data, key.mv_size) == 0)
    rc = at.get(key, data, MDB_NEXT);
  for (; rc == 0; rc = at.get(key, data, MDB_NEXT)) {
    Id id;
    if (!id_in(key, k, id) ||
        (!prefix.empty() && std::memcmp(&id, prefix.data(), prefix.size()) != 0) ||
        !visit(id, view_of(data)))
      break;
  }
  return rc == MDB_NOTFOUND ? 0 : rc;
}

int get(MDB_txn *txn, const index_key &key, bytes_view &data) noexcept;
int put(MDB_txn *txn, const index_key &key, bytes_view data) noexcept;
int erase(MDB_txn *txn, const index_key &key) noexcept;

} // namespace st::store

#endif
