#include "server.h"
#include "core.h"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <mutex>
#include <sched.h>
#include <store/calls.h>
#include <store/checksum.h>
#include <unistd.h>

namespace st::store::remote {
namespace {

constexpr std::int64_t clear_time = store::second; // for removing what was cleared

// Removes the least recently used of a group: the sorted set, the keys' prefix, how many may stay,
// the time, the one that has been put. What is removed at once is bounded: others are not to wait.
constexpr std::string_view trim_script =
    "redis.call('zadd',KEYS[1],ARGV[3],ARGV[4]) "
    "local over=redis.call('zcard',KEYS[1])-tonumber(ARGV[2]) "
    "if over>0 then local old=redis.call('zpopmin',KEYS[1],math.min(over,1000)) "
    "for i=1,#old,2 do redis.call('unlink',ARGV[1]..old[i]) end end return over";

long long microseconds() { return store::real_time() / 1000; }

std::uint64_t clears_of(const reply &r) noexcept {
  std::uint64_t value = 0;
  const std::string_view text = r.is_text() ? r.text() : std::string_view();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

// Never 0. Random, not counted up: a number that the server lost must not come again.
long long new_clears() noexcept {
  std::uint64_t value = 0;
  if (!random_bytes(&value, sizeof(value)))
    value = static_cast<std::uint64_t>(store::real_time());
  return static_cast<long long>(value >> 2) + 1;
}

store::id128 symbol_id(std::string_view symbol) noexcept {
  return store::checksum(symbol.data(), symbol.size());
}

// All servers of the process, never destroyed. What is locked may belong to a thread that a fork
// left behind, so a lock of another process does not count.
struct registry {
  std::atomic<int> owner{0};
  std::vector<std::pair<settings, std::weak_ptr<server>>> all;

  void lock() noexcept {
    const int self = ::getpid();
    for (int holder = 0; !owner.compare_exchange_weak(holder, self); holder = 0) {
      if (holder != 0 && holder != self && owner.compare_exchange_strong(holder, self))
        return;
      ::sched_yield();
    }
  }
  void unlock() noexcept { owner.store(0); }
};
registry &servers() {
  static auto *const one = new registry;
  return *one;
}

} // namespace

core &inside(server &s) noexcept { return *s.core_; }
server::~server() = default;
std::size_t server::max_value() const noexcept { return core_->how.max_value; }
const settings &server::how() const noexcept { return core_->how; }

counts server::events() const noexcept {
  const counters &c = core_->counted;
  return {c.hits, c.misses, c.puts, c.errors, c.timeouts, c.damaged, c.too_large};
}

std::shared_ptr<server> server::open(const settings &how, std::string &why_not) noexcept {
  try {
    if (how.host.empty() && how.socket.empty()) {
      why_not = "no host is named";
      return nullptr;
    }
    registry &known = servers();
    const std::lock_guard locked(known);
    std::erase_if(known.all, [](const auto &one) { return one.second.expired(); });
    for (const auto &[with, one] : known.all)
      if (with == how)
        if (auto there = one.lock())
          return there;
    std::shared_ptr<server> made(new server);
    made->core_ = std::make_shared<core>(how);
    known.all.emplace_back(how, made);
    return made;
  } catch (...) {
    why_not.clear();
    return nullptr;
  }
}

const detail::hash_secret *server::secret() noexcept {
  core &c = *core_;
  const detail::hash_secret *known = c.secret.load(std::memory_order_acquire);
  if (known)
    return known;
  try {
    auto mine = std::make_unique<detail::hash_secret>();
    if (!random_bytes(mine->bytes, sizeof(mine->bytes)))
      return nullptr;
    replies got;
    // The first one to come makes it.
    const bool answered = c.run(secret_key, limits(), got, [&](request &to) {
      to.command(3, "SET");
      to.add(secret_key);
      to.add({reinterpret_cast<const char *>(mine->bytes), sizeof(mine->bytes)});
      to.add("NX");
      to.command(1, "GET");
      to.add(secret_key);
    });
    if (!answered)
      return nullptr;
    if (!got[1]->is_text() || got[1]->bytes.size() != sizeof(mine->bytes)) {
      count(c.counted.errors);
      return nullptr;
    }
    std::memcpy(mine->bytes, got[1]->bytes.data(), sizeof(mine->bytes));
    if (c.secret.compare_exchange_strong(known, mine.get()))
      return mine.release();
    return known;
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

group server::open_function(const store::function_info &f) noexcept {
  return {symbol_id(f.symbol), store::group_id(f)};
}

bool server::find(const place &where, store::bytes_view arguments, std::int64_t ttl, bool bounded,
                  lookup &out) noexcept {
  core &c = *core_;
  out = lookup();
  try {
    const key_text clears = clears_key(where.symbol);
    const key_text entry = entry_key_text(where);
    replies got;
    limits most;
    most.text = c.how.max_value + value_overhead;
    out.reached = c.run(clears, most, got, [&](request &to) {
      to.command(2, "MGET");
      to.add(clears);
      to.add(entry);
      if (bounded) {
        to.command(4, "ZADD");
        to.add(used_key(where));
        to.add("XX");
        to.add(microseconds());
        to.add(member_text(where));
      }
    });
    if (out.reached && (got[0]->what != reply::kind::array || got[0]->elements.size() != 2)) {
      count(c.counted.errors);
    } else if (out.reached) {
      const replies &both = got[0]->elements;
      out.clears = clears_of(*both[0]);
      if (out.clears == 0)
        out.clears = begin_function(where.symbol, both[0]->is_text());
      else if (both[1]->is_text()) {
        switch (unpack(where, both[1]->bytes, arguments, ttl, out.clears, c.how.max_value, out)) {
        case unpacking::good:
          out.found = true;
          count(c.counted.hits);
          return true;
        case unpacking::damaged:
          count(c.counted.damaged);
          break;
        default:
          break;
        }
      }
    }
  } catch (const std::bad_alloc &) {
    // No memory: a miss.
  }
  count(c.counted.misses);
  return false;
}

// Nobody has used the function yet, or the server forgot; what is there is as if cleared.
std::uint64_t server::begin_function(const store::id128 &symbol, bool replace) {
  core &c = *core_;
  const breaker::admission admitted = c.admit_write();
  if (admitted == breaker::admission::no)
    return 0;
  const key_text key = clears_key(symbol);
  replies got;
  const bool answered = c.run(key, limits(), got, [&](request &to) {
    to.command(replace ? 2 : 3, "SET");
    to.add(key);
    to.add(new_clears());
    if (!replace)
      to.add("NX");
    to.command(1, "GET");
    to.add(key);
  });
  if (!answered)
    return 0;
  c.note_write(*got[0], admitted);
  return clears_of(*got[1]);
}

store::put_result server::put(const place &where, store::bytes_view payload,
                              const store::put_info &info, std::uint64_t clears,
                              lease *right) noexcept {
  core &c = *core_;
  const auto end = [&](store::put_result result) {
    if (right)
      right->release();
    return result;
  };
  if (payload.size() > c.how.max_value) {
    count(c.counted.too_large);
    return end(store::put_result::refused);
  }
  if (clears == 0)
    return end(store::put_result::refused);
  try {
    const breaker::admission admitted = c.admit_write();
    if (admitted == breaker::admission::no)
      return end(store::put_result::refused);
    aligned_bytes value;
    switch (pack(where, payload, info, clears, c.how.compress, c.how.max_value, value)) {
    case packing::packed:
      break;
    case packing::too_large:
      count(c.counted.too_large);
      return end(store::put_result::refused);
    case packing::no_memory:
      return end(store::put_result::failed);
    }
    const key_text entry = entry_key_text(where);
    const bool held = right && right->is_mine();
    replies got;
    const bool answered = c.run(entry, limits(), got, [&](request &to) {
      to.command(info.ttl > 0 ? 4 : 2, "SET");
      to.add(entry);
      to.add_value({value.data(), value.size()});
      if (info.ttl > 0) {
        to.add("PX");
        to.add(std::max<long long>(1, (info.ttl + millisecond - 1) / millisecond));
      }
      if (info.max_entries != 0) {
        to.command(7, "EVAL");
        to.add(trim_script);
        to.add(1);
        to.add(used_key(where));
        to.add(prefix_key(where));
        to.add(static_cast<long long>(info.max_entries));
        to.add(microseconds());
        to.add(member_text(where));
      }
      if (held)
        right->write_release(to);
    });
    if (!answered) {
      if (right)
        right->end(); // it ends by itself on the server
      return store::put_result::failed;
    }
    if (held)
      right->end();
    c.note_write(*got[0], admitted);
    if (!got[0]->is_ok())
      return end(store::put_result::failed);
    count(c.counted.puts);
    return end(store::put_result::stored);
  } catch (const std::bad_alloc &) {
    return end(store::put_result::failed);
  }
}

bool server::erase(const place &where) noexcept {
  core &c = *core_;
  try {
    const key_text entry = entry_key_text(where);
    replies got;
    const bool answered = c.run(entry, limits(), got, [&](request &to) {
      to.command(1, "UNLINK");
      to.add(entry);
      to.command(2, "ZREM");
      to.add(used_key(where));
      to.add(member_text(where));
    });
    return answered && got[0]->what == reply::kind::integer && got[0]->integer > 0;
  } catch (const std::bad_alloc &) {
    return false;
  }
}

bool server::clear_symbol(std::string_view symbol) noexcept {
  core &c = *core_;
  try {
    const store::id128 id = symbol_id(symbol);
    const key_text key = clears_key(id);
    replies got;
    if (!c.run(key, limits(), got, [&](request &to) {
          to.command(2, "SET");
          to.add(key);
          to.add(new_clears());
        }))
      return false;
    c.note_write(*got[0], breaker::admission::yes);
    if (!got[0]->is_ok())
      return false;
    remove_all(id);
    return true;
  } catch (const std::bad_alloc &) {
    return false;
  }
}

// For room only. All keys of a function are on the node that has just answered.
void server::remove_all(const store::id128 &symbol) {
  core &c = *core_;
  const key_text keep = clears_key(symbol);
  std::string pattern(keep);
  pattern.replace(pattern.size() - std::strlen("clears"), std::string::npos, "*");
  limits most;
  most.elements = 1 << 16;
  most.depth = 2;
  const std::int64_t deadline = store::monotonic_time() + clear_time;
  std::string cursor = "0";
  do {
    replies got;
    if (!c.run(keep, most, got, [&](request &to) {
          to.command(5, "SCAN");
          to.add(cursor);
          to.add("MATCH");
          to.add(pattern);
          to.add("COUNT");
          to.add(1000);
        }))
      return;
    const replies &parts = got[0]->elements;
    if (got[0]->what != reply::kind::array || parts.size() != 2 || !parts[0]->is_text() ||
        parts[1]->what != reply::kind::array)
      return;
    cursor = parts[0]->text();
    std::vector<std::string_view> names;
    for (const reply_ptr &one : parts[1]->elements)
      if (one->is_text() && one->text() != keep)
        names.push_back(one->text());
    replies ignored;
    if (!names.empty() && !c.run(keep, limits(), ignored, [&](request &to) {
          to.command(static_cast<unsigned>(names.size()), "UNLINK");
          for (const std::string_view name : names)
            to.add(name);
        }))
      return;
  } while (cursor != "0" && store::monotonic_time() < deadline);
}

} // namespace st::store::remote
