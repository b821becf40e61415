#include "value_file.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace st::store {
namespace {

// What is hashed and then written while it is still in the processor's cache.
constexpr std::size_t block = 256 * 1024;

bool random_bytes(void *to, std::size_t size) noexcept {
  return sys.random(to, size) == static_cast<ssize_t>(size);
}

} // namespace

value_writer::value_writer(const std::string &directory) noexcept
    : byte_sink(room_, sizeof(room_), more_room), directory_(directory),
      fork_generation_(store::fork_generation()) {}

value_writer::~value_writer() {
  // In a child of fork the file is the parent's.
  if (file_ && fork_generation_ == store::fork_generation())
    sys.unlink(temporary_.c_str());
}

void value_writer::more_room(detail::byte_sink &sink, const void *data, std::size_t size) noexcept {
  auto &self = static_cast<value_writer &>(sink);
  const auto used = static_cast<std::size_t>(self.at - self.begin);
  if (!self.failed && !self.file_ && used + size <= inline_limit && self.grow(used + size)) {
    std::memcpy(self.at, data, size);
    self.at += size;
    return;
  }
  if (!self.failed && !((self.file_ || self.to_file()) && self.write(self.begin, used)))
    self.fail();
  self.before += used;
  self.at = self.begin;
  if (size <= static_cast<std::size_t>(self.end - self.begin) / 2) {
    std::memcpy(self.at, data, size);
    self.at += size;
    return;
  }
  if (!self.failed && !self.write(data, size))
    self.fail();
  self.before += size;
}

void value_writer::fail() noexcept {
  error_ = errno;
  failed = true;
}

bool value_writer::grow(std::size_t size) noexcept {
  const std::size_t room = size <= 8192 ? 8192 : inline_limit;
  auto *const bytes = new (std::nothrow) unsigned char[room];
  if (!bytes)
    return false;
  const auto used = static_cast<std::size_t>(at - begin);
  std::memcpy(bytes, begin, used);
  buffer_.reset(bytes);
  begin = bytes;
  at = bytes + used;
  end = bytes + room;
  return true;
}

bool value_writer::to_file() noexcept {
  if (fork_generation_ != store::fork_generation())
    return false;
  try {
    std::uint64_t name;
    if (!random_bytes(&name, sizeof(name)))
      return false;
    temporary_ = directory_ + "/tmp/" + std::to_string(name);
    file_ = descriptor(sys.open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  } catch (...) {
    return false;
  }
  if (!file_)
    return false;
  checksum_.emplace();
  if (static_cast<std::size_t>(end - begin) < inline_limit)
    static_cast<void>(grow(inline_limit)); // else the room there is will do
  return true;
}

bool value_writer::write(const void *data, std::size_t size) noexcept {
  if (fork_generation_ != store::fork_generation())
    return false;
  const auto *bytes = static_cast<const unsigned char *>(data);
  auto offset = static_cast<off_t>(file_header_size + before);
  while (size > 0) {
    const std::size_t n = std::min(size, block);
    checksum_->add(bytes, n);
    if (!write_all(file_.get(), bytes, n, offset))
      return false;
    bytes += n;
    offset += static_cast<off_t>(n);
    size -= n;
  }
  return true;
}

std::string value_path(const std::string &directory, const entry_key &key, std::uint64_t name) {
  char text[file_name_size];
  file_name(text, key, name);
  return directory + "/values/" + std::string(text, sizeof(text));
}

bool value_writer::publish(const entry_key &key, file_reference &reference) noexcept {
  const std::uint64_t size = offset();
  unsigned char header[file_header_size];
  if (failed || !write(begin, static_cast<std::size_t>(at - begin)) ||
      !random_bytes(&reference.name, sizeof(reference.name)))
    return false;
  write_file_header(header, key, reference.name, size);
  reference.checksum = checksum_->finish();
  if (!write_all(file_.get(), header, sizeof(header), 0))
    return false;
  try {
    const std::string path = value_path(directory_, key, reference.name);
    if (sys.rename(temporary_.c_str(), path.c_str()) != 0) {
      const std::string parent = path.substr(0, path.rfind('/'));
      if (errno != ENOENT || (sys.mkdir(parent.c_str(), 0700) != 0 && errno != EEXIST) ||
          sys.rename(temporary_.c_str(), path.c_str()) != 0)
        return false;
    }
  } catch (...) {
    return false;
  }
  file_.reset();
  return true;
}

void found::reset() noexcept {
  if (mapping_)
    sys.munmap(mapping_, mapping_size_);
  ::operator delete(heap_, std::align_val_t(64));
  mapping_ = nullptr;
  heap_ = nullptr;
  payload_ = extra_ = {};
}

unsigned char *found::allocate(std::size_t size) noexcept {
  if (size <= sizeof(room_))
    return room_;
  return heap_ =
             static_cast<unsigned char *>(::operator new(size, std::align_val_t(64), std::nothrow));
}

bool found::copy(const record &r) noexcept {
  unsigned char *const to = allocate(r.payload.size() + r.extra.size());
  if (!to)
    return false;
  if (!r.payload.empty())
    std::memcpy(to, r.payload.data(), r.payload.size());
  if (!r.extra.empty())
    std::memcpy(to + r.payload.size(), r.extra.data(), r.extra.size());
  payload_ = {to, r.payload.size()};
  extra_ = {to + r.payload.size(), r.extra.size()};
  info_ = r.info;
  return true;
}

found::outcome found::map(const std::string &path, const entry_key &key, const record &r) noexcept {
  const descriptor fd(sys.open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0));
  if (!fd)
    return errno == ENOENT ? outcome::absent : errno == ELOOP ? outcome::bad : outcome::failed;
  struct stat status{};
  if (sys.fstat(fd.get(), &status) != 0)
    return outcome::failed;
  if (!S_ISREG(status.st_mode) ||
      static_cast<std::uint64_t>(status.st_size) != file_header_size + r.payload_size)
    return outcome::bad;
  const auto size = static_cast<std::size_t>(status.st_size);
  // All of it is about to be read, so the pages are mapped at once.
  void *const mapping = sys.mmap(size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.get());
  if (mapping == MAP_FAILED)
    return outcome::failed;
  const auto *const bytes = static_cast<const unsigned char *>(mapping);
  if (!check_value_file({bytes, size}, key, r.file, r.payload_size)) {
    sys.munmap(mapping, size);
    return outcome::bad;
  }
  if (!copy(r)) {
    sys.munmap(mapping, size);
    return outcome::failed;
  }
  mapping_ = mapping;
  mapping_size_ = size;
  payload_ = {bytes + file_header_size, size - file_header_size};
  return outcome::good;
}

} // namespace st::store
