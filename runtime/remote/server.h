// The remote store: results shared between machines through a server that speaks Redis' protocol.
//
// Everything here may be called from any thread and throws nothing. A server that is not there, is
// slow, full, or answers nonsense makes calls return soon with a miss; while it is known to be in
// trouble they return at once. A child of fork may go on using the same objects, with connections
// of its own. docs/remote-store.md has the layout and what each failure leads to.
#ifndef STCACHE_REMOTE_SERVER_H
#define STCACHE_REMOTE_SERVER_H

#include <memory>
#include <st/detail/bytes.h>
#include <store/disk.h>
#include <string>
#include <string_view>

namespace st::store::remote {

inline constexpr std::int64_t millisecond = 1'000'000;

/// What a server is reached with. Times are nanoseconds.
struct settings {
  std::string host; // name or address
  std::uint16_t port = 6379;
  std::string socket; // path of a Unix socket instead
  std::string user;
  std::string password;
  unsigned database = 0;
  std::int64_t connect_timeout = 200 * millisecond;
  std::int64_t timeout = 250 * millisecond; // of a call; large values get more
  std::size_t max_value = std::size_t{64} << 20;
  bool compress = false;                   // with zstd, what becomes smaller by it
  bool front_disk = false;                 // for the caller: the store on disk in front
  std::int64_t lease = 30 * store::second; // how long others wait for a computation, at most
  void (*log)(const char *line) = nullptr; // called from any thread
  friend bool operator==(const settings &, const settings &) = default;

  /// For people: without user and password.
  std::string name() const;
};

/// redis://[user[:password]@]host[:port][/db][?timeout=250ms&connect=200ms&max_value=64Mi&
/// compress=zstd|none&front=disk|none], or unix:///path?db=N&... with the same options. False and
/// the reason, which never has the password in it. May throw bad_alloc.
bool parse_url(std::string_view url, settings &out, std::string &why_not);

/// A function as it is now.
struct group {
  store::id128 symbol{};
  store::id128 id{};
};

/// Where an entry is. The arguments are hashed with the server's secret.
struct place {
  store::id128 symbol{};
  store::entry_key key{};
};

/// Memory that belongs to one object, aligned to 64.
class aligned_bytes {
public:
  aligned_bytes() = default;
  aligned_bytes(aligned_bytes &&other) noexcept;
  aligned_bytes &operator=(aligned_bytes &&other) noexcept;
  ~aligned_bytes() { reset(); }
  /// False if there is none; what was there is gone.
  bool allocate(std::size_t size) noexcept;
  /// More, with what was there.
  bool grow(std::size_t used, std::size_t size) noexcept;
  void reset() noexcept;
  unsigned char *data() const { return data_; }
  std::size_t size() const { return size_; }

private:
  unsigned char *data_ = nullptr;
  std::size_t size_ = 0;
};

/// What `find` got, and owns.
struct lookup {
  bool reached = false;     // did the server answer?
  bool found = false;       // then the rest but `clears` is set
  std::uint64_t clears = 0; // what `put` wants back; 0: what is computed now cannot be put
  store::entry_info info;
  aligned_bytes kept;
  store::bytes_view value; // in `kept`, aligned to 64
  store::bytes_view more;  // the entry's extra bytes, in `kept` or `head`
  aligned_bytes head;

  store::bytes_view payload() const { return value; }
  store::bytes_view extra() const { return more; }
};

/// Takes the bytes of a value in memory; `failed` is set when they are more than `limit` or there
/// is no memory.
class buffer : public detail::byte_sink {
public:
  explicit buffer(std::size_t limit) noexcept;
  buffer(const buffer &) = delete;
  buffer &operator=(const buffer &) = delete;
  store::bytes_view bytes() const { return {begin, static_cast<std::size_t>(at - begin)}; }
  /// Was it the limit that made it fail?
  bool too_large() const { return too_large_; }

private:
  static void make_room(detail::byte_sink &sink, const void *data, std::size_t size) noexcept;
  std::size_t limit_;
  bool too_large_ = false;
  aligned_bytes kept_;
};

/// Events since the server was opened by this process.
struct counts {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0; // for whatever reason
  std::uint64_t puts = 0;
  std::uint64_t errors = 0;    // refusals, failed connections and broken protocol
  std::uint64_t timeouts = 0;  // of calls and of connecting
  std::uint64_t damaged = 0;   // entries that were not what had been written
  std::uint64_t too_large = 0; // values that were kept local
};

struct core;
class request;
class server;
core &inside(server &s) noexcept; // for tests

/// The right to compute an entry that machines agree on, until it is released or destroyed, put,
/// or settings::lease has passed. Void in a child of fork.
class lease {
public:
  lease() = default;
  lease(lease &&other) noexcept;
  lease &operator=(lease &&other) noexcept;
  ~lease() { release(); }

  /// False if it was not to be had: compute without.
  bool owned() const { return where_ != nullptr; }
  /// Another one had it: look again on the server.
  bool waited() const { return waited_; }
  void release() noexcept;

private:
  friend class server;
  bool is_mine() const noexcept; // not that of a parent
  void write_release(request &to) const;
  void end() noexcept; // it is no more

  std::shared_ptr<core> where_;
  place what_{};
  std::uint64_t token_[2] = {};
  std::uint64_t holder_ = 0; // thread
  int process_ = 0;
  bool waited_ = false;
};

class server {
public:
  /// The server of these settings; one object for all who open it in a process. Does not connect.
  /// Null and the reason if there is no memory or the settings make no sense.
  static std::shared_ptr<server> open(const settings &how, std::string &why_not) noexcept;
  ~server();
  server(const server &) = delete;
  server &operator=(const server &) = delete;

  /// What argument hashes are to be made with, on every machine. Null while the server cannot be
  /// reached; once known it stays valid and the same as long as this object lives.
  const detail::hash_secret *secret() noexcept;

  /// The group of a function. Asks nobody.
  group open_function(const store::function_info &f) noexcept;

  /// Looks an entry up, in one round trip. With a ttl, what was written longer ago or in the future
  /// is not found, and neither is what was put for other arguments. `bounded`: note the use, for
  /// max_entries.
  bool find(const place &where, store::bytes_view arguments, std::int64_t ttl, bool bounded,
            lookup &out) noexcept;

  /// The right to compute an entry. Waits as long as another one has it and has not put the entry,
  /// at most `patience` nanoseconds and settings::lease. Look again after it.
  lease acquire(const place &where, std::int64_t patience = store::never) noexcept;

  /// Puts a value; it is found everywhere when this returns. `clears` is what find gave before the
  /// computation began: when the function was cleared since, the value is never found. Ends the
  /// lease. With info.max_entries the least recently used entries of the group leave.
  store::put_result put(const place &where, store::bytes_view payload, const store::put_info &info,
                        std::uint64_t clears, lease *right = nullptr) noexcept;

  /// Was it there?
  bool erase(const place &where) noexcept;
  /// No result of the function, with whatever code, is found any more, nor what is being computed
  /// now. False if the server could not be told.
  bool clear_symbol(std::string_view symbol) noexcept;

  counts events() const noexcept;
  /// Payloads with more bytes are not put.
  std::size_t max_value() const noexcept;
  const settings &how() const noexcept;

private:
  friend core &inside(server &s) noexcept;
  server() = default;
  std::uint64_t begin_function(const store::id128 &symbol, bool replace);
  void remove_all(const store::id128 &symbol);
  std::shared_ptr<core> core_;
};

} // namespace st::store::remote

#endif
