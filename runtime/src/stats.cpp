// What handles ask and order, and what is told of failures.
#include "observe.h"
#include "persist.h"

namespace st {

RecursionError::RecursionError(const char *message) : std::runtime_error(message) {}
RecursionError::RecursionError(const RecursionError &) noexcept = default;
RecursionError::~RecursionError() = default;

namespace detail {
namespace {

Stats current(function_state &f) noexcept {
  if (f.where->ttl != INT64_MAX) {
    departing out;
    {
      const lock_guard locked(f.lock);
      sweep_expired(f, now(), out);
    }
    release(f, out);
  }
  return count(f);
}

void clear(function_state &f) noexcept {
  departing out;
  {
    const lock_guard locked(f.lock);
    ++f.clears;
    remove_all(f, out);
  }
  release(f, out);
  reclaim(true);
  log_decision(log_level::info, *f.where, nullptr, "cleared");
}

// The registry must not be locked while user code runs. A function leaves it only with its
// library, whose code the caller must keep while it asks about all functions.
template <class F> void for_each_of(cache_kind kind, F &&act) noexcept {
  std::vector<function_state *> chosen;
  {
    const lock_guard locked(registry_lock);
    for (function_state *f = functions; f; f = f->next)
      if (f->operations->what == kind) {
        try {
          chosen.push_back(f);
        } catch (...) {
          break;
        }
      }
  }
  for (function_state *f : chosen)
    act(*f);
}

} // namespace

void report(function_state &f, const char *what) noexcept {
  f.errors.fetch_add(1, std::memory_order_relaxed);
  if (!f.logged.exchange(true))
    say("%s: %s", f.where->about->function, what);
}

Stats count(function_state &f) noexcept {
  Stats result;
  const lock_guard locked(f.lock);
  result.hits = f.hits;
  for (const own_thread_site *ts = f.threads; ts; ts = ts->next)
    result.hits += ts->hits.relaxed();
  result.misses = f.misses;
  result.waits = f.waits;
  result.entries = f.entries;
  result.bytes = f.bytes;
  result.evictions = f.evictions;
  result.expirations = f.expirations;
  result.errors = f.errors;
  result.loads = f.loads;
  result.compute_seconds = static_cast<double>(f.compute_time) * 1e-9;
  // What a stored value took to compute is as good a sample as a computation of our own.
  if (const std::uint64_t samples = f.computations + f.loads)
    result.saved_seconds = static_cast<double>(result.hits) *
                           static_cast<double>(f.compute_time + f.load_spared) * 1e-9 /
                           static_cast<double>(samples);
  return result;
}

void add(Stats &sum, const Stats &more) noexcept {
  sum.hits += more.hits;
  sum.misses += more.misses;
  sum.waits += more.waits;
  sum.entries += more.entries;
  sum.bytes += more.bytes;
  sum.evictions += more.evictions;
  sum.expirations += more.expirations;
  sum.errors += more.errors;
  sum.loads += more.loads;
  sum.compute_seconds += more.compute_seconds;
  sum.saved_seconds += more.saved_seconds;
}

void clear_function(const descriptor &d) noexcept {
  if (function_state *const f = d.where->state.acquire())
    clear(*f);
  clear_stored(d);
}

void clear_entry(const descriptor &d, const void *const *arguments) {
  if (function_state *const f = d.where->state.acquire()) {
    const key128 key = d.make_key(arguments);
    departing out;
    {
      const lock_guard locked(f->lock);
      ++f->clears;
      if (node_base *const n = find_node(*f, key)) {
        if (n->state.acquire() == node_ready) {
          remove_entry(*f, n, out);
        } else {
          unlink_node(*f, n);
          drop_reference(n);
        }
      }
    }
    release(*f, out);
    reclaim(true);
    log_decision(log_level::info, *f->where, &key, "cleared");
  }
  clear_stored(d, arguments);
}

bool contains_entry(const descriptor &d, const void *const *arguments) {
  if (function_state *const f = d.where->state.acquire()) {
    const key128 key = d.make_key(arguments);
    const lock_guard locked(f->lock);
    const node_base *const n = find_node(*f, key);
    if (n && n->state.acquire() == node_ready && (n->expiry == INT64_MAX || now() < n->expiry))
      return true;
  }
  return is_stored(d, arguments);
}

Stats function_stats(site &s) noexcept {
  function_state *const f = s.state.acquire();
  return f ? current(*f) : Stats();
}

void clear_kind(cache_kind kind) noexcept {
  for_each_of(kind, clear);
  try {
    for (const descriptor *d : known_functions())
      if (d->operations->what == kind)
        clear_stored(*d);
  } catch (const std::bad_alloc &) {
    // what was not reached stays
  }
}

Stats kind_stats(cache_kind kind) noexcept {
  Stats sum;
  for_each_of(kind, [&](function_state &f) { add(sum, current(f)); });
  return sum;
}

} // namespace detail
} // namespace st
