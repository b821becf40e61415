// What the inlined hit path and the library share: the table of one function, its entries, and the
// records of the threads that read it. Nothing here is meant to be named by users.
#ifndef ST_DETAIL_NODE_H
#define ST_DETAIL_NODE_H

#include <cstddef>
#include <cstdint>
#include <st/detail/config.h>
#include <st/detail/key.h>

extern "C" __attribute__((visibility("hidden"))) void *__dso_handle;

namespace st::detail {

// A word shared between threads. The builtins do what std::atomic does and cost no header.
template <class T> struct shared_word {
  T raw{};
  constexpr shared_word() = default;
  constexpr shared_word(T initial) : raw(initial) {}
  T relaxed() const noexcept { return __atomic_load_n(&raw, __ATOMIC_RELAXED); }
  void relaxed(T x) noexcept { __atomic_store_n(&raw, x, __ATOMIC_RELAXED); }
  // Sequentially consistent under TSan, which cannot see membarrier.
  T acquire() const noexcept {
    return __atomic_load_n(&raw, STCACHE_TSAN ? __ATOMIC_SEQ_CST : __ATOMIC_ACQUIRE);
  }
  void release(T x) noexcept {
    __atomic_store_n(&raw, x, STCACHE_TSAN ? __ATOMIC_SEQ_CST : __ATOMIC_RELEASE);
  }
};

struct generated_code;
using code_table = const generated_code *();

// Filled in by the plugin or in rewritten source, one for each cached function.
struct code {
  key128 fingerprint;   // as far as the file knows it, if there is a note
  const char *function; // qualified name, for messages
  const char *symbol;   // mangled name
  // Where other files have a part in the fingerprint: the note of this one, and which of its nodes
  // is the function. Null once the fingerprint has been completed.
  shared_word<const unsigned char *> note{};
  std::uint32_t node = 0;
  // Where the file has a table of instantiations, and the type that tells which one this is. Null
  // once that has been looked up; function is null then if it was not found.
  shared_word<code_table *> table{};
  const std::type_info *closure = nullptr;
};

struct function_state; // the library's part of a function's cache
struct own_thread_record;
struct own_thread_site;
class watch;
struct stored_call;
struct background_refresh;
struct refresh_task;
struct thread_record;

// Unlinked memory that a reader may still look at. home is null for a table.
struct garbage {
  garbage *next = nullptr;
  std::uint64_t stamp = 0; // recency while in the table, epoch afterwards
  function_state *home = nullptr;
};

// A recorded entry is ready, too, but a call that finds it has more to do than to copy the value. A
// step has no value: the way to the entry goes on behind it.
enum : std::uint32_t {
  node_running,
  node_ready,
  node_failed,
  node_abandoned,
  node_recorded,
  node_step,
};
enum : std::uint16_t {
  node_unlinked = 1,
  node_has_value = 2,
  node_listed = 4,
  node_evicted = 8, // for max_entries: leaves the store, too; for max_bytes it does not
  node_behind = 16, // hangs on a step
};
// Of a computation, for its own thread.
enum : std::uint16_t {
  own_reentered = 1,  // it calls itself with the same arguments
  own_incomplete = 2, // not all it said or read could be noted
  own_unsteady = 4,   // something was read twice and had changed
  own_in_session = 8, // of no session itself, it asked a function that is of one
  own_refresh = 16,   // it is to replace an entry
};

// The cold half is as large as a cache line, so that the hot half begins one and a small value
// shares it.
struct node_base : garbage {
  node_base *previous = nullptr;
  thread_record *owner = nullptr; // who computes, while running
  void *owned = nullptr;          // a std::exception_ptr, once failed; else its attachments
  std::uint64_t bytes = 0;
  std::uint32_t references = 1;
  std::uint16_t flags = 0; // under the function's lock
  std::uint16_t own = 0;
  // hot
  key128 key;
  std::int64_t expiry = INT64_MAX;
  shared_word<std::uint32_t> state{node_running};
  std::uint32_t index = 0;

  explicit node_base(const key128 &k) : key(k) {}
};

struct unit {}; // the value of a void function

template <class V> struct node : node_base {
  union {
    V value;
  };
  explicit node(const key128 &k) : node_base(k) {}
  ~node() {}
};

// An entry of a session. All threads that are bound to the session note its uses here.
struct session_node_base : node_base {
  shared_word<std::uint64_t> used;
  using node_base::node_base;
};

template <class V> struct session_node : session_node_base {
  union {
    V value;
  };
  explicit session_node(const key128 &k) : session_node_base(k) {}
  ~session_node() {}
};

struct slot {
  shared_word<std::uint64_t> hash; // 0: empty
  shared_word<node_base *> entry;
};

struct table : garbage {
  std::uint64_t mask = 0;
  std::uint64_t secret[2] = {}; // keeps those who choose arguments from choosing slots

  slot *slots() noexcept { return reinterpret_cast<slot *>(this + 1); }
  std::uint64_t hash(const key128 &k) const noexcept {
    const uint128 product = static_cast<uint128>(k.lo ^ secret[0]) * (k.hi ^ secret[1]);
    return (static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64)) |
           std::uint64_t{1} << 63;
  }
};

