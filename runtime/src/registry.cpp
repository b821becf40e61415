// The functions of the program: those that have been called, and those st::cached can find.
#include "internal.h"
#include <algorithm>
#include <cstring>
#include <new>

namespace st::detail {

constinit small_mutex registry_lock;
constinit small_mutex known_lock;
constinit function_state *functions = nullptr;

namespace {

constinit std::uint32_t last_id = 0;
constinit std::uint32_t last_number = 0;
constinit std::vector<std::uint32_t> *free_ids = nullptr; // of functions that have gone
constinit std::atomic<int> off{-1};

struct known {
  const descriptor *what;
  void *library;
  std::uint64_t hash;
};
// An array of descriptions. It may be a temporary, so what it points to first stands for it; the
// number tells a library's section from a part of it that an object of GCC has registered.
struct range {
  const descriptor *first;
  std::size_t size;
  void *library;
  bool operator==(const range &) const = default;
};
// Made at first use and never destroyed, as functions are looked up at exit, too.
struct known_lists {
  std::vector<known> list;
  std::vector<range> ranges; // registered
};
constinit known_lists *everything = nullptr;

// Threads have an array with a place for each number, so numbers are used again.
std::uint32_t take_id() noexcept {
  if (!free_ids || free_ids->empty())
    return ++last_id;
  const std::uint32_t id = free_ids->back();
  free_ids->pop_back();
  return id;
}

void give_id_back(std::uint32_t id) noexcept {
  try {
    if (!free_ids)
      free_ids = new std::vector<std::uint32_t>;
    free_ids->push_back(id);
  } catch (const std::bad_alloc &) {
    // it is not used again
  }
}

} // namespace

bool disabled() noexcept {
  int is_off = off.load(std::memory_order_relaxed);
  if (is_off < 0) {
    const char *const value = std::getenv("STCACHE_DISABLE");
    is_off = value && *value && std::strcmp(value, "0") != 0;
    off.store(is_off, std::memory_order_relaxed);
  }
  return is_off != 0;
}

function_state *registered(site &s) noexcept {
  if (function_state *const f = s.state.acquire())
    return f;
  if (disabled() || !is_known(*s.about))
    return nullptr;
  watch_process();
  const lock_guard locked(registry_lock);
  if (function_state *const f = s.state.acquire())
    return f;
  auto *const f = new (std::nothrow) function_state(s);
  if (!f)
    return nullptr;
  if (!open_table(*f)) {
    delete f;
    return nullptr;
  }
  watch_library(s.library);
  f->next = functions;
  functions = f;
  if (f->operations->scoped)
    s.number.release(++last_number);
  s.id.release(take_id());
  s.state.release(f);
  return f;
}

void leave_registry(function_state &f) noexcept {
  {
    const lock_guard locked(f.lock);
    drop_threads(f);
  }
  give_id_back(f.where->id.relaxed());
  f.where->id.release(0);
  f.where->state.release(nullptr);
}

function_state *state_of(const descriptor &d) noexcept {
  if (function_state *const f = d.where->state.acquire())
    return f;
  try {
    d.configure();
  } catch (...) {
    return nullptr;
  }
  return registered(*d.where);
}

void register_functions(const descriptor *const *first, const descriptor *const *last,
                        void *library) noexcept {
  if (first == last)
    return;
  try {
    const lock_guard locked(known_lock);
    if (!everything)
      everything = new known_lists;
    const range added{*first, static_cast<std::size_t>(last - first), library};
    if (std::ranges::find(everything->ranges, added) != everything->ranges.end())
      return;
    everything->ranges.push_back(added);
    everything->list.reserve(everything->list.size() + added.size);
    for (; first != last; ++first)
      if (*first && look_up(*(*first)->where->about))
        everything->list.push_back({*first, library, (*first)->type});
  } catch (const std::bad_alloc &) {
    // st::cached finds nothing then; calls are served all the same.
  }
}

const descriptor *find_function(std::uint64_t type, const void *tag, const unsigned char *bytes,
                                std::size_t size) noexcept {
  const lock_guard locked(known_lock);
  const descriptor *best = nullptr;
  int best_rank = -1;
  if (everything)
    for (const known &k : everything->list) {
      // The text of a type is the compiler's own; the tag's address may differ between libraries.
      if (k.hash != type && k.what->tag != tag)
        continue;
      unsigned char pointer[16];
      if (k.what->pointer(pointer) != size || std::memcmp(pointer, bytes, size) != 0)
        continue;
      // Two compilers may describe one function, which is that of one of them.
      const int rank = 2 * (k.what->where->state.acquire() != nullptr) + (k.what->tag == tag);
      if (rank > best_rank) {
        best = k.what;
        best_rank = rank;
      }
    }
  return best;
}

std::vector<const descriptor *> known_functions() {
  std::vector<const descriptor *> result;
  const lock_guard locked(known_lock);
  if (everything)
    for (const known &k : everything->list)
      result.push_back(k.what);
  return result;
}

void forget_functions(void *library) noexcept {
  const lock_guard locked(known_lock);
  if (!everything)
    return;
  std::erase_if(everything->list, [&](const known &k) { return k.library == library; });
  std::erase_if(everything->ranges, [&](const range &r) { return r.library == library; });
}

} // namespace st::detail
