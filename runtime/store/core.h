// What disk.cpp, evict.cpp and manage.cpp share.
#ifndef STCACHE_STORE_CORE_H
#define STCACHE_STORE_CORE_H

#include "disk.h"
#include "session.h"
#include <cerrno>
#include <unordered_set>

namespace st::store {

/// Kinds of trouble, each logged once.
enum class trouble : unsigned { cannot_open, cannot_read, cannot_write, disk_full, damaged };

struct core {
  settings how;
  std::string root; // real path
  std::string base; // root + "/v1"

  std::atomic<session *> current{nullptr};
  std::atomic<const detail::hash_secret *> secret{nullptr};
  std::vector<std::unique_ptr<session>> past; // under the registry's lock
  std::vector<std::unique_ptr<detail::hash_secret>> secrets;
  std::atomic<std::int64_t> retry_at{0};     // monotonic: when to try to open again
  std::atomic<std::int64_t> paused_until{0}; // monotonic: no writes after the disk was full
  std::atomic<std::int64_t> last_stamp{0};

  std::atomic<std::uint64_t> errors{0};
  std::atomic<std::uint64_t> damaged{0};
  std::atomic<std::uint64_t> evicted{0};
  std::atomic<unsigned> logged{0};

  /// Functions that were opened, to make their records anew. Only ever grows, and is consistent
  /// at any moment: a child of fork reads it too.
  struct known_group {
    id128 id;
    std::string symbol, name;
    detail::key128 fingerprint;
    std::uint64_t schema;
    known_group *next;
  };
  std::atomic<known_group *> known{nullptr};

  ~core();

  /// Takes part in the session, which is opened if need be, while it lives; false if there is none.
  class use {
  public:
    explicit use(core &c) noexcept;
    ~use() {
      if (session_)
        session_->gate.unlock_shared();
    }
    use(const use &) = delete;
    use &operator=(const use &) = delete;
    explicit operator bool() const { return session_ != nullptr; }
    session *operator->() const { return session_; }
    session &operator*() const { return *session_; }

  private:
    session *session_ = nullptr;
  };

  /// Runs `f(txn, changes)` in a transaction, perhaps more than once, and commits if it gives 0.
  /// Removes the files that are not needed any more. May throw bad_alloc.
  template <class F> int write(F f, changes &out);
  /// The same where nothing is to be known of it.
  template <class F> int write(F f) {
    changes out;
    return write(f, out);
  }

  session *reopen() noexcept;
  /// Ends a session whose index cannot be used any more; the next use opens another.
  void condemn(session &s) noexcept;
  void enlarge(session &s) noexcept;
  /// Counts and logs. `error` is 0 or one of LMDB's or the system's.
  void complain(trouble what, int error, const char *more = "") noexcept;
  void note_write_error(int error) noexcept;

  /// Later than all before in this process.
  std::int64_t stamp() noexcept;
  /// Is something to be done from time to time?
  void upkeep(bool now) noexcept;
  /// Writes what is noted in memory.
  void write_notes() noexcept;
  int write_uses();
  void remove_files(const changes &done) noexcept;
  int adjust_sums(session &s, MDB_txn *txn, const changes &out, std::int64_t &adjusted);
  void note_sums(session &s, const changes &out, std::int64_t adjusted, int sign) noexcept;

  /// Removes entries until all take at most `bytes`. May throw bad_alloc.
  removal shrink(std::uint64_t bytes);
  /// If over the limit.
  void evict() noexcept;
};

using group_set = std::unordered_set<id128, key_hash>;
/// The groups that programs have now; a program that is no more has none, and its records are
/// listed in `missing`. May throw bad_alloc.
group_set groups_in_use(MDB_txn *txn, std::vector<id128> *missing = nullptr);

/// Is that value file one that no entry speaks of? May throw bad_alloc.
bool is_orphan(core &c, const std::string &path);

/// Visits, as `visit(path, bytes)`, the value files that no entry speaks of because their writers
/// were killed between two steps. Younger ones than that may belong to a writer who is at it.
template <class Visit> void for_each_orphan(core &c, std::int64_t older_than, Visit visit) {
  const std::int64_t now = real_time();
  const std::string values = c.base + "/values";
  for_each_name(values, [&](std::string_view part) {
    const std::string directory = values + "/" + std::string(part);
    for_each_name(directory, [&](std::string_view name) {
      const std::string path = directory + "/" + std::string(name);
      struct stat status{};
      if (sys.stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
          status.st_mtim.tv_sec * second + older_than <= now && is_orphan(c, path))
        visit(path, static_cast<std::uint64_t>(status.st_size));
    });
  });
}

/// What a write transaction gives that found nothing to do.
inline constexpr int nothing_to_do = -1;

template <class F> int core::write(F f, changes &out) {
  int rc = EIO;
  for (int attempt = 0; attempt < 4; ++attempt) {
    out = {};
    session *in = nullptr;
    {
      const use s(*this);
      if (!s)
        return EIO;
      out.in = in = &*s;
      if (!s->mark_dirty())
        return errno ? errno : EIO;
      std::int64_t adjusted = 0;
      writing change(s->data);
      rc = change.error();
      if (rc == 0)
        rc = f(change.txn(), out);
      if (rc == 0)
        rc = adjust_sums(*s, change.txn(), out, adjusted);
      // Before the commit, so that the next writer sees it.
      const bool changed = rc == 0;
      if (changed)
        rc = (note_sums(*s, out, adjusted, 1), change.commit());
      if (changed && rc != 0)
        note_sums(*s, out, adjusted, -1);
    }
    if (rc == 0) {
      remove_files(out);
      return 0;
    }
    if (rc == MDB_MAP_FULL || rc == MDB_MAP_RESIZED)
      enlarge(*in);
    else if (rc == MDB_PANIC || rc == MDB_CORRUPTED || rc == MDB_PAGE_NOTFOUND)
      condemn(*in);
    else
      break;
  }
  return rc == nothing_to_do ? 0 : rc;
}

} // namespace st::store

#endif
