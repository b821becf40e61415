// Functions whose results outlive the process: from a call to the store and back.
#include "persist.h"
#include "observe.h"
#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstring>
#include <memory>
#include <store/disk.h>
#include <string>

namespace st::detail {

// One of the functions of the program, as the store knows it.
struct persisted_function {
  std::shared_ptr<store::disk> in;
  store::id128 group;
};

// A computation that only this process makes.
struct stored_call {
  const persisted_function *where;
  store::entry_key key;
  store::flight right;
  std::uint64_t clears;     // the function's, when it began
  std::int64_t started = 0; // by the store's clock
  std::size_t argument_bytes = 0;
  std::array<unsigned char, hash_state::buffer_size> arguments;

  store::bytes_view argument_list() const noexcept { return {arguments.data(), argument_bytes}; }
};

namespace {

constinit const persisted_function not_persisted{};

void log(const char *line) { say("%s", line); }

// What the environment says of functions that say nothing themselves.
persist_setting from_environment() noexcept {
  const char *const text = std::getenv("STCACHE_PERSIST");
  if (!text || !*text || std::strcmp(text, "none") == 0 || std::strcmp(text, "0") == 0)
    return persist_setting::none;
  if (std::strcmp(text, "disk") == 0)
    return persist_setting::disk;
  static std::atomic<bool> said{false};
  if (!said.exchange(true))
    say("STCACHE_PERSIST is '%s'; known are 'disk' and 'none'", text);
  return persist_setting::none;
}

persist_setting wanted(const site &s) noexcept {
  return s.persist == persist_setting::unset ? from_environment() : s.persist;
}

// The store of the process, opened at first use; null where that was refused, which is said once.
// Never destroyed: functions are called at exit, too.
std::shared_ptr<store::disk> the_store() {
  static auto *const opened = [] {
    std::string why_not;
    std::string complaint;
    store::settings settings = store::settings_from_environment(complaint);
    if (!complaint.empty())
      log(complaint.c_str());
    settings.log = &log;
    auto result = store::disk::open(settings, why_not);
    if (!result)
      log(("results are not stored on disk: " + why_not).c_str());
    static auto *const kept = new std::shared_ptr<store::disk>(std::move(result));
    // What only the system has yet reaches the disk, so that the next start of the machine finds
    // it.
    if (*kept)
      std::atexit([] { (*kept)->rest(); });
    return kept;
  }();
  return *opened;
}

const persisted_function *open_function(function_state &f) {
  const site &s = *f.where;
  if (!f.operations->codec || wanted(s) != persist_setting::disk)
    return &not_persisted;
  std::shared_ptr<store::disk> in = the_store();
  if (!in)
    return &not_persisted;
  store::function_info info;
  info.symbol = s.about->symbol;
  info.name = s.about->function;
  info.fingerprint = fingerprint_of(*s.about);
  info.schema = f.operations->codec->schema;
  const store::id128 group = in->open_group(info);
  log_decision(log_level::debug, s, nullptr,
               "results are stored in %s, as those of code %016" PRIx64 "%016" PRIx64,
               in->directory().c_str(), info.fingerprint.hi, info.fingerprint.lo);
  return new persisted_function{std::move(in), group};
}

// The place of a call in the store. False where the arguments mean nothing to other processes.
bool find_place(const value_codec &codec, const persisted_function &p, const key128 *plain,
                const void *const *arguments, stored_call &call) {
  call.where = &p;
  call.key.group = p.group;
  if (codec.plain_key && plain) {
    call.key.arguments = *plain;
    return true;
  }
  hash_state state(&p.in->secret());
  codec.write_key(state, arguments);
  if (!state.lasting)
    return false;
  if (!state.streaming) {
    call.argument_bytes = state.used;
    std::copy_n(state.buffer, state.used, call.arguments.data());
  }
  call.key.arguments = hash_finish(state);
  return true;
}

// As the store takes it: 0 is for ever.
std::int64_t ttl_of(const function_state &f) noexcept {
  return f.where->ttl == INT64_MAX ? 0 : f.where->ttl;
}

// Reads the entry into the node. False where there is none, or none that can be used.
bool read_entry(function_state &f, stored_call &call, node_base *n, std::int64_t &expiry) {
  store::found entry;
  if (!call.where->in->find(call.key, call.argument_list(), ttl_of(f), entry))
    return false;
  byte_source source(entry.payload().data(), entry.payload().size());
  if (entry.info().schema != f.operations->codec->schema ||
      !f.operations->codec->decode(source, n)) {
    call.where->in->erase(call.key);
    return false;
  }
  n->flags |= node_has_value;
  if (const std::int64_t ttl = ttl_of(f))
    expiry = now() + (entry.info().created + ttl - store::real_time());
  const lock_guard locked(f.lock);
  f.load_spared += entry.info().compute_ns;
  return true;
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
  return p && p != &not_persisted ? "disk" : "memory";
}

void forget_store(function_state &f) noexcept {
  if (const persisted_function *const p = f.persisted.exchange(nullptr); p && p != &not_persisted)
    delete p;
}

stored_call *begin_stored(function_state &f, const persisted_function &p, node_base *n,
                          const void *const *arguments, std::int64_t &expiry) noexcept {
  try {
    auto call = std::make_unique<stored_call>();
    call->started = store::real_time();
    {
      const lock_guard locked(f.lock);
      call->clears = f.clears;
    }
    if (!find_place(*f.operations->codec, p, &n->key, arguments, *call))
      return nullptr;
    if (!read_entry(f, *call, n, expiry)) {
      call->right = p.in->acquire(call->key);
      // The one who had the right may have stored the value.
      if (!read_entry(f, *call, n, expiry)) {
        log_decision(log_level::debug, *f.where, &n->key, "not in the store%s",
                     call->right.owned() ? "" : "; other processes may compute it, too");
        return call.release();
      }
    }
    if (f.operations->bounded && !(n->flags & node_stored)) {
      n->owned = new store::entry_key(call->key);
      n->flags |= node_stored;
    }
  } catch (...) {
    // What the user's code throws here it throws again in the call, or not: the cache of the
    // process does without the store.
    return nullptr;
  }
  return nullptr;
}

void store_value(stored_call &call, node_base *n, std::int64_t spent) noexcept {
  function_state &f = *n->home;
  const auto is_cleared = [&] {
    const lock_guard locked(f.lock);
    return f.clears != call.clears;
  };
  if (is_cleared()) {
    log_decision(log_level::info, *f.where, &n->key, "not stored: cleared meanwhile");
    return;
  }
  store::disk &in = *call.where->in;
  try {
    if (f.operations->bounded && !(n->flags & node_stored)) {
      n->owned = new store::entry_key(call.key);
      n->flags |= node_stored;
    }
    store::value_writer payload(in.values_directory());
    f.operations->codec->encode(payload, n);
    store::put_info info;
    info.arguments = call.argument_list();
    info.started = call.started;
    info.compute_ns = spent;
    info.ttl = ttl_of(f);
    info.schema = f.operations->codec->schema;
    info.max_entries = f.operations->bounded ? f.where->max_entries : 0;
    if (payload.failed) {
      report(f, "a result could not be turned into bytes");
    } else {
      const store::put_result result = in.put(call.key, payload, info);
      if (result == store::put_result::failed)
        report(f, "a result could not be stored on disk");
      log_decision(log_level::info, *f.where, &n->key,
                   result == store::put_result::stored    ? "stored"
                   : result == store::put_result::refused ? "refused by the store: too large, "
                                                            "cleared, or the disk is full"
                                                          : "could not be stored");
    }
  } catch (...) {
    report(f, "a result could not be turned into bytes");
  }
  if (is_cleared())
    in.erase(call.key);
}

void end_stored(stored_call *call) noexcept { delete call; }

void erase_stored(function_state &f, const node_base *n) noexcept {
  if (const persisted_function *const p = persisted(f))
    p->in->erase(*static_cast<const store::entry_key *>(n->owned));
}

void forget_key(node_base *n) noexcept { delete static_cast<store::entry_key *>(n->owned); }

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

} // namespace

void clear_stored(const descriptor &d) noexcept {
  if (stored_function(d)) {
    const std::shared_ptr<store::disk> in = the_store();
    in->clear_symbol(d.where->about->symbol);
  }
}

void clear_stored(const descriptor &d, const void *const *arguments) {
  if (function_state *const f = stored_function(d)) {
    const persisted_function &p = *persisted(*f);
    stored_call place;
    const key128 key = d.make_key(arguments);
    if (find_place(*d.operations->codec, p, &key, arguments, place))
      p.in->erase(place.key);
  }
}

bool is_stored(const descriptor &d, const void *const *arguments) {
  function_state *const f = stored_function(d);
  if (!f)
    return false;
  const persisted_function &p = *persisted(*f);
  stored_call place;
  const key128 key = d.make_key(arguments);
  store::found entry;
  return find_place(*d.operations->codec, p, &key, arguments, place) &&
         p.in->find(place.key, place.argument_list(), ttl_of(*f), entry);
}

} // namespace st::detail
