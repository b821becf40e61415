// Entries behind what their computations have read.
//
// What a body reads next depends on what it has read before. So a key leads either to an entry or
// to a step, a node that names what is read next; the key of the next node is made of this one's
// and of what that is now. Entries hang on the last step, and steps go with the last that hangs on
// them. A result is found, then, if and only if everything its computation has read is as it was.
#ifndef STCACHE_RUNTIME_STEPS_H
#define STCACHE_RUNTIME_STEPS_H

#include "record.h"

namespace st::detail {

/// With one list of arguments a function keeps so many entries that differ in what was read; the
/// oldest goes first.
inline constexpr std::uint64_t most_variants = 1000;

/// The way of one call from its key to its entry. Holds a reference to the step it has come to.
class way {
public:
  explicit way(const key128 &from) noexcept : first_(from), at_(from) {}
  ~way();
  way(const way &) = delete;
  way &operator=(const way &) = delete;

  const key128 &at() const noexcept { return at_; }
  /// What inputs were on the way, and may be from before it.
  reading_list &asked() noexcept { return asked_; }

  /// Under the function's lock: the node that the way has come to, and whether it is a step. Begins
  /// anew where a step has gone.
  node_base *look(function_state &, bool &is_step) noexcept;
  /// Goes on behind a step that `look` gave, which the caller has a reference to; takes that over.
  /// Without a lock. Throws what an input's provider throws.
  void follow(node_base *step);
  void follow(node_base *step, std::string_view state) noexcept;

  /// Under the lock, once a node with attachments is in the table where the way has come to.
  void arrived(node_base *) noexcept;

  /// Under the lock: has the step that the way has come to left the table?
  bool is_cut() const noexcept { return after_ && (after_->flags & node_unlinked); }
  /// Under the lock: removes steps that lead nowhere.
  void take_back(function_state &) noexcept;

private:
  key128 first_, at_;
  node_base *after_ = nullptr;
  reading_list asked_;
};

/// A computation has read things: brings it to where they lead, and makes the steps on the way. The
/// node in the table may be another one afterwards, and then `running` is that one. False if it is
/// not to be kept there: somebody else has the value, or there is no memory. Without a lock. Throws
/// what an input's provider throws.
bool settle(node_base *&running, const key128 &first);

/// Under the lock, when a node leaves the table: the steps it hung on go, too, if they are not
/// needed any more.
void leave_steps(function_state &, node_base *) noexcept;

/// Under the lock, when a node has been listed: of too many entries with the same arguments, the
/// oldest goes.
void count_variant(function_state &, node_base *, departing &) noexcept;

/// The key of the calls that lead to an entry that is in the table.
key128 first_key(const node_base *) noexcept;
/// Under the lock: a node takes the place of another, also among the steps; it is listed
/// afterwards, if at all. It has attachments if the other has.
void inherit_steps(node_base *from, node_base *to) noexcept;

/// Under the lock: takes what a call's key leads to out of the table, be it an entry, a computation
/// or all that is behind a step.
void remove_call(function_state &, node_base *, departing &) noexcept;

/// Is there an entry, with what its computation has read as it is now? Throws what the provider of
/// an input throws.
bool contains(function_state &, const key128 &);

} // namespace st::detail

#endif
