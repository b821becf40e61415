// Steps from keys to entries.
#include "steps.h"
#include "refresh.h"
#include "session.h"
#include <new>
#include <utility>

namespace st::detail {
namespace {

bool is_step(const node_base *n) noexcept { return n->state.acquire() == node_step; }

// A node that hangs on a step, in the table.
bool hangs(const node_base *n) noexcept { return (n->flags & node_behind) != 0; }

// Under the lock.
void hang(node_base *n, node_base *step) noexcept {
  attachments *const a = attached(n);
  attachments *const above = attached(step);
  a->after = step;
  a->root = above->root ? above->root : step;
  n->flags |= node_behind;
  ++above->behind;
}

struct node_deleter {
  void operator()(node_base *n) const noexcept { free_node(n); }
};
using owned_node = std::unique_ptr<node_base, node_deleter>;

owned_node new_node(function_state &f, const key128 &key) {
  owned_node n(make_node(f, key));
  if (!n)
    throw std::bad_alloc();
  attach_to(n.get());
  return n;
}

} // namespace

way::~way() {
  if (after_)
    drop_reference(after_);
}

node_base *way::look(function_state &f, bool &step) noexcept {
  if (is_cut()) {
    drop_reference(after_);
    after_ = nullptr;
    at_ = first_;
  }
  node_base *const n = find_node(f, at_);
  step = n && is_step(n);
  return n;
}

void way::follow(node_base *step) {
  if (after_)
    drop_reference(after_);
  after_ = step;
  const shared_reading r = read_now(attached(step)->asks, asked_);
  at_ = key_behind(step->key, r->what, r->state, process_secret());
}

void way::follow(node_base *step, std::string_view state) noexcept {
  if (after_)
    drop_reference(after_);
  after_ = step;
  at_ = key_behind(step->key, attached(step)->asks, state, process_secret());
}

void way::arrived(node_base *n) noexcept {
  if (attached(n))
    attached(n)->asked = std::move(asked_);
  if (after_)
    hang(n, after_);
}

namespace {

// Under the lock.
void remove_if_idle(function_state &f, node_base *step) noexcept {
  if (attached(step)->behind == 0 && !(step->flags & node_unlinked)) {
    unlink_node(f, step); // which does the same with the step before
    drop_reference(step);
  }
}

} // namespace

void way::take_back(function_state &f) noexcept {
  if (after_)
    remove_if_idle(f, after_);
}

void leave_steps(function_state &f, node_base *n) noexcept {
  if (!hangs(n))
    return;
  n->flags &= static_cast<std::uint16_t>(~node_behind);
  if (n->flags & node_listed)
    --attached(attached(n)->root)->variants;
  node_base *const step = attached(n)->after;
  --attached(step)->behind;
  remove_if_idle(f, step);
}

key128 first_key(const node_base *n) noexcept { return hangs(n) ? attached(n)->root->key : n->key; }

void inherit_steps(node_base *from, node_base *to) noexcept {
  if (!hangs(from))
    return;
  attached(to)->after = attached(from)->after;
  attached(to)->root = attached(from)->root;
  if (from->flags & node_listed)
    --attached(attached(from)->root)->variants;
  to->flags |= node_behind;
  from->flags &= static_cast<std::uint16_t>(~node_behind);
}

namespace {

// One look at the table on the way of a computation to its place.
class settling {
public:
  settling(node_base *&running, const key128 &first)
      : f_(*running->home), running_(running), left_(attached(running)->reads), path_(first) {
    path_.asked() = std::move(attached(running)->asked);
  }
  ~settling() {
    {
      const lock_guard locked(f_.lock);
      path_.take_back(f_);
    }
    release(f_, out_);
  }

  // Is the computation, once it goes no further, to be kept?
  bool go() {
    for (;;) {
      if (!fresh_)
        fresh_ = new_node(f_, path_.at());
      switch (look()) {
      case found::place:
        return true;
      case found::no_place:
        return false;
      case found::other_way:
        left_.reset();
        break;
      case found::step:
        node_base *const step = std::exchange(step_, nullptr);
        if (const shared_reading r = left_.take(attached(step)->asks))
          path_.follow(step, r->state);
        else
          path_.follow(step);
      }
    }
  }

private:
  enum class found { place, no_place, other_way, step };

