// stcache: results of functions, kept. Include this file where functions are annotated with
// [[st::cache_data]] or [[st::cache_resource]], or where their caches are asked or cleared.
#ifndef ST_CACHE_H
#define ST_CACHE_H

#include <st/detail/call.h>
#include <st/detail/generated.h>
#include <st/detail/handle.h>
#include <st/options.h>
#include <stdexcept>

namespace st {

// Thrown when a cached function calls itself with the same arguments for the second time: without
// a cache that would be a recursion without end.
class STCACHE_API RecursionError : public std::runtime_error {
public:
  explicit RecursionError(const char *message);
  RecursionError(const RecursionError &) noexcept;
  ~RecursionError() override;
};

} // namespace st

#endif // ST_CACHE_H
