#include "reply.h"
#include <charconv>
#include <cstring>
#include <new>

namespace st::store::remote {
namespace {

// The longest line that is not a text.
constexpr std::size_t line_limit = 4096;
constexpr std::size_t number_limit = 32;
// Redis' own limit.
constexpr std::size_t longest_text = std::size_t{512} << 20;

} // namespace

void free_reply::operator()(reply *r) const noexcept { delete r; }

redisReplyObjectFunctions reply_reader::functions = {
    &reply_reader::make_line, &reply_reader::make_array, &reply_reader::make_integer,
    &reply_reader::make_nil, &reply_reader::destroy};

reply_reader::~reply_reader() {
  if (reader_)
    ::redisReaderFree(reader_);
}

bool reply_reader::open() noexcept {
  reader_ = ::redisReaderCreateWithFunctions(&functions);
  if (reader_)
    reader_->privdata = this;
  return reader_ != nullptr;
}

// An array owns its elements; hiredis knows only the outermost.
void *reply_reader::attach(const redisReadTask *task, reply_ptr made) {
  reply *const plain = made.get();
  if (!plain || !task->parent)
    return made.release();
  auto &elements = static_cast<reply *>(task->parent->obj)->elements;
  const auto at = static_cast<std::size_t>(task->idx);
  if (at >= elements.size())
    return nullptr;
  elements[at] = std::move(made);
  return plain;
}

// A null result makes hiredis give up.
void *reply_reader::make_line(const redisReadTask *task, char *text, std::size_t size) {
  auto &self = *static_cast<reply_reader *>(task->privdata);
  try {
    reply_ptr made(new reply);
    if (task->type == REDIS_REPLY_STRING) {
      self.too_large_ = size > self.limits_.text;
      if (self.too_large_ || !made->bytes.allocate(size))
        return nullptr;
      made->what = reply::kind::text;
      if (size != 0)
        std::memcpy(made->bytes.data(), text, size);
    } else {
      if (size > line_limit)
        return nullptr;
      made->what = task->type == REDIS_REPLY_ERROR ? reply::kind::error : reply::kind::status;
      made->line.assign(text, size);
    }
    return attach(task, std::move(made));
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

void *reply_reader::make_array(const redisReadTask *task, int elements) {
  const auto &self = *static_cast<reply_reader *>(task->privdata);
  int depth = 1;
  for (const redisReadTask *outer = task->parent; outer; outer = outer->parent)
    ++depth;
  if (elements < 0 || elements > self.limits_.elements || depth > self.limits_.depth)
    return nullptr;
  try {
    reply_ptr made(new reply);
    made->what = reply::kind::array;
    made->elements.resize(static_cast<std::size_t>(elements));
    return attach(task, std::move(made));
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

void *reply_reader::make_integer(const redisReadTask *task, long long value) {
  reply_ptr made(new (std::nothrow) reply);
  if (made) {
    made->what = reply::kind::integer;
    made->integer = value;
  }
  return attach(task, std::move(made));
}

void *reply_reader::make_nil(const redisReadTask *task) {
  return attach(task, reply_ptr(new (std::nothrow) reply));
}

void reply_reader::destroy(void *object) { delete static_cast<reply *>(object); }

// hiredis waits for as many bytes as were announced, and for the end of a line however long.
reply_reader::outcome reply_reader::check_incomplete() noexcept {
  if (reader_->ridx < 0)
    return outcome::more;
  const redisReadTask &task = reader_->rstack[reader_->ridx];
  const char *const from = reader_->buf + reader_->pos;
  const std::size_t left = reader_->len - reader_->pos;
  if (task.type != REDIS_REPLY_STRING)
    return left <= line_limit ? outcome::more : outcome::broken;
  const auto *const end =
      static_cast<const char *>(std::memchr(from, '\r', std::min(left, number_limit)));
  if (!end)
    return left < number_limit ? outcome::more : outcome::broken;
  std::size_t size = 0;
  const auto [last, error] = std::from_chars(from, end, size);
  if (error != std::errc() || last != end)
    return end - from == 2 && from[0] == '-' && from[1] == '1' ? outcome::more : outcome::broken;
  if (size > limits_.text)
    return size > longest_text ? outcome::broken : outcome::too_large;
  announced_ += size - std::min(size, counted_);
  counted_ = size;
  return outcome::more;
}

reply_reader::outcome reply_reader::next(reply_ptr &out) noexcept {
  void *object = nullptr;
  too_large_ = false;
  if (::redisReaderGetReply(reader_, &object) != REDIS_OK)
    return too_large_ ? outcome::too_large : outcome::broken;
  if (!object)
    return check_incomplete();
  out.reset(static_cast<reply *>(object));
  counted_ = 0;
  return outcome::got;
}

bool reply_reader::feed(const void *data, std::size_t size) noexcept {
  return ::redisReaderFeed(reader_, static_cast<const char *>(data), size) == REDIS_OK;
}

} // namespace st::store::remote
