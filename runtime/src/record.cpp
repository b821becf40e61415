// Records: what computations said, kept with their results.
#include "record.h"
#include "persist.h"
#include <new>
#include <st/detail/bytes.h>

namespace st::detail {

std::uint64_t record::bytes() const noexcept {
  std::uint64_t total = elements.capacity() * sizeof(Element);
  for (const Element &e : elements)
    total += e.kind.size() + e.text.size();
  return total;
}

attachments *attached(const node_base *n) noexcept { return static_cast<attachments *>(n->owned); }

attachments &attach_to(node_base *n) {
  if (!n->owned)
    n->owned = new attachments;
  return *attached(n);
}

void drop_attachments(node_base *n) noexcept {
  delete attached(n);
  n->owned = nullptr;
}

node_base *innermost_computation() noexcept {
  auto *const self = static_cast<own_thread_record *>(this_thread);
  return self ? self->running : nullptr;
}

static constinit thread_local node_base *boundary = nullptr;

unrecorded::unrecorded() noexcept : before_(boundary) { boundary = innermost_computation(); }
unrecorded::~unrecorded() { boundary = before_; }

node_base *end_of_notes() noexcept { return boundary; }

bool is_recorded(const node_base *n) noexcept {
  const attachments *const a = attached(n);
  return a && !(a->said.elements.empty() && a->reads.empty());
}

namespace {

void note(node_base *from, const Element &e) noexcept {
  for (node_base *n = from; n && n != boundary; n = n->previous)
    try {
      attach_to(n).said.elements.push_back(e);
    } catch (...) {
      // An entry that says less than its computation must not be kept.
      n->own |= own_incomplete;
    }
}

} // namespace

void emit_from(node_base *n, const Element &e) {
  note(n, e);
  show(e);
}

void replay(const node_base *n) {
  const attachments &a = *attached(n);
  for (const shared_reading &r : a.reads)
    note_reading(r);
  for (const Element &e : a.said.elements)
    emit_from(innermost_computation(), e);
}

void emit(const char *kind, std::string &&text) {
  emit_from(innermost_computation(), {kind, std::move(text)});
}

std::vector<unsigned char> record_bytes(const record &r) {
  std::vector<unsigned char> bytes;
  const auto add = [&bytes](const void *data, std::size_t size) {
    const auto *const first = static_cast<const unsigned char *>(data);
    bytes.insert(bytes.end(), first, first + size);
  };
  const auto add_size = [&add](std::uint64_t size) { add(&size, sizeof size); };
  add_size(r.elements.size());
  for (const Element &e : r.elements)
    for (const std::string *s : {&e.kind, &e.text}) {
      add_size(s->size());
      add(s->data(), s->size());
    }
  return bytes;
}

namespace {

bool take_text(byte_source &from, std::string &to) {
  std::uint64_t size = 0;
  if (!take_raw(from, size) || size > from.left())
    return false;
  to.resize(size);
  return take(from, to.data(), size);
}

} // namespace

bool read_record(const unsigned char *data, std::size_t size, record &r) {
  byte_source from(data, size);
  std::uint64_t count = 0;
  // Each element takes two lengths at least, so bytes bound what is allocated.
  if (!take_raw(from, count) || count > from.left() / (2 * sizeof(std::uint64_t)))
    return false;
  r.elements.resize(count);
  for (Element &e : r.elements)
    if (!take_text(from, e.kind) || !take_text(from, e.text))
      return false;
  return from.left() == 0;
}

} // namespace st::detail
