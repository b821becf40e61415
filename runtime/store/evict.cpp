// The size limit. Over it, entries leave until all take 90 % of it: those that have expired, then
// those of code that no program has any more, the code that was used longest ago first, then those
// that save the least time for their room and age:
//
//   score = (compute time + 1 us) / (bytes * (seconds since the last use + 1))
//
// One process at a time does it. Entries are first counted by score in a histogram and then, in a
// second pass, removed up to the score that makes enough room: memory does not depend on their
// number, and no transaction is long.
#include "core.h"
#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace st::store {
namespace {

constexpr std::int64_t pause_after_failure = second;
constexpr std::int64_t orphan_age = 3600 * second;
constexpr std::size_t batch = 256;

// Ranks, lowest first: expired; gone code, a rank for each function; scores, by their logarithm.
constexpr unsigned gone_ranks = 2048;
constexpr unsigned first_score = 1 + gone_ranks;
constexpr unsigned score_ranks = 4096;
constexpr unsigned rank_count = first_score + score_ranks;

class ranking {
public:
  // The groups whose code is gone, as of now. May throw bad_alloc.
  ranking(MDB_txn *txn, std::vector<id128> &missing_programs) : now_(real_time()) {
    const group_set in_use = groups_in_use(txn, &missing_programs);
    std::vector<std::pair<std::int64_t, id128>> gone;
    for_each_record<id128>(txn, kind::group, {}, nullptr, [&](const id128 &id, bytes_view bytes) {
      group_record r;
      if (!in_use.contains(id))
        gone.emplace_back(read_group(bytes, id, r) ? r.opened : 0, id);
      else
        known_[id] = 0;
      return true;
    });
    std::sort(gone.begin(), gone.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    for (std::size_t i = 0; i < gone.size(); ++i)
      known_[gone[i].second] = 1 + static_cast<unsigned>(std::min<std::size_t>(i, gone_ranks - 1));
  }

  unsigned rank(session &s, const entry_key &key, const record &r, std::uint64_t bytes) const {
    if (r.info.expires <= now_)
      return 0;
    const auto group = known_.find(key.group);
    if (group == known_.end())
      return 1; // nobody can ask for it
    if (group->second != 0)
      return group->second;
    const std::int64_t idle = std::max<std::int64_t>(0, now_ - s.uses.last_use(key, r.info.used));
    const double cost = static_cast<double>(std::max<std::int64_t>(0, r.info.compute_ns)) + 1000;
    const double score =
        cost / (static_cast<double>(bytes) * (static_cast<double>(idle) / second + 1));
    // From 2^-64 to 2^64, 32 ranks for each doubling.
    const double position = (std::log2(score) + 64) * (score_ranks / 128.0);
    return first_score + static_cast<unsigned>(std::clamp(position, 0.0, score_ranks - 1.0));
  }

  bool is_gone(const id128 &group) const {
    const auto at = known_.find(group);
    return at == known_.end() || at->second != 0;
  }

private:
  std::int64_t now_;
  std::unordered_map<id128, unsigned, key_hash> known_; // 0: in use, else the rank
};

} // namespace

bool is_orphan(core &c, const std::string &path) {
  const descriptor fd(sys.open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0));
  unsigned char header[file_header_size];
  entry_key key;
  std::uint64_t name;
  if (!fd)
    return false;
  if (!read_all(fd.get(), header, sizeof(header), 0))
    return errno == 0;
  if (!read_file_header(header, key, name) || path != value_path(c.base, key, name))
    return true;
  const core::use s(c);
  if (!s)
    return false;
  const reading snapshot(s->data);
  if (!snapshot)
    return false;
  bytes_view bytes;
  const int rc = get(snapshot.txn(), index_key(key), bytes);
  record r;
  return rc == MDB_NOTFOUND ||
         (rc == 0 && !(read_summary(bytes, r) && r.in_file && r.file.name == name));
}

