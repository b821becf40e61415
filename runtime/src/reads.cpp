// Lists of what was read, and the keys that are made of them.
#include "reads.h"
#include "record.h"

namespace st::detail {
namespace {

// From so many on, looking through all of them is too slow.
constexpr std::size_t many = 16;

void append_text(hash_state &state, std::string_view text) {
  const std::uint64_t size = text.size();
  append(state, &size, sizeof size);
  append(state, text.data(), text.size());
}

} // namespace

shared_reading reading_list::find(std::string_view what) const noexcept {
  if (places) {
    const auto found = places->find(what);
    return found == places->end() ? nullptr : items[found->second];
  }
  for (const shared_reading &r : items)
    if (r->what == what)
      return r;
  return nullptr;
}

bool reading_list::is_part_of(const reading_list &other) const noexcept {
  for (const shared_reading &r : items)
    if (const shared_reading same = other.find(r->what); !same || same->state != r->state)
      return false;
  return true;
}

void reading_list::add_inputs(const reading_list &others) {
  for (const shared_reading &r : others)
    if (kind_of(r->what) == read_kind::input)
      add(r);
}

void reading_list::add(shared_reading r) {
  items.push_back(std::move(r));
  try {
    if (!places && items.size() >= many) {
      auto all = std::make_unique<index>();
      for (std::size_t i = 0; i < items.size(); ++i)
        all->emplace(items[i]->what, i);
      places = std::move(all);
    } else if (places) {
      places->emplace(items.back()->what, items.size() - 1);
    }
  } catch (...) {
    items.pop_back();
    throw;
  }
}

std::uint64_t reading_list::bytes() const noexcept {
  std::uint64_t total = items.capacity() * sizeof(shared_reading);
  for (const shared_reading &r : items)
    total += sizeof *r + r->what.size() + r->state.size();
  return total;
}

void unasked::reset() noexcept {
  done_.assign(done_.size(), false);
  next_ = 0;
}

shared_reading unasked::take(std::string_view what) noexcept {
  for (std::size_t i = next_; i < all_.size(); ++i)
    if (!done_[i] && all_[i]->what == what) {
      done_[i] = true;
      while (next_ < all_.size() && done_[next_])
        ++next_;
      return all_[i];
    }
  return nullptr;
}

key128 key_behind(const key128 &key, std::string_view what, std::string_view state,
                  const hash_secret &secret, const key128 &mark) {
  hash_state hash(&secret);
  append(hash, &key, sizeof key);
  append(hash, &mark, sizeof mark);
  append_text(hash, what);
  append_text(hash, state);
  return hash_finish(hash);
}

namespace {

// An input that the function does not take into its key: its result goes stale with it.
void warn_of_input(node_base *n, const reading &r) {
  attachments &a = attach_to(n);
  if (a.warned.find(r.what))
    return;
  a.warned.add(std::make_shared<const reading>(r));
  const char *const function = n->home->where->about->function;
  emit_from(n,
            {"warning", std::string("The cached function '") + function + "' reads the input '" +
                            read_name(r.what) +
                            "', which is no part of its key: a call may give a result of another "
                            "value. Pass the value as an argument, or set "
                            "experimental_allow_widgets = true."});
}

} // namespace

void note_reading(const shared_reading &r) {
  const bool is_input = kind_of(r->what) == read_kind::input;
  for (node_base *n = innermost_computation(); n && n != end_of_notes(); n = n->previous) {
    if (is_input && n->home->where->widgets != widget_setting::allowed) {
      if (n->home->where->widgets == widget_setting::warned_of)
        warn_of_input(n, *r);
      continue;
    }
    try {
      reading_list &reads = attach_to(n).reads;
      const shared_reading before = reads.find(r->what);
      if (!before)
        reads.add(r);
      else if (before->state != r->state)
        n->own |= own_unsteady;
    } catch (const std::bad_alloc &) {
      // An entry that knows less than its computation has read must not be kept.
      n->own |= own_incomplete;
    }
  }
}

} // namespace st::detail
