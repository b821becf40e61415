// Where the values of inputs come from, and what else a program reads through this library.
#include "callback.h"
#include "digest.h"
#include "reads.h"
#include "record.h"
#include "refresh.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <map>
#include <new>
#include <type_traits>

namespace st::detail {

constinit small_mutex told_lock;

namespace {

constinit callback<input_provider> provider;

// What set_input was told. Never destroyed: calls at exit ask, too.
std::map<std::string, std::string, std::less<>> &told() {
  static auto *const made = new std::map<std::string, std::string, std::less<>>;
  return *made;
}

template <class T> bool parse_whole(const std::string &from, T &to) noexcept {
  const char *const end = from.data() + from.size();
  const auto [at, error] = std::from_chars(from.data(), end, to);
  return error == std::errc() && at == end;
}

void append_field(std::string &to, std::string_view field) {
  const std::uint64_t size = field.size();
  to.append(reinterpret_cast<const char *>(&size), sizeof size);
  to += field;
}

std::string_view take_field(std::string_view &from) noexcept {
  std::uint64_t size = 0;
  if (from.size() < sizeof size) {
    from = {}; // a store may hold anything
    return {};
  }
  std::memcpy(&size, from.data(), sizeof size);
  from.remove_prefix(sizeof size);
  const std::string_view field = from.substr(0, size);
  from.remove_prefix(field.size());
  return field;
}

std::string description_of(const Input &input) {
  std::string what(1, static_cast<char>(read_kind::input));
  for (const std::string *field :
       {&input.label, &input.kind, &input.minimum, &input.maximum, &input.initial})
    append_field(what, *field);
  for (const std::string &option : input.options)
    append_field(what, option);
  return what;
}

Input described_by(std::string_view what) {
  Input input;
  what.remove_prefix(1);
  for (std::string *field :
       {&input.label, &input.kind, &input.minimum, &input.maximum, &input.initial})
    *field = take_field(what);
  while (!what.empty())
    input.options.emplace_back(take_field(what));
  return input;
}

std::string value_of(const Input &input) {
  std::string value;
  if (in_refresh()) {
    // A user interface cannot be asked on another thread. The call did not read this input, so the
    // refresh has gone another way.
    for (node_base *n = innermost_computation(); n; n = n->previous)
      n->own |= own_unsteady;
  } else if (const auto asked = provider.get()) {
    const unrecorded within;
    if (asked->is.call(asked->is.object, input, value))
      return value;
  }
  const lock_guard locked(told_lock);
  const auto found = told().find(input.label);
  return found != told().end() ? found->second : input.initial;
}

// What the computations that the thread is in have found the input to be.
shared_reading already_read(std::string_view what) {
  for (const node_base *n = innermost_computation(); n; n = n->previous)
    if (const attachments *const a = attached(n)) {
      if (shared_reading r = a->reads.find(what))
        return r;
      if (shared_reading r = a->asked.find(what))
        return r;
    }
  return nullptr;
}

std::string state_of_variable(const char *name) {
  const char *const value = std::getenv(name);
  return value ? std::string("=") + value : std::string();
}

std::string what_of(read_kind kind, std::string_view name) {
  return std::string(1, static_cast<char>(kind)).append(name);
}

shared_reading read_now(std::string_view what) {
  std::string state;
  const std::string name(what.substr(1));
  switch (kind_of(what)) {
  case read_kind::file:
    state = state_of_path(name.c_str(), process_secret());
    break;
  case read_kind::environment:
    state = state_of_variable(name.c_str());
    break;
  case read_kind::input:
    if (shared_reading before = already_read(what))
      return before;
    state = value_of(described_by(what));
  }
  return std::make_shared<const reading>(reading{std::string(what), std::move(state)});
}

} // namespace

read_kind kind_of(std::string_view what) noexcept { return static_cast<read_kind>(what.front()); }

bool is_description(std::string_view what) noexcept {
  return !what.empty() && (what.front() == static_cast<char>(read_kind::file) ||
                           what.front() == static_cast<char>(read_kind::environment) ||
                           what.front() == static_cast<char>(read_kind::input));
}

std::string read_name(std::string_view what) {
  return kind_of(what) == read_kind::input ? described_by(what).label : std::string(what.substr(1));
}

shared_reading read_now(std::string_view what, reading_list &asked) {
  if (shared_reading found = asked.find(what))
    return found;
  shared_reading found = read_now(what);
  if (kind_of(what) == read_kind::input)
    asked.add(found);
  return found;
}

std::string stored_state(const reading &r, const hash_secret &secret) {
  return kind_of(r.what) == read_kind::file ? state_of_path(r.what.c_str() + 1, secret) : r.state;
}

bool has_changed(const reading &r) {
  return kind_of(r.what) != read_kind::input && read_now(r.what)->state != r.state;
}

void set_provider(input_provider given) noexcept { provider.set(given); }

void set_input_text(std::string_view label, std::string &&value) {
  const lock_guard locked(told_lock);
  told().insert_or_assign(std::string(label), std::move(value));
}

void forget_input(std::string_view label) noexcept {
  const lock_guard locked(told_lock);
  if (const auto found = told().find(label); found != told().end())
    told().erase(found);
}

namespace {

std::string read_input(const Input &input) {
  const shared_reading r = read_now(description_of(input));
  note_reading(r);
  return r->state;
}

template <class T> bool parse_number(const std::string &from, T &to) noexcept {
  if (parse_whole(from, to))
    return to == to;
  // A user interface may give an integer with a fraction.
  double rounded = 0;
  if (std::is_floating_point_v<T> || !parse_whole(from, rounded))
    return false;
  rounded = std::nearbyint(rounded);
  if (!(rounded >= static_cast<double>(std::numeric_limits<T>::min()) &&
        rounded < static_cast<double>(std::numeric_limits<T>::max())))
    return false;
  to = static_cast<T>(rounded);
  return true;
}

template <class T>
T number_input(const char *kind, std::string_view label, T minimum, T maximum, T initial) {
  T value;
  if (!parse_number(
          read_input(
              {kind, std::string(label), as_text(minimum), as_text(maximum), as_text(initial), {}}),
          value))
    return initial;
  return value < minimum ? minimum : maximum < value ? maximum : value;
}

} // namespace

long long read_number(const char *kind, std::string_view label, long long minimum,
                      long long maximum, long long initial) {
  return number_input(kind, label, minimum, maximum, initial);
}
unsigned long long read_number(const char *kind, std::string_view label, unsigned long long minimum,
                               unsigned long long maximum, unsigned long long initial) {
  return number_input(kind, label, minimum, maximum, initial);
}
double read_number(const char *kind, std::string_view label, double minimum, double maximum,
                   double initial) {
  return number_input(kind, label, minimum, maximum, initial);
}

option_list::option_list() : options(new std::vector<std::string>) {}
option_list::~option_list() { delete options; }
void option_list::add(std::string &&option) { options->push_back(std::move(option)); }
std::string option_list::choose(std::string_view label, std::size_t index) const {
  const std::string initial = index < options->size() ? (*options)[index] : std::string();
  std::string value = read_input({"selectbox", std::string(label), {}, {}, initial, *options});
  return std::find(options->begin(), options->end(), value) != options->end() ? value : initial;
}

void track_file(std::string_view path) { note_reading(read_now(what_of(read_kind::file, path))); }

bool track_env(std::string_view name, std::string &value) {
  const shared_reading r = read_now(what_of(read_kind::environment, name));
  note_reading(r);
  if (r->state.empty())
    return false;
  value = r->state.substr(1);
  return true;
}

void forget_input_users_after_fork() noexcept { provider.forget_users_after_fork(); }

} // namespace st::detail

namespace st {

std::string text_input(std::string_view label, std::string_view initial) {
  return detail::read_input({"text_input", std::string(label), {}, {}, std::string(initial), {}});
}

bool checkbox(std::string_view label, bool initial) {
  const std::string value =
      detail::read_input({"checkbox", std::string(label), {}, {}, detail::as_text(initial), {}});
  const bool yes = value == "true" || value == "1";
  return initial ? yes || (value != "false" && value != "0") : yes;
}

std::string selectbox(std::string_view label, std::initializer_list<std::string_view> options,
                      std::size_t index) {
  detail::option_list list;
  for (const std::string_view option : options)
    list.add(std::string(option));
  return list.choose(label, index);
}

} // namespace st
