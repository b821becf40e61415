// What the tool asks for.
#include "core.h"
#include <algorithm>

namespace st::store {
namespace {

constexpr std::size_t batch = 1024;
constexpr std::int64_t orphan_age = 60 * second;

void add_entry(group_info &g, const entry_info &info, std::uint64_t bytes, std::int64_t now) {
  ++g.entries;
  g.bytes += bytes;
  g.expired += info.expires <= now;
  g.compute_ns += info.compute_ns;
  g.oldest = g.oldest == 0 ? info.created : std::min(g.oldest, info.created);
  g.newest = std::max(g.newest, info.created);
  g.last_use = std::max(g.last_use, info.used);
}

// Runs `f(session, txn)` in a read transaction; its result, or an error.
template <class F> int read(core &c, F f) {
  const core::use s(c);
  if (!s)
    return EIO;
  const reading snapshot(s->data);
  return snapshot ? f(*s, snapshot.txn()) : EIO;
}

listed_entry describe(session &s, const entry_key &key, bytes_view bytes) {
  listed_entry e;
  record r;
  e.key = key;
  e.sound = read_summary(bytes, r);
  if (e.sound) {
    e.info = r.info;
    e.info.used = s.uses.last_use(key, r.info.used);
    e.in_file = r.in_file;
    e.has_arguments = r.has_arguments;
    e.payload_size = r.payload_size;
  }
  e.bytes = disk_size(bytes.size(), e.in_file, e.in_file ? e.payload_size : 0);
  return e;
}

// Goes through the entries of a group, or all, a batch at a time; `visit(session, key, bytes)`.
template <class Visit, class Then>
bool for_each_entry(core &c, const id128 *group, Visit visit, Then after_batch) {
  std::optional<entry_key> after;
  for (bool more = true; more;) {
    more = false;
    std::size_t count = 0;
    const int rc = read(c, [&](session &s, MDB_txn *txn) {
      return for_each_record<entry_key>(
          txn, kind::entry, group ? index_key::view_of(*group) : bytes_view(),
          after ? &*after : nullptr, [&](const entry_key &key, bytes_view bytes) {
            visit(s, key, bytes);
            after = key;
            more = ++count >= batch;
            return !more;
          });
    });
    if (rc != 0 || !after_batch())
      return false;
  }
  return true;
}

} // namespace

group_set groups_in_use(MDB_txn *txn, std::vector<id128> *missing) {
  group_set in_use;
  for_each_record<id128>(txn, kind::current, {}, nullptr, [&](const id128 &id, bytes_view bytes) {
    current_record r;
    struct stat status{};
    if (!read_current(bytes, id, r))
      return true;
    if (sys.stat(std::string(r.program).c_str(), &status) == 0 ||
        (errno != ENOENT && errno != ENOTDIR))
      in_use.insert(r.group);
    else if (missing)
      missing->push_back(id);
    return true;
  });
  return in_use;
}

bool disk::list_groups(std::vector<group_info> &out) noexcept {
  try {
    out.clear();
    const std::int64_t now = real_time();
    std::unordered_map<id128, std::size_t, key_hash> position;
    const int rc = read(*core_, [&](session &, MDB_txn *txn) {
      const auto in_use = groups_in_use(txn);
      return for_each_record<id128>(txn, kind::group, {}, nullptr,
                                    [&](const id128 &id, bytes_view bytes) {
                                      group_record r;
                                      if (!read_group(bytes, id, r))
                                        return true;
                                      position[id] = out.size();
                                      group_info &g = out.emplace_back();
                                      g.id = id;
                                      g.symbol = r.symbol;
                                      g.name = r.name;
                                      g.fingerprint = r.fingerprint;
                                      g.schema = r.schema;
                                      g.opened = r.opened;
                                      g.gone = !in_use.contains(id);
                                      return true;
                                    });
    });
    return rc == 0 && for_each_entry(
                          *core_, nullptr,
                          [&](session &s, const entry_key &key, bytes_view bytes) {
                            const auto [at, added] = position.try_emplace(key.group, out.size());
                            if (added) { // its record is damaged
                              out.emplace_back().id = key.group;
                              out.back().gone = true;
                            }
                            const listed_entry e = describe(s, key, bytes);
                            add_entry(out[at->second], e.info, e.bytes, now);
                          },
                          [] { return true; });
  } catch (...) {
    return false;
  }
}

bool disk::list_entries(const id128 &group, std::vector<listed_entry> &out) noexcept {
  try {
    out.clear();
    return for_each_entry(
        *core_, &group,
        [&](session &s, const entry_key &key, bytes_view bytes) {
          out.push_back(describe(s, key, bytes));
        },
        [] { return true; });
  } catch (...) {
    return false;
  }
}

bool disk::totals(store_totals &out) noexcept {
  try {
    out = {};
    out.limit = core_->how.max_size;
    int rc = read(*core_, [&](session &s, MDB_txn *txn) {
      struct stat status{};
      if (sys.stat((s.base + "/index.mdb").c_str(), &status) == 0)
        out.index_bytes = static_cast<std::uint64_t>(status.st_size);
      return for_each_record<id128>(txn, kind::group, {}, nullptr, [&](const id128 &, bytes_view) {
        ++out.groups;
        return true;
      });
    });
    return rc == 0 && for_each_entry(
                          *core_, nullptr,
                          [&](session &s, const entry_key &key, bytes_view bytes) {
                            const listed_entry e = describe(s, key, bytes);
                            ++out.entries;
                            out.files += e.in_file;
                            out.bytes += e.bytes;
                          },
                          [] { return true; });
  } catch (...) {
    return false;
  }
}

removal disk::remove(const selection &what) noexcept {
  removal result;
  core &c = *core_;
  try {
    const std::int64_t now = real_time();
    // The groups in question, unless it is all of them.
    group_set chosen;
    const bool by_group = !what.symbol.empty() || what.only_gone;
    if (by_group && read(c, [&](session &, MDB_txn *txn) {
                      const auto in_use = groups_in_use(txn);
                      return for_each_record<id128>(
                          txn, kind::group, {}, nullptr, [&](const id128 &id, bytes_view bytes) {
                            group_record r;
                            if (read_group(bytes, id, r) &&
                                (what.symbol.empty() || r.symbol == what.symbol) &&
                                !(what.only_gone && in_use.contains(id)))
                              chosen.insert(id);
                            return true;
                          });
                    }) != 0)
      return result;
    const auto selected = [&](session &s, const entry_key &key, bytes_view bytes) {
      if (by_group && !chosen.contains(key.group))
        return false;
      const listed_entry e = describe(s, key, bytes);
      return (what.created_before == 0 || e.info.created < what.created_before) &&
             (what.unused_since == 0 || e.info.used < what.unused_since) &&
             (!what.only_expired || e.info.expires <= now);
    };
    std::vector<entry_key> keys;
    result.complete = for_each_entry(
        c, what.group,
        [&](session &s, const entry_key &key, bytes_view bytes) {
          if (selected(s, key, bytes))
            keys.push_back(key);
        },
        [&] {
          changes out;
          const int rc =
              keys.empty() ? 0
                           : c.write(
                                 [&](MDB_txn *txn, changes &done) {
                                   for (const entry_key &key : keys) {
                                     bytes_view bytes;
                                     if (get(txn, index_key(key), bytes) == 0 &&
                                         selected(*done.in, key, bytes))
                                       if (const int error = remove_entry(txn, key, nullptr, done))
                                         return error;
                                   }
                                   return 0;
                                 },
                                 out);
          keys.clear();
          result.entries += out.removed;
          result.bytes += out.removed_bytes;
          if (rc != 0)
            c.note_write_error(rc);
          return rc == 0;
        });
  } catch (...) {
    result.complete = false;
  }
  return result;
}

removal disk::clear(const id128 *group, std::string_view symbol) noexcept {
  core &c = *core_;
  try {
    // What is being computed now is refused when it is put.
    const int rc = c.write([&](MDB_txn *txn, changes &) {
      std::vector<id128> ids;
      int error = for_each_record<id128>(
          txn, kind::group, group ? index_key::view_of(*group) : bytes_view(), nullptr,
          [&](const id128 &id, bytes_view bytes) {
            group_record r;
            if (symbol.empty() || (read_group(bytes, id, r) && r.symbol == symbol))
              ids.push_back(id);
            return true;
          });
      for (const id128 &id : ids) {
        group_record r;
        if (error == 0 && get_group(txn, id, r) == 0) {
          r.cleared = real_time();
          error = update_group(txn, id, r);
        }
      }
      return error;
    });
    if (rc != 0)
      c.note_write_error(rc);
    removal result = remove({.group = group, .symbol = symbol});
    result.complete = result.complete && rc == 0;
    return result;
  } catch (...) {
    return {};
  }
}

removal disk::clear_group(const id128 &group) noexcept { return clear(&group, {}); }
removal disk::clear_symbol(std::string_view symbol) noexcept {
  return symbol.empty() ? removal{.complete = true} : clear(nullptr, symbol);
}
removal disk::clear_all() noexcept { return clear(nullptr, {}); }

removal disk::prune(std::uint64_t bytes) noexcept {
  try {
    return core_->shrink(bytes);
  } catch (...) {
    return {};
  }
}

verification disk::verify(bool repair) noexcept {
  verification result;
  core &c = *core_;
  try {
    std::vector<std::pair<entry_key, std::string>> bad; // with the bytes that are
    std::vector<std::pair<entry_key, std::string>> in_files;
    const auto copy = [](bytes_view bytes) {
      return std::string(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    };
    const auto view = [](const std::string &bytes) {
      return bytes_view{reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size()};
    };
    const auto note = [&](const entry_key &key, std::string bytes, const char *what) {
      result.bad.push_back({key, what});
      bad.emplace_back(key, std::move(bytes));
    };
    found value;
    result.complete = for_each_entry(
        c, nullptr,
        [&](session &, const entry_key &key, bytes_view bytes) {
          ++result.entries;
          result.bytes += bytes.size();
          record r;
          if (!read_record(bytes, key, r))
            note(key, copy(bytes), "record damaged");
          else if (r.in_file)
            in_files.emplace_back(key, copy(bytes));
        },
        [&] {
          for (auto &[key, bytes] : in_files) {
            record r;
            if (!read_record(view(bytes), key, r))
              continue;
            value.reset();
            result.bytes += r.payload_size;
            switch (value.map(value_path(c.base, key, r.file.name), key, r)) {
            case found::outcome::good:
              break;
            case found::outcome::absent:
            case found::outcome::bad: {
              // Unless it has been replaced meanwhile.
              bool still = false;
              read(c, [&](session &, MDB_txn *txn) {
                bytes_view now;
                still = get(txn, index_key(key), now) == 0 && same_record(now, view(bytes));
                return 0;
              });
              if (still)
                note(key, bytes, "value file damaged or missing");
              break;
            }
            case found::outcome::failed:
              return false;
            }
          }
          value.reset();
          in_files.clear();
          return true;
        });
    for (const auto &[key, bytes] : bad) {
      if (!repair)
        break;
      const bytes_view expected = view(bytes);
      const int rc = c.write(
          [&](MDB_txn *txn, changes &done) { return remove_entry(txn, key, &expected, done); });
      if (rc != 0) {
        c.note_write_error(rc);
        result.complete = false;
      }
    }
    for_each_orphan(c, orphan_age, [&](const std::string &path, std::uint64_t bytes) {
      ++result.orphans;
      result.orphan_bytes += bytes;
      if (repair)
        sys.unlink(path.c_str());
    });
  } catch (...) {
    result.complete = false;
  }
  return result;
}

} // namespace st::store
