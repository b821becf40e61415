// stcache: results of functions, kept. Include this file where functions are annotated with
// [[st::cache_data]] or [[st::cache_resource]], or where their caches are asked or cleared.
#ifndef ST_CACHE_H
#define ST_CACHE_H

// That a cached function is deprecated is for its callers to know, not for what calls its body.
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
#include <st/detail/call.h>
#include <st/detail/generated.h>
#include <st/detail/handle.h>
#include <st/elements.h>
#include <st/inputs.h>
#include <st/options.h>
#include <st/progress.h>
#include <st/session.h>
#include <stdexcept>
#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif

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
