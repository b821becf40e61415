// Sessions: their parts of functions, from the first call to the end, and bindings of threads.
#include "session.h"
#include "observe.h"
#include <new>
#include <unistd.h>

namespace st::detail {

constinit __thread session_record *this_session = nullptr;
constinit small_mutex session_lock;

struct session_state : session_record {
  session_state() noexcept;
  ~session_state();

  std::atomic<std::uint32_t> references{1}; // the object's and those of bindings
  bool ended = false;                       // under the session lock, like the parts
  session_part *parts = nullptr;

  static const node_base *inside(const Session::bound *b) noexcept {
    return b ? b->inside_ : nullptr;
  }
  static void computation_ended(const node_base *) noexcept;
  static void computation_moved(const node_base *from, const node_base *to) noexcept;
  static session_state *bound_to() noexcept;
  void during(void (*act)(void *), void *argument) noexcept {
    const Session::bound binding(*this);
    act(argument);
  }
  static void show() noexcept;
};

namespace {

// This thread's bindings, the newest first.
constinit __thread Session::bound *innermost = nullptr;

// Threads that go through the parts of a session, and how often this one does.
constinit std::atomic<std::uint32_t> walkers{0};
constinit __thread std::uint32_t own_walks = 0;

constexpr std::uint64_t fewest_sites = 8;
constinit session_sites no_sites{};

session_sites *make_sites(std::uint64_t count) noexcept {
  void *const memory = std::calloc(1, sizeof(session_sites) + count * sizeof(shared_word<view *>));
  if (!memory)
    return nullptr;
  auto *const sites = ::new (memory) session_sites;
  sites->count = count;
  return sites;
}

session_part *find_part(const session_state &s, const function_state &f) noexcept {
  session_sites *const sites = s.sites.acquire();
  const std::uint32_t number = f.where->number.relaxed();
  return number < sites->count ? static_cast<session_part *>(sites->at()[number].acquire())
                               : nullptr;
}

// The rest is under the session lock.

bool make_place(session_state &s, std::uint32_t number) noexcept {
  session_sites *const old = s.sites.relaxed();
  if (number < old->count)
    return true;
  std::uint64_t count = old->count ? old->count : fewest_sites;
  while (count <= number)
    count *= 2;
  session_sites *const sites = make_sites(count);
  if (!sites)
    return false;
  for (std::uint64_t i = 0; i < old->count; ++i)
    sites->at()[i].relaxed(old->at()[i].relaxed());
  sites->smaller = old;
  s.sites.release(sites);
  return true;
}

session_part *take_part(function_state &f) noexcept {
  if (session_part *const p = f.unused) {
    f.unused = p->sibling;
    const lock_guard locked(p->lock);
    p->closed = false;
    return p;
  }
  auto *const p = new (std::nothrow) session_part(f);
  if (!p)
    return nullptr;
  if (!open_table(*p)) {
    delete p;
    return nullptr;
  }
  p->next = f.parts.load(std::memory_order_relaxed);
  f.parts.store(p, std::memory_order_release);
  return p;
}

session_part *make_part(session_state &s, function_state &f) noexcept {
  const lock_guard locked(session_lock);
  if (s.ended)
    return nullptr;
  if (session_part *const p = find_part(s, f))
    return p; // another thread of the session was first
  const std::uint32_t number = f.where->number.relaxed();
  session_part *const p = make_place(s, number) ? take_part(f) : nullptr;
  if (!p)
    return nullptr;
  p->session = &s;
  p->sibling = s.parts;
  s.parts = p;
  s.sites.relaxed()->at()[number].release(p);
  return p;
}

// Outside all locks again.

// The parts stay while this goes on, as libraries that are unloaded wait for it.
template <class Act> void walk(session_state &s, Act &&act) noexcept {
  session_part *p;
  {
    const lock_guard locked(session_lock);
    ++walkers;
    ++own_walks;
    p = s.parts;
  }
  while (p) {
    act(*p);
    const lock_guard locked(session_lock);
    p = p->sibling;
  }
  --own_walks;
  --walkers;
}

void empty(session_part &p, bool ends) noexcept {
  departing out;
  {
    const lock_guard locked(p.lock);
    p.closed |= ends;
    ++p.clears;
    if (p.linked != 0)
      remove_all(p, out);
    if (ends) {
      std::vector<node_base *>().swap(p.by_index);
      std::vector<std::uint32_t>().swap(p.free_indices);
      p.recency = {};
    }
  }
  release(p, out);
}

void end(session_state &s) noexcept {
  {
    const lock_guard locked(session_lock);
    s.ended = true;
  }
  walk(s, [](session_part &p) { empty(p, true); });
}

void drop(session_state &s) noexcept {
  if (s.references.fetch_sub(1, std::memory_order_acq_rel) != 1)
    return;
  {
    const lock_guard locked(session_lock);
    for (session_part *p = s.parts, *next; p; p = next) {
      next = p->sibling;
      p->session = nullptr;
      p->sibling = p->whole->unused;
      p->whole->unused = p;
    }
  }
  delete &s;
}

} // namespace

session_state::session_state() noexcept { sites.relaxed(&no_sites); }
session_state::~session_state() {
  for (session_sites *at = sites.relaxed(), *next; at != &no_sites; at = next) {
    next = at->smaller;
    std::free(at);
  }
}

session_state *session_state::bound_to() noexcept {
  return innermost ? innermost->session_ : nullptr;
}

// Calls may look at the session by themselves unless what they find has a part in a value that is
// for all sessions.
void session_state::show() noexcept {
  this_session = nullptr;
  if (!innermost)
    return;
  const auto *const self = static_cast<own_thread_record *>(this_thread);
  for (const node_base *n = self ? self->running : nullptr; n && n != innermost->inside_;
       n = n->previous)
    if (!n->home->operations->scoped)
      return;
  this_session = innermost->session_;
}

void session_state::computation_ended(const node_base *n) noexcept {
  for (Session::bound *b = innermost; b; b = b->outer_)
    if (b->inside_ == n)
      b->inside_ = nullptr; // its memory may be another's soon
  show();
}

void session_state::computation_moved(const node_base *from, const node_base *to) noexcept {
  for (Session::bound *b = innermost; b; b = b->outer_)
    if (b->inside_ == from)
      b->inside_ = to;
}

void computation_moves(const node_base *from, const node_base *to) noexcept {
  session_state::computation_moved(from, to);
}

void computation_begins(const node_base *n) noexcept {
  if (!n->home->operations->scoped)
    this_session = nullptr;
}

void computation_ends(const node_base *n) noexcept {
  if (innermost)
    session_state::computation_ended(n);
}

function_state *enter_session(function_state &f, own_thread_record *self) noexcept {
  for (node_base *n = self ? self->running : nullptr; n && n != session_state::inside(innermost);
       n = n->previous) {
    if (n->home->operations->scoped)
      continue;
    n->own |= own_in_session;
    if (!n->home->told_session.exchange(true))
      say("%s calls %s, which has scope = session: what it returns may depend on the session and "
          "is "
          "not kept. Give it scope = session, too, or pass it what it asks for",
          n->home->where->about->function, f.where->about->function);
  }
  session_state *const s = session_state::bound_to();
  if (!s)
    return nullptr;
  if (session_part *const p = find_part(*s, f))
    return p;
  return make_part(*s, f);
}

function_state *in_session(function_state *f) noexcept {
  if (!f || !f->operations->scoped)
    return f;
  const session_state *const s = session_state::bound_to();
  return s ? find_part(*s, *f) : nullptr;
}

session_state *hold_session() noexcept {
  session_state *const s = session_state::bound_to();
  if (s)
    s->references.fetch_add(1, std::memory_order_relaxed);
  return s;
}

void let_go_of(session_state *s) noexcept {
  if (s)
    drop(*s);
}

void during_session(session_state *s, void (*act)(void *), void *argument) noexcept {
  if (s)
    s->during(act, argument);
  else
    act(argument);
}

void leave_sessions(function_state &f) noexcept {
  if (!f.parts.load())
    return;
  {
    const lock_guard locked(session_lock);
    for (session_part *p = f.parts.load(); p; p = static_cast<session_part *>(p->next)) {
      if (!p->session)
        continue;
      // Nobody looks for it by its number any more, which no other function gets.
      for (session_part **link = &p->session->parts; *link; link = &(*link)->sibling)
        if (*link == p) {
          *link = p->sibling;
          break;
        }
      p->session = nullptr;
    }
  }
  while (walkers.load() > own_walks)
    usleep(50);
}

void forget_walkers_after_fork() noexcept { walkers.store(own_walks); }

} // namespace st::detail

namespace st {

Session::Session() : state_(new detail::session_state) {}

Session::~Session() {
  detail::end(*state_);
  detail::drop(*state_);
}

Session::bound Session::enter() noexcept { return bound(*state_); }

void Session::clear() noexcept {
  detail::walk(*state_, [](detail::session_part &p) { detail::empty(p, false); });
  detail::reclaim(true);
}

Session::bound::bound(detail::session_state &s) noexcept
    : session_(&s), thread_(&detail::innermost), outer_(detail::innermost) {
  const auto *const self = static_cast<detail::own_thread_record *>(detail::this_thread);
  inside_ = self ? self->running : nullptr;
  s.references.fetch_add(1, std::memory_order_relaxed);
  detail::innermost = this;
  detail::this_session = &s;
}

Session::bound::~bound() {
  if (thread_ != &detail::innermost) {
    // That thread may be using it, so nothing is freed.
    detail::say("a binding to a session was ended by another thread than the one that made it");
    return;
  }
  for (bound **link = &detail::innermost; *link; link = &(*link)->outer_)
    if (*link == this) {
      *link = outer_;
      break;
    }
  detail::session_state::show();
  detail::drop(*session_);
}

} // namespace st
