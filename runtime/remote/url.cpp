// What a URL says of a server.
#include "server.h"
#include <algorithm>
#include <charconv>

namespace st::store::remote {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool decode(std::string_view text, std::string &out) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return false;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return true;
}

template <class T> bool number(std::string_view text, T &out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool duration(std::string_view text, std::int64_t &out) {
  std::int64_t unit = millisecond;
  if (text.ends_with("ms")) {
    text.remove_suffix(2);
  } else if (text.ends_with("s")) {
    text.remove_suffix(1);
    unit = store::second;
  }
  std::int64_t value = 0;
  if (!number(text, value) || value <= 0 || value > 3600 * store::second / unit)
    return false;
  out = value * unit;
  return true;
}

bool option(std::string_view name, std::string_view value, settings &out, std::string &why_not) {
  const auto wrong = [&](const char *wanted) {
    why_not = std::string(name) + "=" + std::string(value) + " is not " + wanted;
    return false;
  };
  if (name == "timeout")
    return duration(value, out.timeout) || wrong("a time as 250ms or 1s, up to an hour");
  if (name == "connect")
    return duration(value, out.connect_timeout) || wrong("a time as 200ms or 1s, up to an hour");
  if (name == "max_value") {
    std::uint64_t size = 0;
    if (!store::parse_size(value, size) || size == 0 || size > (std::uint64_t{512} << 20))
      return wrong("a size as 64Mi, at most the 512Mi that Redis takes");
    out.max_value = size;
    return true;
  }
  if (name == "compress" && (value == "zstd" || value == "none")) {
    out.compress = value == "zstd";
    return true;
  }
  if (name == "compress")
    return wrong("zstd or none");
  if (name == "front" && (value == "disk" || value == "none")) {
    out.front_disk = value == "disk";
    return true;
  }
  if (name == "front")
    return wrong("disk or none");
  if (name == "db")
    return number(value, out.database) || wrong("a number");
  why_not = "there is no option '" + std::string(name) +
            "'; known are timeout, connect, max_value, compress, front and db";
  return false;
}

bool options(std::string_view text, settings &out, std::string &why_not) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) {
      why_not = "an option without a value: '" + std::string(one) + "'";
      return false;
    }
    if (!option(one.substr(0, equals), one.substr(equals + 1), out, why_not))
      return false;
  }
  return true;
}

bool credentials(std::string_view text, settings &out) {
  const std::size_t colon = text.find(':');
  return decode(text.substr(0, colon), out.user) &&
         (colon == std::string_view::npos || decode(text.substr(colon + 1), out.password));
}

bool host_and_port(std::string_view text, settings &out, std::string &why_not) {
  std::string_view host;
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) {
      why_not = "a '[' without a ']'";
      return false;
    }
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    rest = text.substr(host.size());
  }
  if (host.empty()) {
    why_not = "there is no host in it";
    return false;
  }
  if (!rest.empty() &&
      (!rest.starts_with(':') || !number(rest.substr(1), out.port) || out.port == 0)) {
    why_not = "what follows the host is not a port from 1 to 65535";
    return false;
  }
  out.host = host;
  return true;
}

} // namespace

std::string settings::name() const {
  if (!socket.empty())
    return "unix://" + socket;
  const bool bare = host.find(':') != std::string::npos;
  return "redis://" + (bare ? "[" + host + "]" : host) + ":" + std::to_string(port) +
         (database != 0 ? "/" + std::to_string(database) : "");
}

bool parse_url(std::string_view url, settings &out, std::string &why_not) {
  void (*const log)(const char *) = out.log;
  out = {};
  out.log = log;
  const std::size_t colon = url.find("://");
  const std::string_view scheme = url.substr(0, std::min(colon, url.size()));
  if (colon == std::string_view::npos || (scheme != "redis" && scheme != "unix")) {
    why_not = scheme == "rediss" && colon != std::string_view::npos
                  ? "TLS (rediss://) is not in this build's hiredis; let stunnel listen on this "
                    "machine and name it with redis://"
                  : "it does not begin with redis:// or unix://";
    return false;
  }
  url.remove_prefix(colon + 3);
  // A '?' may stand in a password, unless there is another one after the last '@'.
  const std::size_t at = url.rfind('@');
  const std::size_t question = url.find('?', at == std::string_view::npos ? 0 : at);
  const std::string_view query =
      question == std::string_view::npos ? std::string_view() : url.substr(question + 1);
  url = url.substr(0, question);
  if (scheme == "unix") {
    if (!decode(url, out.socket) || !out.socket.starts_with('/') || out.socket.size() > 107) {
      why_not = "the path of a socket is absolute and at most 107 bytes long";
      return false;
    }
    return options(query, out, why_not);
  }
  if (at != std::string_view::npos) {
    if (!credentials(url.substr(0, at), out)) {
      why_not = "a '%' in user or password is not followed by two hexadecimal digits";
      return false;
    }
    url.remove_prefix(at + 1);
  }
  const std::size_t slash = url.find('/');
  const std::string_view database =
      slash == std::string_view::npos ? std::string_view() : url.substr(slash + 1);
  if (!database.empty() && !number(database, out.database)) {
    why_not = "what follows the '/' is not the number of a database";
    return false;
  }
  return host_and_port(url.substr(0, slash), out, why_not) && options(query, out, why_not);
}

} // namespace st::store::remote
