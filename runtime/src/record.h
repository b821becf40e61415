// What a computation says besides its result, and where an entry keeps it.
#ifndef STCACHE_RUNTIME_RECORD_H
#define STCACHE_RUNTIME_RECORD_H

#include "internal.h"
#include "reads.h"
#include <memory>
#include <st/elements.h>
#include <string_view>
#include <vector>

namespace st::detail {

struct stored_key;

struct record {
  std::vector<Element> elements;

  std::uint64_t bytes() const noexcept;
};

// What a node has beyond its value. While it computes, the owner's alone, but for its place among
// the steps; constant afterwards.
struct attachments {
  std::unique_ptr<stored_key> key; // in stores, for an entry that takes its copies there along
  record said;
  reading_list reads;
  reading_list asked;  // inputs that were looked at on the way to the computation
  reading_list warned; // inputs that should not have been read

  // steps.h, under the function's lock.
  node_base *after = nullptr; // the step that the node hangs on
  node_base *root = nullptr;  // the first of the steps before it
  // Of a step:
  std::string asks;           // what is read next
  std::uint64_t behind = 0;   // nodes that hang on it
  std::uint64_t variants = 0; // of the first: entries behind it

  attachments() noexcept;
  ~attachments();
  std::uint64_t bytes() const noexcept { return said.bytes() + reads.bytes(); }
};

/// Null where there is nothing. The node must not have failed.
attachments *attached(const node_base *) noexcept;
/// The same, made if need be. Throws bad_alloc.
attachments &attach_to(node_base *);
void drop_attachments(node_base *) noexcept;

/// The computation that the thread is in; null if it is in none. Those around it are its
/// `previous`.
node_base *innermost_computation() noexcept;

/// While a callback runs, such as a sink or on_release: what it says and reads is no part of the
/// computations that the thread is in, only of those that it begins itself.
class unrecorded {
public:
  unrecorded() noexcept;
  ~unrecorded();
  unrecorded(const unrecorded &) = delete;
  unrecorded &operator=(const unrecorded &) = delete;

private:
  node_base *before_;
};
/// Where notes of what a computation says and reads end: not an own one of a callback any more.
node_base *end_of_notes() noexcept;

/// Does a call that finds the entry have more to do than to copy the value?
bool is_recorded(const node_base *) noexcept;

/// Emits what the computation of an entry said, for a call that found it, and notes what it read.
void replay(const node_base *);

/// Emits an element that a computation says, and not those in it.
void emit_from(node_base *, const Element &);

/// Bytes beside a value in a store. `read_record` takes what untrusted bytes say.
std::vector<unsigned char> record_bytes(const record &);
bool read_record(const unsigned char *data, std::size_t size, record &);

} // namespace st::detail

#endif
