// XXH3-128 with a secret, behind st/detail/hash_state.h.

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <st/detail/hash_state.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <new>
#include <sys/auxv.h>
#include <sys/random.h>
#include <unistd.h>

namespace st::detail {
namespace {

static_assert(hash_secret::size >= XXH3_SECRET_SIZE_MIN);
static_assert(sizeof(XXH3_state_t) + alignof(XXH3_state_t) <= hash_state::stream_size);

const unsigned char *bytes_of(const hash_secret *secret) {
  return (secret != nullptr ? *secret : process_secret()).bytes;
}

XXH3_state_t *stream_of(hash_state &state) {
  auto address = reinterpret_cast<std::uintptr_t>(state.stream);
  address = (address + alignof(XXH3_state_t) - 1) & ~(alignof(XXH3_state_t) - 1);
  return reinterpret_cast<XXH3_state_t *>(address);
}

key128 key_of(XXH128_hash_t hash) { return {hash.low64, hash.high64}; }

std::size_t fill_from_kernel(unsigned char *to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = getrandom(to + done, size - done, 0);
    if (n > 0)
      done += static_cast<std::size_t>(n);
    else if (errno != EINTR)
      break;
  }
  return done;
}

std::size_t fill_from_device(unsigned char *to, std::size_t size) {
  const int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  std::size_t done = 0;
  while (fd >= 0 && done < size) {
    const ssize_t n = read(fd, to + done, size - done);
    if (n > 0)
      done += static_cast<std::size_t>(n);
    else if (n == 0 || errno != EINTR)
      break;
  }
  if (fd >= 0)
    close(fd);
  return done;
}

// For a sandbox with neither: the 16 random bytes every process is given, the clock and where
// things were loaded, spread over the rest.
void fill_from_process(unsigned char *to, std::size_t size) {
  struct {
    unsigned char given[16];
    std::uint64_t counter;
    timespec now;
    const void *address;
    pid_t pid;
  } seed;
  std::memset(&seed, 0, sizeof(seed));
  if (const auto random = getauxval(AT_RANDOM))
    std::memcpy(seed.given, reinterpret_cast<const void *>(random), sizeof(seed.given));
  clock_gettime(CLOCK_REALTIME, &seed.now);
  seed.address = to;
  seed.pid = getpid();
  while (size > 0) {
    const XXH128_hash_t hash = XXH3_128bits(&seed, sizeof(seed));
    const std::size_t n = size < sizeof(hash) ? size : sizeof(hash);
    std::memcpy(to, &hash, n);
    to += n;
    size -= n;
    ++seed.counter;
  }
}

} // namespace

void make_secret(hash_secret &secret) noexcept {
  const int saved = errno;
  std::size_t done = fill_from_kernel(secret.bytes, hash_secret::size);
  if (done < hash_secret::size)
    done += fill_from_device(secret.bytes + done, hash_secret::size - done);
  if (done < hash_secret::size)
    fill_from_process(secret.bytes + done, hash_secret::size - done);
  errno = saved;
}

const hash_secret &process_secret() noexcept {
  static const hash_secret secret = [] {
    hash_secret fresh;
    make_secret(fresh);
    return fresh;
  }();
  return secret;
}

void hash_spill(hash_state &state, const void *data, std::size_t size) noexcept {
  XXH3_state_t *stream = stream_of(state);
  if (!state.streaming) {
    new (stream) XXH3_state_t;
    // A reset reads these two before it sets them (XXH3_INITSTATE).
    XXH3_INITSTATE(stream);
    XXH3_128bits_reset_withSecret(stream, bytes_of(state.secret), hash_secret::size);
    state.streaming = true;
  }
  XXH3_128bits_update(stream, state.buffer, state.used);
  XXH3_128bits_update(stream, data, size);
  state.used = 0;
}

key128 hash_finish(hash_state &state) noexcept {
  if (!state.streaming)
    return hash_block(state.buffer, state.used, state.secret);
  XXH3_state_t *stream = stream_of(state);
  XXH3_128bits_update(stream, state.buffer, state.used);
  return key_of(XXH3_128bits_digest(stream));
}

key128 hash_block(const void *data, std::size_t size, const hash_secret *secret) noexcept {
  return key_of(XXH3_128bits_withSecret(data, size, bytes_of(secret), hash_secret::size));
}

} // namespace st::detail
