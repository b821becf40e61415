// Sessions and what goes on around transactions.
#include "core.h"
#include <algorithm>
#include <cstdio>

namespace st::store {
namespace {

constexpr std::int64_t upkeep_interval = 30 * second;
constexpr std::int64_t pause_when_full = 60 * second;
constexpr std::int64_t retry_interval = 5 * second;

// How far sums may lag behind: so many changes, and such a part of the limit.
constexpr std::uint64_t lag_changes = 64;
constexpr std::uint64_t lag_part = 256;

// All stores that this process has open.
struct registry {
  struct entry {
    std::string root;
    std::weak_ptr<disk> shared;
    core *inside;
  };
  std::mutex lock;
  std::vector<entry> stores;
  std::atomic<unsigned> forks{0};
};

registry &all() noexcept {
  // In use until the very end of the process, so never destroyed.
  alignas(registry) static unsigned char room[sizeof(registry)];
  static registry *const one = new (room) registry;
  return *one;
}

void before_fork() noexcept { all().lock.lock(); }
void after_fork_in_parent() noexcept { all().lock.unlock(); }
void after_fork_in_child() noexcept {
  registry &r = all();
  ++r.forks;
  for (const registry::entry &e : r.stores) {
    // Its locks are the parent's, but for those that belong to the file that both have open: they
    // would outlive the parent.
    if (session *const s = e.inside->current.exchange(nullptr)) {
      sys.close(s->flights);
      s->flights = -1;
    }
    e.inside->retry_at = 0;
  }
  r.lock.unlock();
}

} // namespace

unsigned fork_generation() noexcept { return all().forks.load(std::memory_order_relaxed); }

std::shared_ptr<disk> disk::open(const settings &how, std::string &why_not) noexcept {
  try {
    const std::string root = use_directory(how.directory, why_not);
    if (root.empty())
      return nullptr;
    registry &r = all();
    for (;; sys.sleep(100'000)) {
      const std::lock_guard locked(r.lock);
      static const bool watched =
          ::pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
      if (!watched) {
        why_not = "out of memory";
        return nullptr;
      }
      const auto there = std::find_if(r.stores.begin(), r.stores.end(),
                                      [&](const auto &e) { return e.root == root; });
      if (there != r.stores.end()) {
        if (auto shared = there->shared.lock())
          return shared;
        continue; // it is just being closed
      }
      // Given its inside last, so that one that fails to be made does not close a store.
      std::shared_ptr<disk> made(new disk);
      auto inside = std::make_unique<core>();
      core &c = *inside;
      c.how = how;
      c.root = root;
      c.base = root + "/v1";
      if (c.how.program.empty()) {
        char path[4096];
        const ssize_t n = sys.readlink("/proc/self/exe", path, sizeof(path));
        c.how.program.assign(path, n > 0 ? static_cast<std::size_t>(n) : 0);
      }
      std::unique_ptr<session> first(session::open(root, why_not));
      if (!first)
        return nullptr;
      c.secrets.push_back(std::make_unique<detail::hash_secret>(first->secret));
      r.stores.push_back({root, made, &c});
      c.secret = c.secrets.back().get();
      c.current = first.release();
      made->core_ = std::move(inside);
      return made;
    }
  } catch (...) {
    why_not.clear(); // for which there may be no memory either
    return nullptr;
  }
}

disk::~disk() {
  if (!core_)
    return;
  registry &r = all();
  core_->write_notes();
  const std::lock_guard locked(r.lock);
  if (session *const s = core_->current.exchange(nullptr)) {
    delete s;
  }
  std::erase_if(r.stores, [&](const auto &e) { return e.inside == core_.get(); });
}

core::~core() {
  for (known_group *k = known; k;) {
    known_group *const next = k->next;
    delete k;
    k = next;
  }
}

core::use::use(core &c) noexcept {
  for (;;) {
    session *s = c.current.load(std::memory_order_acquire);
    if (!s && !(s = c.reopen()))
      return;
    if (s->data.outgrown())
      c.enlarge(*s);
    s->gate.lock_shared();
    if (!s->closed) {
      session_ = s;
      return;
    }
    s->gate.unlock_shared();
  }
}

session *core::reopen() noexcept {
  if (monotonic_time() < retry_at.load(std::memory_order_relaxed))
    return nullptr;
  try {
    std::string why_not;
    {
      const std::lock_guard locked(all().lock);
      if (session *const s = current.load())
        return s;
      std::unique_ptr<session> fresh(session::open(root, why_not));
      if (fresh) {
        if (std::memcmp(fresh->secret.bytes, secret.load()->bytes, sizeof(fresh->secret)) != 0) {
          secrets.push_back(std::make_unique<detail::hash_secret>(fresh->secret));
          secret = secrets.back().get();
        }
        current.store(fresh.get(), std::memory_order_release);
        return fresh.release();
      }
    }
    retry_at = monotonic_time() + retry_interval;
    complain(trouble::cannot_open, 0, why_not.c_str());
  } catch (...) {
    retry_at = monotonic_time() + retry_interval;
  }
  return nullptr;
}

void core::condemn(session &s) noexcept {
  const std::lock_guard locked(all().lock);
  session *expected = &s;
  if (!current.compare_exchange_strong(expected, nullptr))
    return;
  // Kept: flights and others on their way in refer to it.
  try {
    past.emplace_back(&s);
  } catch (const std::bad_alloc &) {
    // Never freed then.
  }
  const std::lock_guard alone(s.gate);
  const std::lock_guard flights(s.table.lock);
  s.close();
}

void core::enlarge(session &s) noexcept {
  bool done = false;
  {
    const std::lock_guard alone(s.gate);
    done = s.closed || s.data.enlarge();
  }
  if (!done)
    condemn(s);
}

void core::complain(trouble what, int error, const char *more) noexcept {
  if (what == trouble::damaged)
    damaged.fetch_add(1, std::memory_order_relaxed);
  else
    errors.fetch_add(1, std::memory_order_relaxed);
  const unsigned bit = 1u << static_cast<unsigned>(what);
  if (!how.log || (logged.fetch_or(bit) & bit) != 0)
    return;
  constexpr const char *texts[] = {"the store cannot be opened", "the store cannot be read",
                                   "the store cannot be written", "the store's disk is full",
                                   "an entry of the store is damaged and was removed"};
  char line[512];
  std::snprintf(line, sizeof(line), "%s: %s%s%s%s%s", root.c_str(),
                texts[static_cast<unsigned>(what)], error ? ": " : "",
                error ? mdb_strerror(error) : "", *more ? ": " : "", more);
  how.log(line);
}

void core::note_write_error(int error) noexcept {
  const bool full = error == ENOSPC || error == EDQUOT;
  if (full)
    paused_until = monotonic_time() + pause_when_full;
  complain(full ? trouble::disk_full : trouble::cannot_write, error);
}

std::int64_t core::stamp() noexcept {
  const std::int64_t now = real_time();
  std::int64_t last = last_stamp.load(std::memory_order_relaxed);
  while (!last_stamp.compare_exchange_weak(last, std::max(now, last + 1)))
    ;
  return std::max(now, last + 1);
}

int core::adjust_sums(session &s, MDB_txn *txn, const changes &out, std::int64_t &adjusted) {
  const std::int64_t lag = s.unwritten_bytes + out.bytes;
  if (!out.settle &&
      (out.bytes == 0 || (s.unwritten_changes < lag_changes &&
                          std::uint64_t(std::abs(lag)) < how.max_size / lag_part)) &&
      out.file_count == 0)
    return 0;
  sums all = get_sums(txn);
  const auto add = [](std::uint64_t &to, std::int64_t change) {
    to += static_cast<std::uint64_t>(change);
    if (static_cast<std::int64_t>(to) < 0)
      to = 0;
  };
  add(all.bytes, lag);
  add(all.files, out.file_count);
  adjusted = lag;
  s.bytes_seen = all.bytes;
  return put_sums(txn, all);
}

void core::note_sums(session &s, const changes &out, std::int64_t adjusted, int sign) noexcept {
  s.unwritten_bytes += sign * (out.bytes - adjusted);
  s.unwritten_changes = adjusted != 0 ? 0 : s.unwritten_changes + (out.bytes != 0);
}

void core::remove_files(const changes &done) noexcept {
  for (const changes::file &f : done.files)
    try {
      sys.unlink(value_path(base, f.key, f.name).c_str());
    } catch (const std::bad_alloc &) {
      // An orphan, which verify and eviction remove.
    }
}

int core::write_uses() {
  std::vector<std::pair<entry_key, std::int64_t>> noted;
  session *in = nullptr;
  if (const use s(*this); s) {
    noted = s->uses.all_noted();
    in = &*s;
  }
  if (noted.empty())
    return 0;
  std::string copy;
  const int rc = write([&](MDB_txn *txn, changes &) {
    for (const auto &[key, used] : noted) {
      bytes_view bytes;
      record r;
      const int error = get(txn, index_key(key), bytes);
      if (error != 0 && error != MDB_NOTFOUND)
        return error;
      if (error != 0 || !read_summary(bytes, r) || r.info.used >= used)
        continue;
      copy.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
      auto *const at = reinterpret_cast<unsigned char *>(copy.data());
      set_used(at, used);
      if (const int failed = put(txn, index_key(key), {at, copy.size()}))
        return failed;
    }
    return 0;
  });
  in->uses.forget(noted);
  return rc;
}

void core::write_notes() noexcept {
  try {
    if (!current.load())
      return;
    int rc = write_uses();
    std::int64_t lag = 0;
    if (const use s(*this); s)
      lag = s->unwritten_bytes;
    if (rc == 0 && lag != 0)
      rc = write([](MDB_txn *, changes &out) {
        out.settle = true;
        return 0;
      });
    if (rc != 0)
      note_write_error(rc);
  } catch (const std::bad_alloc &) {
    // No memory: then they were not used.
  }
}

void core::upkeep(bool now) noexcept {
  session *condemned = nullptr;
  try {
    const std::int64_t time = monotonic_time();
    const use s(*this);
    if (!s)
      return;
    std::int64_t due = s->next_upkeep.load(std::memory_order_relaxed);
    if (!now &&
        (time < due || !s->next_upkeep.compare_exchange_strong(due, time + upkeep_interval)))
      return;
    s->next_upkeep = time + upkeep_interval;
    if (due == 0 && !now)
      return; // the first write was just now
    if (s->in_place()) {
      s->data.forget_dead_readers();
      if (const int rc = s->dirty ? s->data.sync() : 0)
        note_write_error(rc);
    } else {
      condemned = &*s;
    }
  } catch (...) {
    return;
  }
  if (condemned)
    condemn(*condemned);
}

} // namespace st::store