// A reader may miss an entry that a writer is just moving; the slow path looks again under the
// lock. It never finds a wrong one, as whole keys are compared.
inline node_base *probe(table *t, const key128 &k) noexcept {
  const std::uint64_t wanted = t->hash(k);
  slot *const slots = t->slots();
  for (std::uint64_t i = wanted;; ++i) {
    slot &s = slots[i & t->mask];
    const std::uint64_t found = s.hash.acquire();
    if (STCACHE_LIKELY(found == wanted)) {
      node_base *const n = s.entry.acquire();
      if (STCACHE_LIKELY(n && n->key.lo == k.lo && n->key.hi == k.hi))
        return n;
    } else if (found == 0) {
      return nullptr;
    }
  }
}

// What a call looks at that takes no lock: that of a function, or of its part in one session.
struct view {
  shared_word<table *> slots;
  // Inserts so far, for functions with max_entries or max_bytes; in a session each use counts, too.
  shared_word<std::uint64_t> tick;
};

// What one thread keeps for one function. Only that thread writes; others read for statistics and
// to choose a victim.
struct thread_site {
  shared_word<std::uint64_t> hits;
  std::uint64_t last = 0;                        // last recency stamp given
  shared_word<std::uint64_t> *touches = nullptr; // recency by node index
  std::uint32_t capacity = 0;
};

// One per thread, alone on its cache lines.
struct alignas(128) thread_record {
  shared_word<std::uint64_t> epoch; // 0: not reading
  thread_site **sites = nullptr;    // by site::id; [0] stays null
  std::uint32_t site_count = 0;
  bool fenced = false; // membarrier is unavailable: readers must fence
};

extern STCACHE_API shared_word<std::uint64_t> global_epoch;
#if defined(__clang__) || defined(__GNUC__)
extern STCACHE_API __attribute__((tls_model("initial-exec"))) __thread thread_record *this_thread;
#endif

// While it lives, no entry this thread can find is freed. Nests.
class pin {
public:
  STCACHE_INLINE explicit pin(thread_record *t) noexcept : record(t), before(t->epoch.relaxed()) {
    const std::uint64_t now = before ? before : global_epoch.acquire();
#if STCACHE_TSAN
    __atomic_exchange_n(&t->epoch.raw, now, __ATOMIC_SEQ_CST);
#else
    t->epoch.relaxed(now);
    if (STCACHE_UNLIKELY(t->fenced))
      __atomic_thread_fence(__ATOMIC_SEQ_CST);
    else
      __atomic_signal_fence(__ATOMIC_SEQ_CST); // the reclaimer's membarrier does the rest
#endif
  }
  STCACHE_INLINE ~pin() { record->epoch.release(before); }
  pin(const pin &) = delete;
  pin &operator=(const pin &) = delete;

private:
  thread_record *record;
  std::uint64_t before;
};

enum class cache_kind : unsigned char { data, resource };

struct site;

// What the function's own option says; where there is none, the environment decides.
enum class persist_setting : unsigned char { unset, none, disk, remote };

// What an input does that the function reads.
enum class widget_setting : unsigned char { warned_of, ignored, allowed };

struct byte_sink;
struct byte_source;

// How the values and arguments of a function become bytes in a store, and values again.
struct value_codec {
  std::uint64_t schema; // of the values' and the arguments' layout
  bool plain_key;       // the key is the arguments themselves
  void (*write_key)(hash_state &, const void *const *arguments);
  void (*encode)(byte_sink &, const node_base *);
  // Constructs the value, or returns false with none constructed.
  bool (*decode)(byte_source &, node_base *);
  std::uint64_t (*owned)(const node_base *) noexcept; // the memory that the value owns, in bytes
};

// How the library handles the values of one function.
struct value_operations {
  std::uint32_t node_size;
  std::uint32_t node_alignment;
  node_base *(*construct)(void *memory, const key128 &) noexcept;
  void (*destroy)(node_base *) noexcept;      // the value alone
  void (*release)(const site &, node_base *); // on_release, null without; may throw
  void (*drop_setup)(void *) noexcept;
  cache_kind what;
  bool bounded;             // has max_entries or max_bytes
  bool scoped;              // scope = session: its nodes are session_node
  bool trivial;             // destroying a value has no effect
  bool takes_arguments;     // besides the object of a member function
  const value_codec *codec; // null where values cannot be stored
};

// The static part of a function's cache. Constant-initialised and never destroyed, so that calls
// before main and at exit work.
struct site {
  shared_word<std::uint32_t> id;     // 0 until the first miss
  shared_word<std::uint32_t> number; // among those of session scope; 0 until the first miss
  view seen;                         // set before id

  code *about;
  const value_operations *operations = nullptr; // from the first miss on
  void *library; // the __dso_handle of the code the operations are in
  shared_word<function_state *> state;

