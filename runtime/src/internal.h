// The library's own side of the caches.
#ifndef STCACHE_RUNTIME_INTERNAL_H
#define STCACHE_RUNTIME_INTERNAL_H

#include <atomic>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <st/cache.h>
#include <vector>

namespace st::detail {

// Three-state futex lock: a word, so that it is usable before constructors run and that a child
// process can simply reset it.
class small_mutex {
public:
  constexpr small_mutex() = default;
  void lock() noexcept {
    std::uint32_t expected = 0;
    if (!word.compare_exchange_strong(expected, 1, std::memory_order_acquire)) [[unlikely]]
      lock_slow();
  }
  void unlock() noexcept {
    if (word.exchange(0, std::memory_order_release) == 2) [[unlikely]]
      wake();
  }

private:
  void lock_slow() noexcept;
  void wake() noexcept;
  std::atomic<std::uint32_t> word{0};
};

using lock_guard = std::lock_guard<small_mutex>;

void futex_wait(const std::uint32_t *word, std::uint32_t seen) noexcept;
// The same for a limited time, which must not be negative.
void futex_wait_for(const std::uint32_t *word, std::uint32_t seen,
                    std::int64_t nanoseconds) noexcept;
void futex_wake_all(const std::uint32_t *word) noexcept;

struct own_thread_site : thread_site {
  own_thread_site *next = nullptr; // of the same function, under its lock
  function_state *function = nullptr;
};

// What those who show progress see of a thread's outermost call (progress.cpp).
struct watched_call {
  std::atomic<std::uint32_t> state{0}; // 0: there is none
  std::atomic<std::int64_t> since{0};
  const site *where = nullptr; // written before the state is
  bool is_there = false;       // for the thread itself: shown or not
};

struct own_thread_record : thread_record {
  own_thread_record *next = nullptr; // all records ever made; they are recycled, never freed
  std::atomic<bool> used{false};
  node_base *running = nullptr;    // own computations, linked by next
  node_base *waiting_on = nullptr; // under the graph lock
  unsigned callbacks = 0;          // depth of user code run for other functions
  watched_call outermost;
};

// Entries of one function by recency, least recent first. Positions grow stale when entries are
// touched or leave; they are set right when they come up.
class recency_heap {
public:
  void push(std::uint64_t stamp, std::uint32_t index);
  bool empty() const noexcept { return items.empty(); }
  std::pair<std::uint64_t, std::uint32_t> pop() noexcept;
  std::size_t size() const noexcept { return items.size(); }
  void clear() noexcept { items.clear(); }
  void reserve_one() { items.reserve(items.size() + 1); }

private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> items;
};

struct persisted_function;
struct session_part;

// What is known of refreshes in the background of one key: one under way, or one that has failed.
struct refresh_mark {
  background_refresh *active = nullptr;
  std::int64_t not_before = 0; // when the next may begin
};
struct key_order {
  bool operator()(const key128 &a, const key128 &b) const noexcept {
    return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo;
  }
};

struct function_state {
  explicit function_state(site &s) : function_state(s, s.seen) {}
  function_state(site &s, view &v) : where(&s), seen(&v), operations(s.operations) {}

  small_mutex lock;
  site *where; // null once the library it is in has gone
  view *seen;
  const value_operations *operations;
  function_state *next = nullptr; // registry

  // Of a function of session scope: what the sessions have that there are or have been. It has no
  // entries itself.
  std::atomic<session_part *> parts{nullptr};
  session_part *unused = nullptr;  // those of them that no session has; under the session lock
  function_state *whole = nullptr; // of a part: the function
  bool closed = false;             // of a part: its session has ended

  table *slots = nullptr;
  std::uint64_t linked = 0; // nodes in the table, computations included
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  node_base *oldest = nullptr; // entries by time of write
  node_base *newest = nullptr;
  own_thread_site *threads = nullptr;

  // Only with max_entries or max_bytes.
  std::vector<node_base *> by_index;
  std::vector<std::uint32_t> free_indices;
  recency_heap recency;

  std::map<key128, refresh_mark, key_order> refreshes;

