// A callable that the program sets and threads call.
#ifndef STCACHE_RUNTIME_CALLBACK_H
#define STCACHE_RUNTIME_CALLBACK_H

#include "internal.h"
#include <memory>
#include <new>
#include <utility>

namespace st::detail {

/// Holds an `Erased`, which has an `object`, a `call` (null: nothing is set) and a `drop`.
/// Constant-initialised and never destroyed, so that calls at exit find it. Thread-safe.
template <class Erased> class callback {
public:
  struct owner {
    Erased is;
    explicit owner(Erased given) noexcept : is(given) {}
    ~owner() { is.drop(is.object); }
    owner(const owner &) = delete;
    owner &operator=(const owner &) = delete;
  };

  constexpr callback() = default;

  /// Takes the object over; without memory it is dropped, and nothing is set.
  void set(Erased given) noexcept {
    std::shared_ptr<owner> next;
    try {
      if (given.call)
        next = std::make_shared<owner>(given);
    } catch (...) {
      given.drop(given.object);
    }
    auto *const kept = new (std::nothrow) std::shared_ptr<owner>(std::move(next));
    const std::shared_ptr<owner> *before;
    {
      const lock_guard locked(lock_);
      before = std::exchange(current_, kept);
    }
    delete before; // user code, and so outside the lock
  }

  /// Null if nothing is set. Whoever has it may call it, even when another is set meanwhile.
  std::shared_ptr<owner> get() const noexcept {
    const lock_guard locked(lock_);
    return current_ ? *current_ : nullptr;
  }

  void forget_users_after_fork() noexcept { ::new (&lock_) small_mutex; }

private:
  mutable small_mutex lock_;
  const std::shared_ptr<owner> *current_ = nullptr;
};

} // namespace st::detail

#endif
