// What a process has open of a store. After a fork the child leaves its parent's session as it is
// and begins one of its own.
#ifndef STCACHE_STORE_SESSION_H
#define STCACHE_STORE_SESSION_H

#include "calls.h"
#include "index.h"
#include "recency.h"
#include <map>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>

namespace st::store {

/// Flights of this process by the byte that is locked, see flight.h.
struct flight_table {
  std::mutex lock;
  struct counts {
    unsigned held = 0;
    unsigned waiting = 0;
    pthread_t owner{}; // who took it first
  };
  std::map<off_t, counts> bytes; // only those with a count
};

struct session {
  /// Null and the reason if the store cannot be used now. `root` has been checked. May throw
  /// bad_alloc.
  static session *open(const std::string &root, std::string &why_not);
  session() = default;
  ~session();
  session(const session &) = delete;
  session &operator=(const session &) = delete;
  /// Ends it; the object stays. Under the gate, exclusively.
  void close() noexcept;
  /// To be called before the first change: from now on a crash of the system costs the store.
  bool mark_dirty() noexcept;
  /// Is the index still the one at that path? May throw bad_alloc.
  bool in_place();

  std::string root;
  std::string base; // of everything in this version's format
  index data;
  int flights = -1;
  unsigned generation = 0; // fork_generation() of its process
  detail::hash_secret secret;

  /// Held by whoever uses the index, exclusively while it is changed for another.
  std::shared_mutex gate;
  bool closed = false;

  std::atomic<bool> dirty{false};
  std::mutex dirty_lock;
  std::atomic<std::int64_t> next_upkeep{0}; // monotonic
  std::atomic<std::int64_t> next_eviction{0};
  std::atomic<bool> evicting{false};
  // What the sums in the index lack, and what they were when they were last written.
  std::atomic<std::int64_t> unwritten_bytes{0};
  std::atomic<std::uint64_t> unwritten_changes{0};
  std::atomic<std::uint64_t> bytes_seen{0};
  recency uses;
  flight_table table;

private:
  void shut() noexcept;
  bool prepare(std::string &why_not);
  bool open_index(std::string &why_not);
  bool read_or_make_secret(std::string &why_not);
  bool alone() noexcept;
  bool be_present() noexcept;
};

// Bytes of the file `flights` that are locked.
inline constexpr off_t presence_byte = 0;
inline constexpr off_t eviction_byte = 1;
inline constexpr off_t first_flight_byte = 16;

/// One of F_RDLCK, F_WRLCK and F_UNLCK, without waiting.
bool lock_byte(int fd, short type, off_t byte) noexcept;

} // namespace st::store

#endif
