// Durations as text, as Streamlit takes them: "1d", "1.5 days", "1d23h", "1 day 23hr 45minutes".
// For the library, the plugin and the tool: programs need not parse this.
//
//   text     = [sign] part { [","] part } | [sign] clock | iso
//   part     = number unit | [sign] clock        number = digits ["." digits] | "." digits
//   clock    = digits ":" digits ":" digits ["." digits]
//   iso      = [sign] "P" { number ("W"|"D") } ["T" { number ("H"|"M"|"S") }]
// Units are not case sensitive; an upper-case "M" alone could mean months and is refused. A
// sign holds for every part, but not for a clock that follows one ("-1 days +02:00:00" is -22h).
#ifndef ST_DETAIL_DURATION_TEXT_H
#define ST_DETAIL_DURATION_TEXT_H

#include <cstddef>
#include <cstdint>

namespace st::detail {

/// When !ok, `reason` says what is wrong at offset `position`; nanoseconds is then 0.
struct duration_result {
  bool ok;
  std::int64_t nanoseconds;
  std::size_t position;
  const char *reason;
};

class duration_parser {
public:
  constexpr duration_parser(const char *text, std::size_t size) : text_(text), size_(size) {}

  constexpr duration_result parse() {
    skip();
    if (at_end())
      return fail(pos_, "the duration is empty");
    sign();
    skip();
    if (peek() == 'P' || peek() == 'p') {
      ++pos_;
      if (!iso())
        return failure_;
    } else if (!parts()) {
      return failure_;
    }
    return {true, total_, 0, nullptr};
  }

private:
  static constexpr std::int64_t second = 1000000000;
  __extension__ using wide = __int128;

  // How a number was written; fraction is below 10^18 of scale.
  struct number {
    std::uint64_t whole;
    std::uint64_t fraction;
    std::uint64_t scale;
    std::size_t start;
    bool ok;
    bool too_large;
  };

  constexpr bool at_end() const { return pos_ == size_; }
  constexpr char peek() const { return at_end() ? '\0' : text_[pos_]; }
  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
  static constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  constexpr void skip() {
    while (is_space(peek()))
      ++pos_;
  }
  constexpr void sign() {
    if (peek() == '-' || peek() == '+')
      negative_ = text_[pos_++] == '-';
  }
  constexpr duration_result fail(std::size_t position, const char *reason) {
    failure_ = {false, 0, position, reason};
    return failure_;
  }

  constexpr bool parts() {
    bool any = false;
    for (skip(); !at_end(); skip()) {
      if (any && peek() == ',') {
        ++pos_;
        skip();
      }
      const std::size_t start = pos_;
      if (any && (peek() == '+' || peek() == '-')) {
        sign();
        if (!is_clock())
          return fail(start, "only a leading sign is allowed"), false;
      } else if (any && is_clock()) {
        negative_ = false;
      }
      if (!part())
        return false;
      any = true;
    }
    return any || (fail(pos_, "a number is missing"), false);
  }

  constexpr bool is_clock() const {
    std::size_t i = pos_;
    while (i < size_ && is_digit(text_[i]))
      ++i;
    return i > pos_ && i < size_ && text_[i] == ':';
  }

  constexpr bool part() {
    if (is_clock())
      return clock();
    const number n = read();
    if (!n.ok)
      return fail(n.start, n.too_large ? "the number is too large" : "a number is missing"), false;
    skip();
    const std::size_t start = pos_;
    while (!at_end() && (lower(peek()) >= 'a' && lower(peek()) <= 'z'))
      ++pos_;
    // The micro sign, U+00B5 or U+03BC in UTF-8, opens a unit.
    if (pos_ == start && size_ - pos_ > 2 &&
        ((text_[pos_] == '\xC2' && text_[pos_ + 1] == '\xB5') ||
         (text_[pos_] == '\xCE' && text_[pos_ + 1] == '\xBC')) &&
        lower(text_[pos_ + 2]) == 's') {
      pos_ += 3;
      return add(n, 1000);
    }
    if (pos_ == start)
      return fail(start, at_end() || is_space(peek()) || is_digit(peek()) || peek() == ','
                             ? "a unit is missing"
                             : "unexpected character"),
             false;
    if (pos_ - start == 1 && text_[start] == 'M')
      return fail(start, "the unit M is ambiguous; write min"), false;
    const std::int64_t unit = unit_of(start, pos_ - start);
    if (unit == 0)
      return fail(start, "unknown unit"), false;
    return add(n, unit);
  }

