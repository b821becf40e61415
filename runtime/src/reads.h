// What a computation reads besides its arguments: files, the environment, inputs.
#ifndef STCACHE_RUNTIME_READS_H
#define STCACHE_RUNTIME_READS_H

#include "internal.h"
#include <memory>
#include <st/inputs.h>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace st::detail {

/// One thing that was read, and what it was then. `what` is the same bytes for the same thing: a
/// letter for its kind and its name, or an input's whole description. The state of a file is a
/// digest by the process's secret.
struct reading {
  std::string what;
  std::string state;
};
using shared_reading = std::shared_ptr<const reading>;

enum class read_kind : char { file = 'f', environment = 'e', input = 'i' };
read_kind kind_of(std::string_view what) noexcept;
/// Is that of a kind that is known? For bytes that come from a store.
bool is_description(std::string_view what) noexcept;
/// For people: the path, the variable, the label.
std::string read_name(std::string_view what);

/// In the order in which they were read, each once.
class reading_list {
public:
  bool empty() const noexcept { return items.empty(); }
  std::size_t size() const noexcept { return items.size(); }
  auto begin() const noexcept { return items.begin(); }
  auto end() const noexcept { return items.end(); }
  const shared_reading &operator[](std::size_t i) const noexcept { return items[i]; }
  /// Null if it is not there.
  shared_reading find(std::string_view what) const noexcept;
  /// Does the other list have all of this, in the same state?
  bool is_part_of(const reading_list &) const noexcept;
  void add(shared_reading);
  /// Those of another list that are inputs.
  void add_inputs(const reading_list &);
  std::uint64_t bytes() const noexcept;

private:
  std::vector<shared_reading> items;
  using index = std::unordered_map<std::string_view, std::size_t>;
  std::unique_ptr<index> places; // once there are many
};

/// What a computation has read and no step (steps.h) has asked for yet. The list must outlive it.
class unasked {
public:
  explicit unasked(const reading_list &all) : all_(all), done_(all.size(), false) {}

  void reset() noexcept;
  /// What the computation has read of it; null if nothing.
  shared_reading take(std::string_view what) noexcept;
  const reading *first() const noexcept {
    return next_ < all_.size() ? all_[next_].get() : nullptr;
  }

private:
  const reading_list &all_;
  std::vector<bool> done_;
  std::size_t next_ = 0; // all before it are done
};

/// What it is now. Inputs are asked for only once in a computation: `asked` has the answers so far.
/// Throws what an input's provider throws, and bad_alloc.
shared_reading read_now(std::string_view what, reading_list &asked);
/// The same as the store with this secret knows it; nothing of inputs.
std::string stored_state(const reading &, const hash_secret &);
/// Has a file or a variable changed since it was read? Throws bad_alloc.
bool has_changed(const reading &);

/// The key of what a computation goes on to after it has read something. `mark` tells apart what
/// was forgotten and begun anew.
key128 key_behind(const key128 &, std::string_view what, std::string_view state,
                  const hash_secret &, const key128 &mark = {});

/// For all computations that the thread is in. Emits a warning where an input is read that may not
/// be. Throws bad_alloc, and what a sink throws.
void note_reading(const shared_reading &);

/// Of what set_input was told. Nothing else is locked within.
extern small_mutex told_lock;
void forget_input_users_after_fork() noexcept;

} // namespace st::detail

#endif
