// Kept entries: their order by age and by use, and how they leave.
#include "observe.h"
#include "persist.h"
#include "refresh.h"
#include "steps.h"
#include <algorithm>
#include <functional>

namespace st::detail {

void recency_heap::push(std::uint64_t stamp, std::uint32_t index) {
  items.emplace_back(stamp, index);
  std::push_heap(items.begin(), items.end(), std::greater<>());
}

std::pair<std::uint64_t, std::uint32_t> recency_heap::pop() noexcept {
  std::pop_heap(items.begin(), items.end(), std::greater<>());
  const auto item = items.back();
  items.pop_back();
  return item;
}

namespace {

std::uint64_t last_use(const function_state &f, const node_base *n) noexcept {
  std::uint64_t stamp = n->stamp;
  if (f.operations->scoped)
    return std::max(stamp, static_cast<const session_node_base *>(n)->used.relaxed());
  for (const own_thread_site *ts = f.threads; ts; ts = ts->next)
    if (n->index < ts->capacity)
      stamp = std::max(stamp, ts->touches[n->index].relaxed());
  return stamp;
}

// Positions of entries that left otherwise are dropped before they outnumber the live ones.
void rebuild_recency(function_state &f) {
  f.recency.clear();
  for (node_base *n = f.oldest; n; n = static_cast<node_base *>(n->next))
    f.recency.push(n->stamp, n->index);
}

// For a use that comes after all those before.
std::uint64_t next_stamp(function_state &f) noexcept {
  if (f.operations->scoped)
    return __atomic_add_fetch(&f.seen->tick.raw, 1, __ATOMIC_RELAXED);
  const std::uint64_t tick = f.seen->tick.relaxed() + 1;
  f.seen->tick.relaxed(tick);
  return tick << sequence_bits;
}

void evict_one(function_state &f, departing &out, const char *why, std::uint16_t flag) {
  while (!f.recency.empty()) {
    const auto [stamp, index] = f.recency.pop();
    node_base *const n = f.by_index[index];
    if (!n || n->stamp != stamp)
      continue; // left, and the place may have been taken since
    const std::uint64_t used = last_use(f, n);
    if (used != stamp) {
      n->stamp = used;
      f.recency.push(used, index);
      continue;
    }
    remove_entry(f, n, out);
    n->flags |= flag;
    ++f.evictions;
    log_decision(log_level::info, *f.where, &n->key, "evicted: %s", why);
    return;
  }
}

// The youngest comes last.
void append(function_state &f, node_base *n, std::uint64_t size, std::int64_t time) noexcept {
  n->bytes = size;
  n->expiry = f.where->ttl > INT64_MAX - time ? INT64_MAX : time + f.where->ttl;
  n->previous = f.newest;
  n->next = nullptr;
  if (f.newest)
    f.newest->next = n;
  else
    f.oldest = n;
  f.newest = n;
  n->flags |= node_listed;
  ++f.entries;
  f.bytes += n->bytes;
}

} // namespace

// Takes a finished node into the entries; room is made first, so that there is never more than
// max_entries and max_bytes say. What throws leaves the entries as they were, but for those
// evicted.
bool list_node(function_state &f, node_base *n, std::uint64_t bytes, departing &out) {
  const std::uint64_t size = bytes + f.operations->node_size;
  if (size > f.where->max_bytes)
    return false;
  const std::int64_t time = f.where->ttl == INT64_MAX ? 0 : now();
  sweep_expired(f, time, out);
  if (f.operations->bounded) {
    const std::uint64_t limit = std::max<std::uint64_t>(f.where->max_entries, 1);
    while (f.entries >= limit)
      evict_one(f, out, "there are more than max_entries", node_evicted);
    while (f.bytes > f.where->max_bytes - size)
      evict_one(f, out, "there is more than max_bytes", 0);
    if (f.recency.size() > 2 * f.entries + 64)
      rebuild_recency(f);
    if (f.free_indices.empty()) {
      f.by_index.push_back(nullptr);
      f.free_indices.reserve(f.by_index.capacity());
      f.free_indices.push_back(static_cast<std::uint32_t>(f.by_index.size() - 1));
    }
    n->index = f.free_indices.back();
    n->stamp = next_stamp(f);
    f.recency.push(n->stamp, n->index);
    f.free_indices.pop_back();
    f.by_index[n->index] = n;
  }
  append(f, n, size, time);
  count_variant(f, n, out);
  return true;
}

static void unlist(function_state &f, node_base *n) noexcept {
  auto *const next = static_cast<node_base *>(n->next);
  if (n->previous)
    n->previous->next = next;
  else
    f.oldest = next;
  if (next)
    next->previous = n->previous;
  else
    f.newest = n->previous;
  n->flags &= static_cast<std::uint16_t>(~node_listed);
  --f.entries;
  f.bytes -= n->bytes;
}

// For an entry that has left the table.
static void leave_lists(function_state &f, node_base *n, departing &out) noexcept {
  unlist(f, n);
  if (f.operations->bounded) {
    f.by_index[n->index] = nullptr;
    f.free_indices.push_back(n->index); // room was reserved with by_index
  }
  forget_failed_refresh(f, n->key);
  out.add(n);
}

// Takes an entry out of the table and the lists.
void remove_entry(function_state &f, node_base *n, departing &out) noexcept {
  unlink_node(f, n);
  leave_lists(f, n, out);
}

// The same because its time is over. Whoever asks next joins its refresh, if one runs.
void expire_entry(function_state &f, node_base *n, departing &out) noexcept {
  if (node_base *const refresh = running_refresh(f, n)) {
    add_reference(refresh); // the table's
    replace_node(f, n, refresh);
  } else {
    unlink_node(f, n);
  }
  leave_lists(f, n, out);
  ++f.expirations;
}

// A new value in the place of an old one. False if it takes more than there may be at all.
bool replace_entry(function_state &f, node_base *n, node_base *by, std::uint64_t bytes,
                   departing &out) noexcept {
  const std::uint64_t size = bytes + f.operations->node_size;
  if (size > f.where->max_bytes)
    return false;
  add_reference(by); // the table's
  replace_node(f, n, by);
  unlist(f, n);
  by->index = n->index;
  by->stamp = n->stamp;
  if (f.operations->bounded) {
    f.by_index[by->index] = by;
    if (f.operations->scoped)
      static_cast<session_node_base *>(by)->used.relaxed(
          static_cast<session_node_base *>(n)->used.relaxed());
  }
  append(f, by, size, f.where->ttl == INT64_MAX ? 0 : now());
  count_variant(f, by, out);
  out.add(n);
  try {
    while (f.bytes > f.where->max_bytes)
      evict_one(f, out, "there is more than max_bytes", 0);
  } catch (const std::bad_alloc &) {
    // the next entry sees to it
  }
  return true;
}

// Everything goes. Computations under way are not told, but neither kept nor joined any more.
void remove_all(function_state &f, departing &out) noexcept {
  reset_table(f, out);
  f.oldest = f.newest = nullptr;
  f.entries = f.bytes = 0;
  std::erase_if(f.refreshes, [](const auto &mark) { return !mark.second.active; });
  f.recency.clear();
  f.free_indices.clear();
  for (std::size_t i = 0; i < f.by_index.size(); ++i) {
    f.by_index[i] = nullptr;
    f.free_indices.push_back(static_cast<std::uint32_t>(i));
  }
}

// The entries are listed in the order they were written and live equally long.
void sweep_expired(function_state &f, std::int64_t time, departing &out) noexcept {
  if (f.where->ttl == INT64_MAX)
    return;
  while (f.oldest && end_of(f, f.oldest) <= time) {
    log_decision(log_level::info, *f.where, &f.oldest->key, "expired");
    expire_entry(f, f.oldest, out);
  }
}

void refresh(own_thread_site &ts, function_state &f, node_base *n) noexcept {
  if (!f.operations->bounded)
    return;
  if (f.operations->scoped) {
    touch_in_session(n, *f.seen);
    return;
  }
  make_room(ts, n->index);
  if (!touch(&ts, *f.seen, n->index)) {
    // The thread's sequence is used up, or there is no memory for its array: start a new tick.
    f.seen->tick.relaxed(f.seen->tick.relaxed() + 1);
    touch(&ts, *f.seen, n->index);
  }
}

void fold_touches(function_state &f, own_thread_site &ts) noexcept {
  const std::size_t count = std::min<std::size_t>(ts.capacity, f.by_index.size());
  for (std::size_t i = 0; i < count; ++i)
    if (node_base *const n = f.by_index[i]; n && ts.touches[i].relaxed() > n->stamp) {
      // The stamp is also the node's position in the heap: a stale one is dropped when it comes
      // up, so a new position is needed.
      try {
        f.recency.push(ts.touches[i].relaxed(), static_cast<std::uint32_t>(i));
        n->stamp = ts.touches[i].relaxed();
      } catch (...) {
        return; // out of memory: this use is forgotten
      }
    }
}

void release(function_state &f, departing &out) noexcept {
  if (!out.first)
    return;
  const auto callback = f.operations->release;
  auto *const self = static_cast<own_thread_record *>(this_thread);
  for (node_base *n = out.first, *next; n; n = next) {
    next = static_cast<node_base *>(n->next);
    if (n->flags & node_evicted)
      erase_stored(f, n);
    if (callback) {
      const unrecorded within;
      if (self)
        ++self->callbacks;
      try {
        callback(*f.where, n);
      } catch (...) {
        report(f, "on_release threw");
      }
      if (self)
        --self->callbacks;
    }
    drop_reference(n);
  }
  out.first = nullptr;
  reclaim(!f.operations->trivial);
}

} // namespace st::detail
