// Steps in stores. A step has a random mark that is part of the keys behind it: when it has been
// cleared and another one was made, nothing that hung on it is found again.
#include "stored_way.h"
#include <cstring>
#include <random>
#include <utility>

namespace st::detail {
namespace {

// The first byte of what stands beside a payload.
enum class extra_kind : unsigned char { record = 1, step = 2 };

class no_payload final : public payload_source {
public:
  void write(byte_sink &) const override {}
};

constexpr int most_tries = 3;

} // namespace

struct stored_way::step {
  key128 mark{};
  std::string what; // empty: there is no step
};

void stored_way::go_to(const key128 &key) {
  if (key == at_.hash)
    return;
  if (std::exchange(asked_right_, false)) {
    right_ = std::move(place_);
    right_at_ = at_.hash;
  }
  at_.hash = key;
  asked_right_ = right_ && right_at_ == key;
  place_ = asked_right_ ? std::move(right_) : in_.at(at_);
}

bool stored_way::acquire() {
  asked_right_ = true;
  return place_->acquire();
}

bool stored_way::read_step(const stored_value &found, step &s) const {
  const store::bytes_view extra = found.extra();
  if (extra.size() < 1 + sizeof s.mark + 1 ||
      extra[0] != static_cast<unsigned char>(extra_kind::step))
    return false;
  std::memcpy(&s.mark, extra.data() + 1, sizeof s.mark);
  const store::bytes_view what = extra.subspan(1 + sizeof s.mark);
  s.what.assign(reinterpret_cast<const char *>(what.data()), what.size());
  if (!is_description(s.what))
    s.what.clear();
  return !s.what.empty();
}

// The value here, or else the step, or neither.
std::unique_ptr<stored_value> stored_way::look(std::int64_t ttl, step &s) {
  s = {};
  std::unique_ptr<stored_value> found = place_->find(ttl);
  if (clears_ == 0)
    clears_ = place_->clears();
  else
    place_->computed_as_of(clears_);
  if (!found && in_.keeps_steps_apart()) {
    if (const std::unique_ptr<stored_value> there = in_.steps_at(at_, false)->find(ttl))
      read_step(*there, s);
    return nullptr;
  }
  if (found && read_step(*found, s))
    return nullptr;
  return found;
}

// False if what was read has changed meanwhile.
bool stored_way::follow(const step &s, const reading &r) {
  const hash_secret *const secret = in_.secret();
  if (!secret)
    return false;
  const std::string state = stored_state(r, *secret);
  if (has_changed(r))
    return false;
  go_to(key_behind(at_.hash, s.what, state, *secret, s.mark));
  return true;
}

std::unique_ptr<stored_value> stored_way::find(std::int64_t ttl, reading_list &asked,
                                               reading_list &reads) {
  step s;
  for (int tries = 0; tries < most_tries; ++tries) {
    reads = {};
    go_to(first_);
    for (;;) {
      std::unique_ptr<stored_value> found = look(ttl, s);
      if (found || s.what.empty())
        return found;
      const shared_reading r = read_now(s.what, asked);
      if (!follow(s, *r))
        break;
      if (!reads.find(s.what))
        reads.add(r);
    }
  }
  return nullptr;
}

bool stored_way::put_step(const step &s, const store::put_info &how) {
  std::vector<unsigned char> extra(1 + sizeof s.mark);
  extra[0] = static_cast<unsigned char>(extra_kind::step);
  std::memcpy(extra.data() + 1, &s.mark, sizeof s.mark);
  extra.insert(extra.end(), s.what.begin(), s.what.end());
  store::put_info info = how;
  info.extra = extra;
  info.compute_ns = 0;
  info.max_entries = 0;
  const std::unique_ptr<stored_place> apart =
      in_.keeps_steps_apart() ? in_.steps_at(at_, true) : nullptr;
  return (apart ? *apart : *place_).put(no_payload(), info) == store::put_result::stored;
}

bool stored_way::make(const reading_list &reads, reading_list &asked, const store::put_info &how) {
  go_to(first_);
  unasked left(reads);
  step s;
  for (;;) {
    const std::unique_ptr<stored_value> found = look(how.ttl, s);
    if (s.what.empty()) {
      const reading *const next = left.first();
      if (!next)
        return true;
      if (found)
        place_->erase(); // of a computation that has read less
      std::random_device random;
      for (std::uint64_t *half : {&s.mark.lo, &s.mark.hi})
        *half = (std::uint64_t{random()} << 32) | random();
      s.what = next->what;
      if (!put_step(s, how))
        return false;
    } else if (how.ttl != 0 && !put_step(s, how)) {
      return false; // it is to live as long as what will be behind it
    }
    const shared_reading known = left.take(s.what);
    if (!follow(s, known ? *known : *read_now(s.what, asked)))
      return false;
  }
}

std::vector<unsigned char> extra_of(const record &said) {
  std::vector<unsigned char> bytes = record_bytes(said);
  bytes.insert(bytes.begin(), static_cast<unsigned char>(extra_kind::record));
  return bytes;
}

bool read_extra(store::bytes_view extra, record &said) {
  return extra.empty() || (extra[0] == static_cast<unsigned char>(extra_kind::record) &&
                           read_record(extra.data() + 1, extra.size() - 1, said));
}

} // namespace st::detail
