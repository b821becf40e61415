// What st::keep_unloaded keeps. A value is either here or in its function's table: an entry that is
// found goes back, and is put away anew with its library.
#include "unloaded.h"
#include "observe.h"
#include "persist.h"
#include "steps.h"
#include <algorithm>
#include <cstring>
#include <list>
#include <remote/server.h>
#include <st/detail/bytes.h>
#include <st/reload.h>
#include <unordered_map>

namespace st::detail {

constinit small_mutex unloaded_lock;

namespace {

// Of what age a value is that does not expire.
constexpr std::int64_t unknown_time = INT64_MIN;

struct place {
  key128 version;   // of the function's name, its code and the layout of its values
  key128 arguments; // as in its table: the secret is the process's own
  bool operator==(const place &) const = default;
};

struct place_hash {
  std::size_t operator()(const place &p) const noexcept {
    return hash_block(&p, sizeof p, nullptr).lo;
  }
};

struct kept_value {
  place where;
  key128 key;           // where in its table, behind what its computation has read
  key128 symbol;        // hash of the function's mangled name
  std::uint64_t number; // the order in which they were put away
  std::int64_t written;
  std::int64_t spared; // what computing it took, about
  store::remote::aligned_bytes bytes;
  record said;
  reading_list reads;
};

// What is looked at without the lock.
struct variant {
  key128 key;
  std::int64_t written;
  std::vector<shared_reading> reads;
};

// Values in the order in which they were put away. Under the lock.
class shelf {
public:
  using list = std::list<kept_value>;

  // Takes what is in `one`; what has to leave goes to `out`, to be freed outside the lock.
  void add(list &one, std::uint64_t limit, list &out) {
    kept_value &v = one.front();
    take(v.where, v.key, out);
    const auto at = index_.emplace(v.where, one.begin());
    v.number = ++last_number_;
    bytes_ += size(v);
    order_.splice(order_.end(), one);
    at->second = std::prev(order_.end());
    if (index_.count(v.where) > most_variants)
      drop(oldest_variant(v.where), out);
    shrink(limit, out);
  }
  std::vector<variant> variants(const place &where) const {
    std::vector<variant> result;
    const auto [first, last] = index_.equal_range(where);
    for (auto at = first; at != last; ++at)
      result.push_back({at->second->key,
                        at->second->written,
                        {at->second->reads.begin(), at->second->reads.end()}});
    return result;
  }
  void take(const place &where, const key128 &key, list &out) noexcept {
    const auto [first, last] = index_.equal_range(where);
    for (auto at = first; at != last; ++at)
      if (at->second->key == key) {
        drop(at, out);
        return;
      }
  }
  void take_all(const place &where, list &out) noexcept {
    for (auto at = index_.find(where); at != index_.end(); at = index_.find(where))
      drop(at, out);
  }
  void shrink(std::uint64_t limit, list &out) noexcept {
    while (bytes_ > limit)
      take(order_.front().where, order_.front().key, out);
  }
  // All values of a version but the latest.
  void bound(const key128 &version, std::uint64_t most, list &out) noexcept {
    std::uint64_t count = 0;
    for (auto at = order_.end(); at != order_.begin();) {
      const auto one = std::prev(at);
      if (one->where.version == version && ++count > most)
        take(one->where, one->key, out);
      else
        at = one;
    }
  }
  void take_symbol(const key128 &symbol, list &out) noexcept {
    for (auto at = order_.begin(); at != order_.end();) {
      const auto next = std::next(at);
      if (at->symbol == symbol)
        take(at->where, at->key, out);
      at = next;
    }
  }
  Unloaded size() const noexcept { return {order_.size(), bytes_}; }

private:
  using index = std::unordered_multimap<place, list::iterator, place_hash>;

  static std::uint64_t size(const kept_value &v) noexcept {
    // The list's and the index's nodes, and the allocator's own.
    return v.bytes.size() + v.said.bytes() + v.reads.bytes() + sizeof(kept_value) + sizeof(place) +
           12 * sizeof(void *);
  }
  index::iterator oldest_variant(const place &where) noexcept {
    const auto [first, last] = index_.equal_range(where);
    return std::min_element(first, last, [](const auto &a, const auto &b) {
      return a.second->number < b.second->number;
    });
  }
  void drop(index::iterator at, list &out) noexcept {
    bytes_ -= size(*at->second);
    out.splice(out.end(), order_, at->second);
    index_.erase(at);
  }