removal core::shrink(std::uint64_t target) {
  removal result;
  std::vector<std::uint64_t> histogram(rank_count);
  std::vector<id128> missing;
  std::uint64_t total = 0;
  std::optional<ranking> ranks;
  const auto look = [&](session &s, const entry_key &key, bytes_view bytes, std::uint64_t &size) {
    record r;
    const bool good = read_summary(bytes, r);
    size = disk_size(bytes.size(), good && r.in_file, good ? r.payload_size : 0);
    return good ? ranks->rank(s, key, r, size) : 0;
  };
  {
    const use s(*this);
    if (!s)
      return result;
    const reading snapshot(s->data);
    if (!snapshot)
      return result;
    ranks.emplace(snapshot.txn(), missing);
    const int rc = for_each_record<entry_key>(snapshot.txn(), kind::entry, {}, nullptr,
                                              [&](const entry_key &key, bytes_view bytes) {
                                                std::uint64_t size = 0;
                                                const unsigned rank = look(*s, key, bytes, size);
                                                histogram[rank] += size;
                                                total += size;
                                                return true;
                                              });
    if (rc != 0)
      return result;
  }
  std::uint64_t excess = total > target ? total - target : 0;
  // All below this rank, and of it as many as are needed.
  unsigned limit = 0;
  for (; limit < rank_count && histogram[limit] < excess; ++limit)
    excess -= histogram[limit];
  std::optional<entry_key> after;
  for (bool more = total > target; more;) {
    std::vector<entry_key> batch_keys;
    more = false;
    {
      const use s(*this);
      if (!s)
        return result;
      const reading snapshot(s->data);
      if (!snapshot)
        return result;
      const int rc =
          for_each_record<entry_key>(snapshot.txn(), kind::entry, {}, after ? &*after : nullptr,
                                     [&](const entry_key &key, bytes_view bytes) {
                                       std::uint64_t size = 0;
                                       const unsigned rank = look(*s, key, bytes, size);
                                       if (rank < limit || (rank == limit && excess > 0)) {
                                         if (rank == limit)
                                           excess -= std::min(excess, size);
                                         batch_keys.push_back(key);
                                       }
                                       after = key;
                                       more = batch_keys.size() >= batch;
                                       return !more;
                                     });
      if (rc != 0)
        return result;
    }
    if (batch_keys.empty())
      continue;
    changes out;
    const int rc = write(
        [&](MDB_txn *txn, changes &done) {
          for (const entry_key &key : batch_keys) {
            bytes_view bytes;
            std::uint64_t size = 0;
            const int found = get(txn, index_key(key), bytes);
            // Used or replaced meanwhile: it stays.
            if (found == 0 && look(*done.in, key, bytes, size) <= limit)
              if (const int error = remove_entry(txn, key, nullptr, done))
                return error;
          }
          return 0;
        },
        out);
    if (rc != 0) {
      note_write_error(rc);
      return result;
    }
    result.entries += out.removed;
    result.bytes += out.removed_bytes;
  }
  // What was counted is more certain than the sums.
  const std::uint64_t left = total - std::min(total, result.bytes);
  write([&](MDB_txn *txn, changes &done) {
    const sums all = get_sums(txn);
    done.settle = all.bytes > left + left / 4 || all.bytes + all.bytes / 4 < left;
    if (done.settle)
      done.bytes = static_cast<std::int64_t>(left - all.bytes);
    for (const id128 &id : missing)
      if (const int rc = store::erase(txn, index_key(kind::current, id)))
        return rc;
    return 0;
  });
  // Functions that nobody has and that have no entries.
  write([&](MDB_txn *txn, changes &) {
    std::vector<id128> idle;
    int rc =
        for_each_record<id128>(txn, kind::group, {}, nullptr, [&](const id128 &id, bytes_view) {
          if (ranks->is_gone(id))
            idle.push_back(id);
          return true;
        });
    for (const id128 &id : idle) {
      bool empty = true;
      if (rc == 0)
        rc = for_each_record<entry_key>(
            txn, kind::entry, index_key::view_of(id), nullptr,
            [&](const entry_key &, bytes_view) { return empty = false; });
      if (rc == 0 && empty)
        rc = store::erase(txn, index_key(kind::group, id));
    }
    return rc;
  });
  for_each_orphan(*this, orphan_age,
                  [](const std::string &path, std::uint64_t) { sys.unlink(path.c_str()); });
  result.complete = true;
  return result;
}

void core::evict() noexcept {
  session *in = nullptr;
  {
    const use s(*this);
    if (!s || s->bytes_seen <= how.max_size ||
        monotonic_time() < s->next_eviction.load(std::memory_order_relaxed) ||
        s->evicting.exchange(true))
      return;
    in = &*s;
  }
  if (lock_byte(in->flights, F_WRLCK, eviction_byte)) {
    bool complete = false;
    try {
      const removal done = shrink(how.max_size / 10 * 9);
      evicted.fetch_add(done.entries, std::memory_order_relaxed);
      complete = done.complete;
    } catch (const std::bad_alloc &) {
      // No memory: another time.
    }
    in->bytes_seen = 0; // to be seen anew
    in->next_eviction = complete ? 0 : monotonic_time() + pause_after_failure;
    lock_byte(in->flights, F_UNLCK, eviction_byte);
  }
  in->evicting = false;
}

} // namespace st::store