  // Settings; written once, before the function is registered.
  void *setup = nullptr;
  std::int64_t ttl = INT64_MAX;           // nanoseconds
  std::uint64_t max_entries = UINT64_MAX; // no limit
  std::uint64_t max_bytes = UINT64_MAX;
  std::int64_t stale_for = 0; // after ttl: how long values are given out that are being refreshed
  persist_setting persist = persist_setting::unset;
  widget_setting widgets = widget_setting::warned_of;
  bool show_spinner = true;
  bool show_time = false;
  char *spinner_text = nullptr; // from malloc; null for the default

  constexpr explicit site(code *c) : about(c), library(&__dso_handle) {}
};

constexpr unsigned sequence_bits = 28;
constexpr std::uint64_t sequence_mask = (std::uint64_t{1} << sequence_bits) - 1;

// Notes a hit in the thread's own array; false when the slow path has to make room.
STCACHE_INLINE bool touch(thread_site *ts, const view &v, std::uint32_t index) noexcept {
  const std::uint64_t tick = v.tick.relaxed();
  const std::uint64_t next =
      ((ts->last >> sequence_bits) == tick ? ts->last : tick << sequence_bits) + 1;
  if (STCACHE_UNLIKELY(index >= ts->capacity || (next & sequence_mask) == 0))
    return false;
  ts->last = next;
  ts->touches[index].relaxed(next);
  return true;
}

STCACHE_INLINE thread_site *local(thread_record *t, const site &s) noexcept {
  const std::uint32_t id = s.id.acquire();
  return STCACHE_LIKELY(id < t->site_count) ? t->sites[id] : nullptr;
}

STCACHE_API bool is_fresh(std::int64_t expiry) noexcept;

// True when the failure to copy a value was noted and the function is to be computed instead;
// false when the thread is being cancelled and the unwinding has to go on. Called in a handler.
STCACHE_API bool copy_failed(site &) noexcept;

// Keeps an entry alive without a pin, for callbacks of the user.
STCACHE_API bool try_hold(node_base *) noexcept;
STCACHE_API void let_go(node_base *) noexcept;

// One pass through the slow path.
class STCACHE_API attempt {
public:
  // found: was there; joined: computed by another thread meanwhile.
  enum class outcome { found, joined, compute, uncached };

  // Looks again, and waits for a computation under way. rejected: an entry that must not be
  // used. Throws what a computation waited for has thrown, or RecursionError.
  attempt(site &, const key128 &, node_base *rejected = nullptr);
  // Computes what is to replace an entry.
  explicit attempt(background_refresh &);
  // Instead of computing: has a store the value? Then it is in the entry. If not, no other process
  // computes it until this attempt ends. Waits for one that does.
  bool load(const void *const *arguments) noexcept;
  ~attempt();
  attempt(const attempt &) = delete;
  attempt &operator=(const attempt &) = delete;

  outcome result() const noexcept { return what; }
  node_base *entry() const noexcept { return held; }

  void replay();                   // emits what the entry that was found says
  void rejected() noexcept;        // what was found is not used, and so no hit
  void computed() noexcept;        // the body has returned
  void failed() noexcept;          // the body has thrown; called in the handler
  bool keep(bool wanted) noexcept; // should a value be put into the entry?
  void publish(std::uint64_t bytes) noexcept;

  // After an entry was found: is it old, and this call to begin its refresh? If so, one of the
  // other two must follow.
  bool claim_refresh() noexcept;
  void refresh_with(refresh_task *) noexcept; // owns it from now on
  bool refresh_failed() noexcept;             // there is no task; in a handler, as copy_failed

private:
  void look_up(site &, function_state &, own_thread_record &, own_thread_site &, node_base *fresh,
               node_base *rejected, watch &);
  void drop_claim() noexcept;

  node_base *held = nullptr;
  background_refresh *behind = nullptr; // what this attempt is the computation of
  background_refresh *claimed = nullptr;
  stored_call *stored = nullptr; // where the value is to be kept beyond the process
  key128 first;                  // of the arguments
  std::int64_t started = 0;
  std::int64_t spent = 0;
  outcome what = outcome::uncached;
  bool reentered = false;
  bool watched = false; // for those who show progress
  bool stale = false;   // what was found is, and nobody refreshes it yet
};

// The refresh that the thread was told to make of a value of this function; the first time it asks.
STCACHE_API background_refresh *begin_refresh(const site &, const key128 &) noexcept;

// What st::cached needs to find a function and to make its keys.
struct descriptor {
  std::uint64_t type; // hash of the text of the function's type
  const void *tag;    // tells types of the same text in different files apart
  std::size_t (*pointer)(unsigned char (&bytes)[16]) noexcept;
  site *where;
  key128 (*make_key)(const void *const *arguments);
  const value_operations *operations;
  void (*configure)();
  bool has_persist; // among its options
};

STCACHE_API void register_functions(const descriptor *const *first, const descriptor *const *last,
                                    void *library) noexcept;
STCACHE_API const descriptor *find_function(std::uint64_t type, const void *tag,
                                            const unsigned char *bytes, std::size_t size) noexcept;

} // namespace st::detail

#endif // ST_DETAIL_NODE_H
