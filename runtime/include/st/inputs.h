// What a function reads besides its arguments: inputs of a user interface, files, variables of the
// environment. In a cached function these become part of the key, as far as it has read them.
#ifndef ST_INPUTS_H
#define ST_INPUTS_H

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <st/detail/print.h>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace st {

/// An input, as whoever has its value is asked for it. Numbers are written as st::write does.
struct Input {
  std::string kind; // "slider", "number_input", "text_input", "checkbox" or "selectbox"
  std::string label;
  std::string minimum, maximum;     // of a slider or a number_input
  std::string initial;              // the default; of a checkbox "true" or "false"
  std::vector<std::string> options; // of a selectbox
};

namespace detail {

struct input_provider {
  void *object;
  bool (*call)(void *object, const Input &, std::string &value); // false: it has none
  void (*drop)(void *object) noexcept;
};
/// Takes over the object. A null `call` stands for none.
STCACHE_API void set_provider(input_provider) noexcept;
STCACHE_API void set_input_text(std::string_view label, std::string &&value);
STCACHE_API void forget_input(std::string_view label) noexcept;

STCACHE_API long long read_number(const char *kind, std::string_view label, long long minimum,
                                  long long maximum, long long initial);
STCACHE_API unsigned long long read_number(const char *kind, std::string_view label,
                                           unsigned long long minimum, unsigned long long maximum,
                                           unsigned long long initial);
STCACHE_API double read_number(const char *kind, std::string_view label, double minimum,
                               double maximum, double initial);

// The options of a selectbox on their way to the library.
class STCACHE_API option_list {
public:
  option_list();
  ~option_list();
  option_list(const option_list &) = delete;
  option_list &operator=(const option_list &) = delete;
  void add(std::string &&);
  std::string choose(std::string_view label, std::size_t index) const;

private:
  std::vector<std::string> *options;
};

/// To be called before a file is read: a computation that reads it has read what is in it now.
STCACHE_API void track_file(std::string_view path);
STCACHE_API bool track_env(std::string_view name, std::string &value);

// What a provider gives: the class is made for those only who have one.
template <class Provider> struct given_by {
  using type = std::optional<std::string>;
};

template <class Value> std::string as_text(const Value &value) {
  std::string text;
  detail::print(text, value);
  return text;
}

// The type that is asked for by the types of the limits and the default.
template <class... T>
using number_of =
    std::conditional_t<(std::is_floating_point_v<T> || ...), double,
                       std::conditional_t<std::is_unsigned_v<std::common_type_t<T...>>,
                                          unsigned long long, long long>>;

template <class Low, class High, class Initial>
std::common_type_t<Low, High, Initial> read_ranged(const char *kind, std::string_view label,
                                                   Low low, High high, Initial initial) {
  static_assert(std::is_arithmetic_v<Low> && std::is_arithmetic_v<High> &&
                    std::is_arithmetic_v<Initial>,
                "the limits and the default of an input must be numbers");
  using type = number_of<Low, High, Initial>;
  return static_cast<std::common_type_t<Low, High, Initial>>(detail::read_number(
      kind, label, static_cast<type>(low), static_cast<type>(high), static_cast<type>(initial)));
}

} // namespace detail

/// A number between two limits, both included. Of the limits' common type: int, if all are.
///
/// Inputs have the value that the provider gives (set_input_provider), else the one set by
/// set_input, else the default; what is no number is the default, and what is beyond a limit is
/// that limit. In a cached function with `experimental_allow_widgets = true` the value is part of
/// the key: a call finds a result if every input that the computation of the result has read has
/// the value that it had then. Without that option a warning is emitted, and results go stale.
/// All functions here may be called from any thread; throw what the provider throws.
template <class Low, class High, class Initial>
std::common_type_t<Low, High, Initial> slider(std::string_view label, Low minimum, High maximum,
                                              Initial initial) {
  return detail::read_ranged("slider", label, minimum, maximum, initial);
}

/// A number between two limits that is typed in.
template <class Low, class High, class Initial>
std::common_type_t<Low, High, Initial> number_input(std::string_view label, Low minimum,
                                                    High maximum, Initial initial) {
  return detail::read_ranged("number_input", label, minimum, maximum, initial);
}

STCACHE_API std::string text_input(std::string_view label, std::string_view initial = {});

STCACHE_API bool checkbox(std::string_view label, bool initial = false);

/// One of the options; `index` is that of the default. Empty where there are no options.
template <class Options>
std::string selectbox(std::string_view label, const Options &options, std::size_t index = 0) {
  detail::option_list list;
  for (const auto &option : options)
    list.add(detail::as_text(option));
  return list.choose(label, index);
}
STCACHE_API std::string selectbox(std::string_view label,
                                  std::initializer_list<std::string_view> options,
                                  std::size_t index = 0);

/// Gives the input with this label a value, where the provider has none; nullptr takes it away.
template <class T> void set_input(std::string_view label, const T &value) {
  detail::set_input_text(label, detail::as_text(value));
}
inline void set_input(std::string_view label, std::nullptr_t) { detail::forget_input(label); }

/// Asks a callable for the values of inputs: it takes a `const st::Input &` and returns the value
/// as text, a std::optional<std::string> that is empty where it has none. It is copied and kept
/// until another is set; nullptr sets none. Called by the thread that reads the input, once for
/// each computation, and by each call that looks for a result that depends on the input, so that a
/// user interface may draw the input there. Must be thread-safe if cached functions with inputs are
/// called by several threads.
template <class Provider> void set_input_provider(Provider provider) {
  detail::set_provider({new Provider(static_cast<Provider &&>(provider)),
                        [](void *object, const Input &input, std::string &value) {
                          typename detail::given_by<Provider>::type given =
                              (*static_cast<Provider *>(object))(input);
                          if (given)
                            value = static_cast<std::string &&>(*given);
                          return given.has_value();
                        },
                        [](void *object) noexcept { delete static_cast<Provider *>(object); }});
}
inline void set_input_provider(std::nullptr_t) noexcept {
  detail::set_provider({nullptr, nullptr, nullptr});
}

/// Returns the path, and makes what is there part of the key of every cached function that the
/// thread is in: the content of a file, the names and contents in a directory (not through links to
/// directories), or that there is nothing. To be called before the file is read. Paths may be text
/// or have a c_str() (std::filesystem::path). A relative path counts as it is written.
///
/// Contents are known again by inode, size and times; a file that was changed a moment ago, or is
/// on a network file system, is read again. What is written through a shared mapping is noticed
/// when the system sets the file's times. A result during whose computation the file changed is not
/// kept.
template <class Path> std::decay_t<const Path &> file(const Path &path) {
  if constexpr (std::is_convertible_v<const Path &, std::string_view>)
    detail::track_file(path);
  else
    detail::track_file(path.c_str());
  return path;
}

/// The value of a variable of the environment, nothing if it is not set; it is part of the key of
/// every cached function that the thread is in. Not to be called while another thread changes the
/// environment.
template <class Text = std::string> std::optional<Text> env(std::string_view name) {
  std::string value;
  if (!detail::track_env(name, value))
    return std::nullopt;
  return Text(static_cast<std::string &&>(value));
}

} // namespace st

#endif // ST_INPUTS_H
