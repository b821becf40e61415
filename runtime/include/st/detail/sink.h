// Callables of the user's that take events, as the library keeps them.
#ifndef ST_DETAIL_SINK_H
#define ST_DETAIL_SINK_H

namespace st::detail {

// A null `call` stands for the default.
template <class Event> struct erased_sink {
  void *object = nullptr;
  void (*call)(void *object, const Event &) = nullptr;
  void (*drop)(void *object) noexcept = nullptr;
};

// Whoever gets the result owns the sink, which comes from `new`.
template <class Event, class Sink> erased_sink<Event> erase_sink(Sink *sink) noexcept {
  return {sink, [](void *object, const Event &event) { (*static_cast<Sink *>(object))(event); },
          [](void *object) noexcept { delete static_cast<Sink *>(object); }};
}

} // namespace st::detail

#endif // ST_DETAIL_SINK_H
