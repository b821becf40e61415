// The addresses of a host, in bounded time.
#ifndef STCACHE_REMOTE_RESOLVE_H
#define STCACHE_REMOTE_RESOLVE_H

#include <cstdint>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace st::store::remote {

struct address {
  sockaddr_storage bytes;
  socklen_t size;
};

/// The system's resolver may take minutes; then it goes on in a thread of its own, and what it
/// finds is not used. Empty if nothing was found by then. May throw bad_alloc.
std::vector<address> resolve(const std::string &host, std::uint16_t port, std::int64_t deadline);

} // namespace st::store::remote

#endif
