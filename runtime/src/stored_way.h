// The way of a call in one store: from its arguments over the steps (steps.h) to its value.
#ifndef STCACHE_RUNTIME_STORED_WAY_H
#define STCACHE_RUNTIME_STORED_WAY_H

#include "layer.h"
#include "record.h"

namespace st::detail {

class stored_way {
public:
  stored_way(layer &in, const stored_arguments &arguments)
      : in_(in), first_(arguments.hash), at_(arguments), place_(in.at(arguments)) {}

  /// Where the value is, or would be; for what was read when one of these two was last called.
  stored_place &place() noexcept { return *place_; }
  const key128 &key() const noexcept { return at_.hash; }
  /// stored_place::acquire, there. The right is kept until the end of the way.
  bool acquire();

  /// Goes from the arguments as far as there are steps. Null if there is no value. `reads` gets
  /// what was read on the way; `asked` is as in read_now. Throws what the provider of an input
  /// throws.
  std::unique_ptr<stored_value> find(std::int64_t ttl, reading_list &asked, reading_list &reads);

  /// Goes from the arguments to where the value of a computation belongs that has read this, and
  /// makes the steps. False if that has changed, or the store refuses. Throws what `find` does.
  bool make(const reading_list &reads, reading_list &asked, const store::put_info &how);

private:
  struct step;
  void go_to(const key128 &);
  bool read_step(const stored_value &, step &) const;
  std::unique_ptr<stored_value> look(std::int64_t ttl, step &);
  bool follow(const step &, const reading &);
  bool put_step(const step &, const store::put_info &);

  layer &in_;
  key128 first_;
  stored_arguments at_;
  std::unique_ptr<stored_place> place_;
  std::uint64_t clears_ = 0; // as of the first look, before the computation
  bool asked_right_ = false;
  // Where that was, if the way leads elsewhere now.
  std::unique_ptr<stored_place> right_;
  key128 right_at_{};
};

/// What stands beside a value that has a record, and beside nothing for a step.
std::vector<unsigned char> extra_of(const record &);
/// False if the bytes are none.
bool read_extra(store::bytes_view, record &);

} // namespace st::detail

#endif
