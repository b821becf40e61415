#include "resolve.h"
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <store/calls.h>
#include <system_error>
#include <thread>

namespace st::store::remote {
namespace {

std::vector<address> look_up(const std::string &host, std::uint16_t port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo *list = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list) != 0)
    return {};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  std::vector<address> all;
  for (const addrinfo *one = list; one; one = one->ai_next) {
    address a{};
    a.size = one->ai_addrlen;
    if (a.size <= sizeof(a.bytes)) {
      std::memcpy(&a.bytes, one->ai_addr, a.size);
      all.push_back(a);
    }
  }
  return all;
}

struct search {
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::vector<address> result;
};

} // namespace

std::vector<address> resolve(const std::string &host, std::uint16_t port, std::int64_t deadline) {
  std::vector<address> all = look_up(host, port, AI_NUMERICHOST);
  if (!all.empty())
    return all;
  if (host == "localhost") {
    all = look_up("127.0.0.1", port, AI_NUMERICHOST);
    for (const address &a : look_up("::1", port, AI_NUMERICHOST))
      all.push_back(a);
    return all;
  }
  const auto shared = std::make_shared<search>();
  try {
    std::thread([shared, host, port] {
      std::vector<address> found;
      try {
        found = look_up(host, port, AI_ADDRCONFIG);
      } catch (const std::bad_alloc &) {
        // No memory: nothing was found.
      }
      const std::lock_guard locked(shared->mutex);
      shared->result = std::move(found);
      shared->done = true;
      shared->ended.notify_all();
    }).detach();
  } catch (const std::system_error &) {
    return {};
  }
  std::unique_lock locked(shared->mutex);
  shared->ended.wait_for(locked, std::chrono::nanoseconds(deadline - store::monotonic_time()),
                         [&] { return shared->done; });
  return std::move(shared->result);
}

} // namespace st::store::remote
