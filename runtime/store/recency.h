// Who was used when: what is noted in memory before it is written, and for functions with
// max_entries the order in which entries go.
#ifndef STCACHE_STORE_RECENCY_H
#define STCACHE_STORE_RECENCY_H

#include "types.h"
#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace st::store {

struct key_hash {
  std::size_t operator()(const entry_key &k) const noexcept {
    return (k.group.lo ^ k.arguments.lo * 0x9E3779B97F4A7C15u) + k.arguments.hi;
  }
  std::size_t operator()(const id128 &id) const noexcept { return id.lo; }
};

/// Thread-safe.
class recency {
public:
  static constexpr std::size_t most_noted = 4096;
  static constexpr std::size_t batch = 256;

  /// How many are noted now. Nothing is noted when there is no memory.
  std::size_t note(const entry_key &key, std::int64_t used) noexcept;
  /// The later of what is noted and `written`.
  std::int64_t last_use(const entry_key &key, std::int64_t written) noexcept;
  std::size_t noted() noexcept;
  /// A copy of what is noted, in the order of the index. May throw bad_alloc.
  std::vector<std::pair<entry_key, std::int64_t>> all_noted();
  /// These have been written.
  void forget(const std::vector<std::pair<entry_key, std::int64_t>> &written) noexcept;

  struct candidate {
    detail::key128 arguments;
    std::int64_t used;
    std::int64_t expires;
  };
  /// Offers entries of a group, those that have expired first and then the least recently used:
  /// `still(candidate)` tells whether it is as it was when it was listed, and takes it then.
  /// `list(vector<candidate> &)` lists the whole group when nothing is left. False if nothing could
  /// be taken. May throw bad_alloc.
  template <class List, class Still>
  bool take_oldest(const id128 &group, std::int64_t now, List list, Still still);

private:
  struct queue {
    std::deque<candidate> by_use;
    std::deque<candidate> by_expiry;
    bool expiring = false; // some of the group expire
    void fill(std::vector<candidate> &all);
  };

  std::mutex lock_;
  std::unordered_map<entry_key, std::int64_t, key_hash> noted_;
  std::unordered_map<id128, queue, key_hash> queues_; // used by one writer at a time
};

template <class List, class Still>
bool recency::take_oldest(const id128 &group, std::int64_t now, List list, Still still) {
  queue &q = queues_[group];
  for (int filled = 0;;) {
    while (!q.by_expiry.empty() && q.by_expiry.front().expires <= now) {
      const candidate c = q.by_expiry.front();
      q.by_expiry.pop_front();
      if (still(c))
        return true;
    }
    while (!q.by_use.empty() && (!q.expiring || !q.by_expiry.empty())) {
      const candidate c = q.by_use.front();
      q.by_use.pop_front();
      if (still(c))
        return true;
    }
    if (filled++ != 0)
      return false;
    std::vector<candidate> all;
    list(all);
    q.fill(all);
  }
}

} // namespace st::store

#endif
