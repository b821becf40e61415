// One computation of an entry at a time among processes, by locks that the system releases when
// their owner dies.
//
// A byte of the file `flights`, chosen by the key, is locked while the entry is computed (an OFD
// lock, so it belongs to the process). Who waits locks another byte, shared, so that the owner can
// see it. Processes may wait for each other in a circle; so a thread that has a flight which others
// wait for waits 2 to 2.5 s itself, one whose process has one (perhaps for a thread that waits for
// this one) 30 s, and then computes without the right. All others wait as long as the owner lives.
#ifndef STCACHE_STORE_FLIGHT_H
#define STCACHE_STORE_FLIGHT_H

#include "types.h"

namespace st::store {

struct session;

/// The right to compute one entry, until it is released or destroyed; that must be before the
/// store is closed. Void in a child of fork. Threads of one process do not exclude each other.
class flight {
public:
  flight() = default;
  flight(flight &&other) noexcept;
  flight &operator=(flight &&other) noexcept;
  ~flight() { release(); }

  /// False if there was no lock to be had: compute without.
  bool owned() const { return where_ != nullptr; }
  /// Another process had it: look again in the store.
  bool waited() const { return waited_; }
  void release() noexcept;

private:
  friend class disk;
  static flight acquire(session &where, const entry_key &key, std::int64_t patience) noexcept;

  session *where_ = nullptr;
  std::int64_t byte_ = 0;
  bool waited_ = false;
};

} // namespace st::store

#endif
