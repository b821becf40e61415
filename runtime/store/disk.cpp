#include "disk.h"
#include "core.h"
#include <algorithm>

namespace st::store {
namespace {

constexpr std::int64_t clock_tolerance = second;
constexpr std::int64_t day = 86400 * second;

// A point in time for the notes of use, which need not be exact.
std::int64_t coarse_time() noexcept {
  timespec t{};
  return sys.clock(CLOCK_REALTIME_COARSE, &t) == 0 ? t.tv_sec * second + t.tv_nsec : 0;
}

bool is_fresh(std::int64_t created, std::int64_t ttl) noexcept {
  const std::int64_t now = real_time();
  return created <= now + clock_tolerance && (now < created || now - created < ttl);
}

bool same(bytes_view a, bytes_view b) noexcept {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

group_record record_of(const core::known_group &k, std::int64_t now) {
  return {.fingerprint = k.fingerprint,
          .schema = k.schema,
          .opened = now,
          .symbol = k.symbol,
          .name = k.name};
}

// Entries of a group that has more than it may have: those that have expired leave first, then
// the least recently used.
int trim(session &s, MDB_txn *txn, const entry_key &just_put, std::uint64_t limit, changes &out) {
  group_record group;
  int rc = get_group(txn, just_put.group, group);
  const std::int64_t now = real_time();
  for (std::uint64_t left = group.entries; rc == 0 && left > limit; --left) {
    const auto list = [&](std::vector<recency::candidate> &all) {
      rc = for_each_record<entry_key>(
          txn, kind::entry, index_key::view_of(just_put.group), nullptr,
          [&](const entry_key &key, bytes_view bytes) {
            record r;
            const bool good = read_summary(bytes, r);
            if (key != just_put)
              all.push_back({key.arguments, good ? s.uses.last_use(key, r.info.used) : 0,
                             good ? r.info.expires : 0});
            return true;
          });
    };
    const auto still = [&](const recency::candidate &c) {
      const entry_key key{just_put.group, c.arguments};
      bytes_view bytes;
      record r;
      if (get(txn, index_key(key), bytes) != 0)
        return false;
      const bool good = read_summary(bytes, r);
      if (c.used != (good ? s.uses.last_use(key, r.info.used) : 0))
        return false;
      rc = remove_entry(txn, key, nullptr, out);
      return true;
    };
    if (!s.uses.take_oldest(just_put.group, now, list, still))
      break;
  }
  return rc == MDB_NOTFOUND ? 0 : rc;
}

} // namespace

core &inside(disk &store) noexcept { return *store.core_; }

const detail::hash_secret &disk::secret() const noexcept { return *core_->secret.load(); }
const std::string &disk::directory() const noexcept { return core_->root; }
const std::string &disk::values_directory() const noexcept { return core_->base; }
counts disk::events() const noexcept {
  return {core_->errors.load(), core_->damaged.load(), core_->evicted.load()};
}

id128 disk::open_group(const function_info &f) noexcept {
  const id128 id = group_id(f);
  core &c = *core_;
  try {
    const std::int64_t now = real_time();
    core::known_group *known = c.known.load();
    while (known && known->id != id)
      known = known->next;
    if (!known) {
      auto added = std::make_unique<core::known_group>(core::known_group{
          id, std::string(f.symbol), std::string(f.name), f.fingerprint, f.schema, c.known.load()});
      known = added.release();
      while (!c.known.compare_exchange_weak(known->next, known))
        ;
    }
    const id128 current = current_id(c.how.program, f.symbol);
    const auto is_noted = [&](MDB_txn *txn) {
      group_record group;
      bytes_view bytes;
      current_record r;
      return get_group(txn, id, group) == 0 && group.opened > now - day &&
             get(txn, index_key(kind::current, current), bytes) == 0 &&
             read_current(bytes, current, r) && r.group == id;
    };
    if (const core::use s(c); s) {
      if (const reading snapshot(s->data); snapshot && is_noted(snapshot.txn()))
        return id;
    } else {
      return id;
    }
    const int rc = c.write([&](MDB_txn *txn, changes &) {
      if (is_noted(txn))
        return nothing_to_do;
      group_record group;
      int error = get_group(txn, id, group);
      if (error == 0) {
        group.opened = now;
        error = update_group(txn, id, group);
      } else if (error == MDB_NOTFOUND) {
        error = put_group(txn, id, record_of(*known, now));
      }
      return error != 0 ? error : put_current(txn, current, {id, now, c.how.program});
    });
    if (rc != 0)
      c.note_write_error(rc);
  } catch (const std::bad_alloc &) {
    // No memory: only the tool's lists suffer.
  }
  return id;
}

bool disk::find(const entry_key &key, bytes_view arguments, std::int64_t ttl, found &out) noexcept {
  out.reset();
  core &c = *core_;
  std::size_t uses = 0;
  try {
    // A file may have gone because the entry was just replaced.
    for (int attempts = 8; attempts > 0; --attempts) {
      std::string damaged;
      {
        const core::use s(c);
        if (!s)
          return false;
        reading snapshot(s->data);
        bytes_view bytes;
        if (!snapshot) {
          c.complain(trouble::cannot_read, 0);
          return false;
        }
        if (get(snapshot.txn(), index_key(key), bytes) != 0)
          return false;
        record r;
        if (read_record(bytes, key, r)) {
          if ((r.has_arguments && !same(r.arguments, arguments)) ||
              (ttl != 0 && !is_fresh(r.info.created, ttl)))
            return false;
          bool good = false;
          if (r.in_file) {
            const std::string copy(reinterpret_cast<const char *>(bytes.data()), bytes.size());
            snapshot.end();
            if (!read_record({reinterpret_cast<const unsigned char *>(copy.data()), copy.size()},
                             key, r))
              return false;
            const found::outcome result = out.map(value_path(c.base, key, r.file.name), key, r);
            if (result == found::outcome::failed) {
              c.complain(trouble::cannot_read, errno);
              return false;
            }
            good = result == found::outcome::good;
            if (!good)
              damaged = copy;
            if (result == found::outcome::absent && attempts > 1)
              continue;
          } else {
            good = out.copy(r);
            if (!good)
              return false;
          }
          if (good) {
            const std::int64_t now = coarse_time();
            if (now - r.info.used > c.how.touch_interval)
              uses = s->uses.note(key, now);
          }
        } else {
          damaged.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        }
      }
      if (!damaged.empty()) {
        const bytes_view bytes{reinterpret_cast<const unsigned char *>(damaged.data()),
                               damaged.size()};
        c.complain(trouble::damaged, 0);
        const int rc = c.write(
            [&](MDB_txn *txn, changes &done) { return remove_entry(txn, key, &bytes, done); });
        if (rc != 0)
          c.note_write_error(rc);
        return false;
      }
      if (uses >= recency::most_noted)
        c.write_notes();
      return true;
    }
  } catch (const std::bad_alloc &) {
    // No memory: a miss.
  }
  out.reset();
  return false;
}

put_result disk::put(const entry_key &key, value_writer &value, const put_info &info) noexcept {
  core &c = *core_;
  if (c.paused_until.load(std::memory_order_relaxed) > monotonic_time() ||
      info.extra.size() > extra_limit || value.offset() > c.how.max_size / 10 * 9)
    return put_result::refused;
  errno = 0;
  if (value.failed && value.error_ == 0)
    return put_result::invalid;
  if (value.failed) {
    c.note_write_error(value.error_);
    return put_result::failed;
  }
  record r;
  int rc = 0;
  try {
    const std::int64_t time = real_time();
    r.info.created = info.created != 0 && info.created < time ? info.created : time;
    r.info.expires =
        info.ttl > 0 && info.ttl < never - r.info.created ? r.info.created + info.ttl : never;
    r.info.compute_ns = info.compute_ns;
    r.info.schema = info.schema;
    r.info.used = c.stamp();
    r.has_arguments = info.arguments.size() <= arguments_limit;
    if (r.has_arguments)
      r.arguments = info.arguments;
    r.extra = info.extra;
    r.payload_size = value.offset();
    r.in_file = value.in_file();
    if (!r.in_file) {
      r.payload = value.in_memory();
    } else if (!value.publish(key, r.file)) {
      c.note_write_error(errno);
      return put_result::failed;
    }
    const std::int64_t started = info.started != 0 ? info.started : time - r.info.compute_ns;
    bool cleared = false;
    std::size_t uses = 0;
    rc = c.write([&](MDB_txn *txn, changes &out) {
      group_record group;
      int error = get_group(txn, key.group, group);
      if (error == MDB_NOTFOUND) {
        // The index was made anew, or an idle function forgotten.
        error = 0;
        for (const core::known_group *k = c.known.load(); k; k = k->next)
          if (k->id == key.group)
            error = put_group(txn, key.group, record_of(*k, time));
        group = {};
      }
      cleared =
          group.cleared != 0 && started <= group.cleared && group.cleared <= time + clock_tolerance;
      if (error == 0 && cleared)
        return nothing_to_do;
      if (error == 0 && info.max_entries != 0)
        error = count_group(txn, key.group, group);
      if (error == 0)
        error = put_entry(txn, key, r, out);
      if (error == 0 && info.max_entries != 0)
        error = trim(*out.in, txn, key, info.max_entries, out);
      uses = out.in->uses.noted();
      return error;
    });
    if (rc == 0 && !cleared) {
      if (uses >= recency::batch)
        c.write_notes();
      c.upkeep(false);
      c.evict();
      return put_result::stored;
    }
    if (r.in_file)
      sys.unlink(value_path(c.base, key, r.file.name).c_str());
    if (rc == 0)
      return put_result::refused;
  } catch (...) {
    rc = ENOMEM;
  }
  c.note_write_error(rc);
  return put_result::failed;
}

void disk::used(const entry_key &key) noexcept {
  std::size_t uses = 0;
  if (const core::use s(*core_); s)
    uses = s->uses.note(key, core_->stamp());
  if (uses >= recency::most_noted)
    core_->write_notes();
}

bool disk::erase(const entry_key &key) noexcept {
  try {
    changes out;
    const int rc = core_->write(
        [&](MDB_txn *txn, changes &done) { return remove_entry(txn, key, nullptr, done); }, out);
    if (rc != 0)
      core_->note_write_error(rc);
    return rc == 0 && out.removed != 0;
  } catch (...) {
    return false;
  }
}

flight disk::acquire(const entry_key &key, std::int64_t patience) noexcept {
  session *in = nullptr;
  if (const core::use s(*core_); s)
    in = &*s;
  return in ? flight::acquire(*in, key, patience) : flight();
}

void disk::sync() noexcept {
  core_->write_notes();
  core_->upkeep(true);
}

void disk::rest() noexcept {
  core_->write_notes();
  if (session *const s = core_->current.load())
    core_->condemn(*s);
}

} // namespace st::store
