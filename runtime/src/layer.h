// One store of results, as one cached function sees it. persist.cpp puts layers in a row.
#ifndef STCACHE_RUNTIME_LAYER_H
#define STCACHE_RUNTIME_LAYER_H

#include "internal.h"
#include <array>
#include <memory>
#include <store/disk.h>

namespace st::detail {

/// Writes the bytes of a value, wherever they go to.
class payload_source {
public:
  virtual void write(byte_sink &to) const = 0; // throws what the user's code throws

protected:
  ~payload_source() = default;
};

/// What a store has for a call. Owns the bytes.
class stored_value {
public:
  virtual ~stored_value() = default;
  virtual store::bytes_view payload() const noexcept = 0; // aligned to 64
  virtual store::bytes_view extra() const noexcept = 0;
  virtual const store::entry_info &info() const noexcept = 0;
};

/// The place of one call in one store. The right to compute ends with it. For one thread.
class stored_place {
public:
  virtual ~stored_place() = default;
  /// Null if there is nothing that may be used.
  virtual std::unique_ptr<stored_value> find(std::int64_t ttl) = 0;
  /// Takes the right to compute alone. True if somebody else had it until now: look again.
  virtual bool acquire() = 0;
  /// The right was to be had.
  virtual bool alone() const noexcept = 0;
  /// Throws what the user's code throws.
  virtual store::put_result put(const payload_source &, const store::put_info &) = 0;
  virtual void erase() noexcept = 0;
  /// How often the function had been cleared when `find` was called, where a store needs to be told
  /// by `put`; what was computed before a clear is not to be put after it.
  virtual std::uint64_t clears() const noexcept { return 0; }
  virtual void computed_as_of(std::uint64_t) noexcept {}
};

/// A call, by the hash made with the layer's secret and by its arguments, if they are short.
struct stored_arguments {
  key128 hash;
  std::size_t size = 0;
  std::array<unsigned char, hash_state::buffer_size> bytes;
  store::bytes_view list() const noexcept { return {bytes.data(), size}; }
};

class layer {
public:
  virtual ~layer() = default;
  /// "disk" or "remote".
  virtual const char *name() const noexcept = 0;
  /// For people.
  virtual std::string where() const = 0;
  /// What arguments are hashed with; null while the store cannot be reached.
  virtual const hash_secret *secret() noexcept = 0;
  virtual std::unique_ptr<stored_place> at(const stored_arguments &) = 0;
  /// Where a step is kept (stored_way.h) that leads on from there: apart from values if it would
  /// else count as one for max_entries.
  virtual bool keeps_steps_apart() const noexcept = 0;
  virtual std::unique_ptr<stored_place> steps_at(const stored_arguments &, bool to_put) = 0;
  /// Does an entry that leaves memory for max_entries leave the store, too?
  virtual bool follows_memory() const noexcept = 0;
  virtual void erase(const key128 &arguments) noexcept = 0;
  /// All entries of the function, of its other versions, too.
  virtual void clear() noexcept = 0;
};

/// The layers that the process was told to have; null, once said why, if there is no such store.
std::unique_ptr<layer> open_disk_layer(const store::function_info &);
std::unique_ptr<layer> open_remote_layer(const store::function_info &, bool bounded);
/// Does the server's address ask for the disk in front of it?
bool remote_wants_disk();

} // namespace st::detail

#endif
