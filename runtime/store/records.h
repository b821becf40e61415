// The records of the index besides the entries' own bytes: functions, what programs have now, and
// the sums. All within a transaction; results are 0 or an LMDB or system error.
#ifndef STCACHE_STORE_RECORDS_H
#define STCACHE_STORE_RECORDS_H

#include "entry.h"
#include "index.h"
#include <string>
#include <vector>

namespace st::store {

struct session;

/// What a function is known by.
struct function_info {
  std::string_view symbol; // mangled
  std::string_view name;   // for people
  detail::key128 fingerprint{};
  std::uint64_t schema = 0;
};

/// Which entries a function may use: its symbol, code, result type and this format.
id128 group_id(const function_info &f) noexcept;
/// What says which code the program at that path has for a symbol.
id128 current_id(std::string_view program, std::string_view symbol) noexcept;

struct group_record {
  detail::key128 fingerprint{};
  std::uint64_t schema = 0;
  std::int64_t opened = 0;
  std::int64_t cleared = 0;  // what was begun before is not kept
  std::uint64_t entries = 0; // only if counted
  bool counted = false;      // since a limit on their number was in use
  std::string_view symbol;   // not owned
  std::string_view name;
};
bool read_group(bytes_view bytes, const id128 &group, group_record &r) noexcept;
int get_group(MDB_txn *txn, const id128 &group, group_record &r) noexcept;
/// `r` must not point into the index. May throw bad_alloc.
int put_group(MDB_txn *txn, const id128 &group, const group_record &r);
/// Changes the numbers of a group that has a record.
int update_group(MDB_txn *txn, const id128 &group, const group_record &r);

struct current_record {
  id128 group{};
  std::int64_t opened = 0;
  std::string_view program;
};
bool read_current(bytes_view bytes, const id128 &id, current_record &r) noexcept;
int put_current(MDB_txn *txn, const id128 &id, const current_record &r);

/// All entries of the store together.
struct sums {
  std::uint64_t bytes = 0; // on the disk, about
  std::uint64_t files = 0;
};
sums get_sums(MDB_txn *txn) noexcept;
int put_sums(MDB_txn *txn, const sums &s) noexcept;

/// What matters of an entry when it leaves or is replaced.
struct summary {
  bool there = false;
  bool in_file = false;
  std::uint64_t name = 0;
  std::uint64_t bytes = 0; // on the disk, about
};
summary summarize(bytes_view record) noexcept;
std::uint64_t disk_size(std::size_t record_bytes, bool in_file,
                        std::uint64_t payload_size) noexcept;

/// What a transaction does to the entries, and what is to be done once it has been committed.
struct changes {
  struct file {
    entry_key key;
    std::uint64_t name;
  };
  std::vector<file> files; // that nothing refers to any more
  std::uint64_t removed = 0;
  std::uint64_t removed_bytes = 0;
  std::int64_t bytes = 0; // more or less
  std::int64_t file_count = 0;
  bool settle = false;   // write the sums now
  session *in = nullptr; // where it happens
};

/// Removes an entry if it is there; with `expected` only if it is those bytes, but for their time
/// of last use. May throw bad_alloc.
int remove_entry(MDB_txn *txn, const entry_key &key, const bytes_view *expected, changes &out);
/// Puts an entry in place of what may be there. May throw bad_alloc.
int put_entry(MDB_txn *txn, const entry_key &key, const record &r, changes &out);
/// Makes sure that a group is counted.
int count_group(MDB_txn *txn, const id128 &group, group_record &r);

} // namespace st::store

#endif
