// One computation of an entry at a time among machines: a key that the server removes by itself.
#include "core.h"
#include <algorithm>
#include <ctime>
#include <store/calls.h>
#include <unistd.h>
#include <utility>

namespace st::store::remote {
namespace {

constexpr std::int64_t first_wait = millisecond;
constexpr std::int64_t longest_wait = 50 * millisecond;
// Who has a lease may be waited for in a circle.
constexpr std::int64_t holder_patience = 2 * store::second;

constexpr std::string_view release_script =
    "if redis.call('get',KEYS[1])==ARGV[1] then return redis.call('del',KEYS[1]) end return 0";

thread_local unsigned held_here = 0;
std::uint64_t this_thread() { return reinterpret_cast<std::uintptr_t>(&held_here); }

void sleep_for(std::int64_t ns) {
  const timespec t{ns / store::second, ns % store::second};
  ::nanosleep(&t, nullptr);
}

key_text token_text(const std::uint64_t (&token)[2]) {
  key_text text;
  text.add_hex({token[0], token[1]});
  return text;
}

} // namespace

lease::lease(lease &&other) noexcept
    : where_(std::move(other.where_)), what_(other.what_), token_{other.token_[0], other.token_[1]},
      holder_(other.holder_), process_(other.process_), waited_(other.waited_) {
  other.where_.reset();
}

lease &lease::operator=(lease &&other) noexcept {
  if (this != &other) {
    release();
    where_ = std::exchange(other.where_, nullptr);
    what_ = other.what_;
    std::copy_n(other.token_, 2, token_);
    holder_ = other.holder_;
    process_ = other.process_;
    waited_ = other.waited_;
  }
  return *this;
}

void lease::end() noexcept {
  if (where_ && holder_ == this_thread() && held_here != 0)
    --held_here;
  where_.reset();
}

bool lease::is_mine() const noexcept { return where_ && process_ == ::getpid(); }

void lease::write_release(request &to) const {
  to.command(4, "EVAL");
  to.add(release_script);
  to.add(1);
  to.add(lock_key(what_));
  to.add(token_text(token_));
}

void lease::release() noexcept {
  if (is_mine()) {
    try {
      replies ignored;
      where_->run(lock_key(what_), limits(), ignored, [&](request &to) { write_release(to); });
    } catch (const std::bad_alloc &) {
      // It ends by itself.
    }
  }
  end();
}

lease server::acquire(const place &where, std::int64_t patience) noexcept {
  core &c = *core_;
  lease result;
  std::uint64_t token[2];
  if (!random_bytes(token, sizeof(token)))
    return result;
  const std::int64_t start = store::monotonic_time();
  std::int64_t most = std::min(patience, c.how.lease);
  if (held_here != 0)
    most = std::min(most, holder_patience);
  const key_text lock = lock_key(where);
  const key_text entry = entry_key_text(where);
  const key_text mine = token_text(token);
  std::string before; // the entry's header, when it was looked at first
  std::int64_t wait = first_wait;
  try {
    for (;;) {
      const breaker::admission admitted = c.admit_write();
      if (admitted == breaker::admission::no)
        return result;
      replies got;
      // What the SET says is not enough: its answer may be lost, and it be sent again.
      const bool answered = c.run(lock, limits(), got, [&](request &to) {
        to.command(3, "GETRANGE");
        to.add(entry);
        to.add(0);
        to.add(static_cast<long long>(store::entry_header_size) - 1);
        to.command(5, "SET");
        to.add(lock);
        to.add(mine);
        to.add("NX");
        to.add("PX");
        to.add(std::max<long long>(1, c.how.lease / millisecond));
        to.command(1, "GET");
        to.add(lock);
      });
      if (!answered)
        return result;
      c.note_write(*got[1], admitted);
      if (got[2]->is_text() && got[2]->text() == mine) {
        result.where_ = core_;
        result.what_ = where;
        std::copy_n(token, 2, result.token_);
        result.holder_ = this_thread();
        result.process_ = ::getpid();
        ++held_here;
        return result;
      }
      // Without rights, or with something else in the place of the lock.
      if (got[1]->what == reply::kind::error || !got[0]->is_text())
        return result;
      if (!result.waited_)
        before = got[0]->text();
      else if (got[0]->text() != before && !got[0]->text().empty())
        return result; // it has been put
      result.waited_ = true;
      const std::int64_t left = start + most - store::monotonic_time();
      if (left <= 0)
        return result;
      sleep_for(std::min(wait, left));
      wait = std::min(wait * 3 / 2, longest_wait);
    }
  } catch (const std::bad_alloc &) {
    return result;
  }
}

} // namespace st::store::remote