  constexpr bool clock() {
    const std::size_t start = pos_;
    constexpr std::int64_t units[] = {3600 * second, 60 * second, second};
    for (int i = 0; i < 3; ++i) {
      if (i > 0 && (peek() != ':' || (++pos_, !is_digit(peek()))))
        return fail(start, "a time of day is written hh:mm:ss"), false;
      const number n = read();
      if (!n.ok || (i < 2 && n.scale != 1) || (i > 0 && n.whole > 59))
        return fail(start, "a time of day is written hh:mm:ss"), false;
      if (!add(n, units[i]))
        return false;
    }
    return true;
  }

  constexpr bool iso() {
    bool time = false;
    bool any = false;
    while (!at_end() && !is_space(peek())) {
      if (!time && lower(peek()) == 't') {
        time = true;
        any = false;
        ++pos_;
        continue;
      }
      const number n = read();
      if (!n.ok)
        return fail(n.start, n.too_large ? "the number is too large" : "a number is missing"),
               false;
      const char c = lower(peek());
      const std::int64_t unit = time ? (c == 'h'   ? 3600 * second
                                        : c == 'm' ? 60 * second
                                        : c == 's' ? second
                                                   : 0)
                                     : (c == 'w'   ? 7 * 86400 * second
                                        : c == 'd' ? 86400 * second
                                                   : 0);
      if (unit == 0)
        return fail(pos_, at_end() ? "a unit is missing" : "unknown unit"), false;
      ++pos_;
      if (!add(n, unit))
        return false;
      any = true;
    }
    skip();
    if (!any)
      return fail(pos_, "a number is missing"), false;
    return at_end() || (fail(pos_, "unexpected character"), false);
  }

  constexpr number read() {
    number n{0, 0, 1, pos_, false, false};
    for (; is_digit(peek()); ++pos_) {
      n.ok = true;
      if (n.whole > UINT64_MAX / 10 - 1)
        n.too_large = true;
      else
        n.whole = n.whole * 10 + static_cast<std::uint64_t>(peek() - '0');
    }
    if (peek() == '.') {
      ++pos_;
      for (; is_digit(peek()); ++pos_) {
        n.ok = true;
        if (n.scale < 1000000000000000000) {
          n.scale *= 10;
          n.fraction = n.fraction * 10 + static_cast<std::uint64_t>(peek() - '0');
        }
      }
    }
    n.ok = n.ok && !n.too_large;
    return n;
  }

  constexpr bool add(const number &n, std::int64_t unit) {
    wide value = static_cast<wide>(n.whole) * unit +
                 static_cast<wide>(n.fraction) * unit / static_cast<wide>(n.scale);
    const wide sum = total_ + (negative_ ? -value : value);
    if (value > INT64_MAX || sum > INT64_MAX || sum < INT64_MIN)
      return fail(n.start, "the duration is longer than 292 years"), false;
    total_ = static_cast<std::int64_t>(sum);
    return true;
  }

  // The units of pandas.Timedelta and of pytimeparse; 0 when there is no such unit.
  constexpr std::int64_t unit_of(std::size_t start, std::size_t length) const {
    struct entry {
      const char *names;
      std::int64_t nanoseconds;
    };
    constexpr entry table[] = {
        {"w week weeks wk wks ", 7 * 86400 * second},
        {"d day days ", 86400 * second},
        {"h hr hrs hour hours ", 3600 * second},
        {"m min mins minute minutes t ", 60 * second},
        {"s sec secs second seconds ", second},
        {"ms milli millis millisecond milliseconds l ", 1000000},
        {"us micro micros microsecond microseconds u ", 1000},
        {"ns nano nanos nanosecond nanoseconds n ", 1},
    };
    for (const entry &e : table)
      for (const char *name = e.names; *name != '\0';) {
        std::size_t i = 0;
        while (i < length && name[i] == lower(text_[start + i]))
          ++i;
        if (i == length && name[i] == ' ')
          return e.nanoseconds;
        while (*name++ != ' ') {
        }
      }
    return 0;
  }

  const char *text_;
  std::size_t size_;
  std::size_t pos_ = 0;
  std::int64_t total_ = 0;
  bool negative_ = false;
  duration_result failure_{false, 0, 0, nullptr};
};

/// Reads a duration text; see the grammar above.
constexpr duration_result parse_duration(const char *text, std::size_t size) {
  return duration_parser(text, size).parse();
}
constexpr duration_result parse_duration(const char *text) {
  std::size_t size = 0;
  while (text[size] != '\0')
    ++size;
  return detail::parse_duration(text, size);
}

} // namespace st::detail

#endif
