// Functions whose results outlive the process: from a call to the stores and back.
#include "persist.h"
#include "layer.h"
#include "observe.h"
#include <algorithm>
#include <cinttypes>
#include <cstring>

namespace st::detail {

/// Enough for a disk in front of a server.
constexpr std::size_t most_layers = 2;

// One of the functions of the program, as its stores know it. The nearest store comes first.
struct persisted_function {
  std::array<std::unique_ptr<layer>, most_layers> layers;
  std::size_t count = 0;
};

// The places of one call, in each layer that can be reached.
struct stored_places {
  std::array<std::unique_ptr<stored_place>, most_layers> in;
  std::size_t count = 0;
};

// A computation that only this process makes.
struct stored_call {
  stored_places places;
  std::uint64_t clears;     // the function's, when it began
  std::int64_t started = 0; // by the stores' clock
};

// What is noted at an entry in memory that takes its copies in stores along when it leaves.
struct stored_key {
  std::array<key128, most_layers> arguments{};
  std::array<bool, most_layers> known{};
};

namespace {

constinit const persisted_function not_persisted{};

// What the environment says of functions that say nothing themselves.
persist_setting from_environment() noexcept {
  const char *const text = std::getenv("STCACHE_PERSIST");
  if (!text || !*text || std::strcmp(text, "none") == 0 || std::strcmp(text, "0") == 0)
    return persist_setting::none;
  if (std::strcmp(text, "disk") == 0)
    return persist_setting::disk;
  if (std::strcmp(text, "remote") == 0)
    return persist_setting::remote;
  static std::atomic<bool> said{false};
  if (!said.exchange(true))
    say("STCACHE_PERSIST is '%s'; known are 'disk', 'remote' and 'none'", text);
  return persist_setting::none;
}

persist_setting wanted(const site &s) noexcept {
  return s.persist == persist_setting::unset ? from_environment() : s.persist;
}

const persisted_function *open_function(function_state &f) {
  const site &s = *f.where;
  const persist_setting where = wanted(s);
  if (!f.operations->codec || where == persist_setting::none)
    return &not_persisted;
  store::function_info info;
  info.symbol = s.about->symbol;
  info.name = s.about->function;
  info.fingerprint = fingerprint_of(*s.about);
  info.schema = f.operations->codec->schema;
  auto result = std::make_unique<persisted_function>();
  const auto add = [&](std::unique_ptr<layer> opened) {
    if (!opened)
      return;
    log_decision(log_level::debug, s, nullptr,
                 "results are stored in %s, as those of code %016" PRIx64 "%016" PRIx64,
                 opened->where().c_str(), info.fingerprint.hi, info.fingerprint.lo);
    result->layers[result->count++] = std::move(opened);
  };
  const bool is_remote = where == persist_setting::remote;
  if (!is_remote || remote_wants_disk())
    add(open_disk_layer(info));
  if (is_remote)
    add(open_remote_layer(info, f.operations->bounded));
  return result->count != 0 ? result.release() : &not_persisted;
}

// A call as the layer knows it. False where its arguments mean nothing to other processes, or the
// layer cannot be reached.
bool arguments_in(layer &in, const value_codec &codec, const key128 *plain,
                  const void *const *arguments, stored_arguments &result) {
  const hash_secret *const secret = in.secret();
  if (!secret)
    return false;
  if (codec.plain_key && plain) {
    result.hash = *plain;
    return true;
  }
  hash_state state(secret);
  codec.write_key(state, arguments);
  if (!state.lasting)
    return false;
  if (!state.streaming) {
    result.size = state.used;
    std::copy_n(state.buffer, state.used, result.bytes.data());
  }
  result.hash = hash_finish(state);
  return true;
}

// As stores take it: 0 is for ever.
std::int64_t ttl_of(const function_state &f) noexcept {
  return f.where->ttl == INT64_MAX ? 0 : f.where->ttl;
}

// Reads a value into the node. False if it does not fit, and then it is of no use to anybody.
bool read_value(function_state &f, const stored_value &found, node_base *n, std::int64_t &expiry) {
  byte_source source(found.payload().data(), found.payload().size());
  if (found.info().schema != f.operations->codec->schema || !f.operations->codec->decode(source, n))
    return false;
  n->flags |= node_has_value;
  if (const std::int64_t ttl = ttl_of(f))
    expiry = now() + (found.info().created + ttl - store::real_time());
  const lock_guard locked(f.lock);
  f.load_spared += found.info().compute_ns;
  return true;
}

// The bytes that another layer had.
class found_payload final : public payload_source {
public:
  explicit found_payload(const stored_value &value) : value_(value) {}
  void write(byte_sink &to) const override {
    append(to, value_.payload().data(), value_.payload().size());
  }

private:
  const stored_value &value_;
};

class node_payload final : public payload_source {
public:
  explicit node_payload(const node_base *n) : node_(n) {}
  void write(byte_sink &to) const override { node_->home->operations->codec->encode(to, node_); }

private:
  const node_base *node_;
};

// Looks in one layer; what it has, the nearer ones get, too.
bool load_from(function_state &f, stored_places &places, std::size_t from, node_base *n,
               std::int64_t &expiry) {
  const std::unique_ptr<stored_value> found = places.in[from]->find(ttl_of(f));
  if (!found)
    return false;
  if (!read_value(f, *found, n, expiry)) {
    places.in[from]->erase();
    return false;
  }
  store::put_info info;
  info.started = info.created = found->info().created;
  info.compute_ns = found->info().compute_ns;
  info.ttl = ttl_of(f);
  info.schema = found->info().schema;
  info.max_entries = f.operations->bounded ? f.where->max_entries : 0;
  for (std::size_t i = 0; i < from; ++i)
    places.in[i]->put(found_payload(*found), info);
  return true;
}

void note_keys(node_base *n, std::unique_ptr<stored_key> &key) noexcept {
  if (!key || (n->flags & node_stored))
    return;
  n->owned = key.release();
  n->flags |= node_stored;
}

} // namespace

const persisted_function *persisted(function_state &f) noexcept {
  const persisted_function *p = f.persisted.load(std::memory_order_acquire);
  if (!p) {
    try {
      p = open_function(f);
    } catch (...) {
      return nullptr; // out of memory; the next call asks again
    }
    const persisted_function *expected = nullptr;
    if (!f.persisted.compare_exchange_strong(expected, p)) {
      if (p != &not_persisted)
        delete p;
      p = expected;
    }
  }
  return p == &not_persisted ? nullptr : p;
}

const char *kept_in(const function_state &f) noexcept {
  const persisted_function *const p = f.persisted.load(std::memory_order_acquire);
  return !p || p->count == 0 ? "memory" : p->count == 1 ? p->layers[0]->name() : "disk, remote";
}

void forget_store(function_state &f) noexcept {
  if (const persisted_function *const p = f.persisted.exchange(nullptr); p && p != &not_persisted)
    delete p;
}

stored_call *begin_stored(function_state &f, const persisted_function &p, node_base *n,
                          const void *const *arguments, std::int64_t &expiry) noexcept {
  try {
    auto call = std::make_unique<stored_call>();
    auto key = f.operations->bounded ? std::make_unique<stored_key>() : nullptr;
    call->started = store::real_time();
    {
      const lock_guard locked(f.lock);
      call->clears = f.clears;
    }
    stored_places &places = call->places;
    for (std::size_t i = 0; i < p.count; ++i) {
      stored_arguments known;
      if (!arguments_in(*p.layers[i], *f.operations->codec, &n->key, arguments, known))
        continue;
      if (key && p.layers[i]->follows_memory()) {
        key->arguments[i] = known.hash;
        key->known[i] = true;
      }
      places.in[places.count++] = p.layers[i]->at(known);
    }
    if (places.count == 0)
      return nullptr;
    bool found = false;
    for (std::size_t i = 0; i < places.count && !found; ++i)
      found = load_from(f, places, i, n, expiry);
    // The one who had the right may have stored the value.
    for (std::size_t i = 0; i < places.count && !found; ++i)
      found = places.in[i]->acquire() && load_from(f, places, i, n, expiry);
    note_keys(n, key);
    if (found)
      return nullptr;
    const bool alone = std::all_of(places.in.begin(), places.in.begin() + places.count,
                                   [](const auto &place) { return place->alone(); });
    log_decision(log_level::debug, *f.where, &n->key, "not in the store%s",
                 alone ? "" : "; other processes may compute it, too");
    return call.release();
  } catch (...) {
    // What the user's code throws here it throws again in the call, or not: the cache of the
    // process does without the store.
    return nullptr;
  }
}

namespace {

bool cleared_since(function_state &f, const stored_call &call) noexcept {
  const lock_guard locked(f.lock);
  return f.clears != call.clears;
}

void put(function_state &f, stored_place &place, const node_base *n, const store::put_info &info) {
  const store::put_result result = place.put(node_payload(n), info);
  if (result == store::put_result::failed)
    report(f, "a result could not be stored");
  if (result == store::put_result::invalid)
    report(f, "a result could not be turned into bytes");
  log_decision(log_level::info, *f.where, &n->key, "%s",
               result == store::put_result::stored ? "stored"
               : result == store::put_result::refused
                   ? "refused by the store: too large, cleared, or there was no room a moment ago"
                   : "could not be stored");
}

} // namespace

void store_value(stored_call &call, node_base *n, std::int64_t spent) noexcept {
  function_state &f = *n->home;
  if (cleared_since(f, call)) {
    log_decision(log_level::info, *f.where, &n->key, "not stored: cleared meanwhile");
    return;
  }
  store::put_info info;
  info.started = call.started;
  info.compute_ns = spent;
  info.ttl = ttl_of(f);
  info.schema = f.operations->codec->schema;
  info.max_entries = f.operations->bounded ? f.where->max_entries : 0;
  stored_places &places = call.places;
  for (std::size_t i = 0; i < places.count; ++i)
    try {
      put(f, *places.in[i], n, info);
    } catch (...) {
      report(f, "a result could not be turned into bytes");
    }
  if (cleared_since(f, call))
    for (std::size_t i = 0; i < places.count; ++i)
      places.in[i]->erase();
}

void end_stored(stored_call *call) noexcept { delete call; }

void erase_stored(function_state &f, const node_base *n) noexcept {
  const auto &key = *static_cast<const stored_key *>(n->owned);
  if (const persisted_function *const p = persisted(f))
    for (std::size_t i = 0; i < p->count; ++i)
      if (key.known[i])
        p->layers[i]->erase(key.arguments[i]);
}

void forget_key(node_base *n) noexcept { delete static_cast<stored_key *>(n->owned); }

namespace {

// The function's state, made if the function has not been called yet; null if it is not stored.
function_state *stored_function(const descriptor &d) noexcept {
  if (!d.operations->codec)
    return nullptr;
  function_state *f = d.where->state.acquire();
  if (!f) {
    if (!d.has_persist && from_environment() == persist_setting::none)
      return nullptr;
    try {
      d.configure();
    } catch (...) {
      return nullptr;
    }
    f = registered(*d.where);
  }
  return f && persisted(*f) ? f : nullptr;
}

// Acts on the place of a call in each layer, until that returns true.
template <class Act> bool any_place(const descriptor &d, const void *const *arguments, Act &&act) {
  function_state *const f = stored_function(d);
  if (!f)
    return false;
  const persisted_function &p = *persisted(*f);
  const key128 key = d.make_key(arguments);
  for (std::size_t i = 0; i < p.count; ++i) {
    stored_arguments known;
    if (arguments_in(*p.layers[i], *d.operations->codec, &key, arguments, known) &&
        act(*f, *p.layers[i]->at(known)))
      return true;
  }
  return false;
}

} // namespace

void clear_stored(const descriptor &d) noexcept {
  if (function_state *const f = stored_function(d)) {
    const persisted_function &p = *persisted(*f);
    for (std::size_t i = 0; i < p.count; ++i)
      p.layers[i]->clear();
  }
}

void clear_stored(const descriptor &d, const void *const *arguments) {
  any_place(d, arguments, [](function_state &, stored_place &place) {
    place.erase();
    return false;
  });
}

bool is_stored(const descriptor &d, const void *const *arguments) {
  return any_place(d, arguments, [](function_state &f, stored_place &place) {
    return place.find(ttl_of(f)) != nullptr;
  });
}

} // namespace st::detail
