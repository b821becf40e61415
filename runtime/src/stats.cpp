// What handles ask and order, and what is told of failures.
#include "observe.h"
#include "persist.h"
#include "refresh.h"
#include "session.h"
#include "steps.h"
#include "unloaded.h"

namespace st {

RecursionError::RecursionError(const char *message) : std::runtime_error(message) {}
RecursionError::RecursionError(const RecursionError &) noexcept = default;
RecursionError::~RecursionError() = default;

namespace detail {
namespace {

Stats current(function_state &f) noexcept {
  if (f.where->ttl != INT64_MAX)
    for_each_part(f, [](function_state &part) {
      departing out;
      {
        const lock_guard locked(part.lock);
        sweep_expired(part, now(), out);
      }
      release(part, out);
    });
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
  function_state &all = all_of(f);
  all.errors.fetch_add(1, std::memory_order_relaxed);
  if (!all.logged.exchange(true))
    say("%s: %s", f.where->about->function, what);
}

Stats count(function_state &f) noexcept {
  Stats result;
  std::uint64_t samples = 0;
  double sampled_seconds = 0;
  for_each_part(f, [&](function_state &part) {
    const lock_guard locked(part.lock);
    result.hits += part.hits;
    for (const own_thread_site *ts = part.threads; ts; ts = ts->next)
      result.hits += ts->hits.relaxed();
    result.misses += part.misses;
    result.waits += part.waits;
    result.entries += part.entries;
    result.bytes += part.bytes;
    result.evictions += part.evictions;
    result.expirations += part.expirations;
    result.errors += part.errors;
    result.loads += part.loads;
    result.compute_seconds += static_cast<double>(part.compute_time) * 1e-9;
    // What a stored value took to compute is as good a sample as a computation of our own.
    samples += part.computations + part.loads;
    sampled_seconds += static_cast<double>(part.compute_time + part.load_spared) * 1e-9;
  });
  if (samples)
    result.saved_seconds =
        static_cast<double>(result.hits) * sampled_seconds / static_cast<double>(samples);
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
  if (function_state *const f = in_session(d.where->state.acquire()))
    clear(*f);
  drop_put_away(d);
  clear_stored(d);
}

void clear_entry(const descriptor &d, const void *const *arguments) {
  if (function_state *const f = in_session(d.where->state.acquire())) {
    const key128 key = d.make_key(arguments);
    departing out;
    {
      const lock_guard locked(f->lock);
      ++f->clears;
      if (node_base *const n = find_node(*f, key))
        remove_call(*f, n, out);
    }
    release(*f, out);
    reclaim(true);
    log_decision(log_level::info, *f->where, &key, "cleared");
  }
  drop_put_away(d, arguments);
  clear_stored(d, arguments);
}

bool contains_entry(const descriptor &d, const void *const *arguments) {
  function_state *const f = in_session(d.where->state.acquire());
  return (f && contains(*f, d.make_key(arguments))) || is_put_away(d, arguments) ||
         is_stored(d, arguments);
}

Stats function_stats(site &s) noexcept {
  function_state *const f = s.state.acquire();
  return f ? current(*f) : Stats();
}

void clear_kind(cache_kind kind) noexcept {
  for_each_of(kind, [](function_state &f) { for_each_part(f, clear); });
  if (kind == cache_kind::data)
    drop_all_put_away();
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