  list order_;
  index index_;
  std::uint64_t bytes_ = 0;
  std::uint64_t last_number_ = 0;
};

constinit std::atomic<std::uint64_t> limit{0};
constinit shelf *kept = nullptr; // made when there is something to keep, never destroyed

key128 hash_of(const char *symbol) noexcept {
  return hash_block(symbol, std::strlen(symbol), nullptr);
}

key128 version_of(function_state &f) {
  {
    const lock_guard locked(f.lock);
    if (f.version)
      return *f.version;
  }
  const struct {
    key128 symbol;
    key128 fingerprint;
    std::uint64_t schema;
  } all{hash_of(f.where->about->symbol), fingerprint_of(*f.where->about),
        f.operations->codec->schema};
  const lock_guard locked(f.lock);
  f.version = hash_block(&all, sizeof all, nullptr);
  return *f.version;
}

bool is_on() noexcept { return limit.load(std::memory_order_relaxed) != 0; }

// Results that a store keeps come back from there, those of sessions are not looked for here.
bool is_kept(function_state &f) noexcept {
  return is_on() && f.operations->codec && !f.operations->scoped && !persisted(f);
}

// The function's state, made if it has not been called yet; null if its results are not kept.
function_state *kept_function(const descriptor &d) noexcept {
  function_state *const f = is_on() && d.operations->codec ? state_of(d) : nullptr;
  return f && is_kept(*f) ? f : nullptr;
}

// Finds out how many bytes a value has.
class counting_sink : public byte_sink {
public:
  counting_sink() noexcept : byte_sink(nullptr, 0, &count) {}

private:
  static void count(byte_sink &sink, const void *, std::size_t size) noexcept {
    sink.before += size;
  }
};

// Takes as many bytes as it has room for.
class exact_sink : public byte_sink {
public:
  exact_sink(unsigned char *to, std::size_t size) noexcept : byte_sink(to, size, &fail) {}

private:
  static void fail(byte_sink &sink, const void *, std::size_t size) noexcept {
    sink.failed = true;
    sink.before += size;
  }
};

// False if the value is too large or has no bytes. Throws what the user's code throws. That is
// called twice; so large values are copied only once.
bool write_value(const node_base *n, store::remote::aligned_bytes &to) {
  const value_codec &codec = *n->home->operations->codec;
  counting_sink counted;
  codec.encode(counted, n);
  if (counted.failed || counted.offset() > limit || !to.allocate(counted.offset()))
    return false;
  exact_sink bytes(to.data(), to.size());
  codec.encode(bytes, n);
  return !bytes.failed && bytes.offset() == to.size();
}

bool put_away(function_state &f, const node_base *n, const key128 &version, std::int64_t spared) {
  if (attached(n) && !attached(n)->warned.empty())
    return false; // it depends on an input that is no part of its key
  shelf::list one, out;
  kept_value &v = one.emplace_back();
  v.where = {version, n->flags & node_behind ? attached(n)->root->key : n->key};
  v.key = n->key;
  v.symbol = hash_of(f.where->about->symbol);
  v.written = n->expiry == INT64_MAX ? unknown_time : n->expiry - f.where->ttl;
  v.spared = spared;
  if (!write_value(n, v.bytes))
    return false;
  if (const attachments *const a = attached(n)) {
    v.said = a->said;
    for (const shared_reading &r : a->reads)
      v.reads.add(r);
  }
  const lock_guard locked(unloaded_lock);
  if (!kept)
    kept = new shelf;
  kept->add(one, limit, out);
  return true;
}

// Until when a value may be used; false if not at all, or if that is unknown.
bool usable_until(std::int64_t written, std::int64_t ttl, std::int64_t &expiry) noexcept {
  if (ttl == INT64_MAX)
    return true;
  if (written == unknown_time)
    return false;
  expiry = written > INT64_MAX - ttl ? INT64_MAX : written + ttl;
  return expiry > now();
}

// Do the arguments mean the same to another library? An address in the one that has gone does not.
bool is_lasting(const value_codec &codec, const void *const *arguments) {
  if (codec.plain_key)
    return true;
  hash_state state(nullptr);
  codec.write_key(state, arguments);
  return state.lasting;
}

// What `take` finds, by itself.
template <class Take> shelf::list taken(Take &&take) noexcept {
  shelf::list out;
  const lock_guard locked(unloaded_lock);
  if (kept)
    take(*kept, out);
  return out;
}

std::vector<variant> variants_at(const place &where) {
  const lock_guard locked(unloaded_lock);
  return kept ? kept->variants(where) : std::vector<variant>();
}

// The value whose computation has read only what is as it was. Throws what the provider of an input
// throws.
std::optional<variant> current_variant(const place &where, reading_list &asked) {
  std::vector<variant> left = variants_at(where);
  for (std::size_t i = 0; !left.empty(); ++i) {
    for (variant &v : left)
      if (v.reads.size() == i)
        return std::move(v);
    // What is read next depends on what has been read before. So no more is asked for than the
    // function itself would ask for.
    const shared_reading now = read_now(left.front().reads[i]->what, asked);
    std::erase_if(left, [&](const variant &v) {
      return v.reads[i]->what != now->what || v.reads[i]->state != now->state;
    });
  }
  return std::nullopt;
}

// Puts a value that was found into the node of the computation, or where what it has read leads.
bool use(kept_value &v, node_base *&n, const key128 &first, const void *const *arguments,
         std::int64_t &expiry) {
  function_state &f = *n->home;
  const value_codec &codec = *f.operations->codec;
  if (!usable_until(v.written, f.where->ttl, expiry) || !is_lasting(codec, arguments))
    return false;
  if (!v.reads.empty() || !v.said.elements.empty())
    attach_to(n).reads = std::move(v.reads);
  byte_source bytes(v.bytes.data(), v.bytes.size());
  // If it does not settle, somebody else has the value already.
  if (!settle(n, first) || !codec.decode(bytes, n))
    return false;
  n->flags |= node_has_value;
  if (!v.said.elements.empty())
    attached(n)->said = std::move(v.said);
  const lock_guard locked(f.lock);
  f.load_spared += v.spared;
  return true;
}

} // namespace

void put_away(function_state &f) noexcept {
  if (!f.oldest || !is_kept(f))
    return;
  std::uint64_t count = 0;
  try {
    const key128 version = version_of(f);
    const std::uint64_t samples = f.computations + f.loads;
    const std::int64_t spared =
        samples == 0 ? 0 : (f.compute_time + f.load_spared) / static_cast<std::int64_t>(samples);
    const std::int64_t time = f.where->ttl == INT64_MAX ? 0 : now();
    for (const node_base *n = f.oldest; n; n = static_cast<const node_base *>(n->next))
      try {
        if (n->expiry > time)
          count += put_away(f, n, version, spared);
      } catch (...) {
        report(f, "a result could not be turned into bytes");
      }
    if (f.operations->bounded)
      taken([&](shelf &s, shelf::list &out) { s.bound(version, f.where->max_entries, out); });
  } catch (const std::bad_alloc &) {
    // what is not put away is computed anew
  }
  log_decision(log_level::info, *f.where, nullptr, "unloaded; %llu of %llu results are put away",
               static_cast<unsigned long long>(count), static_cast<unsigned long long>(f.entries));
}

bool take_back(node_base *&n, const key128 &first, const void *const *arguments,
               std::int64_t &expiry) noexcept {
  function_state &f = *n->home;
  if (!is_kept(f))
    return false;
  try {
    const place where{version_of(f), first};
    reading_list asked;
    const std::optional<variant> there =
        current_variant(where, attached(n) ? attached(n)->asked : asked);
    if (!asked.empty())
      attach_to(n).asked = std::move(asked);
    if (!there)
      return false;
    shelf::list found = taken([&](shelf &s, shelf::list &out) { s.take(where, there->key, out); });
    if (!found.empty() && use(found.front(), n, first, arguments, expiry))
      return true;
  } catch (...) {
    // There is no memory, or the user's code throws.
    log_decision(log_level::info, *f.where, &first, "what was put away cannot be used");
  }
  if (attachments *const a = attached(n))
    a->reads = {};
  return false;
}

void drop_put_away(const descriptor &d) noexcept {
  const key128 symbol = hash_of(d.where->about->symbol);
  taken([&](shelf &s, shelf::list &out) { s.take_symbol(symbol, out); });
}

void drop_put_away(const descriptor &d, const void *const *arguments) {
  if (function_state *const f = kept_function(d)) {
    const place where{version_of(*f), d.make_key(arguments)};
    taken([&](shelf &s, shelf::list &out) { s.take_all(where, out); });
  }
}

void drop_all_put_away() noexcept {
  taken([](shelf &s, shelf::list &out) { s.shrink(0, out); });
}

bool is_put_away(const descriptor &d, const void *const *arguments) {
  function_state *const f = kept_function(d);
  if (!f)
    return false;
  const place where{version_of(*f), d.make_key(arguments)};
  reading_list asked;
  const std::optional<variant> there = current_variant(where, asked);
  std::int64_t expiry;
  return there && usable_until(there->written, f->where->ttl, expiry) &&
         is_lasting(*f->operations->codec, arguments);
}

} // namespace st::detail

namespace st {

void keep_unloaded(std::uint64_t bytes) noexcept {
  detail::limit = bytes;
  detail::taken([bytes](detail::shelf &s, detail::shelf::list &out) { s.shrink(bytes, out); });
}

Unloaded unloaded() noexcept {
  const detail::lock_guard locked(detail::unloaded_lock);
  return detail::kept ? detail::kept->size() : Unloaded();
}

} // namespace st
