// The open-addressed table of one function: readers take no lock, writers hold the function's.
#include "observe.h"
#include "steps.h"
#include <cstring>
#include <new>
#include <st/testing.h>

namespace st::detail {
namespace {

constexpr std::uint64_t smallest = 16;

table *make_table(std::uint64_t slots) noexcept {
  void *const memory = std::calloc(1, sizeof(table) + slots * sizeof(slot));
  if (!memory)
    return nullptr;
  auto *const t = ::new (memory) table;
  t->mask = slots - 1;
  std::memcpy(t->secret, process_secret().bytes, sizeof t->secret);
  return t;
}

void insert(table &t, node_base *n) noexcept {
  const std::uint64_t hash = t.hash(n->key);
  std::uint64_t i = hash;
  while (t.slots()[i & t.mask].hash.relaxed())
    ++i;
  slot &s = t.slots()[i & t.mask];
  s.entry.release(n);
  s.hash.release(hash);
}

// What readers that take no lock see if each hit is to be logged: nothing.
struct {
  table head;
  slot first;
} constinit nothing{};

void show(function_state &f) noexcept {
  f.seen->slots.release(logs(log_level::debug) ? &nothing.head : f.slots);
}

void publish(function_state &f, table *t) noexcept {
  table *const old = f.slots;
  f.slots = t;
  show(f);
  retire(old);
}

} // namespace

node_base *find_node(function_state &f, const key128 &k) noexcept { return probe(f.slots, k); }

bool open_table(function_state &f) noexcept {
  f.slots = make_table(smallest);
  if (f.slots)
    show(f);
  return f.slots;
}

bool link_node(function_state &f, node_base *n) noexcept {
  if ((f.linked + 1) * 2 > f.slots->mask + 1) {
    table *const t = make_table((f.slots->mask + 1) * 2);
    if (!t)
      return false;
    for (std::uint64_t i = 0; i <= f.slots->mask; ++i)
      if (f.slots->slots()[i].hash.relaxed())
        insert(*t, f.slots->slots()[i].entry.relaxed());
    publish(f, t);
  }
  insert(*f.slots, n);
  ++f.linked;
  return true;
}

// Closes the gap instead of leaving a tombstone, so that probes stay short for ever.
void unlink_node(function_state &f, node_base *n) noexcept {
  table &t = *f.slots;
  slot *const slots = t.slots();
  std::uint64_t gap = t.hash(n->key) & t.mask;
  while (slots[gap].entry.relaxed() != n)
    gap = (gap + 1) & t.mask;
  for (std::uint64_t i = (gap + 1) & t.mask;; i = (i + 1) & t.mask) {
    const std::uint64_t hash = slots[i].hash.relaxed();
    if (!hash)
      break;
    if (((i - hash) & t.mask) >= ((i - gap) & t.mask)) {
      slots[gap].entry.release(slots[i].entry.relaxed());
      slots[gap].hash.release(hash);
      gap = i;
    }
  }
  slots[gap].hash.release(0);
  slots[gap].entry.release(nullptr);
  --f.linked;
  n->flags |= node_unlinked;
  leave_steps(f, n);
}

void replace_node(function_state &f, node_base *n, node_base *by) noexcept {
  table &t = *f.slots;
  std::uint64_t i = t.hash(n->key);
  while (t.slots()[i & t.mask].entry.relaxed() != n)
    ++i;
  t.slots()[i & t.mask].entry.release(by);
  n->flags |= node_unlinked;
  by->flags &= static_cast<std::uint16_t>(~node_unlinked);
  inherit_steps(n, by);
}

// Empties the table and hands out the entries in it. Readers must not come to a node once its
// reference is dropped, so they get the new table first, or an empty slot.
void reset_table(function_state &f, departing &out) noexcept {
  table *const old = f.slots;
  table *const fresh = make_table(smallest);
  if (fresh) {
    f.slots = fresh;
    show(f);
  }
  for (std::uint64_t i = 0; i <= old->mask; ++i) {
    slot &s = old->slots()[i];
    if (!s.hash.relaxed())
      continue;
    node_base *const n = s.entry.relaxed();
    if (!fresh) {
      s.hash.release(0);
      s.entry.release(nullptr);
    }
    n->flags |= node_unlinked;
    if (is_ready(n))
      out.add(n);
    else
      drop_reference(n); // its computation goes on
  }
  f.linked = 0;
  if (fresh)
    retire(old);
}

std::uint64_t linked_nodes_for_testing() noexcept {
  const lock_guard registry(registry_lock);
  std::uint64_t count = 0;
  for (function_state *f = functions; f; f = f->next) {
    const lock_guard locked(f->lock);
    count += f->linked;
  }
  return count;
}

node_base *make_node(function_state &f, const key128 &k) noexcept {
  const value_operations &o = *f.operations;
  const std::size_t alignment = o.node_alignment < 64 ? 64 : o.node_alignment;
  const std::size_t size = (o.node_size + alignment - 1) / alignment * alignment;
  void *const memory = std::aligned_alloc(alignment, size);
  if (!memory)
    return nullptr;
  node_base *const n = o.construct(memory, k);
  n->home = &f;
  return n;
}

void free_node(node_base *n) noexcept {
  if (n->flags & node_has_value)
    n->home->operations->destroy(n);
  if (n->state.acquire() != node_failed)
    drop_attachments(n);
  else if (n->owned)
    reinterpret_cast<std::exception_ptr *>(&n->owned)->~exception_ptr();
  std::free(n);
}

} // namespace st::detail
