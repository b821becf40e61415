// Replies of a server, read by hiredis within limits.
#ifndef STCACHE_REMOTE_REPLY_H
#define STCACHE_REMOTE_REPLY_H

#include "server.h"
#include <array>
#include <hiredis/read.h>
#include <vector>

namespace st::store::remote {

struct reply;
struct free_reply {
  void operator()(reply *r) const noexcept;
};
using reply_ptr = std::unique_ptr<reply, free_reply>;

struct reply {
  enum class kind : unsigned char { nil, text, status, error, integer, array };
  kind what = kind::nil;
  long long integer = 0;
  aligned_bytes bytes; // text
  std::string line;    // status, error
  std::vector<reply_ptr> elements;

  std::string_view text() const {
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
  }
  bool is_ok() const { return what == kind::status && line == "OK"; }
  bool is_text() const { return what == kind::text; }
};

/// What may be in a reply.
struct limits {
  std::size_t text = 4096; // bytes of one
  int elements = 4;        // of one array
  int depth = 1;           // arrays in each other
};

class reply_reader {
public:
  reply_reader() = default;
  ~reply_reader();
  reply_reader(const reply_reader &) = delete;
  reply_reader &operator=(const reply_reader &) = delete;

  bool open() noexcept;
  void expect(const limits &what) noexcept { limits_ = what; }
  enum class outcome { got, more, too_large, broken };
  /// The next reply of what was fed.
  outcome next(reply_ptr &out) noexcept;
  bool feed(const void *data, std::size_t size) noexcept;
  /// Has something been fed that was not asked for?
  bool empty() const noexcept { return reader_->pos == reader_->len; }
  /// Bytes that texts were said to have, of all replies.
  std::size_t announced() const noexcept { return announced_; }

private:
  static redisReplyObjectFunctions functions;
  static void *make_line(const redisReadTask *task, char *text, std::size_t size);
  static void *make_array(const redisReadTask *task, int elements);
  static void *make_integer(const redisReadTask *task, long long value);
  static void *make_nil(const redisReadTask *task);
  static void destroy(void *object);
  static void *attach(const redisReadTask *task, reply_ptr made);
  outcome check_incomplete() noexcept;

  redisReader *reader_ = nullptr;
  limits limits_;
  bool too_large_ = false;
  std::size_t announced_ = 0;
  std::size_t counted_ = 0; // of what is being read, in announced_
};

} // namespace st::store::remote

#endif
