// The store on disk: results that outlive the process, shared by all processes of a user.
//
// Everything here may be called from any thread, throws nothing, and treats whatever it finds on
// the disk as data that may be wrong: what cannot be read, verified or written is a miss. A child
// of fork may go on using the same objects. docs/store-format.md has the layout and what each
// failure leads to.
#ifndef STCACHE_STORE_DISK_H
#define STCACHE_STORE_DISK_H

#include "directory.h"
#include "flight.h"
#include "records.h"
#include "value_file.h"
#include <memory>

namespace st::store {

struct core;
class disk;
core &inside(disk &store) noexcept; // for tests

/// What is put beside a payload.
struct put_info {
  bytes_view arguments;          // the argument list, to be compared when it is looked up
  bytes_view extra;              // elements and tracked inputs; at most extra_limit
  std::int64_t started = 0;      // when the computation began; 0: compute_ns ago
  std::int64_t compute_ns = 0;   // how long it took
  std::int64_t created = 0;      // by whom it was copied from; 0: now
  std::int64_t ttl = 0;          // 0: for ever
  std::uint64_t schema = 0;      // of the payload
  std::uint64_t max_entries = 0; // of the group; 0: no limit
};

enum class put_result {
  stored,
  refused, // too large, cleared meanwhile, or the disk was full a moment ago
  failed,  // counted and logged
  invalid, // the value has no bytes: it nests too deep, for example
};

/// Events since the store was opened by this process.
struct counts {
  std::uint64_t errors = 0;  // calls that the system refused
  std::uint64_t damaged = 0; // entries that were not what had been written
  std::uint64_t evicted = 0;
};

// For the tool.

struct group_info {
  id128 id{};
  std::string symbol;
  std::string name;
  detail::key128 fingerprint{};
  std::uint64_t schema = 0;
  std::int64_t opened = 0; // last time a program began to use it
  bool gone = false;       // no program has this code now
  std::uint64_t entries = 0;
  std::uint64_t expired = 0;
  std::uint64_t bytes = 0; // on the disk, about
  std::int64_t oldest = 0; // created; 0: no entries
  std::int64_t newest = 0;
  std::int64_t last_use = 0;
  std::int64_t compute_ns = 0; // of all entries together
};

struct listed_entry {
  entry_key key{};
  entry_info info;
  bool sound = false; // as far as the index tells
  bool in_file = false;
  bool has_arguments = false;
  std::uint64_t payload_size = 0;
  std::uint64_t bytes = 0; // on the disk, about
};

struct store_totals {
  std::uint64_t groups = 0;
  std::uint64_t entries = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;       // of entries, as they count towards the limit
  std::uint64_t index_bytes = 0; // the index as a file
  std::uint64_t limit = 0;
};

/// Entries that fulfil all that is set.
struct selection {
  const id128 *group = nullptr;
  std::string_view symbol = {};    // empty: any
  std::int64_t created_before = 0; // 0: any
  std::int64_t unused_since = 0;   // last used before; 0: any
  bool only_expired = false;
  bool only_gone = false;
};

struct removal {
  bool complete = false; // false after an error
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
};

struct bad_entry {
  entry_key key{};
  std::string what;
};

struct verification {
  bool complete = false;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;   // read
  std::uint64_t orphans = 0; // value files without an entry
  std::uint64_t orphan_bytes = 0;
  std::vector<bad_entry> bad;
};

class disk {
public:
  /// The store in a directory; one object for all who open it in a process. Null and the reason if
  /// it must not or cannot be used.
  static std::shared_ptr<disk> open(const settings &how, std::string &why_not) noexcept;
  ~disk();
  disk(const disk &) = delete;
  disk &operator=(const disk &) = delete;

  /// What argument hashes are to be made with, in every process. Valid as long as the store is
  /// open; another one after the index has been lost and made anew.
  const detail::hash_secret &secret() const noexcept;
  /// Real path of the directory.
  const std::string &directory() const noexcept;
  /// For value_writer.
  const std::string &values_directory() const noexcept;

  /// The group of a function, which is noted as the running program's current code.
  id128 open_group(const function_info &f) noexcept;

  /// Looks an entry up. With a ttl, what was written longer ago or in the future is not found, and
  /// neither is what was put for other arguments.
  bool find(const entry_key &key, bytes_view arguments, std::int64_t ttl, found &out) noexcept;
  /// Puts what was written; other processes find it when this returns. With max_entries the least
  /// recently used entries of the group leave.
  put_result put(const entry_key &key, value_writer &value, const put_info &info) noexcept;
  /// Notes that an entry was used, for max_entries. `find` does so by itself, but only from time to
  /// time (settings::touch_interval). Written in batches.
  void used(const entry_key &key) noexcept;
  /// Was it there?
  bool erase(const entry_key &key) noexcept;
  /// What is being computed now is not kept either.
  removal clear_group(const id128 &group) noexcept;
  removal clear_symbol(std::string_view symbol) noexcept;
  removal clear_all() noexcept;

  /// The right to compute an entry, see flight.h. Waits as long as another process has it, at most
  /// `patience` nanoseconds.
  flight acquire(const entry_key &key, std::int64_t patience = never) noexcept;

  /// Writes what is noted in memory, and waits until the disk has all.
  void sync() noexcept;
  /// The same, and closes everything until the next use: for the end of the process. Rights to
  /// compute end.
  void rest() noexcept;
  counts events() const noexcept;

  // For the tool. All are safe beside other processes. False after an error; then the list is
  // incomplete.
  bool list_groups(std::vector<group_info> &out) noexcept;
  bool list_entries(const id128 &group, std::vector<listed_entry> &out) noexcept;
  bool totals(store_totals &out) noexcept;
  /// Removes what is selected; computations that are going on may still be kept.
  removal remove(const selection &what) noexcept;
  /// Removes entries until all together take at most so many bytes, as the size limit does.
  removal prune(std::uint64_t bytes) noexcept;
  /// Reads everything, and with `repair` removes what is bad.
  verification verify(bool repair) noexcept;

private:
  friend core &inside(disk &store) noexcept;
  disk() = default;
  removal clear(const id128 *group, std::string_view symbol) noexcept;
  std::unique_ptr<core> core_;
};

} // namespace st::store

#endif