  found look() {
    std::unique_lock locked(f_.lock);
    if (running_->flags & node_unlinked)
      return found::place; // cleared meanwhile, and so not kept
    if (path_.is_cut()) {
      bool ignored;
      path_.look(f_, ignored);
      return found::other_way;
    }
    bool is_step;
    node_base *const n = path_.look(f_, is_step);
    if (is_step) {
      add_reference(n);
      step_ = n;
      return found::step;
    }
    const reading *const next = left_.first();
    if (!next && n)
      return n == running_ ? found::place : found::no_place;
    fresh_->key = path_.at();
    if (!next) {
      move();
      node_base *const old = std::exchange(running_, fresh_.release());
      locked.unlock();
      futex_wake_all(&old->state.raw);
      drop_reference(old); // the table's
      drop_reference(old); // the computation's
      return found::place;
    }
    if (n && n != running_ && !is_ready(n))
      return found::no_place;
    if (n && n != running_)
      remove_entry(f_, n, out_);
    return path_.is_cut() ? found::other_way : add_step(*next);
  }

  found add_step(const reading &next) {
    attached(fresh_.get())->asks = next.what;
    fresh_->state.release(node_step);
    add_reference(fresh_.get());
    if (!link_node(f_, fresh_.get())) {
      drop_reference(fresh_.get());
      throw std::bad_alloc();
    }
    path_.arrived(fresh_.get());
    step_ = fresh_.release(); // one reference is the table's, the other the way's
    return found::step;
  }

  // The computation goes on in the fresh node.
  void move() {
    node_base *const from = running_;
    node_base *const to = fresh_.get();
    add_reference(to); // the table's
    if (!link_node(f_, to)) {
      drop_reference(to);
      throw std::bad_alloc();
    }
    to->owner = from->owner;
    to->own = from->own;
    attached(to)->key.swap(attached(from)->key);
    attached(to)->said = std::move(attached(from)->said);
    attached(to)->reads = std::move(attached(from)->reads);
    attached(to)->warned = std::move(attached(from)->warned);
    path_.arrived(to);
    auto *const owner = static_cast<own_thread_record *>(from->owner);
    for (node_base **link = &owner->running; *link; link = &(*link)->previous)
      if (*link == from) {
        to->previous = from->previous;
        *link = to;
        break;
      }
    computation_moves(from, to);
    unlink_node(f_, from);
    from->state.release(node_abandoned); // whoever waits for it looks again
  }

  function_state &f_;
  node_base *&running_;
  unasked left_;
  way path_;
  owned_node fresh_;
  node_base *step_ = nullptr; // found, with a reference
  departing out_;
};

} // namespace

bool settle(node_base *&running, const key128 &first) {
  if (!attached(running) || (attached(running)->reads.empty() && running->key == first))
    return true;
  return settling(running, first).go();
}

void count_variant(function_state &f, node_base *n, departing &out) noexcept {
  if (!hangs(n))
    return;
  node_base *const root = attached(n)->root;
  if (++attached(root)->variants <= most_variants)
    return;
  node_base *oldest = f.oldest;
  while (!(hangs(oldest) && attached(oldest)->root == root))
    oldest = static_cast<node_base *>(oldest->next);
  remove_entry(f, oldest, out);
  ++f.evictions;
}

namespace {

// Under the lock.
void remove_one(function_state &f, node_base *n, departing &out) noexcept {
  if (is_ready(n)) {
    remove_entry(f, n, out);
  } else {
    unlink_node(f, n);
    drop_reference(n);
  }
}

} // namespace

void remove_call(function_state &f, node_base *found, departing &out) noexcept {
  if (!is_step(found)) {
    remove_one(f, found, out);
    return;
  }
  add_reference(found);
  for (bool again = true; again;) {
    // What leaves makes others move, also to where this has been.
    again = false;
    for (std::uint64_t i = 0; i <= f.slots->mask; ++i)
      if (node_base *const n = f.slots->slots()[i].entry.relaxed();
          n && hangs(n) && attached(n)->root == found && !is_step(n)) {
        remove_one(f, n, out);
        again = true;
      }
  }
  // A computation that has just made the step may still be where it leads from.
  remove_if_idle(f, found);
  if (node_base *const n = find_node(f, found->key); n && n != found)
    remove_call(f, n, out);
  drop_reference(found);
}

bool contains(function_state &f, const key128 &key) {
  way path(key);
  for (;;) {
    std::unique_lock locked(f.lock);
    bool is_step;
    node_base *const n = path.look(f, is_step);
    if (!is_step)
      return n && is_ready(n) && (n->expiry == INT64_MAX || now() < end_of(f, n));
    add_reference(n);
    locked.unlock();
    path.follow(n);
  }
}

} // namespace st::detail