  std::uint64_t hits = 0; // counted here, or folded in from threads that have ended
  std::uint64_t misses = 0;
  std::uint64_t waits = 0;
  std::uint64_t evictions = 0;
  std::uint64_t expirations = 0;
  std::uint64_t computations = 0;
  std::int64_t compute_time = 0;
  std::uint64_t loads = 0;      // of the hits, those from a store
  std::int64_t load_spared = 0; // the time their computations took
  std::uint64_t clears = 0;     // so that what was computed before is not stored after
  std::atomic<const persisted_function *> persisted{nullptr}; // once it is known
  std::atomic<std::uint64_t> errors{0};
  std::atomic<bool> logged{false};
  std::atomic<bool> told_size{false};    // that a value is larger than max_bytes
  std::atomic<bool> told_session{false}; // that it asks a function of session scope
  std::optional<key128> version;         // for unloaded.cpp
};

// The function that a part of it belongs to, or which it is.
inline function_state &all_of(function_state &f) noexcept { return f.whole ? *f.whole : f; }

inline bool limits_entries(const function_state &f) noexcept {
  return f.where->max_entries != UINT64_MAX;
}

inline bool is_ready(const node_base *n) noexcept {
  const std::uint32_t state = n->state.acquire();
  return state == node_ready || state == node_recorded;
}

// Entries on their way out, linked by next. They are released and freed outside all locks.
struct departing {
  node_base *first = nullptr;
  void add(node_base *n) noexcept {
    n->next = first;
    first = n;
  }
};

// clock.cpp
std::int64_t now() noexcept;

// registry.cpp
bool disabled() noexcept;
function_state *registered(site &) noexcept; // null when out of memory
// The state of a function that may not have been called yet; null when that cannot be made.
function_state *state_of(const descriptor &) noexcept;
void leave_registry(function_state &) noexcept; // under the registry lock
extern small_mutex registry_lock;
extern small_mutex notes_lock; // of the notes that fingerprints are completed from
extern small_mutex known_lock; // of what st::cached finds
extern function_state *functions;

// generated.cpp
// Is the code known that a function was made of? Looks for it, the first time.
bool is_known(code &) noexcept;
bool look_up(code &) noexcept; // the same, under the known lock

// lifecycle.cpp
void watch_library(void *library) noexcept; // under the registry lock
void watch_process() noexcept;
void forget_functions(void *library) noexcept;
std::vector<const descriptor *> known_functions(); // throws bad_alloc

// threads.cpp
own_thread_record *attach() noexcept;                                    // null when out of memory
own_thread_site *attach(own_thread_record *, function_state &) noexcept; // the same
void make_room(own_thread_site &, std::uint32_t index) noexcept; // under the function's lock
extern std::atomic<own_thread_record *> all_threads;
extern small_mutex key_lock;

// reclaim.cpp
void retire(garbage *) noexcept;
void reclaim(bool eagerly) noexcept;
void reclaim_all_of(function_state &) noexcept;
void forget_readers_after_fork(own_thread_record *self) noexcept;
bool use_membarrier() noexcept;
extern small_mutex limbo_lock;
void drop_reference(node_base *) noexcept;
void add_reference(node_base *) noexcept;

// table.cpp; all under the function's lock
bool open_table(function_state &) noexcept; // false when out of memory
node_base *find_node(function_state &, const key128 &) noexcept;
bool link_node(function_state &, node_base *) noexcept; // false when out of memory
void unlink_node(function_state &, node_base *) noexcept;
void replace_node(function_state &, node_base *, node_base *by) noexcept; // of the same key
void reset_table(function_state &, departing &) noexcept;
node_base *make_node(function_state &, const key128 &) noexcept; // null when out of memory
void free_node(node_base *) noexcept;

// entries.cpp; under the function's lock
// False where the value is larger than max_bytes, and so not kept. Throws bad_alloc.
bool list_node(function_state &, node_base *, std::uint64_t bytes, departing &);
void remove_entry(function_state &, node_base *, departing &) noexcept;
void expire_entry(function_state &, node_base *, departing &) noexcept;
// The new one is as recently used as the old one, and as young as can be.
bool replace_entry(function_state &, node_base *, node_base *by, std::uint64_t bytes,
                   departing &) noexcept;
void remove_all(function_state &, departing &) noexcept;
void sweep_expired(function_state &, std::int64_t time, departing &) noexcept;
void refresh(own_thread_site &, function_state &, node_base *) noexcept;
void fold_touches(function_state &, own_thread_site &) noexcept;

// Outside all locks: calls on_release and frees.
void release(function_state &, departing &) noexcept;

// threads.cpp
// What they keep for a function whose library is unloaded; under the registry lock and its own.
void drop_threads(function_state &) noexcept;
void fold_dead_threads(own_thread_record *self) noexcept;

// flight.cpp
void abandon(node_base *) noexcept;
extern small_mutex graph_lock;

// elements.cpp
void show(const Element &); // to the sink
bool in_sink() noexcept;    // is the thread running it?
void forget_sink_users_after_fork() noexcept;

// stats.cpp
void report(function_state &, const char *what) noexcept;

} // namespace st::detail

#endif
