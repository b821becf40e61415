#include "core.h"
#include <sys/random.h>

namespace st::store::remote {
namespace {

constexpr int most_redirections = 5;

} // namespace

bool random_bytes(void *to, std::size_t size) noexcept {
  return ::getrandom(to, size, 0) == static_cast<ssize_t>(size);
}

core::core(const settings &with) : how(with) {
  nodes[0] = new node(*this, how.socket.empty() ? how.host : std::string(), how.port);
}

core::~core() {
  for (auto &n : nodes)
    delete n.load();
  delete secret.load();
}

void core::log(const std::string &line) const noexcept {
  if (!how.log)
    return;
  try {
    how.log(("the remote store " + line).c_str());
  } catch (const std::bad_alloc &) {
    // Nothing is said.
  }
}

void core::note_write(const reply &r, breaker::admission admitted) noexcept {
  if (r.what != reply::kind::error) {
    if (writes.succeeded(admitted))
      log(how.name() + " takes results again");
    return;
  }
  count(counted.errors);
  const char *why = nullptr;
  if (is_error(r, "OOM"))
    why = "it is full (maxmemory)";
  else if (is_error(r, "READONLY"))
    why = "it is a replica that only reads";
  else if (is_error(r, "NOPERM"))
    why = "the user has no right to";
  else if (is_error(r, "MISCONF") || is_error(r, "NOREPLICAS"))
    why = "it cannot save what it is given";
  if (!why)
    writes.succeeded(admitted);
  else if (writes.failed(admitted))
    log(how.name() + " takes no results for a while: " + why);
}

node *core::choose(std::size_t slot) noexcept {
  node *const first = nodes[0].load();
  if (!clustered.load(std::memory_order_relaxed))
    return first;
  if (const std::uint8_t known = owner[slot].load(std::memory_order_relaxed))
    return nodes[known - 1].load();
  // Any node knows who has the slot.
  for (auto &n : nodes)
    if (node *const one = n.load(); one && !one->is_open())
      return one;
  return first;
}

node *core::find_or_add(std::string_view host, std::uint16_t port) {
  std::unique_ptr<node> made;
  for (auto &place : nodes) {
    node *there = place.load();
    if (!there) {
      if (!made)
        made = std::make_unique<node>(*this, std::string(host), port);
      if (place.compare_exchange_strong(there, made.get()))
        return made.release();
    }
    if (there->is(host, port))
      return there;
  }
  return nullptr;
}

// "MOVED 3999 127.0.0.1:6381" or "ASK ...": the node, and what the first says is remembered.
node *core::redirected(const replies &all, const node &from, bool &asking) {
  for (const reply_ptr &r : all) {
    redirection where;
    if (r->what != reply::kind::error || !read_redirection(r->line, where))
      continue;
    // Without a host it is the one that said it.
    const std::string_view host = where.host.empty() ? from.host() : where.host;
    if (host.empty())
      return nullptr;
    node *const to = find_or_add(host, where.port);
    if (!to)
      return nullptr;
    clustered.store(true, std::memory_order_relaxed);
    asking = !where.moved;
    if (where.moved)
      for (std::size_t i = 0; i < most_nodes; ++i)
        if (nodes[i].load() == to)
          owner[where.slot].store(static_cast<std::uint8_t>(i + 1), std::memory_order_relaxed);
    return to;
  }
  return nullptr;
}

bool core::run_any(std::string_view key, const limits &most, replies &out, filler fill,
                   const void *with) {
  const std::size_t slot = clustered.load(std::memory_order_relaxed) ? slot_of(key) : 0;
  node *at = choose(slot);
  bool asking = false;
  for (int i = 0; i < most_redirections; ++i) {
    request what(asking);
    fill(with, what);
    if (at->call(what, most, out) != status::good) {
      // Another node may have the slot by now; any will tell.
      owner[slot].store(0, std::memory_order_relaxed);
      return false;
    }
    asking = false;
    node *const next = redirected(out, *at, asking);
    if (!next)
      return true;
    at = next;
  }
  return false;
}

} // namespace st::store::remote
