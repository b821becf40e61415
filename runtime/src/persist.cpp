// Functions whose results outlive the process: from a call to the stores and back.
#include "persist.h"
#include "layer.h"
#include "observe.h"
#include "refresh.h"
#include "steps.h"
#include "stored_way.h"
#include <algorithm>
#include <cinttypes>
#include <cstring>
#include <optional>

namespace st::detail {

/// Enough for a disk in front of a server.
constexpr std::size_t most_layers = 2;

// One of the functions of the program, as its stores know it. The nearest store comes first.
struct persisted_function {
  std::array<std::unique_ptr<layer>, most_layers> layers;
  std::size_t count = 0;
};

// The ways of one call, in each layer that can be reached.
struct stored_ways {
  std::array<std::optional<stored_way>, most_layers> in;
  std::array<std::size_t, most_layers> layers{}; // their numbers among the function's
  std::size_t count = 0;
};

// A computation that only this process makes.
struct stored_call {
  stored_ways ways;
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
    add(open_remote_layer(info, limits_entries(f)));
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

// Spans of time as stores take them: 0 is for ever.
std::int64_t ttl_of(const function_state &f) noexcept {
  return f.where->ttl == INT64_MAX ? 0 : f.where->ttl;
}
std::int64_t lifetime_of(const function_state &f) noexcept {
  const std::int64_t whole = lifetime(*f.where);
  return whole == INT64_MAX ? 0 : whole;
}

// Brings a computation to where the value that was found belongs, and reads that. False if it does
// not fit, and then it is of no use to anybody.
bool read_value(function_state &f, const stored_value &found, node_base *n, std::int64_t &expiry) {
  byte_source source(found.payload().data(), found.payload().size());
  if (found.info().schema != f.operations->codec->schema ||
      (!found.extra().empty() && !read_extra(found.extra(), attach_to(n).said)) ||
      !f.operations->codec->decode(source, n)) {
    if (attachments *const a = attached(n)) {
      a->said = {};
      a->reads = {};
    }
    return false;
  }
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

store::put_info put_info_of(const function_state &f) {
  store::put_info info;
  info.ttl = lifetime_of(f);
  info.schema = f.operations->codec->schema;
  info.max_entries = limits_entries(f) ? f.where->max_entries : 0;
  return info;
}

// Looks in one layer; what it has, the nearer ones get, too.
bool load_from(function_state &f, stored_ways &ways, std::size_t from, node_base *&n,
               const key128 &first, std::int64_t &expiry) {
  reading_list none;
  reading_list reads;
  const bool refreshes = n->own & own_refresh;
  // A refresh does not take an old value for a new one.
  const std::unique_ptr<stored_value> found = ways.in[from]->find(
      refreshes ? ttl_of(f) : lifetime_of(f), attached(n) ? attached(n)->asked : none, reads);
  if (!none.empty())
    attach_to(n).asked = std::move(none);
  if (!found)
    return false;
  if (!reads.empty()) {
    if (refreshes)
      return false; // it has a place already, and need not look for another
    attach_to(n).reads = std::move(reads);
    if (!settle(n, first)) {
      attached(n)->reads = {};
      return false; // somebody else has it already
    }
  }
  if (!read_value(f, *found, n, expiry)) {
    ways.in[from]->place().erase();
    return false;
  }
  store::put_info info = put_info_of(f);
  info.started = info.created = found->info().created;
  info.compute_ns = found->info().compute_ns;
  info.extra = found->extra();
  for (std::size_t i = 0; i < from; ++i)
    if (!attached(n) || ways.in[i]->make(attached(n)->reads, attached(n)->asked, info))
      ways.in[i]->place().put(found_payload(*found), info);
  return true;
}

// Notes the entry's places in the stores that it is to leave when it leaves memory.
void note_keys(const function_state &f, const persisted_function &p, const stored_ways &ways,
               node_base *n) {
  if (!limits_entries(f))
    return;
  auto key = std::make_unique<stored_key>();
  for (std::size_t i = 0; i < ways.count; ++i)
    if (p.layers[ways.layers[i]]->follows_memory()) {
      key->arguments[ways.layers[i]] = ways.in[i]->key();
      key->known[ways.layers[i]] = true;
    }
  attach_to(n).key = std::move(key);
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

stored_call *begin_stored(function_state &f, const persisted_function &p, node_base *&n,
                          const key128 &first, const void *const *arguments,
                          std::int64_t &expiry) noexcept {
  try {
    auto call = std::make_unique<stored_call>();
    call->started = store::real_time();
    {
      const lock_guard locked(f.lock);
      call->clears = f.clears;
    }
    stored_ways &ways = call->ways;
    for (std::size_t i = 0; i < p.count; ++i) {
      stored_arguments known;
      if (!arguments_in(*p.layers[i], *f.operations->codec, &first, arguments, known))
        continue;
      ways.layers[ways.count] = i;
      ways.in[ways.count++].emplace(*p.layers[i], known);
    }
    if (ways.count == 0)
      return nullptr;
    bool found = false;
    for (std::size_t i = 0; i < ways.count && !found; ++i)
      found = load_from(f, ways, i, n, first, expiry);
    // The one who had the right may have stored the value.
    for (std::size_t i = 0; i < ways.count && !found; ++i)
      found = ways.in[i]->acquire() && load_from(f, ways, i, n, first, expiry);
    note_keys(f, p, ways, n);
    if (found)
      return nullptr;
    const bool alone = std::all_of(ways.in.begin(), ways.in.begin() + ways.count,
                                   [](auto &way) { return way->place().alone(); });
    log_decision(log_level::debug, *f.where, &n->key, "not in the store%s",
                 alone ? "" : "; other processes may compute it, too");
    return call.release();
  } catch (...) {
    // What the user's code throws here it throws again in the call, or not: the cache of the
    // process does without the store.
    return nullptr;
  }
}

bool lead_stored(stored_call &call, node_base *n) noexcept {
  const attachments *const a = attached(n);
  if (!a || a->reads.empty())
    return true;
  function_state &f = *n->home;
  try {
    reading_list asked;
    stored_ways &ways = call.ways;
    std::size_t led = 0;
    for (std::size_t i = 0; i < ways.count; ++i) {
      if (!ways.in[i]->make(a->reads, asked, put_info_of(f)))
        continue;
      if (i != led) {
        ways.in[led].emplace(std::move(*ways.in[i]));
        ways.layers[led] = ways.layers[i];
      }
      ++led;
    }
    ways.count = led;
    note_keys(f, *persisted(f), ways, n);
    return led != 0;
  } catch (...) {
    return false; // what the provider of an input throws, or there is no memory
  }
}

namespace {

bool cleared_since(function_state &f, const stored_call &call) noexcept {
  const lock_guard locked(f.lock);
  return f.clears != call.clears;
}

void put(function_state &f, stored_place &place, const node_base *n, store::put_info info) {
  std::vector<unsigned char> extra;
  if (const attachments *const a = attached(n); a && !a->said.elements.empty())
    info.extra = extra = extra_of(a->said);
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
  store::put_info info = put_info_of(f);
  info.started = call.started;
  info.compute_ns = spent;
  stored_ways &ways = call.ways;
  for (std::size_t i = 0; i < ways.count; ++i)
    try {
      put(f, ways.in[i]->place(), n, info);
    } catch (...) {
      report(f, "a result could not be turned into bytes");
    }
  if (cleared_since(f, call))
    for (std::size_t i = 0; i < ways.count; ++i)
      ways.in[i]->place().erase();
}

void end_stored(stored_call *call) noexcept { delete call; }

void erase_stored(function_state &f, const node_base *n) noexcept {
  const attachments *const a = attached(n);
  if (!a || !a->key)
    return;
  if (const persisted_function *const p = persisted(f))
    for (std::size_t i = 0; i < p->count; ++i)
      if (a->key->known[i])
        p->layers[i]->erase(a->key->arguments[i]);
}

attachments::attachments() noexcept = default;
attachments::~attachments() = default;

namespace {

// The function's state, made if the function has not been called yet; null if it is not stored.
function_state *stored_function(const descriptor &d) noexcept {
  if (!d.operations->codec)
    return nullptr;
  if (!d.where->state.acquire() && !d.has_persist && from_environment() == persist_setting::none)
    return nullptr;
  function_state *const f = state_of(d);
  return f && persisted(*f) ? f : nullptr;
}

// Acts on a call in each layer, until that returns true.
template <class Act> bool any_layer(const descriptor &d, const void *const *arguments, Act &&act) {
  function_state *const f = stored_function(d);
  if (!f)
    return false;
  const persisted_function &p = *persisted(*f);
  const key128 key = d.make_key(arguments);
  for (std::size_t i = 0; i < p.count; ++i) {
    stored_arguments known;
    if (arguments_in(*p.layers[i], *d.operations->codec, &key, arguments, known) &&
        act(*f, *p.layers[i], known))
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
  any_layer(d, arguments, [](function_state &, layer &in, const stored_arguments &known) {
    in.erase(known.hash);
    return false;
  });
}

bool is_stored(const descriptor &d, const void *const *arguments) {
  return any_layer(d, arguments, [](function_state &f, layer &in, const stored_arguments &known) {
    reading_list asked, reads;
    return stored_way(in, known).find(lifetime_of(f), asked, reads) != nullptr;
  });
}

} // namespace st::detail
