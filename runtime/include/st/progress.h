// Progress: what is told of calls that take long.
#ifndef ST_PROGRESS_H
#define ST_PROGRESS_H

#include <cstddef>
#include <st/detail/config.h>
#include <st/detail/sink.h>
#include <string_view>

namespace st {

/// What is told of a call that has been computing, loading or waiting for longer than 0.1 seconds.
/// The views hold while the sink runs.
struct Progress {
  std::string_view function; ///< its qualified name
  std::string_view text;     ///< what `show_spinner` says, or "Running `function(...)`."
  double seconds;            ///< since it began
  bool done;                 ///< true once, at the end, however the call ends
  bool show_time;            ///< whether the function wants the seconds to be shown
};

namespace detail {
/// Takes over the object.
STCACHE_API void set_sink(erased_sink<Progress>) noexcept;
} // namespace detail

/// Sends progress elsewhere: to a callable that takes one `const st::Progress &`, which is copied
/// and kept until another is set; nullptr sets the default, a spinner on standard error if that is
/// a terminal.
///
/// Told about ten times a second, and once more at the end, of the outermost cached call of each
/// thread, unless its function has `show_spinner = false`. Calls of the sink are never made at the
/// same time; they come from a thread of the library's, and a call that has been told of returns
/// after the sink has been told of its end. So the sink must not wait for a thread that computes,
/// nor take a mutex that callers of cached functions hold. Of what it calls itself nothing is told.
/// What it throws is logged and dropped.
///
/// Thread-safe. When this returns, the sink before is no longer running, unless it is what calls
/// this. A sink may be called until `exit` begins.
template <class Sink> void set_progress_sink(Sink sink) {
  detail::set_sink(detail::erase_sink<Progress>(new Sink(static_cast<Sink &&>(sink))));
}
inline void set_progress_sink(std::nullptr_t) noexcept {
  detail::set_sink(detail::erased_sink<Progress>());
}

} // namespace st

#endif // ST_PROGRESS_H
